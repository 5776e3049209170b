"""A paper that two people typed alike and wrongly is corrected by two, before its vote goes into the ballot box."""

from __future__ import annotations

import pytest

from pb.edits import NothingChanged
from pb.pages.paper_desk.lookups import paper_in_address
from pb.paper import actions
from pb.paper.queries import paper_of, paper_statuses
from pb.paper.rules import PaperReading
from pb.refusals import Refusal
from pb.voting.queries import frozen_ballot
from pb.web.access import COORDINATOR, Actor
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


@pytest.fixture
def others(new_visitor, make, round_, counters, desks):
    """Two who did not type it: the third counter, and a coordinator."""
    coordinator = make.staff(COORDINATOR, declared_in=round_)
    return (desks[2], counters[2]), (new_visitor().signed_in_as(coordinator), coordinator)


def test_one_says_so_another_looks_and_agrees_and_what_the_paper_says_is_cast(others, typed, counters):
    ((first, _), (second, _)), (bundle, _serial, here) = others, typed
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


@pytest.mark.parametrize("counts", [None, PaperReading((3, 7))])
def test_two_who_typed_a_paper_cannot_drop_or_change_its_vote(make, others, typed, counters, counts):
    (_, (_, coordinator)), (bundle, serial, _here) = others, typed
    paper, said = paper_of(bundle.round_id, serial), {"reason": "typed_wrong", "counts": counts}
    for typist in counters[:2]:
        with pytest.raises(Refusal, match="You typed this paper"):
            actions.propose_ruling(counter(typist), bundle, paper, **said)
    actions.propose_ruling(counter(counters[2]), bundle, paper, **said)
    with pytest.raises(NothingChanged):
        actions.propose_ruling(counter(counters[2]), bundle, paper, **said)
    for typist in counters[:2]:
        with pytest.raises(Refusal, match="You typed this paper"):
            actions.agree_ruling(counter(typist), bundle, paper)
    actions.agree_ruling(Actor(coordinator.id, COORDINATOR), bundle, paper)
    assert counted(bundle) == counts


def test_neither_is_a_paper_that_they_typed_as_one_with_too_many_marks_made_to_count_by_them(
    make, voting_session, counters
):
    (serial,) = make.papers(voting_session, printed=1, issued=1)
    bundle = make.bundle(voting_session, in_box=1, one=counters[0], two=counters[1])
    for number, who in ((1, counters[0]), (2, counters[1])):
        make.typed(bundle, who, number, {serial: "1 2 3 4 5 6 7 8 9"})
    paper = paper_of(bundle.round_id, serial)
    with pytest.raises(Refusal, match="You typed this paper"):
        actions.propose_ruling(counter(counters[0]), bundle, paper, reason="typed_wrong", counts=PaperReading((1,)))
    actions.propose_ruling(counter(counters[0]), bundle, paper, reason="too_many", counts=None)
    actions.agree_ruling(counter(counters[1]), bundle, paper)
    assert counted(bundle) is None, "what the rule decides needs nobody else"


def test_who_typed_it_is_told_that_two_others_look(desks, others, typed):
    (first, _second, _third), ((other, _), _), (_bundle, _serial, here) = desks, others, typed
    page = first.opens(here)
    assert "Two people who did not type it must look at the paper" in page.main
    assert "Propose this ruling" not in page.buttons
    other.opens(here)
    other.ticks("Both people typed something different from what the paper says", "No, it does not count")
    other.presses("Propose this ruling")
    page = first.opens(here)
    assert "Two people who did not type it must look at the paper" in page.main
    assert not {"Propose this ruling", "I have checked the paper and agree"} & set(page.buttons)


def test_a_settled_paper_is_ruled_on_for_no_other_reason_and_not_after_the_cast(typed, counters):
    bundle, serial, _here = typed
    paper, by = paper_of(bundle.round_id, serial), counter(counters[2])
    with pytest.raises(Refusal, match="does not need a ruling"):
        actions.propose_ruling(by, bundle, paper, reason="unclear", counts=None)
    actions.cast_bundle(by, bundle)
    with pytest.raises(Refusal):
        actions.propose_ruling(by, bundle, paper, reason="typed_wrong", counts=None)
