"""A page that refuses says what happened, as its heading, and leads somewhere."""

from __future__ import annotations

import re

import pytest

import pb.wiring  # noqa: F401  (knows every guard)
from pb.guards import all_guards
from pb.refusals import Refusal
from pb.web.access import Role
from pb.web.errors import LONGEST_HEADING
from tests.support.sources import expect_none, modules
from tests.support.voters import at_the_ballot, chooses, noted


def test_what_happened_is_the_heading_and_the_way_back_is_a_link(make, visitor):
    round_ = make.voting_round()
    visitor.signed_in_as(make.account(Role.COORDINATOR))
    page = visitor.opens(f"/rounds/{round_.id}/settings")
    assert page.status == 409 and page.heading.startswith("The ballot for this round has been frozen")
    assert visitor.follows("Go back").status == 200

    visitor.opens(f"/rounds/{round_.id}/manage")
    page = visitor.posts(f"/rounds/{round_.id}/after-close/count")
    assert page.status == 409 and page.heading == "You cannot do this step yet."
    assert visitor.follows("Go back").address == f"/rounds/{round_.id}/after-close/count"


def test_a_spent_ballot_leads_to_no_page_of_it(make, visitor):
    at_the_ballot(visitor, make, make.voting_round())
    chooses(visitor, 1)
    draft = next(box.get("value") for box in visitor.page.all("input") if box.get("name") == "draft")
    visitor.presses("Cast my vote")
    page = visitor.posts("/vote/review", {"draft": draft, "noted": noted(1)})
    assert page.status == 409 and page.heading == "A vote has already been cast with this code."
    assert "Go back" not in page.links and visitor.follows("Go to the home page").address == "/"


@pytest.mark.parametrize(
    ("sentence", "heading", "rest"),
    [
        ("It is shut. It opens on Monday.", "It is shut.", "It opens on Monday."),
        ("The pot “St. Mary” is empty.", "The pot “St. Mary” is empty.", ""),
        ("x" * (LONGEST_HEADING + 1) + ".", "We could not do this", "x" * (LONGEST_HEADING + 1)),
    ],
)
def test_a_long_sentence_or_a_second_one_stands_below_the_heading(app, visitor, sentence, heading, rest):
    app.view_functions["home.home"] = _refuses(sentence)
    page = visitor.opens("/")
    assert page.status == 409 and page.heading == heading and rest in page.main and "Go to the home page" in page.links


def _refuses(sentence):
    def view():
        raise Refusal(sentence)

    return view


def test_a_docstring_that_names_a_guard_names_one_that_is_there():
    named = [
        (module.name, name)
        for module in modules()
        for list_ in re.findall(r"\(guards?\s+((?:`\w+`[,\s]*)+)\)", module.text)
        for name in re.findall(r"\w+", list_)
    ]
    assert len(named) > 10
    known = {guard.name for guard in all_guards()}
    expect_none(f"{module} names the guard {name}" for module, name in named if name not in known)
