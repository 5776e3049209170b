"""Where an application stands, and how it came, is one look-up: each state and each way that there is has its words."""

from __future__ import annotations

import re

import pytest
from jinja2 import UndefinedError

from pb.projects.rules.applications import ApplicationStatus

STATES = {
    "begun": ("Not sent yet", ""),
    "waiting": ("To be checked", "warning"),
    "fix": ("Being changed by the group", "warning"),
    "late": ("Not changed in time", "warning"),
    "eligible": ("Eligible", "success"),
    "not_eligible": ("Not eligible", "danger"),
    "withdrawn": ("Withdrawn", ""),
}
WAYS = {"online": "online", "paper": "on paper", "telephone": "by phone", "file": "from a file"}
SECOND = "Waiting for a second member"


@pytest.fixture
def tags(app):
    with app.test_request_context("/"):
        yield app.jinja_env.get_template("applications/_tags.html").module


def words(html: str) -> list[str]:
    return [each.strip() for each in re.findall(r">([^<>]+)<", html) if each.strip()]


def test_each_state_has_its_words_and_its_colour(tags):
    assert set(STATES) == {each.value for each in ApplicationStatus} | {"late"}
    for state, (said, colour) in STATES.items():
        html = tags.status_tag(state)
        assert words(html) == [said] and (f"tag--{colour}" in html) == bool(colour), state


def test_where_a_second_member_is_waited_for_it_is_said_instead_of_to_be_checked_and_beside_the_others(tags):
    for state, (said, _colour) in STATES.items():
        assert words(tags.status_tag(state, for_second=True)) == ([SECOND] if state == "waiting" else [said, SECOND])


def test_each_way_has_its_words_and_what_is_none_of_them_is_a_fault_of_the_program(tags):
    assert {way: tags.came(way).strip() for way in WAYS} == WAYS
    for asked in (lambda: tags.status_tag("lost"), lambda: tags.came("by pigeon")):
        with pytest.raises(UndefinedError, match="lost|by pigeon"):
            asked()
