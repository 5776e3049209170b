"""A ballot that asks for more than there is, or for more than a paper could be typed from, is named in one sentence: in the
settings, and by the freeze, which waits for it.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pb.programme.queries.freezing import ready
from pb.programme.queries.out_of_reach import remarks_on
from pb.programme.rules.freezing import missing_for_freeze
from pb.programme.rules.what_is_asked import ProjectsAsked, asked_of, too_much


def of(ballot_type: str = "choose", *pots: dict, least: int = 0, most: int = 3, any_number: bool = False):
    """A round that asks for this. ``pots``: what they say themselves; one that says nothing if none is given."""
    plain = {"amount_pence": 100, "min_choices": None, "max_choices": None}
    return SimpleNamespace(
        pots=[
            SimpleNamespace(**{"id": n, "name": f"Pot {n}", **plain, **pot})
            for n, pot in enumerate(pots or ({"name": ""},))
        ],
        ballot_type=ballot_type,
        min_choices=least,
        max_choices=most,
        any_number=any_number,
    )


def projects(*in_pots: int, cost: int = 1) -> list[SimpleNamespace]:
    """So many projects in each pot."""
    pots = [pot for pot, many in enumerate(in_pots) for _project in range(many)]
    return [SimpleNamespace(id=n, pot_id=pot, cost_pence=cost) for n, pot in enumerate(pots)]


def numbers(least: int, most: int) -> dict:
    return {"min_choices": least, "max_choices": most}


TOO_LONG = "Voters can choose so much that not every paper could be typed in. Let them choose fewer projects."


@pytest.mark.parametrize(
    ("round_", "there", "said"),
    [
        (of(least=3, most=3), (3,), []),
        (of(most=3), (2,), ["Voters can choose up to 3 projects, but there are only 2. Let them choose fewer."]),
        (of(most=2), (1,), ["Voters can choose up to 2 projects, but there is only 1. Let them choose fewer."]),
        (of(most=3), (0,), []),
        (of(least=4, any_number=True), (4,), []),
        (
            of(least=4, any_number=True),
            (3,),
            ["Voters must choose at least 4 projects, but they can choose only 3. Ask for fewer."],
        ),
        (of("budget", {"amount_pence": 2}, least=2), (3,), []),
        (
            of("budget", {"amount_pence": 2}, least=3),
            (3,),
            ["Voters must choose at least 3 projects, but they can choose only 2. Ask for fewer."],
        ),
        (of("choose", numbers(0, 2), numbers(1, 1)), (2, 1), []),
        (
            of("choose", numbers(0, 2), numbers(1, 2)),
            (2, 1),
            ["Pot 1: Voters can choose up to 2 projects, but there is only 1. Let them choose fewer."],
        ),
        (of("choose", {}, {}, most=4), (2, 2), []),
        (of(any_number=True), (60,), []),
        (
            of(any_number=True),
            (61,),
            [
                "Voters can choose any number of projects, but from a paper only 60 can be typed in. Say how many they can "
                "choose."
            ],
        ),
        (of("score", most=50), (999,), []),
        (of("points", most=50), (999,), []),
        (of("choose", most=50), (4000,), [TOO_LONG]),
        (of("points", *[numbers(0, 25)] * 2), (30, 30), []),
        (of("points", *[numbers(0, 25)] * 2), (500, 400), [TOO_LONG]),
        (of("points", *[numbers(0, 12)] * 2), (500, 400), []),
    ],
)
def test_what_no_voter_could_do_is_said_with_what_to_change(round_, there, said):
    assert [str(sentence) for sentence in too_much(round_, projects(*there), 100)] == said


def test_what_the_money_is_enough_for_is_counted_from_the_cheapest_of_each_pot():
    there = [SimpleNamespace(id=n, pot_id=n % 2, cost_pence=cost) for n, cost in enumerate((60, 40, 50, 30, 90))]
    assert asked_of(of("budget", {}, {}, least=1), there) == [ProjectsAsked("", 1, 3, 5, 3)]
    of_its_own = of("budget", numbers(2, 2), numbers(0, 1))
    assert asked_of(of_its_own, there) == [ProjectsAsked("Pot 0", 2, 2, 3, 1), ProjectsAsked("Pot 1", 0, 1, 2, 2)]
    of_its_own.pots[1].max_choices = None
    assert asked_of(of_its_own, there) == [ProjectsAsked("Pot 0", 2, 2, 3, 1)], (
        "a pot that came later has no numbers yet"
    )


def test_a_project_that_is_in_no_pot_yet_is_there_to_be_chosen():
    there = [SimpleNamespace(id=n, pot_id=None, cost_pence=1) for n in range(2)]
    assert asked_of(of(least=2, most=2), there) == [ProjectsAsked("", 2, 2, 2, 2)]


def test_the_settings_and_the_freeze_say_it_in_the_same_words(make):
    round_ = make.ready_round(2, max_choices=3)
    said = "Voters can choose up to 3 projects, but there are only 2. Let them choose fewer."
    assert [str(each.sentence) for each in missing_for_freeze(ready(round_)) if each.page == "settings"] == [said]
    assert [str(each.sentence) for each in remarks_on(round_) if each.forbids] == [said]


def test_while_groups_can_apply_nobody_knows_how_many_projects_there_will_be(make):
    assert not [each for each in remarks_on(make.applying_round(max_choices=3)) if each.section == "ballot"]
