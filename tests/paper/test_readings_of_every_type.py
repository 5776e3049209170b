"""What a typist types of ballots with points, scores and places; it is kept as one short text and read again."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from pb.paper.rules import (
    REASONS,
    PaperReading,
    PaperState,
    RuledReading,
    UnreadableEntry,
    read_entry,
    reading_from,
    state_of,
)
from pb.paper.rules.readings import LETTERS, LONGEST, MOST_MARKS, longest_text
from pb.paper.rules.rulings import ruled_from
from pb.rounds.rules.pot_numbers import MOST_CHOICES
from pb.rounds.rules.settings import MOST_POINTS
from pb.sealed import PADDED, SEALED
from pb.voting.rules.ballot_rules import BEST_SCORE, BallotPart, BallotRules, PotPurse
from pb.voting.rules.choices import choices_error
from tests.support.ballot_rules import whole_ballot

POINTS, SCORE, RANK = (whole_ballot(kind, range(1, 13), 1, 3) for kind in ("points", "score", "rank"))
#: Two pots; each has places of its own.
NORTH, SOUTH = BallotPart("North", frozenset({1, 2, 3}), 1, 3), BallotPart("South", frozenset({4, 5, 6}), 0, 3)
BUDGET = BallotRules("budget", (BallotPart("", frozenset({1, 2}), 0, 2),), purses=(PotPurse("", 100, {1: 60, 2: 50}),))


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
    reading = PaperReading.of(choices, kind)
    again = reading_from(reading.as_text)
    assert again == reading and hash(again) == hash(reading) and again.choices == choices


def test_texts_from_before_there_were_figures_still_say_ticks():
    assert reading_from("doubtful|3 7 12") == PaperReading((3, 7, 12), "doubtful")
    assert PaperReading((3, 7)).text == "3 7" and PaperReading((3, 7), figures=(1, 1)) == PaperReading((3, 7))


def test_a_text_of_the_longest_kind_fills_its_seal_and_its_column():
    longest_word = max(len(f"{word}|") for word in (*REASONS, *LETTERS.values()))
    assert LONGEST + longest_word == PADDED
    cipher = Fernet(Fernet.generate_key())
    assert [len(cipher.encrypt(b"x" * length)) <= SEALED for length in (PADDED, PADDED + 1)] == [True, False]


#: A ballot with as many projects as a paper names with three figures, and as many of them chosen as can be asked for.
LAST = range(999, 999 - MOST_CHOICES, -1)


@pytest.mark.parametrize(
    ("ballot_type", "figures", "length"),
    [
        ("choose", lambda _place: 1, 199),
        ("budget", lambda _place: 1, 199),
        ("rank", lambda place: place + 1, 199),
        ("score", lambda place: (2, 4)[place % 2], 203),
        ("points", lambda _place: 2, 201),
        # 3, 5, 7 … beside some, and 1 beside the others: the most that differ.
        ("points", lambda place: 2 * place + 3 if place < 6 else 1, 213),
    ],
)
def test_the_longest_papers_that_can_be_cast_are_typed_and_ruled_on(ballot_type, figures, length):
    rules = whole_ballot(ballot_type, range(1, 1000), 1, MOST_CHOICES, points=MOST_POINTS)
    given = {number: figures(place) for place, number in enumerate(LAST)}
    assert choices_error(rules, given) is None
    with_figures = ballot_type in ("points", "rank", "score")
    typed = " ".join(f"{number}={figure}" if with_figures else str(number) for number, figure in given.items())
    reading = read_entry(f"{typed} ?", rules)
    assert (reading.choices, len(reading.text)) == (given, length)
    assert length <= longest_text(ballot_type, 999, MOST_CHOICES, MOST_POINTS) <= LONGEST
    assert reading_from(reading.as_text) == reading
    assert ruled_from(RuledReading("typed_wrong", reading).as_text).counts == PaperReading.of(given)
    assert max(len(RuledReading("typed_wrong", reading).as_text), len(reading.as_text)) <= PADDED


@given(
    st.sampled_from(["choose", "points", "rank", "budget", "score"]),
    st.integers(1, 3),
    st.sets(st.integers(1, 120), min_size=1, max_size=12),
    st.data(),
)
def test_no_paper_that_can_be_cast_is_longer_than_it_may_be(ballot_type, parts, numbers, data):
    """Each part gives its places, points and scores by itself."""
    given: dict[int, int] = {}
    for part in range(parts):
        there = sorted(number for number in numbers if number % parts == part)
        given |= dict(zip(data.draw(st.permutations(there)), _figures(ballot_type, len(there), data), strict=True))
    longest = longest_text(ballot_type, max(numbers), len(numbers), MOST_POINTS * parts)
    assert len(PaperReading.of(given).text) <= longest


def _figures(ballot_type: str, many: int, data: st.DataObject) -> list[int]:
    if ballot_type == "rank":
        return list(range(1, many + 1))
    if ballot_type == "score":
        return [data.draw(st.integers(1, BEST_SCORE)) for _project in range(many)]
    if ballot_type != "points":
        return [1] * many
    left, figures = MOST_POINTS, []
    for rest in reversed(range(many)):
        figures.append(data.draw(st.integers(1, min(left - rest, 15) if rest else left)))
        left -= figures[-1]
    return figures


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
