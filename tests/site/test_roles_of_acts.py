"""An act that belongs to some roles says so itself (``Act.only``): that its page is open to no others is not enough."""

from __future__ import annotations

from collections import defaultdict

import pytest

from pb.programme.actions.freeze_proposals import propose_freeze
from pb.record.acts import all_acts
from pb.refusals import Refusal
from pb.roles import FACILITATOR
from pb.web.access import roles_of
from tests.support.reached import acts_of
from tests.support.sources import expect_none

#: What decides about a whole round, or what all voters read.
BELONG = ("ballots", "correction", "decision", "language", "result", "round")
#: They ask for more than a role: somebody on the round's list, or one who is not its first person.
ASK_FOR_MORE = {
    "ballots.taken", "correction.agreed", "decision.agreed", "decision.proposed", "decision.taken_back",
    "result.recounted", "result.signed", "round.abandoned", "round.frozen",
}  # fmt: skip


@pytest.fixture
def roles(app):
    """For each act the roles to which the pages that lead to it are open."""
    found = defaultdict(set)
    for endpoint, view in app.view_functions.items():
        if endpoint != "static":
            for act in acts_of(view):
                found[act] |= roles_of(endpoint)
    return found


def test_an_act_is_done_in_the_roles_of_its_pages(roles):
    expect_none(
        f"{act.name} is done by {sorted(act.only)}, and its pages are open to {sorted(roles[act.name])}"
        for act in all_acts()
        if act.only and set(act.only) != roles[act.name]
    )


def test_what_decides_about_a_round_or_for_all_voters_says_by_whom(roles):
    assert roles["result.signed"] == {"steering"} and roles["lot.typed"] == {"coordinator", "counter", "steering"}
    expect_none(
        f"{act.name} is kept by its page alone"
        for act in all_acts()
        if act.name.split(".")[0] in BELONG and roles[act.name] and not act.only and act.name not in ASK_FOR_MORE
    )


def test_a_facilitator_proposes_no_freeze_whatever_page_led_there(make):
    round_ = make.ready_round()
    with pytest.raises(Refusal, match="in your role"):
        propose_freeze(make.actor(FACILITATOR), round_, substitute=make.substitute())
