"""An application saves as the group goes on typing; two windows do not write over each other in silence."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db, exclusive_transaction
from pb.projects.models import Project
from pb.projects.rules.applications import STEPS
from pb.refusals import Refusal
from tests.support import browser
from tests.support.visitor import Visitor

ASKS = {"Accept": "application/json"}


@pytest.fixture
def begun(make):
    return make.begun(make.applying_round())


@pytest.fixture
def group(app, begun) -> Visitor:
    person = Visitor(app)
    person.opens("/apply/resume")
    person.types("Your code", begun[1]).presses("Open it")
    return person


def form_on(group: Visitor, step: str) -> dict:
    """What the page's script would send."""
    group.opens(f"/apply/{step}")
    pressed = group._form.button("Save and continue")
    return group._form.data(group._form.form_of(pressed), pressed) | {"then": ["keep"]}


def saves(group: Visitor, step: str, form: dict):
    return group.asks("POST", f"/apply/{step}", data=form, headers=ASKS)


def stored(begun) -> Project:
    db.session.rollback()
    return db.session.get_one(Project, begun[0].id)


def test_what_is_typed_so_far_is_saved_and_the_page_goes_on_with_what_the_answer_brings(begun, group):
    form = form_on(group, "what")
    first = saves(group, "what", form | {"what": ["A bus"]})
    assert first.status_code == 200 and first.json["said"].startswith("Saved at ")
    assert stored(begun).what == "A bus"
    carries = {"seen": [first.json["seen"]], "form_key": [first.json["form_key"]]}
    assert saves(group, "what", form | carries | {"what": ["A bus and tea"]}).status_code == 200
    assert stored(begun).what == "A bus and tea"


def test_what_is_not_right_yet_waits_and_the_rest_is_saved(begun, group):
    form = form_on(group, "what")
    answer = saves(group, "what", form | {"title": [""], "what": ["A bus"]})
    assert answer.status_code == 200 and stored(begun).what == "A bus" and stored(begun).title == begun[0].title


#: By page: what is typed that cannot be saved as it stands, and what the page says of it.
HALF_FILLED = {
    "group": ({"group_name": ["x" * 121]}, "Shorten it to 120"),
    "what": ({"title": [""], "what": ["A bus to"]}, "Enter a short name"),
    "whom": ({"whom": ["y" * 2001]}, "Shorten it to 2000"),
    "cost": (
        {"cost_lines-0-what": ["A bus"], "cost_lines-0-pence": [""], "cost_lines-1-pence": ["about 30"]},
        "Enter how much this costs",
    ),
    "least": ({"least_pence": ["half of it"]}, "must be an amount in pounds"),
    "contact": ({"contact_name": ["Rose"], "contact_email": ["rose@"]}, "Enter an email address"),
    "helper": ({"helper": ["z" * 201]}, "Shorten it to 200"),
}


@pytest.mark.parametrize("how", ["keep", "skip", "stop", "", "by script"])
@pytest.mark.parametrize("step", HALF_FILLED)
def test_every_page_is_kept_half_done_as_it_was_typed(begun, group, step, how):
    typed, problem = HALF_FILLED[step]
    form = form_on(group, step) | typed
    if how == "by script":
        answer = saves(group, step, form)
        assert answer.status_code == 200 and problem in answer.json["said"] and "Saved at" in answer.json["said"]
    else:
        page = group.posts(f"/apply/{step}", form | {"then": [how]}, csrf=False)
        assert page.status == (200 if how else 422)
        assert how or ("Saved at" in page.main and "not finished" in page.main and page.errors)
    if how == "stop":
        group.opens("/apply/resume")
        group.types("Your code", begun[1]).presses("Open it")
    page = group.opens(f"/apply/{step}")
    assert "You have not finished this page" in page.main
    again = form_on(group, step)
    assert {name: again.get(name) for name in typed} == typed
    waits = group.opens("/apply/check").main
    assert "What you still need to do" in waits and "Finish the page" in waits
    sent = group.posts("/apply/send")
    assert sent.status == 422 and stored(begun).sent_at is None


def test_a_page_that_is_finished_is_kept_half_done_no_longer(begun, group):
    saves(group, "contact", form_on(group, "contact") | {"contact_name": ["Rose"], "contact_email": ["rose@"]})
    assert stored(begun).contact_name == "Rose" and [page.step for page in stored(begun).unfinished] == ["contact"]
    form = form_on(group, "contact")
    assert group.posts("/apply/contact", form | {"contact_email": ["rose@example.org"], "then": [""]}, csrf=False)
    assert stored(begun).contact_email == "rose@example.org" and stored(begun).unfinished == []
    assert "have not finished" not in group.opens("/apply/contact").main


def test_what_another_window_kept_half_done_is_not_written_over(begun, group):
    behind = form_on(group, "contact")
    first = form_on(group, "contact") | {"contact_name": ["Rose"], "contact_email": ["rose@"]}
    assert saves(group, "contact", first).status_code == 200
    page = group.posts("/apply/contact", behind | {"contact_email": ["effie@"], "then": ["skip"]}, csrf=False)
    assert page.status == 409 and "rose@" in page.main and "effie@" in page.html


@pytest.mark.both_databases
def test_the_database_itself_sends_no_page_that_is_half_done(begun, group):
    saves(group, "contact", form_on(group, "contact") | {"contact_name": ["Rose"], "contact_email": ["rose@"]})
    with pytest.raises((Refusal, IntegrityError)), exclusive_transaction() as session:
        session.execute(text("UPDATE project SET sent_at = begun_at"))


def test_what_is_far_too_long_is_refused_and_said(begun, group):
    answer = saves(group, "what", form_on(group, "what") | {"what": ["x" * 40_000]})
    assert answer.status_code == 422 and "too long to be kept" in answer.json["said"]
    page = group.posts("/apply/what", form_on(group, "what") | {"what": ["x" * 40_000], "then": [""]}, csrf=False)
    assert page.status == 422 and "x" * 40_000 in page.html


def test_a_window_that_is_behind_writes_over_nothing(begun, group):
    behind = form_on(group, "what")
    assert saves(group, "what", form_on(group, "what") | {"what": ["From the first window"]}).status_code == 200
    assert saves(group, "what", behind | {"what": ["From the second"]}).status_code == 409
    assert stored(begun).what == "From the first window"
    page = group.posts("/apply/what", behind | {"then": [""], "what": ["From the second"]}, csrf=False)
    assert page.status == 409 and "From the first window" in page.main and "From the second" in page.html


def test_the_fields_that_were_left_out_are_not_taken_for_seen(begun, group):
    """A script saves one field; what another window wrote into the other is still told of."""
    behind = form_on(group, "what") | {"title": [""], "what": ["A bus"]}
    mine = saves(group, "what", behind)
    assert saves(group, "what", form_on(group, "what") | {"title": ["Another title"]}).status_code == 200
    carries = {"seen": [mine.json["seen"]], "form_key": [mine.json["form_key"]]}
    assert saves(group, "what", behind | carries | {"title": ["My title"]}).status_code == 409
    assert stored(begun).title == "Another title"


def test_without_the_code_nothing_is_saved_and_nothing_kept_by_itself(begun, group):
    form = form_on(group, "what")
    group.signed_out()
    answer = saves(group, "what", form | {"what": ["A bus"]})
    assert answer.status_code == 400 and stored(begun).what != "A bus"
    assert "Nothing is kept here" in group.opens("/apply/typed").main


@pytest.mark.parametrize("step", [step for step in STEPS if step != "pot"])
def test_each_page_of_the_application_has_it(group, step):
    form = next(each for each in group.opens(f"/apply/{step}").all("form") if each.get("action") == f"/apply/{step}")
    assert form.get("data-keep-saving") and any("data-saved" in each.attrib for each in form.iter("p"))
    assert any(each.get("name") == "seen" for each in form.iter("input"))


def test_in_a_browser_half_a_minute_after_the_first_letter(new_browser_visitor, begun):
    person = new_browser_visitor(browser.PHONE)
    person.opens("/apply/resume").types("Your code", begun[1]).presses("Open it")
    person.stops_the_clock().opens("/apply/what")
    person.types("What do you want to do?", "A bus, and tea for all.").passes("00:31")
    person.page.get_by_text("Saved at").wait_for()
    assert stored(begun).what == "A bus, and tea for all."
    person.types("What do you want to do?", "A bus.").presses("Save and continue")
    assert person.heading == "The people it helps" and stored(begun).what == "A bus."
