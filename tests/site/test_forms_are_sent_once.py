"""A form does what it does once. That each form of each page does so, every test that presses one tells
(``tests/support/second_press.py``); here is how.
"""

from __future__ import annotations

from copy import copy
from io import BytesIO
from unittest.mock import patch

import pytest
from flask import request
from sqlalchemy import func, select

from pb import form_keys
from pb.database import db, transaction
from pb.form_keys import FormKey
from pb.people.models import SignIn
from pb.refusals import Refusal
from pb.venues.models import Venue
from pb.voting.models import VotingRight
from pb.web import form_keys as sending
from pb.web.access import COORDINATOR, FACILITATOR
from tests.support.safety.racing import at_once
from tests.support.visitor import Visitor
from tests.support.voters import paired

pytestmark = pytest.mark.both_databases


@pytest.fixture
def person(app, make) -> Visitor:
    return Visitor(app).signed_in_as(make.staff(COORDINATOR))


def form_of(person: Visitor, button: str) -> dict:
    """What the browser would send."""
    pressed = person._form.button(button)
    return person._form.data(person._form.form_of(pressed), pressed)


def new_venue(person: Visitor, name: str) -> dict:
    person.opens("/venues/new")
    return form_of(person.types("Name", name), "Save the venue")


def sends(person: Visitor, form: dict, path: str = "/venues/new"):
    return person.asks("POST", path, data=form)


def venues() -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(Venue.name)))


def test_a_second_press_makes_no_second_venue_and_is_answered_as_the_first(person):
    form = new_venue(person, "The Granary")
    first, second = sends(person, form), sends(person, form)
    assert first.status_code == 302 and (second.status_code, second.location) == (302, first.location)
    assert venues() == ["The Granary"]
    assert "The venue has been added" in person.opens("/venues").html


def test_two_presses_at_the_same_moment_make_one_venue_and_both_are_answered(app, person):
    form = new_venue(person, "The Granary")
    with person.client.session_transaction() as kept:
        cookies = dict(kept)

    def press():
        somebody = app.test_client()
        with somebody.session_transaction() as session:
            session.update(cookies)
        answer = somebody.post("/venues/new", data=form)
        return answer.status_code, answer.location

    assert at_once(app, [press] * 4) == [(302, "/venues")] * 4
    assert venues() == ["The Granary"]


def test_who_goes_back_and_types_something_else_wants_something_else(person):
    form = new_venue(person, "The Granary")
    sends(person, form)
    sends(person, {**form, "name": ["Nether Hall"]})
    assert venues() == ["Nether Hall", "The Granary"]


def test_a_form_that_was_refused_may_be_sent_again(person):
    sends(person, new_venue(person, "The Granary"))
    form = new_venue(person, "Nether Hall")
    assert sends(person, {**form, "name": ["The Granary"]}).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(FormKey)) == 1
    assert sends(person, form).status_code == 302 and venues() == ["Nether Hall", "The Granary"]


def test_the_new_code_of_a_lost_card_is_shown_again_for_ten_minutes_and_never_lies_open(make, person, clock):
    round_ = make.voting_round(entitlement="code")
    make.cards(round_, 2)
    path = f"/rounds/{round_.id}/cards/lost"
    person.opens(f"/rounds/{round_.id}/cards")
    form = {
        **form_of(
            person.types("Number of the lost card", "1").types("What happened", "It was lost."), "Replace this card"
        )
    }
    first = sends(person, form, path)
    assert first.status_code == 200
    clock.forward(minutes=9)
    assert sends(person, form, path).data == first.data
    kept = db.session.scalar(select(FormKey.answer))
    assert kept and first.data not in kept and b"Replac" not in kept
    clock.forward(minutes=2)
    late = sends(person, form, path)
    assert late.status_code == 409 and "This has been done already" in late.text
    assert db.session.scalar(select(func.count()).select_from(VotingRight).where(VotingRight.card_number == 3)) == 1
    assert db.session.scalar(select(func.max(VotingRight.card_number))) == 3


def test_a_key_is_worth_nothing_elsewhere_and_to_nobody_else(app, make, person):
    form = new_venue(person, "The Granary")
    sends(person, form)
    other = Visitor(app).signed_in_as(make.staff(COORDINATOR))
    theirs = new_venue(other, "Nether Hall")
    assert sends(other, {**theirs, "name": form["name"], "form_key": form["form_key"]}).status_code == 422
    assert venues() == ["The Granary"]


def test_an_answer_is_sealed_to_the_browser_that_sent_the_form(person):
    """Form bodies lie in the profile of a browser: with one, and the database, an answer cannot be opened."""
    form = new_venue(person, "The Granary")
    with person.client.session_transaction() as session:
        browser, who = session["csrf_token"], session["_user_id"]
    sends(person, form)
    typed = repr([(name, value) for name, values in form.items() for value in values if name != "csrf_token"])
    key = form["form_key"][0]
    hash_ = form_keys.hash_of(key, "/venues/new", who, browser, typed)
    assert form_keys.kept_answer(key + browser, hash_) and not form_keys.kept_answer(key, hash_)


def test_who_sends_the_form_of_somebody_else_s_sign_in_is_not_let_in(app, make):
    """They know the password, and had the page open on the shared computer; not the code of the second factor."""
    account = make.account(COORDINATOR, sign_in_name="morag")
    first = Visitor(app)
    first.opens("/account/sign-in")
    cookies = copy(first.client._cookies)
    form = form_of(
        first.types("Your sign-in name", "morag").types("Your password", "lentil soup on tuesdays"), "Sign in"
    )
    assert sends(first, form, "/account/sign-in").status_code == 302
    assert db.session.scalar(select(func.count()).select_from(FormKey)) == 0
    other = Visitor(app)
    other.client._cookies = cookies
    sends(other, form, "/account/sign-in")
    sign_ins = select(func.count()).select_from(SignIn).where(SignIn.account_id == account.id)
    assert db.session.scalar(sign_ins) == 2, "a sign-in of their own, which has to prove itself"


def test_a_file_of_the_same_name_is_another_wish(app):
    def hash_of(content: bytes) -> str:
        field = {"form_key": "k", "picture": (BytesIO(content), "image.jpg")}
        with app.test_request_context("/venues/new", method="POST", data=field):
            form = sending._form()
            assert form is not None and request.files["picture"].read() == content
            return form.hash

    assert hash_of(b"one") == hash_of(b"one") != hash_of(b"two")


def test_who_waited_for_somebody_who_was_refused_in_the_end_is_refused_alike(app):
    """The first had spent the key, and gave it back; the second looked in between."""
    done: list[str] = []

    def view():
        done.append("asked")
        raise Refusal("This card has been used to vote.")

    with app.test_request_context("/venues/new", method="POST", data={"form_key": "k"}):
        hash_ = sending._form().hash  # type: ignore[union-attr]
        with transaction() as session:
            form_keys.spend(session, hash_)
        given_back = lambda *_: form_keys.give_back(hash_)  # noqa: E731
        with patch.object(sending.time, "sleep", given_back), pytest.raises(Refusal, match="has been used to vote"):
            sending.sent_once(view)
    assert done == ["asked"]


def test_a_code_that_is_used_before_the_act_does_not_spend_the_form(app):
    """Where the act then fails, pressing again is no "This has been done already"."""
    with app.test_request_context("/venues/new", method="POST", data={"form_key": "k"}):
        hash_ = sending._form().hash  # type: ignore[union-attr]

        def view():
            with transaction(comes_before=True):
                pass
            raise OSError("no connection")

        with pytest.raises(OSError, match="no connection"):
            sending.sent_once(view)
        assert not form_keys.is_spent(hash_)


def test_old_answers_are_wiped_by_the_process_beside_the_server(app, person, clock):
    sends(person, new_venue(person, "The Granary"))
    clock.forward(hours=3)
    assert app.test_cli_runner().invoke(args=["jobs", "run"]).exit_code == 0
    db.session.rollback()
    assert db.session.scalars(select(FormKey.answer)).all() == [None]


def test_next_voter_pressed_twice_opens_one_ballot_and_no_row_keeps_its_page(make, visitor):
    """The first answer has the right of a voter in it. The second is made anew: of the turn as it is by then."""
    round_ = make.voting_round(entitlement="vouch")
    facilitator = make.staff(FACILITATOR, declared_in=round_)
    tablet = paired(visitor, facilitator, make.session_at(round_, facilitator, venue="Leith Library"))
    tablet.opens("/kiosk")
    form = form_of(tablet.types("PIN for the next voter", "2468"), "Open the ballot for the next voter")
    answers = [sends(tablet, form, "/kiosk/next") for _press in range(2)]
    assert ["Before you vote" in each.text for each in answers] == [True, True]
    assert db.session.scalars(select(VotingRight.status)).all() == [None]
    assert db.session.scalars(select(FormKey.answer)).all()[-1] is None
    sends(tablet, {"csrf_token": form["csrf_token"]}, "/kiosk/end")
    assert sends(tablet, form, "/kiosk/next").location == "/kiosk", "a turn that is over is not opened again"
