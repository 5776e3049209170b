"""A plain declaration (age, area) comes first: without it no project is shown and nothing is cast."""

from __future__ import annotations

import pytest

from pb.pages.vote.draft import BallotDraft, NoDraft
from pb.voting import queries
from pb.web.access import FACILITATOR
from tests.support.voters import chooses, draft_on, noted

ON_THE_WAY = ["/vote/review", "/vote/ballot", "/vote/cast"]
AGE, AREA = "I was born before 1966.", "I live, or have my lunch club, in North Leith."


@pytest.fixture
def round_(make):
    return make.voting_round(min_choices=1, max_choices=3, age_declaration=AGE, area_declaration=AREA)


@pytest.fixture
def at_the_declaration(visitor, make, round_):
    """A voter whose code was taken and who has not declared yet."""
    visitor.opens("/vote")
    visitor.types("Your voting code", make.cards(round_)[0].code).presses("Continue")
    return visitor


def expect_the_declaration(page, round_) -> None:
    assert page.status == 422 and page.heading == "Before you vote"
    assert page.errors == ["Tick the box if this is true for you. If it is not, you cannot vote in this round."]
    assert AGE in page.text and "Project number" not in page.html
    assert queries.envelopes_in(round_.id) == 0 and queries.turnout(round_.id) == []


def test_who_may_vote_stands_there_in_the_rounds_own_words(at_the_declaration):
    page = at_the_declaration.page
    assert page.heading == "Before you vote" and AGE in page.text and AREA in page.text
    assert "Project number" not in page.html, "no project before the declaration"


def test_a_box_that_is_not_ticked_shows_no_project(at_the_declaration, round_):
    expect_the_declaration(at_the_declaration.presses("Show me the ballot"), round_)
    at_the_declaration.ticks("Yes, this is true for me")
    assert "Project number 1" in at_the_declaration.presses("Show me the ballot").text


def test_nobody_gets_past_the_declaration(at_the_declaration, round_):
    voter = at_the_declaration
    for address in ON_THE_WAY:
        sent = {"draft": draft_on(voter.page), "noted": noted(1, 2), "declared": "y"}
        expect_the_declaration(voter.posts(address, sent), round_)
    voter.ticks("Yes, this is true for me").presses("Show me the ballot")
    chooses(voter, 1)
    assert voter.presses("Cast my vote").heading == "Your vote is saved"


def test_larger_text_shows_the_declaration_again_and_no_project(at_the_declaration):
    voter = at_the_declaration
    for page in ("declaration", "ballot", "review", "code of somebody", ""):
        sent = {"draft": draft_on(voter.page), "noted": noted(1, 2), "page": page, "text_size": "xl"}
        shown = voter.posts("/vote/settings", sent)
        assert shown.heading == "Before you vote" and "Project number" not in shown.html
        assert 'data-text-size="xl"' in shown.html


def test_nobody_gets_past_it_at_a_kiosk_either(visitor, make):
    round_ = make.voting_round(entitlement="vouch", min_choices=1, age_declaration=AGE)
    facilitator = make.staff(FACILITATOR, declared_in=round_)
    voting_session = make.session_at(round_, facilitator)
    visitor.signed_in_as(facilitator).opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}")
    visitor.follows("Use this device as a kiosk")
    visitor.types("PIN for the next voter", "2468").types("PIN to end the kiosk", "97531").presses(
        "Set up this device as a kiosk"
    )
    visitor.follows("Skip this")
    visitor.types("PIN for the next voter", "2468").presses("Open the ballot for the next voter")
    for address in ON_THE_WAY:
        expect_the_declaration(visitor.posts(address, {"draft": draft_on(visitor.page), "noted": noted(1)}), round_)
    visitor.ticks("Yes, this is true for me").presses("Show me the ballot")
    visitor.opens("/kiosk")  # as after Back
    assert visitor.presses("Continue voting").heading == "Before you vote"
    expect_the_declaration(visitor.posts("/vote/cast", {"draft": draft_on(visitor.page)}), round_)


def test_whatever_page_sends_it_a_ballot_without_the_declaration_becomes_no_vote(make, round_):
    draft = BallotDraft.begin(round_id=round_.id, right_key="a" * 32, channel="online").choosing({1: 1})
    with pytest.raises(NoDraft):
        draft.vote(queries.frozen_ballot(round_.id))
    assert draft.declaring().vote(queries.frozen_ballot(round_.id)).choices == {1: 1}
