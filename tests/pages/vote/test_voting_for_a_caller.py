"""Staff vote for somebody on the phone, on the voter's own screens; the vote counts as cast with help. No line of the record
says when."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from pb import clock as program_clock
from pb.catalogues import language_fingerprint
from pb.codes import new_code, shown
from pb.database import db
from pb.pages.vote.draft import BallotDraft
from pb.people.actions.sign_ins import end_other_sign_ins
from pb.record.models import RecordLine
from pb.roles import COUNTER, FACILITATOR
from pb.voting import actions, queries
from pb.voting.actions.group_commit import Busy
from pb.voting.actions.languages import approve_language
from pb.voting.rules.spent_rights import WHY_RIGHT_IS_SPENT
from pb.web.access import COORDINATOR
from tests.support.makers.projects import actor_of
from tests.support.voters import chooses, draft_on, noted

#: What stands on each screen of the way, and where it begins.
LINE, START = "You are voting for a caller", "/vote/for-a-caller"
CODE = "The caller’s voting code"
FIRST_SCREEN = "Vote for someone on the phone"


@pytest.fixture
def round_(make):
    return make.voting_round(min_choices=1, max_choices=3)


@pytest.fixture
def helper(visitor, make):
    return visitor.signed_in_as(make.staff(FACILITATOR))


@pytest.fixture
def card(make, round_):
    return make.cards(round_)[0]


def on_the_way(page) -> bool:
    """Whether a screen says for whom it is, and its script leads back to where that begins."""
    starts = [each.get("data-start") for each in page.all("meta") if each.get("name") == "ballot"]
    return page.main.count(LINE) == 1 and starts in ([START], [])


def at_the_declaration(helper, card):
    helper.opens("/vote")
    helper.follows(FIRST_SCREEN)
    return helper.types(CODE, shown(card.code)).presses("Continue")


def at_the_ballot(helper, card):
    at_the_declaration(helper, card)
    return helper.ticks("Yes, this is true for me").presses("Show me the ballot")


def test_a_caller_votes_with_help_and_nobody_reads_whom_it_was(helper, make, round_, card):
    lines = db.session.scalar(select(func.count()).where(RecordLine.round_id == round_.id))
    dashboard = helper.opens("/dashboard").heading
    page = helper.opens(START)
    assert "Your voting code" not in page.main and "read out that the vote is saved, and the receipt code" in page.main
    assert helper.follows("Back to your dashboard").heading == dashboard
    assert on_the_way(at_the_declaration(helper, card))
    assert on_the_way(helper.ticks("Yes, this is true for me").presses("Show me the ballot"))
    assert on_the_way(chooses(helper, 2))
    page = helper.presses("Cast my vote")
    assert page.heading == "Your vote is saved" and on_the_way(page)
    assert "Read out this code to the caller" in page.main and "Leave this page" not in page.main
    assert helper.follows("Back to your dashboard").heading == dashboard
    assert queries.turnout(round_.id) == [(None, "online", True, 1)]
    assert db.session.scalar(select(func.count()).where(RecordLine.round_id == round_.id)) == lines


def test_after_the_vote_the_next_caller_is_one_press_away_and_a_voters_page_says_nothing_of_it(
    helper, new_visitor, make, round_
):
    first, second, third = make.cards(round_, 3)
    for voter, opened, code in ((helper, START, first), (new_visitor(), "/vote", second), (helper, "", third)):
        if opened:
            voter.opens(opened)
        voter.types("Your voting code" if voter is not helper else CODE, shown(code.code)).presses("Continue")
        voter.ticks("Yes, this is true for me").presses("Show me the ballot")
        chooses(voter, 1)
        page = voter.presses("Cast my vote")
        assert page.heading == "Your vote is saved" and on_the_way(page) == (voter is helper)
        if voter is helper:
            assert helper.follows("Vote for the next caller").heading == FIRST_SCREEN
        else:
            assert "caller" not in page.html and "dashboard" not in page.main
    assert sorted(queries.turnout(round_.id)) == [(None, "online", False, 1), (None, "online", True, 2)]


def test_the_page_stays_the_helpers_with_another_size_and_a_wrong_code(helper, round_):
    helper.opens(START)
    for button in ("Large text", "Continue"):
        page = helper.types(CODE, "ABCDE").presses(button)
        assert page.heading == FIRST_SCREEN and on_the_way(page), button


@pytest.mark.parametrize("status", [*WHY_RIGHT_IS_SPENT, "came back", "not released", "slip", "nobody's", "nothing"])
def test_what_is_wrong_with_a_code_is_said_to_who_asks_the_caller(
    helper, new_visitor, make, round_, status, monkeypatch
):
    card = make.cards(round_)[0]
    typed = {"slip": "ABCDE-FGHJK", "nobody's": shown(new_code()), "nothing": ""}.get(status, shown(card.code))
    right = (
        SimpleNamespace(kind="code", status="unused")
        if status == "came back"
        else SimpleNamespace(kind="", status=status)
    )
    if status == "not released":
        monkeypatch.setattr(queries, "is_released", lambda _right: False)
    elif status not in ("slip", "nobody's", "nothing"):
        monkeypatch.setattr(queries, "right_of_code", lambda _code: right)
    (said,) = helper.opens(START) and helper.types(CODE, typed).presses("Continue").errors
    assert "caller" in said or "facilitator" in said, said
    assert not re.search(r"\b(you|your|phone us|our staff)\b", said, re.IGNORECASE), said
    voter = new_visitor()
    voter.opens("/vote")
    (to_the_voter,) = voter.types("Your voting code", typed).presses("Continue").errors
    assert "caller" not in to_the_voter and to_the_voter != said or status == "unused"


def test_a_refusal_tells_the_helper_what_to_tell_the_caller(helper, make, clock):
    later = make.voting_round()
    card = make.cards(later)[0]
    clock.set(later.voting_opens_at - timedelta(days=1))
    page = helper.opens(START) and helper.types(CODE, shown(card.code)).presses("Continue")
    assert page.status == 409 and "Ask the caller to keep their card safe until then." in page.main
    assert "your card" not in page.main


@pytest.mark.parametrize("address", ["ballot", "review", "cast", "declaration", "settings", "keep", "again", "leave"])
def test_an_address_of_the_way_that_is_opened_by_hand_leads_back_to_it(helper, card, address):
    at_the_ballot(helper, card)
    assert helper.opens(f"/vote/{address}").heading == FIRST_SCREEN
    helper.opens("/vote")  # their own vote
    assert helper.opens(f"/vote/{address}").heading == "Enter your voting code"
    helper.opens(START)
    helper.signed_out()
    assert helper.opens(f"/vote/{address}").heading == "Enter your voting code"


def test_a_page_that_is_loaded_again_comes_back_with_help_and_too_late_begins_where_help_begins(
    helper, round_, card, clock
):
    page = at_the_ballot(helper, card)
    assert helper.posts("/vote/keep", {"draft": draft_on(page), "page": "ballot", "noted": noted(2)}).status == 200
    kept = helper.answer.get_data(as_text=True)
    page = helper.posts("/vote/again", {"kept": kept})
    assert page.heading == "Choose projects" and on_the_way(page) and BallotDraft.unchecked(draft_on(page)).assisted
    helper.opens("/vote")  # in another window: what was kept knows better
    clock.set(program_clock.now() + timedelta(minutes=10))
    assert helper.posts("/vote/again", {"kept": kept}).heading == FIRST_SCREEN
    assert helper.posts("/vote/again", {"kept": "broken"}).heading == FIRST_SCREEN


def test_a_refusal_on_the_way_leads_back_to_it(helper, round_, card):
    draft = draft_on(at_the_ballot(helper, card))
    too_old = helper.posts("/vote/ballot", {"draft": draft[:-4]})
    assert "too old" in too_old.text and leads_back(helper)
    assert helper.posts("/vote/ballot", {"draft": draft}, csrf=False).status == 400 and leads_back(helper)
    reviewed = draft_on(helper.posts("/vote/review", {"draft": draft, "noted": noted(2)}))
    helper.posts("/vote/cast", {"draft": reviewed})
    helper.opens("/vote")  # in another window: the ballot knows better
    assert helper.posts("/vote/ballot", {"draft": draft}).status == 409 and leads_back(helper)


def leads_back(helper) -> bool:
    refused = helper.page
    assert on_the_way(refused)
    back = helper.follows("Begin again with the caller’s code")
    helper.page = refused
    return back.heading == FIRST_SCREEN


def test_a_refusal_to_a_voter_says_nothing_of_callers(visitor, round_):
    visitor.opens("/vote")
    for sent in ({"draft": "broken"}, {}):
        assert "caller" not in visitor.posts("/vote/ballot", sent).html


@pytest.mark.parametrize("over", ["ended elsewhere", "in another role"])
def test_a_browser_whose_helper_is_not_signed_in_any_more_is_a_voters(visitor, make, round_, over):
    """Nobody pressed "Sign out", so its cookie is as it was."""
    account = make.staff(FACILITATOR)
    visitor.signed_in_as(account).opens(START)
    assert LINE in visitor.posts("/vote/ballot", {"draft": "broken"}).main
    if over == "ended elsewhere":
        end_other_sign_ins(account, "of another browser")
    else:
        visitor.signed_in_as(make.staff(COUNTER))
    page = visitor.posts("/vote/ballot", {"draft": "broken"})
    assert "too old" in page.text and "caller" not in page.main
    for refused in (visitor.posts("/vote/ballot", {}), visitor.posts("/vote/ballot", {}, csrf=False)):
        assert "caller" not in refused.main
    assert visitor.opens("/vote/ballot").heading == "Enter your voting code"
    assert visitor.posts("/vote/again", {"kept": "broken"}).heading == "Enter your voting code"


def test_a_vote_that_has_to_be_pressed_again_is_still_with_help(helper, round_, card, monkeypatch):
    at_the_ballot(helper, card)
    chooses(helper, 2)
    with monkeypatch.context() as away:
        away.setattr(actions, "cast_vote", lambda vote: (_ for _ in ()).throw(Busy))
        page = helper.presses("Cast my vote")
    assert page.status == 503 and on_the_way(page)
    assert helper.presses("Cast my vote").heading == "Your vote is saved"
    assert queries.turnout(round_.id) == [(None, "online", True, 1)]


def test_in_the_callers_language_what_the_helper_reads_is_said_to_be_english(helper, make, round_, card):
    approve_language(actor_of(make.staff(COORDINATOR)), "pl", speaker="Anna Nowak", read=language_fingerprint("pl"))
    helper.opens(START)
    page = helper.posts("/vote/settings", {"page": "caller", "language": "pl"})
    (line,) = [each for each in page.all("p") if LINE in "".join(each.itertext())]
    assert page.tree.get("lang") == "pl" and line.get("lang") == "en-GB"
    page = helper.posts(START, {"code": card.code, "language_now": "pl"})
    assert page.tree.get("lang") == "pl" and on_the_way(page)


def test_a_voter_at_home_is_not_offered_it(visitor, round_):
    assert "on the phone" not in visitor.opens("/vote").main
