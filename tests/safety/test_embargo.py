"""A signed result that waits for its time: nobody but those who sign and publish reads anything of it, at any address, and at
that time everybody does.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest

from pb import clock as program_clock
from pb.job_running import run_next
from pb.pages.results import drawn_ahead
from pb.pages.results.charts import charts_of, drawings_of
from pb.pages.results.drawn_ahead import signed_off
from pb.pages.results.files import ZIP, file_names
from pb.results import actions
from pb.web.access import APPOINTED, Role
from tests.support.safety import routes

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1), (1, 2), (3,)]
#: What those who sign and publish see it on.
THEIRS = {f"/rounds/<int:round_id>/after-close/{each}" for each in ("count", "departures", "evening")}
#: Of a decision beside the count.
WHY = "Its hall has burnt down since."
SIGNERS = (Role.COORDINATOR, Role.STEERING)


@pytest.fixture
def waits(make, clock):
    """The id of a round with a signed result that becomes public in 30 hours."""
    found = make.voting_round()
    make.opened_box(found, *BALLOTS)
    clock.set(found.post_closes_at + timedelta(hours=2))
    make.counted(found)
    make.departs(found, 2, 0, WHY)
    make.signed(found)
    actions.publish_from(make.actor(Role.COORDINATOR), make.fresh(found), program_clock.now() + timedelta(hours=30))
    return found.id


def told(round_id: int) -> dict[str, set[str]]:
    """What nobody may read before, and the names in the addresses of its files, charts and pictures."""
    result = signed_off(round_id)
    charts = charts_of(result)
    secret = {WHY, result.counted.outcome_hash, result.headline, *(row.why for row in result.rows if row.award)}
    return {
        "secret": secret | {str(each.title) for each in charts if each.name in ("votes", "money", "nearly", "turns")},
        "key": {each.key for each in drawings_of(charts)},
        "files": {*file_names(result), ZIP},
        "charts": {each.name for each in charts},
    }


def addresses(app: Any, rule: Any, known: dict[str, set[str]], most: int) -> list[str]:
    """Real ones of this round and version, wherever a name or a key stands in them."""
    values: dict[str, Any] = {name: routes._value(each) for name, each in rule._converters.items()}
    bound, by_name = app.url_map.bind("localhost"), {"name": known["charts" if "/charts/" in rule.rule else "files"]}
    found = [values]
    for name, all_ in (("key", known["key"]), *by_name.items()):
        if name in values and rule.endpoint.startswith("results."):
            found = [{**each, name: one} for each in found for one in sorted(all_)[:most]]
    return [bound.build(rule.endpoint, each, method=routes.methods(rule)[0]) for each in found]


def tells(answer: Any, secret: set[str]) -> bool:
    """Whether something of the result stands in an answer, or could: a file with its numbers, packed or drawn."""
    text = answer.get_data().decode("utf-8", "replace").replace("&#39;", "'").replace("&#34;", '"')
    return any(each in text for each in secret)


def asks_everywhere(app, asking, known, methods=("GET",), most=4) -> list[tuple[str, str, Any]]:
    """(method, rule, answer) of every address; of a file the answer counts, whatever is in it."""
    return [
        (method, rule.rule, asking(method, where))
        for rule in routes.rules(app)
        for method in routes.methods(rule)
        if method in methods
        for where in addresses(app, rule, known, most)
    ]


def asker(new_visitor, account):
    """Asks in a browser that is signed in anew once an answer may have signed it out."""
    people_: list[Any] = []

    def asks(method: str, where: str) -> Any:
        if not people_:
            person = new_visitor()
            people_.append(person.signed_in_as(account) if account else person)
        answer = people_[0]._sends(method, where)
        if answer.status_code == 401 or (method == "POST" and answer.status_code < 400):
            people_.clear()
        return answer

    return asks


def is_of_the_result(rule: str) -> bool:
    """Not the page for objections, which is there before the result, and then no longer."""
    beside = ("other-rules", "/objections")
    return "/results" in rule and not rule.startswith("/results/") and not any(each in rule for each in beside)


def test_nobody_reads_anything_of_it_before_its_time(app, make, waits, new_visitor, caplog):
    app.config["WTF_CSRF_ENABLED"] = False
    known, seen = told(waits), {}
    with caplog.at_level(logging.DEBUG):
        for role in (None, *APPOINTED):
            asks = asker(new_visitor, role and make.account(role))
            methods = ("GET",) if role else ("GET", "POST")  # what others send would change who they are
            answers = asks_everywhere(app, asks, known, methods)
            seen[role] = {rule for _method, rule, answer in answers if tells(answer, known["secret"])}
            of_it = [
                (rule, answer)
                for _method, rule, answer in answers
                if is_of_the_result(rule) and not routes.turned_away(answer)
            ]
            assert of_it and {answer.status_code for _rule, answer in of_it} == {404}, role
            assert {answer.headers.get("Cache-Control") for _rule, answer in of_it} == {"no-store"}, role
    assert seen == {role: THEIRS if role in SIGNERS else set() for role in seen}
    assert not any(each in caplog.text for each in known["secret"])


def test_at_that_time_everybody_reads_it_by_itself(app, waits, new_visitor, clock, monkeypatch):
    every = drawn_ahead._pictures
    monkeypatch.setattr(drawn_ahead, "_pictures", lambda found: every(found)[:3])  # a minute less, and no other way
    assert run_next(), "its pictures and files are made before anybody can see them"
    known = told(waits)
    asks = asker(new_visitor, None)
    assert not [rule for _m, rule, answer in asks_everywhere(app, asks, known) if tells(answer, known["secret"])]
    clock.set(program_clock.now() + timedelta(hours=30))
    answers = asks_everywhere(app, asks, known)
    seen = {rule for _method, rule, answer in answers if tells(answer, known["secret"])}
    assert {"/rounds/<int:round_id>/results", "/results/feed.atom"} <= seen
    of_it = {
        (rule, answer.status_code)
        for _m, rule, answer in answers
        if is_of_the_result(rule) and not routes.turned_away(answer)
    }
    assert {status for _rule, status in of_it} == {200}, of_it
