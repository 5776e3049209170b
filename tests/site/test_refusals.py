"""A page that refuses says what happened, as its heading, and leads somewhere."""

from __future__ import annotations

import ast
import re

import pytest

import pb.wiring  # noqa: F401  (knows every guard)
from pb.guards import all_guards
from pb.refusals import Refusal
from pb.web.access import Role
from pb.web.errors import LONGEST_HEADING
from tests.support.sources import TOP, Module, expect_none, modules
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


def own_words(module: Module) -> list[str]:
    """Where a page says in words of its own that something is refused, there or in a constant above."""
    its_own = {
        ast.unparse(target)
        for node in module.tree.body
        if isinstance(node, ast.Assign) and _says(node.value)
        for target in node.targets
    }
    return [
        f"{module.place(call)}: the words of a refusal stand in the rules of a room, or in the action that refuses"
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "Refusal"
        if any(_says(part) or ast.unparse(part) in its_own for part in call.args)
    ]


def _says(node: ast.AST) -> bool:
    calls = (each for each in ast.walk(node) if isinstance(each, ast.Call))
    return any(ast.unparse(each.func) in ("_", "_l", "ngettext") for each in calls)


def test_no_page_refuses_in_words_of_its_own():
    expect_none(fault for module in modules("pb/pages") for fault in own_words(module))


def test_this_guard_sees_words_in_a_page():
    class Sample(Module):
        text = (
            'LATE = _l("Too late.")\nraise Refusal(_("It is shut."), BACK)\nraise Refusal(LATE)\nraise Refusal(BACK)\n'
        )

    assert [each.partition(": ")[0] for each in own_words(Sample(TOP / "pb" / "pages" / "due.py"))] == [
        "pb/pages/due.py:2",
        "pb/pages/due.py:3",
    ]
