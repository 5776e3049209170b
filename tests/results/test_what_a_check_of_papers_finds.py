"""How many papers are looked at again before a result is signed, and what comes of it."""

from __future__ import annotations

import random

import pytest

from pb.counting import Comparison, Rulebook, count
from pb.results.rules.paper_checks import (
    CheckedCount,
    CheckedPaper,
    Finding,
    Seen,
    all_hold,
    finding_of_all,
    finding_of_sample,
    papers_to_draw,
    seen_of,
)
from tests.support.counting.elections import LOT, choose
from tests.support.effort import runs

AHEAD = Comparison("ahead", "1", "2", 3)


@pytest.mark.parametrize(
    ("count", "drawn"),
    [
        (CheckedCount(400, 40), None),
        (CheckedCount(1_000, 100), 63),
        (CheckedCount(5_000, 100), 312),
        (CheckedCount(401, 5), None),  # 500 would have to be drawn
        (CheckedCount(5_000, 0), None),  # a tie
        (CheckedCount(5_000, 9_000), 4),
        (CheckedCount(1_000, 500, most=5), 63),  # points: five of them are a vote
        (CheckedCount(1_000, 110, left_out=5), 63),
        (CheckedCount(1_000, 10, left_out=5), None),
        (CheckedCount(400, None), None),
        (CheckedCount(5_000, None), 400),
    ],
)
def test_how_many_are_drawn(count, drawn):
    assert papers_to_draw(count) == drawn


@pytest.mark.parametrize(
    ("seen", "finding"),
    [
        (Seen(63), Finding("confirmed")),
        (Seen(63, differ=2), Finding("confirmed")),  # they hurt no comparison
        (Seen(63, 1, 1), Finding("more", 13)),
        (Seen(76, 1, 1), Finding("confirmed")),
        (Seen(63, 1, 0, 1), Finding("more", 68)),
        (Seen(63, 20, 0, 20), Finding("all")),
    ],
)
def test_what_a_sample_says(seen, finding):
    assert finding_of_sample(CheckedCount(1_000, 100), seen) == finding


def test_the_more_that_are_asked_for_are_enough_if_no_error_is_among_them():
    for papers, margin, seen in (
        (1_000, 100, Seen(63, 2, 1, 1)),
        (5_000, 100, Seen(312, 1, 1)),
        (900, 77, Seen(74, 3, 3)),
    ):
        counted = CheckedCount(papers, margin)
        more = finding_of_sample(counted, seen).more
        again = Seen(seen.looked + more, seen.differ, seen.one_vote, seen.two_votes)
        assert more > 0 and finding_of_sample(counted, again).kind == "confirmed"


def test_without_comparisons_nothing_is_confirmed_by_a_sample():
    counted = CheckedCount(5_000, None)
    assert finding_of_sample(counted, Seen(400)) == finding_of_sample(counted, Seen(400, 9)) == Finding("rate")


def test_what_all_the_papers_say():
    with_margin, without = CheckedCount(300, 3), CheckedCount(300, None)
    assert (
        finding_of_all(with_margin, Seen(300), True) == finding_of_all(without, Seen(300), True) == Finding("confirmed")
    )
    assert finding_of_all(with_margin, Seen(300, 2, 1), True) == Finding("confirmed")
    assert finding_of_all(with_margin, Seen(300, 2, 1), False) == Finding("unconfirmed")
    assert finding_of_all(without, Seen(300, 2), False) == Finding("rate")


def test_a_paper_that_is_not_there_is_as_bad_as_can_be():
    papers = [
        CheckedPaper({"1": 1}, {"1": 1}, True, 2),
        CheckedPaper({"1": 1}, None, False),
        CheckedPaper({"1": 1}, {}, False, 3),
        CheckedPaper({"1": 1}, {"2": 1}, False),
        CheckedPaper({}, {"1": 1}, False),
    ]
    assert seen_of([AHEAD], papers, 1) == Seen(8, 6, one_vote=3, two_votes=2)
    assert seen_of([], papers, 1) == Seen(8, 6)
    assert seen_of(
        [AHEAD], [CheckedPaper({"1": 5}, {"1": 1}, False), CheckedPaper({"1": 5}, {"2": 1}, False)], 5
    ) == Seen(2, 2, 1, 1)


def test_left_out_papers_let_no_error_make_up_for_another():
    papers = [CheckedPaper({"1": 1}, {"2": 1}, False)] * 2 + [CheckedPaper({"2": 1}, {"1": 1}, False)] * 2
    assert all_hold([AHEAD], papers, 1, 0) and not all_hold([AHEAD], papers, 1, 1)
    tie = Comparison("ahead", "1", "2", 0)
    assert all_hold([tie], papers, 1, 0) and not all_hold([tie], papers[:1], 1, 0)
    assert all_hold([tie], [], 1, 1)


def test_where_all_papers_confirm_a_result_a_new_count_of_them_has_the_same():
    """Brute force: papers typed wrong at random; what the comparisons confirm is what the papers have."""
    draw, confirmed, times = random.Random("papers"), 0, runs(400, 40_000)
    for _ in range(times):
        costs = [draw.randint(1, 5) for _ in range(3)]
        papers = [frozenset(draw.sample("123", draw.randint(0, 2))) for _ in range(draw.randint(1, 9))]
        typed = [
            frozenset(draw.sample("123", draw.randint(0, 2))) if draw.random() < 0.2 else paper for paper in papers
        ]
        first, then = (
            count(choose(costs, 6, *((" ".join(sorted(each)), 1) for each in of)), Rulebook(), LOT)
            for of in (typed, papers)
        )
        looked = [
            CheckedPaper(dict.fromkeys(was, 1), dict.fromkeys(says, 1), was == says)
            for was, says in zip(typed, papers, strict=True)
        ]
        proofs = first.pots[0].comparisons.proofs
        counted = CheckedCount(len(papers), min(proof.margin for proof in proofs) if proofs else None)
        seen = seen_of(proofs, looked, 1)
        found = finding_of_all(counted, seen, all_hold(proofs, looked, 1, 0))
        if found.kind == "confirmed":
            confirmed += seen.differ > 0
            assert set(first.funded) == set(then.funded)
    assert confirmed > times / 10
