"""The way back to what was typed too late: what is said at each step, and who is led where."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb import kept_typed
from pb.database import db
from pb.kept_typed import KeptTyped
from pb.people.models import Account
from pb.web.access import COORDINATOR, FACILITATOR, STEERING
from pb.web.kept_typed import FIELD
from tests.support.document import Page
from tests.support.typed import controls, fill_in, forms_of
from tests.support.visitor import Visitor


@pytest.fixture
def coordinator(make) -> Account:
    return make.account(COORDINATOR, sign_in_name="morag")


def types_too_long(app, coordinator) -> tuple[Visitor, Page]:
    """A coordinator types a venue, and the sign-in ends meanwhile; what they see when they send it."""
    person = Visitor(app)
    signs_in(person)
    person.opens("/venues/new")
    person.types("Name of", "The <Granary> & Sons").types("What else", "A ramp.\nA bell.")
    person.signed_out()
    return person, person.presses("Save the venue")


def signs_in(person: Visitor) -> Page:
    if "Your sign-in name" not in person.page.main:
        person.opens("/account/sign-in")
    return (
        person.types("Your sign-in name", "morag").types("Your password", "lentil soup on tuesdays").presses("Sign in")
    )


def test_the_way_back_is_said_at_each_step_and_nothing_is_sent_by_itself(app, coordinator):
    person, page = types_too_long(app, coordinator)
    assert page.heading == "Sign in" and "What you typed is kept" in page.main
    page = signs_in(person)
    assert page.address == "/venues/new" and "It has not been sent" in page.main
    assert "The <Granary> & Sons" not in person.asks("GET", "/venues").text
    assert "The venue has been added" in person.presses("Save the venue").main
    assert "The <Granary>" not in person.opens("/venues/new").html
    assert "Nothing is kept here" in person.opens("/account/typed").main


def test_who_was_signed_in_again_in_another_window_is_shown_the_form_at_once(app, make, coordinator):
    person = Visitor(app).signed_in_as(coordinator)
    person.opens("/venues/new")
    person.types("Name of", "The Granary")
    person.signed_out()
    person.signed_in_as(coordinator)
    page = person.presses("Save the venue")
    assert (page.address, page.status) == ("/venues/new", 200) and "What you typed is still here" in page.main


def test_who_is_signed_in_as_somebody_else_is_told_whose_it_is(app, make, coordinator):
    other = make.account(COORDINATOR, sign_in_name="una")
    person = Visitor(app).signed_in_as(coordinator)
    person.opens("/venues/new")
    person.types("Name of", "The Granary")
    person.signed_out()
    person.signed_in_as(other)
    page = person.presses("Save the venue")
    assert page.address == "/account/typed" and "Only they can open it" in page.main and "Granary" not in page.html
    person.opens("/venues")
    assert person.presses("Sign out").heading
    person.signed_in_as(coordinator)
    assert "The Granary" in person.opens("/account/typed").main, "signing out as somebody else throws nothing away"
    person.presses("Delete all of it")
    assert "Nothing is kept here" in person.opens("/account/typed").main


def test_it_is_kept_for_a_day_and_opens_by_the_browser_and_for_the_person_alone(app, clock):
    secret = kept_typed.keep("account 1", b"long answer")
    assert kept_typed.opened(secret, "account 1") == b"long answer"
    assert kept_typed.opened(secret, "account 2") is None and kept_typed.opened(secret[:-1] + "_", "account 1") is None
    row = db.session.scalars(select(KeptTyped)).one()
    assert b"answer" not in row.sealed and secret not in (row.key_hash, row.whose_hash)
    assert (row.expires_at.minute, row.expires_at.second) == (0, 0), "no row tells when somebody typed"
    clock.forward(hours=26)
    assert kept_typed.opened(secret, "account 1") is None
    kept_typed.forget_old()
    assert db.session.scalars(select(KeptTyped)).all() == []


def test_of_one_person_only_so_much_is_kept_and_nothing_goes_for_it(app, monkeypatch):
    monkeypatch.setattr(kept_typed, "MOST", 4)
    secrets = [kept_typed.keep("account 1", b"answer") for _n in range(kept_typed.MOST)]
    with pytest.raises(kept_typed.NoRoom):
        kept_typed.keep("account 1", b"one more")
    other = kept_typed.keep("account 2", b"theirs")
    assert all(kept_typed.opened(each, "account 1") for each in secrets) and kept_typed.opened(other, "account 2")
    kept_typed.forget(secrets[0])
    assert kept_typed.opened(kept_typed.keep("account 1", b"one more"), "account 1") == b"one more"
    with pytest.raises(ValueError, match="too long"):
        kept_typed.keep("account 1", b"x" * (kept_typed.LONGEST + 1))


def test_who_has_too_much_waiting_is_told_and_loses_none_of_it(app, coordinator, monkeypatch):
    monkeypatch.setattr("pb.web.kept_typed._MOST", 5)
    person = Visitor(app).signed_in_as(coordinator)
    form = next(form for form in forms_of(person.opens("/venues/new")) if form.action == "/venues/new")
    fill_in(form)
    data = form.filled.data(form.element, form.element)
    person.signed_out()
    said = [person.asks("POST", "/venues/new", data=data, follow_redirects=True).text for _n in range(7)]
    assert [("no room to keep" in page, "What you typed is kept" in page) for page in said[4:6]] == [
        (False, True),
        (True, False),
    ]
    person.signed_in_as(coordinator)
    assert person.opens("/account/typed").html.count("typed 0") == 5


def test_what_comes_from_another_site_is_not_kept_and_signs_nobody_out(app, coordinator):
    person = Visitor(app).signed_in_as(coordinator)
    form = next(form for form in forms_of(person.opens("/venues/new")) if form.action == "/venues/new")
    fill_in(form)
    data = form.filled.data(form.element, form.element)
    person.signed_out()
    elsewhere = ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"})
    for headers in (*elsewhere, {"Referer": "https://evil.example/venues/new"}):
        answer = person.asks("POST", "/venues/new", data=data, headers=headers)
        assert answer.status_code == 400 and "Set-Cookie" not in answer.headers, headers
    data[FIELD] = [data[FIELD][0][:-2] + "xx"]
    assert person.asks("POST", "/venues/new", data=data).status_code == 400, "nobody makes such a field themselves"


def test_a_form_that_is_gone_gives_its_words_back(app, make, coordinator):
    round_ = make.applying_round()
    project = make.application(round_)
    member = make.staff(STEERING)
    person = Visitor(app).signed_in_as(member)
    page = f"/rounds/{round_.id}/applications/{project.id}"
    form = next(form for form in forms_of(person.opens(page)) if controls(form))
    fill_in(form)
    person.signed_out()
    person.asks("POST", form.action, data=form.filled.data(form.element, form.element))
    make.decided(project, "eligible")
    person.signed_in_as(member)
    shown = person.opens(page)
    assert "A long answer" in shown.main


def test_somebody_who_saved_meanwhile_is_still_told_of(app, make, coordinator):
    """The form is filled in with what it had shown: who saves second sees both."""
    venue = make.session_at(make.voting_round(), make.staff(FACILITATOR), venue="Old name").venue
    other = make.account(COORDINATOR, sign_in_name="una")
    mine, theirs = Visitor(app).signed_in_as(coordinator), Visitor(app).signed_in_as(other)
    page = f"/venues/{venue.id}"
    mine.opens(page)
    mine.types("Name of", "My name")
    theirs.opens(page)
    theirs.types("Name of", "Their name").presses("Save the venue")
    mine.signed_out()
    mine.presses("Save the venue")
    mine.signed_in_as(coordinator)
    mine.opens(page)
    again = mine.presses("Save the venue")
    assert again.status == 409 and "Their name" in again.main and "My name" in again.html


def test_who_types_for_a_group_goes_on_where_they_were(app, make, coordinator):
    round_ = make.applying_round()
    person = Visitor(app).signed_in_as(coordinator)
    person.opens(f"/rounds/{round_.id}/applications/type-in")
    person.ticks("On paper").presses()
    person.types("The name of your group", "The Larks")
    person.signed_out()
    assert person.presses("Save and continue").heading == "Sign in"
    signs_in(person)
    assert person.page.address == "/apply/group" and 'value="The Larks"' in person.page.html
    person.presses("Save and continue")
    person.opens("/apply/what")
    person.types("What do you want to do?", "Hire a bus.")
    person.signed_out()
    person.presses("Save and continue")
    page = signs_in(person)
    assert page.address == "/apply/what" and "Hire a bus." in page.html


def test_a_group_that_had_only_begun_is_shown_its_first_page_again(app, make):
    make.applying_round()
    group = Visitor(app)
    group.opens("/apply")
    group.presses("Start")
    group.types("The name of your group", "The Larks")
    group.signed_out()
    page = group.presses("Save and continue")
    assert page.address == "/apply/group" and 'value="The Larks"' in page.html and "still here" in page.main
    assert group.presses("Save and continue").heading == "Write down this code"
