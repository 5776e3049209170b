"""A tablet at a lunch club: paired, opened for one voter after another, left, revoked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from pb import clock as program_clock
from pb.codes import new_code
from pb.database import db
from pb.venues.actions import cancel_session
from pb.voting import queries
from pb.voting.models import Kiosk
from pb.web import rate_limits
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, Actor
from tests.support.voters import at_the_kiosks_ballot, chooses, desk, noted, paired, stops


@pytest.fixture
def tablet(visitor, facilitator, voting_session):
    return paired(visitor, facilitator, voting_session)


def casts(tablet, *numbers: int):
    chooses(tablet, *numbers)
    return tablet.presses("Cast my vote")


def counts(voting_session):
    return queries.rights_of_session(voting_session.id)


def test_a_voter_votes_on_a_tablet_and_the_next_one_starts_fresh(tablet, round_, voting_session):
    at_the_kiosks_ballot(tablet, "This voter would like help")
    page = casts(tablet, 2, 5)
    assert page.heading == "Your vote is saved" and "Your receipt code" in page.text
    assert queries.turnout(round_.id) == [(voting_session.venue_id, "kiosk", True, 1)]
    page = tablet.follows("I have finished")
    assert page.heading == "Ready for the next voter"
    page = at_the_kiosks_ballot(tablet)
    assert not [box for box in page.all("input") if box.get("checked") is not None]
    casts(tablet, 1)
    assert counts(voting_session) == {("opening", "cast"): 2}


def test_the_staff_sign_in_is_gone_from_the_tablet_and_only_a_hash_of_its_key_is_kept(tablet, voting_session):
    token = tablet.client.get_cookie("pb_kiosk")
    assert token.http_only and token.value not in str([vars(kiosk) for kiosk in db.session.scalars(select(Kiosk))])
    page = tablet.opens(desk(voting_session))
    assert page.heading == "Sign in"
    with tablet.client.session_transaction() as session:
        assert "_user_id" not in session
    assert {cookie for _, _, cookie in tablet.client._cookies} == {"pb_kiosk", "session"}


def test_a_wrong_pin_opens_nothing_and_after_five_of_them_the_next_has_to_wait(tablet, voting_session, clock):
    clock.set(program_clock.now())
    for _ in range(rate_limits.PINS.free):
        page = tablet.types("PIN for the next voter", "1111").presses("Open the ballot for the next voter")
        assert page.status == 422 and "not the right PIN" in page.text
    page = tablet.types("PIN for the next voter", "2468").presses("Open the ballot for the next voter")
    assert page.status == 422 and "Several wrong PINs have been typed on this tablet. Wait 2 seconds" in page.text
    assert counts(voting_session) == {}
    clock.forward(seconds=2)
    at_the_kiosks_ballot(tablet)


def test_a_card_is_handed_in_where_everyone_needs_a_code(visitor, make):
    round_ = make.voting_round(entitlement="code")
    who = make.staff(FACILITATOR, declared_in=round_)
    voting_session = make.session_at(round_, who, venue="Leith Library")
    card = make.cards(round_)[0]
    tablet = paired(visitor, who, voting_session)
    page = tablet.types("PIN for the next voter", "2468").presses("Open the ballot for the next voter")
    assert page.status == 422 and "Enter the code printed on the card." in page.text
    page = (
        tablet.types("Code on the voter’s card", card.code.lower())
        .types("PIN for the next voter", "2468")
        .presses("Open the ballot for the next voter")
    )
    assert page.heading == "Before you vote" and queries.right_of_code(card.code).status == "exchanged"
    stops(tablet)
    page = (
        tablet.types("Code on the voter’s card", card.code)
        .types("PIN for the next voter", "2468")
        .presses("Open the ballot for the next voter")
    )
    assert page.status == 422 and "already been handed in" in page.text and f'value="{card.code}"' in page.html
    tablet.ticks("The last ballot was closed before this voter had voted. Open it again without a card.")
    page = (
        tablet.types("Code on the voter’s card", "")
        .types("PIN for the next voter", "2468")
        .presses("Open the ballot for the next voter")
    )
    assert page.heading == "Before you vote"


def test_wrong_codes_on_a_paired_kiosk_lock_nobody_out(visitor, new_visitor, make, monkeypatch):
    monkeypatch.setattr(rate_limits, "VOTING_CODES", replace(rate_limits.VOTING_CODES, free=3))
    round_ = make.voting_round(entitlement="code")
    who = make.staff(FACILITATOR, declared_in=round_)
    tablet = paired(visitor, who, make.session_at(round_, who, venue="Leith Library"))
    card = make.cards(round_)[0]
    for _ in range(5):
        page = (
            tablet.types("Code on the voter’s card", new_code())
            .types("PIN for the next voter", "2468")
            .presses("Open the ballot for the next voter")
        )
        assert page.status == 422 and "We do not recognise this code." in page.text
    at_home = new_visitor()  # behind the same address
    at_home.opens("/vote")
    assert at_home.types("Your voting code", card.code).presses("Continue").heading == "Before you vote"


def test_a_turn_that_is_walked_away_from_is_closed_by_the_next_one_and_stays_closed(tablet, voting_session):
    at_the_kiosks_ballot(tablet)
    page = chooses(tablet, 1)
    draft = next(box.get("value") for box in page.all("input") if box.get("name") == "draft")
    at_the_kiosks_ballot(tablet)
    for path in ("/vote/cast", "/vote/review", "/vote/ballot"):
        page = tablet.posts(path, {"draft": draft, "noted": noted(1)})
        assert (
            page.status == 409 and "This ballot has been closed." in page.text and "Project number 1" not in page.text
        )
    page = tablet.follows("Back to the start")
    assert page.heading == "Were you voting just now?" and "data-kiosk-idle" in page.html
    assert counts(voting_session) == {("opening", "unused"): 1, ("opening", None): 1}


def test_stopping_without_a_vote_is_counted_and_a_lost_place_is_found_again(tablet, voting_session):
    at_the_kiosks_ballot(tablet)
    assert tablet.opens("/kiosk/next").heading == "Were you voting just now?"  # as after Back
    assert tablet.presses("Continue voting").heading == "Before you vote"
    assert tablet.presses("Stop without voting").heading == "Stop without voting?"
    assert counts(voting_session) == {("opening", None): 1}
    assert tablet.presses("Stop without voting").heading == "Ready for the next voter"
    assert counts(voting_session) == {("opening", "unused"): 1}


def test_pressing_cast_twice_is_one_vote(tablet, round_, voting_session):
    at_the_kiosks_ballot(tablet)
    chooses(tablet, 1)
    draft = next(box.get("value") for box in tablet.page.all("input") if box.get("name") == "draft")
    first, second = tablet.presses("Cast my vote"), tablet.posts("/vote/cast", {"draft": draft})
    assert first.text == second.text and queries.envelopes_in(round_.id) == 1


def test_leaving_needs_the_second_pin_and_takes_the_key_away(tablet, new_visitor, make):
    tablet.follows("For the team: end this kiosk")
    assert tablet.types("PIN to end the kiosk", "2468").presses("End this kiosk").status == 422
    page = tablet.types("PIN to end the kiosk", "97531").presses("End this kiosk")
    assert page.heading == "Sign in" and tablet.client.get_cookie("pb_kiosk") is None
    record = new_visitor().signed_in_as(make.account()).opens("/record").main
    assert "someone at a kiosk ended a kiosk: Leith Library" in record
    assert tablet.opens("/kiosk").status == 403 and tablet.page.heading == "This device is not a kiosk"


def test_a_stopped_tablet_shows_no_ballot_and_casts_nothing_at_once(
    tablet, new_visitor, facilitator, round_, voting_session
):
    at_the_kiosks_ballot(tablet)
    chooses(tablet, 1)
    colleague = new_visitor().signed_in_as(facilitator)
    colleague.opens(desk(voting_session))
    page = colleague.presses("Stop this kiosk Tablet 1")
    assert "You have stopped Tablet 1." in page.text and "closed without a vote" in page.text
    page = tablet.presses("Cast my vote")
    assert page.heading == "Your vote is kept, but it is not in the ballot box yet"
    assert (
        queries.envelopes_in(round_.id) == 0
        and sum(queries.held_by_kiosk(round_.id).values()) == 1
        and tablet.opens("/kiosk").status == 403
    )


def test_a_vote_whose_answer_was_lost_is_never_called_lost(tablet, new_visitor, facilitator, round_, voting_session):
    at_the_kiosks_ballot(tablet)
    chooses(tablet, 1)
    draft = next(box.get("value") for box in tablet.page.all("input") if box.get("name") == "draft")
    saved = tablet.presses("Cast my vote")  # it went in, but the page was lost on the way
    page = tablet.posts("/vote/review", {"draft": draft, "noted": noted(1)})
    assert page.status == 409 and "The vote is in the ballot box." in page.text and "Project number 1" not in page.text
    kiosk = queries.kiosks_of(voting_session.id)[0]
    new_visitor().signed_in_as(facilitator).posts(f"{desk(voting_session)}/kiosks/{kiosk.id}/stop")
    assert tablet.posts("/vote/cast", {"draft": draft}).text == saved.text
    assert queries.envelopes_in(round_.id) == 1


def test_guesses_at_the_end_of_the_kiosk_do_not_shut_out_the_next_voter(tablet, clock):
    clock.set(program_clock.now())
    for _ in range(rate_limits.PINS.free + 1):
        tablet.opens("/kiosk/leave")
        page = tablet.types("PIN to end the kiosk", "1111").presses("End this kiosk")
    assert page.status == 422 and "Wait 2 seconds" in page.text
    at_the_kiosks_ballot(tablet)


def test_nothing_of_a_kiosk_may_be_kept_by_the_browser(tablet):
    at_the_kiosks_ballot(tablet)
    assert tablet.answer.headers["Cache-Control"] == "no-store"
    assert tablet.downloads("/kiosk").headers["Cache-Control"] == "no-store"


def test_the_desk_is_for_the_team_who_have_declared_their_interests(new_visitor, make, round_, voting_session):
    stranger = new_visitor().signed_in_as(make.staff(FACILITATOR, declared_in=round_))
    assert stranger.opens(desk(voting_session)).status == 403
    counter = new_visitor().signed_in_as(make.staff(COUNTER, declared_in=round_))
    assert counter.opens(desk(voting_session)).status == 403
    other = make.voting_round()
    assert stranger.opens(f"/rounds/{other.id}/session-desk/{voting_session.id}").status in (403, 404)


def test_a_tablet_says_why_its_session_was_cancelled(tablet, voting_session):
    cancel_session(Actor(None, COORDINATOR), voting_session, "The heating is broken.")
    page = tablet.opens("/kiosk")
    assert "This voting session has been cancelled." in page.main and "The heating is broken." in page.main
    assert page.heading == "No ballot can be opened now" and "Welcome" not in page.main


def test_a_page_of_a_kiosk_says_which_scripts_it_is_made_for(tablet):
    page = tablet.opens("/kiosk")
    meta = next(each for each in page.all("meta") if each.get("name") == "kiosk")
    assert meta.get("data-scripts") in [each.get("src") for each in page.all("script")]


def test_the_start_welcomes_nobody_when_no_ballot_can_be_opened(at_noon, tablet, round_, voting_session, clock):
    """Each moment with its words; "Welcome" stands on the page in one of them alone."""
    for moment, said in (
        (round_.voting_opens_at - timedelta(hours=1), "Voting in this round has not started yet."),
        (voting_session.starts_at - timedelta(days=1), "This voting session is not today."),
        (voting_session.starts_at + timedelta(minutes=5), "Welcome. The facilitator will open the ballot for you."),
        (voting_session.ends_at + timedelta(hours=1), "The hours of this voting session are over."),
        (round_.voting_closes_at, "Voting in this round has closed."),
    ):
        clock.set(moment)
        page = tablet.opens("/kiosk")
        assert said in page.main, (moment, page.main)
        assert ("Welcome" in page.main) == ("Welcome" in said) == (page.heading == "Ready for the next voter")
