"""A ballot that lies open for hours still goes in; a sign-in that lies open does not stay open."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from pb.database import db
from pb.venues.models import Venue
from pb.web.access import COORDINATOR, FACILITATOR
from pb.web.signing import Signer
from tests.support.makers.people import PASSWORD
from tests.support.voters import choice_of, chooses


@pytest.fixture
def hours_later(monkeypatch):
    """The clock that signs cookies goes on by so many hours."""
    now = Signer.get_timestamp

    def later(hours: float) -> None:
        monkeypatch.setattr(Signer, "get_timestamp", lambda self: now(self) + int(hours * 3600))

    return later


def at_the_review(visitor, card):
    visitor.opens("/vote")
    visitor.types("Your voting code", card.code).presses("Continue")
    visitor.ticks("Yes, this is true for me").presses("Show me the ballot")
    for number in (1, 2):
        visitor.presses(choice_of(number))
    return visitor.presses("Check my choices")


@pytest.mark.parametrize("hours", [1.5, 5, 23])
def test_a_voter_who_thinks_for_hours_still_casts(visitor, make, hours_later, hours):
    assert at_the_review(visitor, make.cards(make.voting_round(min_choices=1))[0]).heading == "Check your choices"
    hours_later(hours)
    assert visitor.presses("Cast my vote").heading == "Your vote is saved"


def test_a_kiosk_serves_voters_all_day_without_sending_one_of_them_away(visitor, make, hours_later):
    round_ = make.voting_round(entitlement="vouch", min_choices=1)
    facilitator = make.staff(FACILITATOR, declared_in=round_)
    voting_session = make.session_at(round_, facilitator)
    visitor.signed_in_as(facilitator).opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}")
    visitor.follows("Use this device as a kiosk")
    visitor.types("PIN for the next voter", "2468").types("PIN to end the kiosk", "97531").presses(
        "Set up this device as a kiosk"
    )
    visitor.follows("Skip this")
    for hours in (1.5, 20, 40):
        hours_later(hours)
        visitor.types("PIN for the next voter", "2468").presses("Open the ballot for the next voter")
        visitor.ticks("Yes, this is true for me").presses("Show me the ballot")
        hours_later(hours + 1.5)
        chooses(visitor, 1)
        assert visitor.presses("Cast my vote").heading == "Your vote is saved"
        visitor.follows("I have finished")


def test_after_a_day_the_page_is_too_old(visitor, make, hours_later):
    at_the_review(visitor, make.cards(make.voting_round(min_choices=1))[0])
    hours_later(25)
    assert visitor.presses("Cast my vote").heading == "We could not send this page"


def test_a_sign_in_that_was_left_open_is_over_after_its_minutes(visitor, make, hours_later):
    visitor.signed_in_as(make.staff(COORDINATOR), _permanent=True).opens("/people")
    assert visitor.page.heading == "People"
    hours_later(1.1)
    assert visitor.opens("/people").heading == "Sign in"


def test_a_sign_in_lasts_while_it_is_used_and_never_longer_than_its_hours(app, visitor, make, hours_later):
    """Somebody copied the cookie of a coordinator and asks for a page every fifty minutes."""
    make.account(COORDINATOR, sign_in_name="ada")
    visitor.opens("/people")
    visitor.types("Your sign-in name", "ada").types("Your password", PASSWORD).presses("Sign in")
    assert visitor.page.heading == "People"
    lasts = app.config["SIGN_IN_HOURS"]
    seen = []
    for fifty_minutes in range(1, lasts * 6 // 5 + 2):
        hours_later(fifty_minutes * 5 / 6)
        seen.append(visitor.opens("/people").heading)
    assert lasts == 12 and seen == ["People"] * 14 + ["Sign in"]
    hours_later(15)
    visitor.types("Your sign-in name", "ada").types("Your password", PASSWORD).presses("Sign in")
    assert visitor.page.heading == "People", "and a new sign-in begins anew"


def test_what_was_being_typed_when_the_sign_in_ended_is_not_done(visitor, make, hours_later):
    visitor.signed_in_as(make.staff(COORDINATOR), _permanent=True).opens("/venues/new")
    visitor.types("Name", "Leith Library")
    hours_later(1.1)
    assert visitor.presses().heading == "Sign in"
    assert db.session.scalar(select(func.count()).select_from(Venue)) == 0


def test_what_a_group_had_open_is_not_kept_for_a_day(visitor, hours_later):
    with visitor.client.session_transaction() as session:
        session.update(csrf_token="token", resume_code="SECRET", application=1)
    hours_later(2)
    visitor.opens("/apply")
    with visitor.client.session_transaction() as session:
        assert set(session) == {"csrf_token"}
