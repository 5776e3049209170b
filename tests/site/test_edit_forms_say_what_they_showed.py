"""A form that shows what stands in the database, for somebody to change it, carries what it showed: whoever saves second
is told. Every page of the program is looked at; a form whose fields are filled in when it is opened either carries
``seen`` (or ``shown``), or stands here with its reason. And whoever sends one as they found it leaves no line in the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from pb.database import db, exclusive_transaction
from pb.record.models import RecordLine
from tests.support import databases
from tests.support.document import Page
from tests.support.forms import FilledIn
from tests.support.program import program
from tests.support.sources import expect_none
from tests.support.stages import addresses, stages
from tests.support.visitor import Visitor

#: By the endpoint that the form is sent to: why its fields may be filled in without saying what they showed.
EDITS_NOTHING = {
    "decisions.propose_extension": "a proposal, which another person agrees to as they see it",
    "interests.interests": "one's own answer, which nobody else gives",
    "letters.index": "letters that are written anew: the usual size is proposed",
    "paper_desk.put_envelope_aside": "a new envelope: the reason that is usual on this day is proposed",
    "rounds.next_round": "a round that is not there yet: what is usual is proposed",
}
#: Forms that do edit and are found: the walk really looks at them.
EDITS = {
    "venues.change", "rounds.section", "sessions.change", "people.person", "ballot_texts.ballot_text",
    "applications.assess", "apply.step", "cards.count", "session_desk.submit_ballot_paper_account",
}  # fmt: skip
#: A form sets whole minutes; the rounds of these tests begin at any second.
DATES = ("applications_open_at", "applications_close_at", "voting_opens_at", "voting_closes_at", "post_closes_at")

#: Sent as it was found it says something all the same.
SAYS_SOMETHING = {"session_desk.submit_ballot_paper_account": "the first account of a session at which nobody was"}


def filled(form: Element) -> list[str]:
    """The names of the fields that show something already."""
    return [each.get("name", "") for each in form.iter() if each.get("name") and _shows_something(each)]


def _shows_something(control: Element) -> bool:
    kind = control.get("type", "text") if control.tag == "input" else control.tag
    if kind in ("hidden", "submit", "button", "file"):
        return False
    if kind in ("checkbox", "radio"):
        return "checked" in control.attrib
    if kind == "select":
        return any("selected" in option.attrib and option.get("value") for option in control.iter("option"))
    if kind == "textarea":
        return bool((control.text or "").strip())
    return kind != "password" and bool(control.get("value", "").strip())


def says_what_it_showed(form: Element) -> bool:
    return any(each.get("name") in ("seen", "shown") and each.get("value") for each in form.iter("input"))


def forms(app, page: Page) -> Iterator[tuple[str, Element]]:
    """Each form of the page that is posted, with the endpoint that it is sent to."""
    match = app.url_map.bind("localhost")
    for form in page.all("form"):
        if form.get("method") == "post":
            path = (form.get("action") or "").partition("?")[0]
            try:
                yield match.match(path, method="POST")[0], form
            except HTTPException:
                yield f"nowhere: {path}", form


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> SimpleNamespace:
    """``forms``: endpoint, address and form of every form on every page, as somebody meets it who may open it.
    ``sent``: of those that edit and were sent as they were found, endpoint, address and the act of the line that it left.
    """
    folder = tmp_path_factory.mktemp("forms")
    with databases.fresh("sqlite", folder) as url, program(url, folder) as app, app.app_context():
        world = stages(app)
        with exclusive_transaction():  # as a form sets them: a round's moments are whole minutes
            for name in DATES:
                setattr(world.applying, name, getattr(world.applying, name).replace(second=0, microsecond=0))
        _project, code = world.make.begun(world.applying)
        group = Visitor(app)
        group.opens("/apply/resume")
        group.types("Your code", code).presses("Open it")
        people = [Visitor(app).signed_in_as(world.me), Visitor(app).signed_in_as(world.member), group]
        ballot = world.make.on_the_ballot(world.applying)
        paths = [*addresses(world, "GET"), f"/rounds/{ballot.round_id}/ballot-texts/{ballot.id}"]
        found, sent = [], []
        for person in people:
            for path in [each for each in paths if person is not group or each.startswith("/apply/")]:
                of_page = _of_page(app, person, path)
                found += [(endpoint, path, form) for endpoint, form in of_page]
                sent += [
                    (endpoint, path, _sent_as_found(person, form)) for endpoint, form in of_page if carries_seen(form)
                ]
        return SimpleNamespace(forms=found, sent=sent)


@pytest.fixture
def seen_forms(walked) -> list[tuple[str, str, Element]]:
    return walked.forms


def carries_seen(form: Element) -> bool:
    return any(each.get("name") == "seen" for each in form.iter("input"))


def _sent_as_found(person: Visitor, form: Element) -> str:
    """The act of the newest line, where sending the form left one."""
    page = Page("<!DOCTYPE html><html><body></body></html>")
    page.tree.append(form)
    button = next(each for each in form.iter("button"))
    before = _newest()
    answer = person.asks("POST", form.get("action") or "", data=FilledIn(page).data(form, button))
    assert answer.status_code < 500
    return "" if (now := _newest()) == before else now[1]


def _newest() -> tuple[int, str]:
    db.session.rollback()
    line = db.session.scalars(select(RecordLine).order_by(RecordLine.position.desc())).first()
    return (line.position, line.act) if line else (0, "")


def _of_page(app, person: Visitor, path: str) -> list[tuple[str, Element]]:
    answer = person.asks("GET", path)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return []
    return list(forms(app, Page(answer.get_data(as_text=True), status=200)))


def test_a_form_that_shows_what_is_there_says_what_it_showed(seen_forms):
    expect_none(
        {
            f"{endpoint} on {path} shows {', '.join(filled(form)[:4])} and says not what it showed"
            for endpoint, path, form in seen_forms
            if endpoint not in EDITS_NOTHING and filled(form) and not says_what_it_showed(form)
        }
    )


def test_the_walk_finds_the_forms_that_edit(seen_forms):
    found = {endpoint for endpoint, _path, form in seen_forms if says_what_it_showed(form)}
    assert found >= EDITS, EDITS - found
    unused = set(EDITS_NOTHING) - {endpoint for endpoint, _path, form in seen_forms if filled(form)}
    assert not unused, f"these show nothing any more: {unused}"


def test_a_form_that_is_sent_as_it_was_found_leaves_no_line(walked):
    assert {endpoint for endpoint, _path, _act in walked.sent} >= EDITS - {"applications.assess", "cards.count"}
    assert {(endpoint, path) for endpoint, path, act in walked.sent if act and endpoint not in SAYS_SOMETHING} == set()


def test_a_form_without_the_field_is_seen():
    page = Page(
        '<!doctype html><title>x</title><form method="post" action="/venues/1"><input type="hidden" name="csrf_token" '
        'value="t"><input name="name" value="Upper Hall"><textarea name="notes"></textarea></form>'
    )
    form = next(page.all("form").__iter__())
    assert filled(form) == ["name"] and not says_what_it_showed(form)
