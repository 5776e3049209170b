"""Whoever typed for too long finds it again: every form that is shown to somebody signed in, or with an application's code,
is filled in, sent after that has ended, and looked at again by them, and by somebody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote, urlsplit

import pytest
from sqlalchemy import select

from pb.database import db
from pb.people.models import Account
from pb.projects.models import Project
from pb.projects.rules.applications import STEPS
from pb.web.access import COORDINATOR, STEERING
from pb.web.kept_typed import NEVER, WITHOUT
from tests.support import databases
from tests.support.document import Page
from tests.support.forms import _kind
from tests.support.program import program
from tests.support.safety.routes import rules
from tests.support.sources import expect_none
from tests.support.stages import filled_in, stages
from tests.support.typed import Form, controls, fill_in, forms_of, stands_in
from tests.support.visitor import Visitor

#: Screens without forms of staff and groups: files, charts and what signs them out.
NOT_WALKED = ("svg", "png", "files", "sha256", "pdf", "csv")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("typed")
    with databases.fresh("sqlite", folder) as url, program(url, folder) as app, app.app_context():
        world = stages(app)
        of_the_round = select(Project.id).where(Project.round_id == world.applying.id)
        world.things["project_id"] += db.session.scalars(of_the_round).all()
        yield world


def forms_shown_to(world, account: Account) -> list[Form]:
    """One of each kind: forms that are sent to the same screen with the same fields are alike. Looked for once."""
    known = world.__dict__.setdefault("forms_shown", {})
    if account.id not in known:
        known[account.id] = _forms_shown_to(world, account)
    return known[account.id]


def _forms_shown_to(world, account: Account) -> list[Form]:
    person, found = Visitor(world.app).signed_in_as(account), {}
    for rule in rules(world.app):
        if (
            "GET" not in rule.methods
            or rule.endpoint.split(".")[0] in WITHOUT
            or any(w in rule.rule for w in NOT_WALKED)
        ):
            continue
        for path in filled_in(world, rule.rule):
            answer = person.asks("GET", path)
            if answer.status_code != 200 or answer.mimetype != "text/html" or b"typed_for" not in answer.data:
                continue
            for form in forms_of(Page(answer.text, address=path)):
                kind = (endpoint(world.app, form.action), frozenset(each.get("name") for each in controls(form)))
                if kind[1]:
                    found.setdefault(kind, form)
    return list(found.values())


def endpoint(app, address: str) -> str:
    return app.url_map.bind("localhost").match(urlsplit(address).path, method="POST")[0]


def opens(person: Visitor, path: str) -> str:
    return person.asks("GET", path, follow_redirects=True).text


def faults_of(world, account: Account, other: Account, form: Form) -> Iterator[str]:
    """What is lost, or shown to somebody else."""
    name = f"{form.action} on {form.page}"
    fill_in(form)
    typed = stands_in(form)
    data = form.filled.data(form.element, form.element)
    browser = Visitor(world.app)
    sent = browser.asks("POST", form.action, data=data, content_type=form.element.get("enctype"))
    if sent.status_code != 303 or quote(form.page, safe="/") not in (sent.location or ""):
        yield f"{name} is answered {sent.status_code} {sent.location}"
        return
    if "What you typed is kept" not in opens(browser, sent.location):
        yield f"{name}: nobody says that it is kept"
    browser.signed_in_as(other)
    for page in (form.page, "/account/typed"):
        if any(value in opens(browser, page) for _name, value in typed if str(value).startswith(("typed", "A long"))):
            yield f"{name}: shown to somebody else on {page}"
    browser.signed_in_as(account)
    again = Page(opens(browser, form.page), address=form.page)
    found = [each for each in forms_of(again) if each.action == form.action]
    if not any(stands_in(each) == typed for each in found):
        yield f"{name}: {typed} became {[stands_in(each) for each in found]}"


@pytest.mark.parametrize("role", [COORDINATOR, STEERING])
def test_what_staff_typed_is_there_again_for_them_alone(world, role):
    member = next(each for each in db.session.scalars(select(Account)) if STEERING in each.roles)
    account, other = (world.me, member) if role == COORDINATOR else (member, world.me)
    forms = forms_shown_to(world, account)
    assert len(forms) > 8, [each.action for each in forms]
    assert role == STEERING or any("/ballot-texts/" in each.action for each in forms), "a long text is among them"
    expect_none(secret for form in forms for secret in secrets_of(form))
    expect_none(fault for form in forms for fault in faults_of(world, account, other, form))


def secrets_of(form: Form) -> Iterator[str]:
    """Passwords, codes and PINs in a form that would be kept: they have names of their own."""
    for each in form.element.iter("input"):
        asked = {"one-time-code", "current-password", "new-password"} & {each.get("autocomplete")}
        is_secret = each.get("type") == "password" or asked or "input--code" in each.get("class", "")
        if is_secret and each.get("name") not in NEVER:
            yield f"{each.get('name')} on {form.page}"


def is_long(form: Form) -> bool:
    """Whether it would hurt to type it again: a form with a text, or with more than three fields to type in."""
    kinds = [_kind(each) for each in controls(form)]
    return "textarea" in kinds or kinds.count("text") > 3


def token_of_yesterday(data: dict) -> dict:
    return data | {"csrf_token": ["too old"]}


def seen_before_somebody_else_saved(data: dict) -> dict:
    seen = (pair.partition(":")[0] for pair in data["seen"][0].split())
    return data | {"seen": [" ".join(f"{name}:000000000000" for name in seen)]}


def lost_when_refused(person: Visitor, form: Form, how: Callable[[dict], dict]) -> Iterator[str]:
    """What does not stand on the page any longer after a form was refused for something else than a sign-in."""
    fill_in(form)
    typed, data = stands_in(form), form.filled.data(form.element, form.element)
    if how is seen_before_somebody_else_saved and "seen" not in data:
        return
    person.opens(form.page)
    token = [each.get("value") for each in person.page.all("input") if each.get("name") == "csrf_token"][:1]
    sent = how({name: list(values) for name, values in data.items()} | {"csrf_token": token})
    answer = person.asks("POST", form.action, data=sent, content_type=form.element.get("enctype"))
    if answer.status_code == 303:
        answer = person.asks("GET", answer.location, follow_redirects=True)
    elif answer.status_code < 400:
        return  # it was taken
    again = [each for each in forms_of(Page(answer.text, address=form.page)) if each.action == form.action]
    words = {value for _name, value in typed if str(value).startswith(("typed", "A long"))}
    there = {str(value) for each in again for _name, value in stands_in(each)}
    told = " ".join(Page(answer.text, address=form.page).text.split())  # where the form is gone, it can be read
    if lost := {each for each in words - there if " ".join(each.split()) not in told}:
        yield f"{form.action} on {form.page} ({how.__name__}, {answer.status_code}): {sorted(lost)}"


def as_it_is(data: dict) -> dict:
    return data


@pytest.mark.parametrize("role", [COORDINATOR, STEERING])
def test_no_long_form_loses_what_was_typed_when_it_is_refused(world, role):
    """Filled in with words where numbers are asked for; opened too long ago; saved by somebody else meanwhile."""
    member = next(each for each in db.session.scalars(select(Account)) if STEERING in each.roles)
    account = world.me if role == COORDINATOR else member
    forms = [form for form in forms_shown_to(world, account) if is_long(form)]
    assert role == STEERING or sum("/settings/" in each.action for each in forms) > 2, "the settings are among them"
    person = Visitor(world.app).signed_in_as(account)
    ways = (token_of_yesterday, seen_before_somebody_else_saved, as_it_is)  # at last, as it may be taken
    expect_none(fault for form in forms for how in ways for fault in lost_when_refused(person, form, how))


@pytest.mark.parametrize("step", STEPS)
def test_what_a_group_typed_is_there_again_with_its_code_alone(app, make, step):
    round_ = make.applying_round(pots=("Small", "Large"))
    (_project, code), (_other, other_code) = make.begun(round_), make.begun(round_)
    page = f"/apply/{step}"
    group = Visitor(app)
    for each in (code, other_code, code):  # at last their own
        group.opens("/apply/resume")
        group.types("Your code", each).presses("Open it")
    form = next(form for form in forms_of(group.opens(page)) if form.action == page)
    fill_in(form)
    typed, data = stands_in(form), form.filled.data(form.element, form.element)
    group.signed_out()
    sent = group.asks("POST", page, data=data)
    assert (sent.status_code, sent.location) == (303, "/apply/resume")
    assert "Enter its code again" in group.opens("/apply/resume").main
    group.types("Your code", other_code).presses("Open it")
    again = next(form for form in forms_of(group.opens(page)) if form.action == page)
    assert stands_in(again) != typed and "typed-again" not in group.page.html
    group.opens("/apply/resume")
    page_again = group.types("Your code", code).presses("Open it")
    again = next(form for form in forms_of(page_again) if form.action == page)
    assert stands_in(again) == typed and "What you typed is still here" in page_again.main
