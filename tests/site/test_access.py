"""Every view says who it is open to. That it keeps to it, and that every unsafe request needs its CSRF token:
``tests/safety/test_routes.py``.
"""

import re

import pytest
from flask import Flask

from pb.web.access import PUBLIC, UnguardedView, open_to, require_access_rules
from tests.support.safety.routes import rules
from tests.support.sources import expect_none, files


def test_a_view_without_an_access_rule_stops_the_start():
    app = Flask("toy")
    app.add_url_rule("/open", "open", open_to(PUBLIC)(lambda: "open"))
    require_access_rules(app)
    app.add_url_rule("/forgotten", "forgotten", lambda: "forgotten")
    with pytest.raises(UnguardedView, match="forgotten"):
        require_access_rules(app)


def test_open_to_nobody_is_a_mistake():
    with pytest.raises(ValueError, match="at least one"):
        open_to()


def test_every_view_of_the_program_has_an_access_rule(app):
    assert len(rules(app)) > 3
    assert [rule.endpoint for rule in rules(app) if not app.view_functions[rule.endpoint].open_to] == []


def test_every_address_is_written_alike_and_ids_are_numbers(app):
    assert [rule.rule for rule in rules(app) if re.search(r"[A-Z_]", re.sub(r"<[^>]+>", "", rule.rule))] == []
    assert [rule.rule for rule in rules(app) if re.search(r"<\w*(_id|number)>", rule.rule)] == []


def test_every_address_asked_for_by_name_exists(app):
    sources = (*files("pb/**/*.py"), *files("templates/**/*.html"))
    asked = {
        name
        for file in sources
        for name in re.findall(r"url_for\(\s*[\"']([\w.]+)[\"']", file.read_text(encoding="utf-8"))
    }
    assert len(asked) > 3
    expect_none(name for name in asked if not name.startswith(".") and name not in app.view_functions)
