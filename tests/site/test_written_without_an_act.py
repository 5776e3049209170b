"""What is written without a line in the record asks all the same whether its person may, or says why nobody is asked.

A vote, a turn at a kiosk, a paper and a reply envelope leave no line: with its moment and a name it would tell which
helper was with which voter (docs/decisions.md, 121). So nothing but the action itself keeps others from it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, FACILITATOR, Actor, Role
from pb.voting.actions import check_in_envelope, issue_paper, replace_spoiled_paper
from pb.voting.queries import right_of_code
from tests.support.sources import Module, expect_none, modules

_DEVICE = "the device does it, which signs its requests with a key of its own; who set it up is in the record"
_OWN = "whoever signs in does it to their own sign-in, by a token that only their browser has"
#: Actions that write in a transaction that is no act, and ask nobody for a role.
NOBODY_IS_ASKED = {
    "ask_online": "everybody may ask for a vote by post on the website; staff check each request before a card goes out",
    **dict.fromkeys(
        (
            "begin_turn", "end_turn", "note_screen", "note_turn", "pin_was_right", "spend_pin", "take_request_number",
            "take_contact", "take_votes", "take_late_card", "_note_refusals",
        ),
        _DEVICE,
    ),
    **dict.fromkeys(
        ("begin_sign_in", "prove_sign_in", "end_sign_in", "end_other_sign_ins", "use_codes", "read_up_to"), _OWN
    ),
    **dict.fromkeys(("_cast_together", "hold"), "a voter has a right, which is spent once, and no role"),
    **dict.fromkeys(
        ("cancel_what_is_left", "import_as_ordered"), "a job: who ordered it was asked, and its row is marked"
    ),
    **dict.fromkeys(("make_sounds", "_make", "stamp_totals"), "the server does it by itself, every few minutes"),
    "order_charts_again": "a picture of a public result is drawn anew: it says what it said",
    "acting": "it is what asks, for every act",
}  # fmt: skip


def written_without_an_act(module: Module) -> Iterator[tuple[str, bool]]:
    """Each function that opens a transaction, and whether it asks who does it."""
    for function in (each for each in module.tree.body if isinstance(each, ast.FunctionDef)):
        called = {
            each.func.id
            for each in ast.walk(function)
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
        }
        if called & {"transaction", "exclusive_transaction"}:
            yield function.name, "require_role" in called


def test_who_writes_without_an_act_is_asked_for_their_role_or_it_says_why_not():
    found = dict(each for module in modules() if ".actions" in module.name for each in written_without_an_act(module))
    assert {"type_paper", "order_cards", "issue_paper"} <= {name for name, asks in found.items() if asks}
    expect_none(
        f"{name} asks nobody for a role" for name, asks in found.items() if not asks and name not in NOBODY_IS_ASKED
    )
    expect_none(f"{name} asks, or writes nothing" for name in NOBODY_IS_ASKED if found.get(name, True))


@pytest.mark.parametrize("role", [each for each in Role if each != Role.COMMAND])
def test_papers_and_envelopes_are_issued_at_their_own_desks_alone(make, role):
    round_ = make.voting_round()
    first, second = (right_of_code(card.code) for card in make.cards(round_, 2))
    session, by = make.session_at(round_, make.account(FACILITATOR)), Actor(None, role)
    for does, may in (
        (lambda: issue_paper(by, session, first), {COORDINATOR, FACILITATOR}),
        (lambda: replace_spoiled_paper(by, session), {COORDINATOR, FACILITATOR}),
        (lambda: check_in_envelope(by, round_.id, second), {COORDINATOR, COUNTER}),
    ):
        if role in may:
            does()
        else:
            with pytest.raises(Refusal, match="You cannot do this in your role."):
                does()
