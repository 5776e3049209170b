"""What a typist types of ballots with points, scores and places; it is kept as one short text and read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.paper.rules import REASONS, PaperState, Reading, Ruled, UnreadableEntry, read_entry, reading_from, state_of
from pb.paper.rules.readings import LETTERS, LONGEST, MOST_MARKS
from pb.sealed import PADDED
from pb.voting.rules.ballot_rules import BallotRules, Part, Purse
from tests.support.ballot_rules import whole_ballot

POINTS, SCORE, RANK = (whole_ballot(kind, range(1, 13), 1, 3) for kind in ("points", "score", "rank"))
#: Two pots; each has places of its own.
NORTH, SOUTH = Part("North", frozenset({1, 2, 3}), 1, 3), Part("South", frozenset({4, 5, 6}), 0, 3)
BUDGET = BallotRules("budget", (Part("", frozenset({1, 2}), 0, 2),), purses=(Purse("", 100, {1: 60, 2: 50}),))


@pytest.mark.parametrize(
    ("rules", "typed", "choices", "kind"),
    [
        (POINTS, "2=5 4=3 7=2", {2: 5, 4: 3, 7: 2}, ""),
        (POINTS, "7/2, 2 = 5  04/3", {2: 5, 4: 3, 7: 2}, ""),
        (POINTS, "2=500", {2: 500}, ""),
        (POINTS, "2=5 4=0", {2: 5}, ""),
        (POINTS, "2=0", {}, "blank"),
        (SCORE, "2=5 4=9?", {2: 5, 4: 9}, "doubtful"),
        (SCORE, "b", {}, "blank"),
        (RANK, "4 2 7", {4: 1, 2: 2, 7: 3}, ""),
        (RANK, "4=1 2=1 7=3 ?", {4: 1, 2: 1, 7: 3}, "doubtful"),
        (RANK, "S", {}, "spoiled"),
        (BallotRules("rank", (NORTH, SOUTH)), "5 1 4 2", {5: 1, 4: 2, 1: 1, 2: 2}, ""),
    ],
)
def test_a_paper_with_figures_is_read_as_it_is(rules, typed, choices, kind):
    reading = read_entry(typed, rules)
    assert (reading.choices, reading.kind) == (choices, kind)
    assert reading_from(reading.as_text) == reading


@pytest.mark.parametrize(
    ("rules", "typed", "said"),
    [
        (POINTS, "2 4=3", "Enter the points of project 2 after it, like this: 2=5"),
        (POINTS, "2=", "like this: 2=5"),
        (POINTS, "2=x", "like this: 2=5"),
        (POINTS, "2=1000", "like this: 2=5"),
        (POINTS, "2=5 2=3", "number 2 twice"),
        (POINTS, "13=5", "no project 13"),
        (POINTS, "=5", "is not a number"),
        (SCORE, "2=-1", "Enter the score of project 2"),
        (SCORE, "B 2=5", "on its own"),
        (RANK, "4=1 2", "Enter only project numbers, or what is beside each of them, like this: 2=1"),
        (RANK, "4 2 4", "number 4 twice"),
        (BUDGET, "1=60", "“1=60” is not a number"),
    ],
)
def test_a_slip_is_refused_with_what_to_do(rules, typed, said):
    with pytest.raises(UnreadableEntry, match=said):
        read_entry(typed, rules)


def test_two_typings_agree_when_every_figure_does():
    def state(*typed: str) -> PaperState:
        return state_of([read_entry(each, POINTS) for each in typed], False, POINTS, ())

    assert state("2=5 4=3", "4/3 2/5") == PaperState.SETTLED
    assert state("2=5 4=3", "2=3 4=5") == PaperState.DIFFERS
    assert state("2=9 4=3", "2=9 4=3") == PaperState.TO_RULE, "12 points"
    ranked = [read_entry(typed, RANK) for typed in ("4 2", "2=2 4=1")]
    assert state_of(ranked, False, RANK, ()) == PaperState.SETTLED, "typed in two ways, the same paper"


@pytest.mark.parametrize(("rules", "typed"), [(RANK, "4=1 2=1"), (RANK, "4=1 2=3"), (SCORE, "4=6"), (BUDGET, "1 2")])
def test_what_no_screen_lets_through_two_people_decide(rules, typed):
    assert state_of([read_entry(typed, rules)] * 2, False, rules, ()) == PaperState.TO_RULE


@given(st.dictionaries(st.integers(1, 100), st.integers(1, 999), max_size=40), st.sampled_from(["", *LETTERS.values()]))
def test_every_reading_is_read_again_from_its_text(choices, kind):
    reading = Reading.of(choices, kind)
    again = reading_from(reading.as_text)
    assert again == reading and hash(again) == hash(reading) and again.choices == choices


def test_texts_from_before_there_were_figures_still_say_ticks():
    assert reading_from("doubtful|3 7 12") == Reading((3, 7, 12), "doubtful")
    assert Reading((3, 7)).text == "3 7" and Reading((3, 7), figures=(1, 1)) == Reading((3, 7))


def test_the_longest_papers_that_can_be_cast_fit_under_their_seal():
    assert LONGEST + max(len(f"{word}|") for word in (*REASONS, *LETTERS.values())) <= PADDED
    numbers = range(51, 101)
    ranked = read_entry(" ".join(map(str, numbers)), whole_ballot("rank", numbers, 1, 50))
    spread = read_entry(" ".join(f"{n}={1 + n % 5}" for n in numbers), whole_ballot("score", numbers, 1, 50))
    shared = read_entry(" ".join(f"{n}={n - 50}" for n in range(51, 64)), whole_ballot("points", numbers, 1, 50))
    for reading in (ranked, spread, shared):
        assert len(Ruled("typed_wrong", reading).as_text) <= PADDED


@pytest.mark.parametrize("ballot_type", ["choose", "rank", "score", "budget"])
def test_where_any_number_can_be_chosen_a_paper_with_all_of_the_projects_can_be_typed(ballot_type):
    numbers = range(1, MOST_MARKS + 1)
    figures = {"rank": lambda n: n, "score": lambda n: (5, 1, 3)[n % 3]}.get(ballot_type)
    typed = " ".join(f"{n}={figures(n)}" if figures else str(n) for n in numbers)
    assert len(read_entry(typed, whole_ballot(ballot_type, numbers, 0, len(numbers))).numbers) == MOST_MARKS


def test_points_spread_over_all_of_the_projects_can_be_typed():
    numbers = range(1, MOST_MARKS + 1)
    given = dict.fromkeys(numbers, 1) | {n: 2 * n - 97 for n in range(50, 55)}  # 3, 5, 7, 9, 11: the most that differ
    assert sum(given.values()) <= 100
    typed = " ".join(f"{n}={points}" for n, points in given.items())
    assert read_entry(typed, whole_ballot("points", numbers, 0, len(numbers), points=100)).choices == given


def test_a_paper_with_more_figures_than_can_be_kept_is_typed_as_doubtful():
    numbers = range(51, 101)
    with pytest.raises(UnreadableEntry, match="too long to be kept"):
        read_entry(" ".join(f"{n}={n * 3}" for n in numbers), whole_ballot("points", numbers, 1, 50))
