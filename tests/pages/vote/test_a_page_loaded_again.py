"""A ballot at home whose page is loaded again: what its script may keep, for whom it opens, and how long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.pages.vote.draft import SEALED_AS_DRAFT, NoDraft, opened_values
from pb.pages.vote.reloaded import KEPT
from pb.voting.queries import envelopes_in
from pb.web.access import FACILITATOR
from tests.support.voters import at_the_ballot, at_the_kiosks_ballot, chosen_on, draft_on, noted, paired


@pytest.fixture
def round_(make):
    return make.voting_round(min_choices=1, max_choices=3)


@pytest.fixture
def voter(visitor, make, round_):
    at_the_ballot(visitor, make, round_)
    return visitor


def kept(voter, page="ballot", **sent) -> str:
    """What the script keeps after a press on the page that is shown."""
    shown = voter.page
    assert voter.posts("/vote/keep", {"draft": draft_on(shown), "page": page, **sent}).status == 200
    voter.page = shown
    return voter.answer.get_data(as_text=True)


def begins_again(page) -> bool:
    return page.heading == "Enter your voting code" and "Project number" not in page.html


def test_the_ballot_comes_back_with_what_was_chosen_and_the_project_that_was_shown(voter):
    text = kept(voter, noted=noted(2, 5, shown=4))
    page = voter.posts("/vote/again", {"kept": text})
    assert page.heading == "Choose projects" and chosen_on(page) == ["2", "5"] and "4 of 6" in page.text


def test_so_do_the_review_and_the_settings(voter):
    page = voter.posts("/vote/settings", {"draft": draft_on(voter.page), "page": "ballot", "text_size": "xl"})
    page = voter.posts("/vote/review", {"draft": draft_on(page), "noted": noted(3)})
    page = voter.posts("/vote/again", {"kept": kept(voter, "review")})
    assert page.heading == "Check your choices" and "Project number 3" in page.main
    assert 'data-text-size="xl"' in page.html
    assert voter.presses("Cast my vote").heading == "Your vote is saved"


def test_after_casting_it_shows_nothing_and_says_why(voter, round_):
    voter.posts("/vote/review", {"draft": draft_on(voter.page), "noted": noted(3)})
    text = kept(voter, "review")
    voter.presses("Cast my vote")
    page = voter.posts("/vote/again", {"kept": text})
    assert page.status == 409 and "A vote has already been cast with this code." in page.text
    assert "Project number" not in page.html and envelopes_in(round_.id) == 1
    assert begins_again(voter.posts("/vote/again", {"kept": text})), "the sitting is over"


def test_after_ten_minutes_without_a_press_it_begins_with_the_code(voter, clock):
    text = kept(voter, noted=noted(2))
    pressed = program_clock.now()
    clock.set(pressed + timedelta(minutes=10, seconds=-1))
    page = voter.posts("/vote/again", {"kept": text})
    assert chosen_on(page) == ["2"]
    clock.set(pressed + timedelta(minutes=10))
    assert begins_again(voter.posts("/vote/again", {"kept": text}))
    clock.set(pressed + timedelta(minutes=1))
    assert begins_again(voter.posts("/vote/again", {"kept": text})), "once it was too late it opens no more"


def test_it_opens_in_no_other_browser(voter, new_visitor):
    text = kept(voter, noted=noted(2))
    other = new_visitor()
    other.opens("/vote")
    assert begins_again(other.posts("/vote/again", {"kept": text}))
    assert chosen_on(voter.posts("/vote/again", {"kept": text})) == ["2"], "that ended nobody else's visit"


def test_the_server_alone_cannot_open_it_with_all_its_files(app, voter):
    text = kept(voter, noted=noted(2, 5))
    with voter.client.session_transaction() as cookie:
        sitting = cookie["ballot_sitting"]
    assert opened_values(text, KEPT, sitting)["draft"]["choices"] == {"2": 1, "5": 1}
    for what, secret in ((KEPT, ""), (SEALED_AS_DRAFT, ""), (KEPT, f"{sitting}0"), (SEALED_AS_DRAFT, sitting)):
        with pytest.raises(NoDraft):
            opened_values(text, what, secret)


@pytest.mark.parametrize("ends", ["leaves", "somebody else's code"])
def test_who_left_leaves_nothing_to_the_next_person(voter, make, round_, ends):
    text = kept(voter, noted=noted(2))
    if ends == "leaves":
        voter.posts("/vote/leave", {})
    else:
        voter.opens("/vote")
        voter.types("Your voting code", make.cards(round_)[0].code).presses("Continue")
    voter.opens("/vote")
    assert begins_again(voter.posts("/vote/again", {"kept": text}))


def test_what_is_kept_and_what_is_sent_are_two_things(voter):
    text, draft = kept(voter), draft_on(voter.page)
    for address in ("/vote/ballot", "/vote/review", "/vote/cast", "/vote/keep"):
        assert voter.posts(address, {"draft": text}).status == 400
    assert begins_again(voter.posts("/vote/again", {"kept": draft}))
    with pytest.raises(NoDraft):
        opened_values(text, SEALED_AS_DRAFT)


def test_nothing_is_kept_of_a_vote_that_is_cast_nor_at_a_kiosk(voter, new_visitor, make):
    voter.posts("/vote/review", {"draft": draft_on(voter.page), "noted": noted(3)})
    draft = draft_on(voter.page)
    voter.presses("Cast my vote")
    assert voter.posts("/vote/keep", {"draft": draft, "page": "review"}).status == 409
    round_ = make.voting_round(entitlement="vouch")
    facilitator = make.staff(FACILITATOR, declared_in=round_)
    tablet = paired(new_visitor(), facilitator, make.session_at(round_, facilitator, venue="Leith Library"))
    page = at_the_kiosks_ballot(tablet)
    assert tablet.posts("/vote/keep", {"draft": draft_on(page), "page": "ballot"}).status == 400
