"""A paper that two people typed alike and wrongly is corrected by two, before its vote goes into the ballot box."""

from __future__ import annotations

import pytest

from pb.pages.paper_desk.lookups import paper_in_address
from pb.paper import actions
from pb.paper.queries import paper_of, paper_statuses
from pb.paper.rules import PaperReading
from pb.refusals import Refusal
from pb.voting.queries import frozen_ballot
from tests.support.makers.papers import counter


@pytest.fixture
def typed(make, round_, voting_session, counters):
    """A bundle of one paper that says 3 7, typed as 3 8 by both: (bundle, serial, its address)."""
    (serial,) = make.papers(voting_session, printed=1, issued=1)
    bundle = make.bundle(voting_session, in_box=1, one=counters[0], two=counters[1])
    for number, who in ((1, counters[0]), (2, counters[1])):
        make.typed(bundle, who, number, {serial: "3 8"})
    return bundle, serial, f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}/papers/{paper_in_address(serial)}"


def counted(bundle):
    return paper_statuses([bundle.id], frozen_ballot(bundle.round_id))[bundle.id][0].counted


def test_one_says_so_another_looks_and_agrees_and_what_the_paper_says_is_cast(desks, typed, counters):
    (first, second, _third), (bundle, _serial, here) = desks, typed
    assert "This paper is settled." in first.opens(here).text and "3 Project" not in first.page.main
    first.ticks("Both people typed something different from what the paper says", "Yes, it counts as written below")
    first.types("What it counts as", "3 7").presses("Propose this ruling")
    assert "8 Project" not in first.page.main, "whoever proposes a ruling reads nothing that they did not type just now"
    with pytest.raises(Refusal, match="not settled yet"):
        actions.cast_bundle(counter(counters[2]), bundle)
    page = second.opens(here)
    assert "7 Project number 7" in page.main and "8 Project" not in page.main, "the paper itself is looked at"
    assert "This paper is settled." in second.presses("I have checked the paper and agree").text
    assert counted(bundle) == PaperReading((3, 7)) and actions.cast_bundle(counter(counters[2]), bundle) == 1


def test_a_settled_paper_is_ruled_on_for_no_other_reason_and_not_after_the_cast(typed, counters):
    bundle, serial, _here = typed
    paper, by = paper_of(bundle.round_id, serial), counter(counters[0])
    with pytest.raises(Refusal, match="does not need a ruling"):
        actions.propose_ruling(by, bundle, paper, reason="unclear", counts=None)
    actions.cast_bundle(by, bundle)
    with pytest.raises(Refusal):
        actions.propose_ruling(by, bundle, paper, reason="typed_wrong", counts=None)
