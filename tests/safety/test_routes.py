"""Who may open what: each address with each role; CSRF on all of them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from pb.people import actions as people
from pb.roles import READING, WORKING
from pb.web.access import APPOINTED, Actor, Role
from tests.support.safety import routes

HOW = "Add a line to tests/safety/routes.txt by hand: METHOD address | roles"


@pytest.fixture
def accounts(app):
    by = Actor(None, Role.COMMAND)
    return {
        role: people.make_account(by, name=role, sign_in_name=role, password=secrets.token_urlsafe(20), roles=(role,))
        for role in APPOINTED
    }


def asking(new_visitor: Callable, account: Any) -> Callable[[str, str], Any]:
    """Asks as somebody in a browser of their own. An answer that is no page and no refusal may have changed what their
    browser holds, or have signed them out: they come with a new one. To sign in again for each address took a quarter.
    """
    people_: list = []

    def asks(method: str, address: str) -> Any:
        if not people_:
            person = new_visitor()
            people_.append(person.signed_in_as(account) if account else person)
        answer = people_[0]._sends(method, address)
        is_page_or_refusal = answer.status_code >= 400 or (method, answer.status_code) == ("GET", 200)
        if answer.status_code == 401 or not is_page_or_refusal:
            people_.clear()
        return answer

    return asks


def test_the_table_has_a_line_for_each_address_and_the_program_keeps_to_it(app):
    found = routes.found(app)
    expected = {where: frozenset(role.rstrip("*") for role in roles) for where, roles in routes.expected().items()}
    assert {where: roles for where, roles in found.items() if expected.get(where) != roles} == {}, HOW
    assert expected.keys() - found.keys() == set(), "lines of addresses that are gone"


def test_each_role_opens_what_the_table_says_and_is_turned_away_elsewhere(app, accounts, new_visitor):
    app.config["WTF_CSRF_ENABLED"] = False  # or everybody would be turned away at the first door
    table, wrong = routes.expected(), []
    for role in (None, *APPOINTED):
        asks = asking(new_visitor, accounts.get(role))
        for rule in routes.rules(app):
            for method in routes.methods(rule):
                open_to = table[f"{method} {rule.rule}"]
                answer = asks(method, routes.address(app, rule))
                may = bool({Role.PUBLIC, role} & open_to)  # not a role with a star: these people are on no team
                if may == routes.turned_away(answer) or answer.status_code >= 500:
                    wrong.append((str(role), method, rule.rule, answer.status_code, "may" if may else "may not"))
    assert not wrong, "\n".join(map(str, wrong))


#: Whoever typed an application in goes on with it, and sees it on the page for typing in; the view asks who they are.
OPENS_ITS_OWN = [("/rounds/<int:round_id>/applications/<int:project_id>/go-on", "facilitator")]


def test_an_address_that_acts_on_a_thing_asks_as_much_as_the_page_that_shows_it(app):
    """Of two addresses the shorter shows the thing that the longer acts on: nobody acts on what they may not see."""
    table = routes.expected()
    shown = {where.removeprefix("GET "): roles for where, roles in table.items() if where.startswith("GET ")}
    wider, compared = [], 0
    for where, roles in table.items():
        method, _space, address = where.partition(" ")
        page = max(
            (each for each in shown if each.endswith(">") and address.startswith(each + "/")), key=len, default=""
        )
        if method == "POST" and page and Role.PUBLIC not in shown[page]:
            compared += 1
            wider += [(address, role) for role in roles if role not in shown[page]]
    assert wider == OPENS_ITS_OWN and compared >= 10


#: Nobody is coordinator and steering group member at once.
PAIRS = [pair for pair in combinations(WORKING, 2) if set(pair) != {Role.COORDINATOR, Role.STEERING}]
#: Of those who read: both, and one with somebody who works.
PAIRS += [READING, (Role.COUNTER, Role.FINANCE)]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: " and ".join(pair))
def test_somebody_with_two_roles_opens_what_either_may(app, new_visitor, pair):
    app.config["WTF_CSRF_ENABLED"] = False
    by, table, wrong = Actor(None, Role.COMMAND), routes.expected(), []
    password = secrets.token_urlsafe(20)
    person = people.make_account(by, name="Two", sign_in_name="two", password=password, roles=pair)
    asks = asking(new_visitor, person)
    for rule in routes.rules(app):
        for method in routes.methods(rule):
            answer = asks(method, routes.address(app, rule))
            may = bool({Role.PUBLIC, *pair} & table[f"{method} {rule.rule}"])
            if may == routes.turned_away(answer) or answer.status_code >= 500:
                wrong.append((method, rule.rule, answer.status_code, "may" if may else "may not"))
    assert not wrong, "\n".join(map(str, wrong))


#: What a kiosk's own program sends. Each request has the signature of the kiosk's key, which no other site's page can make.
SIGNED = {"/kiosk/contact", "/kiosk/votes"}


def test_every_unsafe_request_without_its_token_is_refused(app, accounts, new_visitor):
    people_ = [new_visitor(), *(new_visitor().signed_in_as(account) for account in accounts.values())]
    taken = []
    for person in people_:
        for rule in routes.rules(app):
            for method in set(routes.methods(rule)) - {"GET"}:
                answer = person._sends(method, routes.address(app, rule))
                if answer.status_code != (403 if rule.rule in SIGNED else 400):
                    taken.append((method, rule.rule, answer.status_code))
    assert taken == []
