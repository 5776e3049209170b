"""Each setting of a round at its edges: the last value that is taken and the first that is refused. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from pb.counting import Rulebook
from pb.rounds.rules.pots import pot_faults
from pb.rounds.rules.rulebooks import rulebook_as_set, rulebook_of
from pb.rounds.rules.sections import errors_of_set, with_section
from pb.rounds.rules.settings import Settings, rule_error, settings_errors

MINUTE = timedelta(minutes=1)
OPEN, CLOSE, VOTING, SCREENS, POST = (datetime(2026, 5, day, 12, tzinfo=UTC) for day in (1, 8, 15, 22, 25))
GOOD = Settings(
    name="Spring",
    pots=(("", 500_00),),
    ceiling_pence=100_00,
    applications_open_at=OPEN,
    applications_close_at=CLOSE,
    voting_opens_at=VOTING,
    voting_closes_at=SCREENS,
    post_closes_at=POST,
    age_declaration="I am 60 or over.",
    area_declaration="I live in Leith.",
)


def pots(*names: str, pence: int = 500_00) -> tuple:
    return tuple((name, pence) for name in names)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"name": "x" * 120, "age_declaration": "x" * 200, "area_declaration": f" {'x' * 200} "},
        {"criteria": ("x" * 300,) * 12},
        {"pots": pots(*"ABCDEFGH")},
        {"pots": pots("x" * 80)},
        {"pots": (("", 2_000_000_000),)},
        {"pots": (("", 1),), "ceiling_pence": 1},
        {"pots": (("North", 1), ("South", 2)), "ceiling_pence": 2},
        {"applications_close_at": OPEN + MINUTE, "voting_opens_at": OPEN + MINUTE},
        {"voting_closes_at": VOTING + MINUTE, "post_closes_at": VOTING + MINUTE},
        {"grace_minutes": 0},
        {"grace_minutes": 60},
        {"min_choices": 0},
        {"min_choices": 3},
        {"min_choices": 1, "max_choices": 1},
        {"max_choices": 50},
        {"min_choices": 50, "max_choices": 50},
        {"any_number": True, "min_choices": 50},
        {"ballot_type": "points", "points_to_share": 2},
        {"ballot_type": "points", "points_to_share": 100},
        {"ballot_type": "points", "points_to_share": 3, "min_choices": 3},
        {"ballot_type": "rank"},
        {"ballot_type": "budget", "any_number": True, "min_choices": 0},
        {"ballot_type": "score", "any_number": True, "min_choices": 5},
        {"pots": pots("North", "South"), "pot_choices": ((0, 2), (1, 3))},
        {"pots": pots("North", "South"), "pot_choices": ((0, 2), (1, 3)), "ballot_type": "points"},
        {"pots": pots("North", "South"), "pot_choices": ((30, 30), (0, 20))},
        {
            "pots": pots("North", "South"),
            "pot_choices": ((2, 2), (0, 1)),
            "ballot_type": "points",
            "points_to_share": 2,
        },
        {"pots": pots("North", "South"), "ballot_type": "rank"},
        {"rotation": True},
        {"min_support_votes": 1},
        {"min_support_votes": 1_000_000},
        {"signatures_needed": 10},
        {"entitlement": "vouch", "key_custody": "shares"},
    ],
)
def test_a_round_may_be_so(changed):
    assert settings_errors(replace(GOOD, **changed)) == {}


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"name": " "}, "name", "Enter a name"),
        ({"name": "x" * 121}, "name", "120 characters or fewer"),
        ({"age_declaration": ""}, "age_declaration", "Enter who can vote, by age"),
        ({"age_declaration": "x" * 201}, "age_declaration", "200 characters or fewer"),
        ({"area_declaration": ""}, "area_declaration", "Enter who can vote, by area"),
        ({"area_declaration": "x" * 201}, "area_declaration", "200 characters or fewer"),
        ({"criteria": ("x",) * 13}, "criteria", "Enter 12 lines or fewer"),
        ({"criteria": ("x", "x" * 301)}, "criteria", "300 characters or fewer"),
        ({"pots": ()}, "pots", "Enter how much money"),
        ({"pots": (("North", 500_00), ("South", 0))}, "pots", "Enter how much money"),
        ({"pots": (("North", 2_000_000_000), ("South", 1))}, "pots", "more money than we can count"),
        ({"pots": pots(*"ABCDEFGHI")}, "pots", "up to 8 pots"),
        ({"pots": pots("North", " ")}, "pots", "a different name"),
        ({"pots": pots("North", "north ")}, "pots", "a different name"),
        ({"pots": pots("North", "x" * 81)}, "pots", "80 characters or fewer"),
        ({"ceiling_pence": 0}, "ceiling_pence", "Enter the most one group can ask for"),
        ({"ceiling_pence": 500_01}, "ceiling_pence", "must not be more than is in a pot"),
        ({"applications_close_at": OPEN}, "applications_close_at", "after they open"),
        ({"voting_opens_at": CLOSE - MINUTE}, "voting_opens_at", "before applications close"),
        ({"voting_closes_at": VOTING}, "voting_closes_at", "after it opens"),
        ({"post_closes_at": SCREENS - MINUTE}, "post_closes_at", "before voting closes"),
        ({"grace_minutes": -1}, "grace_minutes", "from 0 to 60"),
        ({"grace_minutes": 61}, "grace_minutes", "from 0 to 60"),
        ({"min_choices": -1}, "min_choices", "fewest projects"),
        ({"min_choices": 4}, "min_choices", "fewest projects"),
        ({"min_choices": 0, "max_choices": 0}, "max_choices", "from 1 to 50"),
        ({"max_choices": 51}, "max_choices", "from 1 to 50"),
        ({"ballot_type": "cards"}, "ballot_type", "what voters do"),
        ({"ballot_type": "points", "points_to_share": 1}, "points_to_share", "from 2 to 100"),
        ({"ballot_type": "points", "points_to_share": 101}, "points_to_share", "from 2 to 100"),
        (
            {"ballot_type": "points", "points_to_share": 2, "min_choices": 3, "max_choices": 3},
            "min_choices",
            "too few points",
        ),
        ({"any_number": True, "min_choices": 51}, "min_choices", "from 1 to 50"),
        ({"pots": pots("North", "South"), "pot_choices": ((1, 2),)}, "pot_choices", "for every pot"),
        ({"pots": pots("North", "South"), "pot_choices": ((1, 2), None)}, "pot_choices", "for every pot"),
        ({"pots": pots("North", "South"), "pot_choices": ((2, 1), (0, 1))}, "pot_choices", "fewest projects"),
        ({"pots": pots("North", "South"), "pot_choices": ((0, 0), (0, 1))}, "pot_choices", "Enter 1 or more projects"),
        ({"pots": pots("North", "South"), "pot_choices": ((0, 30), (0, 21))}, "pot_choices", "no more than 50"),
        (
            {
                "pots": pots("North", "South"),
                "pot_choices": ((3, 3), (0, 1)),
                "ballot_type": "points",
                "points_to_share": 2,
            },
            "pot_choices",
            "too few points",
        ),
        ({"pots": pots("North", "South"), "pot_choices": ((-1, 2), (0, 1))}, "pot_choices", "fewest projects"),
        ({"pots": pots("North", "South"), "ballot_type": "points"}, "pot_choices", "With several pots, each pot needs"),
        *(
            (
                {"pots": pots("North", "South"), "ballot_type": "points", "pot_choices": there},
                "pot_choices",
                "With several pots, each pot needs",
            )
            for there in (((1, 2), None), ((1, 2),))
        ),
        ({"min_support_votes": 1_000_001}, "min_support_votes", "a number of votes"),
        ({"signatures_needed": 1}, "signatures_needed", "from 2 to 10"),
        ({"signatures_needed": 11}, "signatures_needed", "from 2 to 10"),
        ({"entitlement": "asked"}, "entitlement", "how people show"),
        ({"key_custody": "pocket"}, "key_custody", "who will keep the key"),
    ],
)
def test_one_wrong_setting_is_said_at_its_field_and_nowhere_else(changed, field, said):
    wrong = settings_errors(replace(GOOD, **changed))
    assert set(wrong) == {field} and said in str(wrong[field])


@pytest.mark.parametrize(
    ("amounts", "carried", "fits"),
    [
        ((1_800_000_000,), (200_000_000,), True),
        ((1_800_000_000,), (200_000_001,), False),
        ((2_000_000_000,), (), True),
        ((1_000_000_000, 900_000_000), (0, 100_000_001), False),
        ((1_000_000_000,), (0, 2_000_000_000), True),
    ],
)
def test_all_the_money_of_a_round_has_a_limit_with_what_is_carried_into_it(amounts, carried, fits):
    names = ("North", "South")[: len(amounts)]
    wrong = settings_errors(replace(GOOD, pots=tuple(zip(names, amounts, strict=True))), carried)
    assert [str(each) for each in wrong.values()] == (
        [] if fits else ["This is more money than we can count. Check the amount."]
    )


def test_each_pot_with_a_fault_is_named_with_what_was_asked():
    faults = pot_faults([("North", 0), ("South", 5), ("", -1)])
    assert [(each.place, each.asked, str(each.sentence)) for each in faults] == [
        (0, "amount", "Enter how much money is in the pot “North”."),
        (2, "amount", "Enter how much money is in the pot."),
    ]


def test_where_pots_have_numbers_the_rounds_are_their_sums_and_go_with_the_pots():
    settings = replace(GOOD, pots=pots("North", "South"), pot_ids=(7, 8), pot_choices=((0, 2), (1, 3)))
    assert (settings.min_choices, settings.max_choices) == (1, 5)
    turned = with_section(settings, {"pots": pots("South", "North"), "pot_ids": (8, 7)})
    assert turned.pot_choices == ((1, 3), (0, 2))
    renamed = with_section(settings, {"pots": pots("Leith", "South"), "pot_ids": (7, 8)})
    assert renamed.pot_choices == ((0, 2), (1, 3))
    one_more = with_section(settings, {"pots": pots("North", "South", "West"), "pot_ids": (7, 8, None)})
    assert one_more.pot_choices == ((0, 2), (1, 3), None) and "pot_choices" in settings_errors(one_more)
    assert errors_of_set(one_more, (), section="money") == {} != errors_of_set(one_more, (), section="ballot")
    others = with_section(settings, {"pots": pots("East", "West"), "pot_ids": (None, None)})
    assert (others.pot_choices, others.max_choices) == ((), 5)
    alone = with_section(settings, {"pots": pots("South"), "pot_ids": (8,)})
    assert alone.pot_choices == () and settings_errors(alone) == {}


@pytest.mark.parametrize(("least", "most"), [(0, 1), (1, 1), (5, 5)])
def test_where_any_number_can_be_chosen_the_column_of_the_most_has_the_least_whatever_was_typed(least, most):
    settings = replace(GOOD, any_number=True, min_choices=least, max_choices=99)
    assert settings.max_choices == most and settings_errors(settings) == {}


def test_a_minimum_below_nothing_is_said_at_its_field_too():
    wrong = settings_errors(replace(GOOD, min_support_votes=-1))
    assert set(wrong) == {"min_support_votes", "rule"} and "a number of votes" in str(wrong["min_support_votes"])


def test_the_ceiling_is_not_compared_with_pots_that_are_wrong_themselves():
    assert set(settings_errors(replace(GOOD, pots=()))) == {"pots"}


def test_the_count_says_which_rule_does_not_go_with_the_rest():
    odd = replace(GOOD, rule="dice")
    assert set(settings_errors(odd)) == {"rule"} and settings_errors(odd)["rule"] == rule_error(odd)
    assert rule_error(GOOD) is None and rule_error(replace(GOOD, pots=())) is None


def test_what_a_round_is_when_nobody_says_otherwise():
    assert (GOOD.criteria, GOOD.grace_minutes, GOOD.ballot_type) == ((), 15, "choose")
    assert (GOOD.min_choices, GOOD.max_choices, GOOD.min_support_votes) == (1, 3, 0)
    assert (GOOD.rule, GOOD.tie_rule, GOOD.part_funding) == ("most-votes", "cost-then-lot", False)
    assert (GOOD.entitlement, GOOD.signatures_needed, GOOD.key_custody) == ("code", 2, "folder")


def test_no_minimum_of_votes_is_told_from_a_minimum():
    assert rulebook_as_set(GOOD) == Rulebook("most-votes", tie_rule="cost-then-lot", part_funding=False)
    assert rulebook_as_set(GOOD).min_support is None
    assert rulebook_as_set(replace(GOOD, min_support_votes=1)).min_support == 1


def counted(**settings) -> Rulebook:
    round_ = {"tie_rule": "cost-then-lot", "part_funding": True, "min_support_votes": 2, "ballot_type": "choose"}
    return rulebook_of(SimpleNamespace(**round_ | {"satisfaction": "cost", "add_one_step_pence": 100} | settings))


def test_of_what_nobody_is_asked_for_a_rulebook_has_what_goes_with_its_rule():
    plain = counted(rule="most-votes")
    assert (plain.satisfaction, plain.add_one_step, plain.part_funding, plain.min_support) == (None, None, True, 2)
    assert counted(rule="equal-shares").satisfaction == counted(rule="equal-shares", ballot_type="budget").satisfaction
    assert counted(rule="equal-shares").satisfaction == "cost" and counted(rule="equal-shares").add_one_step is None
    assert counted(rule="equal-shares", ballot_type="rank").satisfaction is None
    assert counted(rule="equal-shares-add1").add_one_step == 100
