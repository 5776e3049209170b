"""Typing papers with the keyboard alone: how many keys, where the caret is, what is said at once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.database import db
from pb.paper import queries
from pb.paper.models import Entry
from pb.web.access import COUNTER, FACILITATOR


@pytest.fixture
def desk(make):
    """A bundle of three papers on the desk: (bundle, serials, counters)."""
    round_ = make.voting_round(projects=24, entitlement="vouch", max_choices=3)
    counters = [make.staff(COUNTER, declared_in=round_) for _ in range(2)]
    voting_session = make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))
    serials = make.papers(voting_session, printed=4, issued=3)[:3]
    return make.bundle(voting_session, in_box=3, one=counters[0], two=counters[1]), serials, counters


@pytest.fixture(params=[True, False], ids=["with a script", "without a script"])
def typist(request, new_browser_visitor, desk):
    bundle, _, counters = desk
    person = new_browser_visitor(java_script_enabled=request.param).signed_in_as(counters[0])
    person.has_script = request.param
    person.opens(f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}/typing/1")
    return person


def keys_for(person, serial: str, numbers: str) -> int:
    """Press the keys of one paper, beginning wherever the caret is; how many they were."""
    between = "Enter" if person.has_script else "Tab"
    keys = [*serial, between, *numbers, "Enter"]
    for key in keys:
        person.page.keyboard.press("Space" if key == " " else key)
    return len(keys)


def test_a_paper_with_three_choices_takes_at_most_twenty_keys_and_no_mouse(typist, desk):
    bundle, serials, _ = desk
    bundle_id = bundle.id
    for done, (serial, numbers) in enumerate(zip(serials, ("3 7 12", "13 17 22", "B"), strict=True), start=1):
        assert keys_for(typist, serial, numbers) <= 20
        typist.page.get_by_text(f"{done} of 3").first.wait_for()
        typist.looks()
        if typist.has_script and done == 1:
            in_place = typist.page.evaluate_handle("document.body")
    if typist.has_script:
        assert in_place.evaluate("body => body === document.body"), "the page was loaded again"
    db.session.rollback()
    assert queries.typed_in_pass(bundle_id, 1) == 3


def test_titles_echo_and_slips_are_said_before_anything_is_sent(new_browser_visitor, desk):
    bundle, serials, counters = desk
    person = new_browser_visitor().signed_in_as(counters[0])
    person.opens(f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}/typing/1")
    keyboard, echo = person.page.keyboard, person.page.locator("[data-echo]")
    keyboard.type(serials[0][:-1] + str((int(serials[0][-1]) + 1) % 10))
    keyboard.press("Enter")
    assert "not the number of a ballot paper" in echo.inner_text()
    keyboard.type(serials[0])  # the wrong one was selected, so it is typed over
    keyboard.press("Enter")
    keyboard.type("3 99 ")
    assert "Project number 3" in echo.inner_text() and "no project 99" in echo.inner_text()
    keyboard.press("Enter")
    db.session.rollback()
    assert queries.typed_in_pass(bundle.id, 1) == 0
    assert person.field("Projects ticked").input_value() == "3 99 "
    for _ in range(3):
        keyboard.press("Backspace")
    keyboard.press("Enter")
    person.page.get_by_text("1 of 3").first.wait_for()
    person.looks()
    assert person.page.evaluate("document.activeElement.name") == "serial"


def test_who_does_not_wait_for_the_answer_loses_no_key(new_browser_visitor, desk):
    bundle, serials, counters = desk
    bundle_id = bundle.id
    person = new_browser_visitor().signed_in_as(counters[0])
    person.opens(f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle_id}/typing/1")
    person.has_script = True
    for serial, numbers in zip(serials[:2], ("3 7 12", "13 17 22"), strict=True):
        keys_for(person, serial, numbers)
    person.page.get_by_text("2 of 3").first.wait_for()
    db.session.rollback()
    readings = {entry.paper.serial: entry.reading.text for entry in db.session.scalars(select(Entry))}
    assert readings == {serials[0]: "3 7 12", serials[1]: "13 17 22"}
