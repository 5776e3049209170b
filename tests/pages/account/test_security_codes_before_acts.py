"""A security code is asked for again before what cannot be undone; whether the programme asks for them is published."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from pb.database import db
from pb.people.models import Account
from pb.results.queries.counts import latest_count, signatures_of
from pb.roles import Actor, Role
from pb.voting import actions as voting
from pb.voting.models import Envelope
from pb.voting.queries import box_opening_of, packs
from tests.support.makers.people import PASSWORD
from tests.support.security_codes import with_an_app

pytestmark = [pytest.mark.usefixtures("asks_for_codes"), pytest.mark.databases_in_turn]

COMMAND = Actor(None, Role.COMMAND)


@pytest.fixture
def morag(make) -> Account:
    return make.account(Role.COORDINATOR, name="Morag", sign_in_name="morag")


def test_signing_the_result_asks_for_a_code(visitor, make, clock):
    round_ = make.opened_box(make.voting_round(), (1, 2))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    make.counted(round_)
    ina = make.account(Role.STEERING)
    phone = with_an_app(ina, clock)
    visitor.signed_in_as(ina).opens(f"/rounds/{round_.id}/after-close/count")
    page = visitor.types("Your password", PASSWORD).presses("Sign this result")
    assert page.errors == ["Enter your security code."]
    for code, signed in ((phone.wrong(), 0), (phone.shows(), 1)):
        visitor.types("Your password", PASSWORD).types("Your security code", code).presses("Sign this result")
        assert len(signatures_of(latest_count(round_.id))) == signed


def test_a_wrong_password_uses_up_no_code(visitor, make, clock):
    round_ = make.opened_box(make.voting_round(), (1, 2))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    make.counted(round_)
    ina = make.account(Role.STEERING)
    phone = with_an_app(ina, clock)
    visitor.signed_in_as(ina).opens(f"/rounds/{round_.id}/after-close/count")
    for password, signed in (("not my password", 0), (PASSWORD, 1)):
        visitor.types("Your password", password).types("Your security code", phone.shows()).presses("Sign this result")
        assert len(signatures_of(latest_count(round_.id))) == signed


def test_opening_the_box_asks_for_a_code(visitor, make, morag, clock):
    round_ = make.voting_round()
    make.cast(round_, (1, 2), (3,))
    clock.set(round_.post_closes_at + timedelta(hours=1))
    phone = with_an_app(morag, clock)
    visitor.signed_in_as(morag).opens(f"/rounds/{round_.id}/after-close/box")
    page = visitor.types("Your security code", phone.wrong()).presses("Open the ballot box now")
    assert page.status == 422 and box_opening_of(round_.id) is None
    page = visitor.types("Your security code", phone.shows()).presses("Open the ballot box now")
    assert "There were 2 votes in it." in page.text


def test_where_votes_are_set_aside_the_second_person_gives_a_code_too(visitor, make, morag, clock):
    round_ = make.voting_round()
    make.cast(round_, (1, 2), (3,), (4,))
    damage_one(round_)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    ina = make.account(Role.STEERING, sign_in_name="ina")
    phone, inas = with_an_app(morag, clock), with_an_app(ina, clock)
    visitor.signed_in_as(morag).opens(f"/rounds/{round_.id}/after-close/box")
    page = visitor.types("Your security code", phone.shows()).presses("Open the ballot box now")
    assert "Some votes cannot be counted." in page.text
    for code, opened in ((inas.wrong(), False), (inas.shows(1), True)):
        clock.forward(seconds=30)
        visitor.types("Your security code", phone.shows())
        visitor.types("The second person’s sign-in name", "ina").types("The second person’s password", PASSWORD)
        visitor.types("The second person’s security code", code)
        visitor.presses("We confirm these numbers. Open the ballot box now")
        assert (box_opening_of(round_.id) is not None) == opened


def test_a_wrong_code_of_one_of_the_two_uses_up_no_code_of_the_other(visitor, make, morag, clock):
    round_ = make.voting_round()
    make.cast(round_, (1, 2), (3,))
    damage_one(round_)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    ina = make.account(Role.STEERING, sign_in_name="ina")
    phone, inas = with_an_app(morag, clock), with_an_app(ina, clock)
    visitor.signed_in_as(morag).opens(f"/rounds/{round_.id}/after-close/box")
    visitor.types("Your security code", phone.shows()).presses("Open the ballot box now")
    clock.forward(seconds=30)
    wrong = "This security code is wrong, or it has been used. Enter the next one."
    tries = ((phone.wrong(), inas.shows()), (phone.shows(), inas.wrong()), (phone.shows(), inas.shows()))
    for number, (mine, theirs) in enumerate(tries):
        visitor.types("Your security code", mine)
        visitor.types("The second person’s sign-in name", "ina").types("The second person’s password", PASSWORD)
        visitor.types("The second person’s security code", theirs)
        page = visitor.presses("We confirm these numbers. Open the ballot box now")
        assert page.errors == ([wrong] if number < 2 else [])
    assert box_opening_of(round_.id) is not None


def damage_one(round_) -> None:
    """One sealed vote is no longer what it was."""
    with db.engine.begin() as connection:
        one = connection.scalar(select(Envelope.right_key).limit(1))
        connection.execute(update(Envelope.__table__).where(Envelope.right_key == one).values(sealed=b"damaged"))


def test_releasing_cards_asks_for_a_code(visitor, make, clock):
    round_ = make.voting_round()
    voting.issue_cards(COMMAND, round_, 5)
    ina = make.account(Role.STEERING)
    phone = with_an_app(ina, clock)
    visitor.signed_in_as(ina).opens(f"/rounds/{round_.id}/cards")
    for code, by in ((phone.wrong(), None), (phone.shows(), ina.id)):
        visitor.types("How many cards are in the pack?", "5").types("Your security code", code)
        visitor.presses("Release these cards")
        assert packs(round_.id)[0].released_by == by


def test_the_setting_is_published(app, visitor):
    assert "signs in with a password and a security code" in visitor.opens("/about/secret").text
    app.config["SECOND_FACTOR"] = False
    assert "Security codes are not asked for." in visitor.opens("/about/secret").text
