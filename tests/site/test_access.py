"""Every view says who it is open to, and keeps to it; every unsafe request needs its CSRF token."""

import re

import pytest
from flask import Flask

from pb.web import access
from pb.web.access import APPOINTED, KIOSK, PUBLIC, Actor, Role, UnguardedView, insist_on_access_rules, open_to
from tests.support.sources import expect_none, files

#: Views of Flask itself.
GIVEN = {"static"}

SAFE = {"GET", "HEAD", "OPTIONS"}


def rules_of(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in GIVEN]


def address(rule, value="999999"):
    """The address of ``rule`` with something in the place of each variable; nothing needs to be there."""
    one_of = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
    return re.sub(r"<[^>]+>", value, one_of)


def test_a_view_without_an_access_rule_stops_the_start():
    app = Flask("toy")
    app.add_url_rule("/open", "open", open_to(PUBLIC)(lambda: "open"))
    insist_on_access_rules(app)
    app.add_url_rule("/forgotten", "forgotten", lambda: "forgotten")
    with pytest.raises(UnguardedView, match="forgotten"):
        insist_on_access_rules(app)


def test_open_to_nobody_is_a_mistake():
    with pytest.raises(ValueError, match="at least one"):
        open_to()


def test_every_view_of_the_program_has_an_access_rule(app):
    assert len(rules_of(app)) > 3
    assert [rule.endpoint for rule in rules_of(app) if not app.view_functions[rule.endpoint].open_to] == []


def test_every_address_is_written_alike_and_ids_are_numbers(app):
    assert [rule.rule for rule in rules_of(app) if re.search(r"[A-Z_]", re.sub(r"<[^>]+>", "", rule.rule))] == []
    assert [rule.rule for rule in rules_of(app) if re.search(r"<\w*(_id|number)>", rule.rule)] == []


def account_in(role):
    """Somebody with this one role; nobody in particular for None."""
    from pb.people.actions import make_account

    if role is None:
        return None
    by = Actor(None, Role.COMMAND)
    return make_account(
        by, name="Ina", sign_in_name=f"{role}@example.org", password="dry herring walks home", roles=(role,)
    )


def asks_afresh(new_visitor, account, method, path):
    """The answer to somebody who just signed in: what they asked before, signing out for one, plays no part."""
    visitor = new_visitor()
    return (visitor.signed_in_as(account) if account else visitor).asks(method, path)


def turned_away(answer):
    to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/account/sign-in?")
    return to_sign_in or answer.status_code in (401, 403)


@pytest.mark.parametrize("role", [None, *APPOINTED])
def test_nobody_opens_what_is_not_open_to_them(role, app, new_visitor, monkeypatch):
    app.config["WTF_CSRF_ENABLED"] = False  # the access rule alone has to hold
    account = account_in(role)
    at_the_door = []  # 403 may also come from behind it: a facilitator of another session, say
    turn_away = access._turn_away
    monkeypatch.setattr(access, "_turn_away", lambda roles: at_the_door.append(roles) or turn_away(roles))
    let_in, kept_out, broke = [], [], []
    for rule in rules_of(app):
        people = app.view_functions[rule.endpoint].open_to
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            at_the_door.clear()
            answer = asks_afresh(new_visitor, account, method, address(rule))
            if not people & {PUBLIC, role} and not turned_away(answer):
                let_in.append(f"{method} {rule.rule} is open to {set(map(str, people))}: {answer.status_code}")
            if people & {PUBLIC, role} and at_the_door and KIOSK not in people:
                kept_out.append(f"{method} {rule.rule} {answer.status_code} {answer.headers.get('Location')}")
            if answer.status_code >= 500:
                broke.append(f"{method} {rule.rule} {answer.status_code} {app.extensions.get('tests_last_error')!r}")
    expect_none(let_in + kept_out + broke)


def test_every_unsafe_request_without_its_token_is_refused(app, visitor):
    accepted = [
        f"{method} {rule.rule}: {answer.status_code}"
        for rule in rules_of(app)
        for method in rule.methods - SAFE
        if (answer := visitor.asks(method, address(rule))).status_code != 400
    ]
    assert accepted == []


def test_every_address_asked_for_by_name_exists(app):
    sources = (*files("pb/**/*.py"), *files("templates/**/*.html"))
    asked = {
        name
        for file in sources
        for name in re.findall(r"url_for\(\s*[\"']([\w.]+)[\"']", file.read_text(encoding="utf-8"))
    }
    assert len(asked) > 3
    expect_none(name for name in asked if not name.startswith(".") and name not in app.view_functions)
