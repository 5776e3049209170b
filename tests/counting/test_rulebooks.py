"""The table: which rule goes with which ballots and settings; setting up a round refuses the rest."""

from __future__ import annotations

from itertools import product

import pytest

from pb.counting import BALLOT_TYPES, RULES, Refused, Rulebook, alternatives, count, refused, what_if
from tests.counting.making import LOT, choose

SHARES = ("equal-shares", "equal-shares-add1", "equal-shares-add1-greedy")
FAMILY = ("most-votes", "most-votes-stop", "votes-per-pound")
# What is allowed, written out by hand: (setting, its rules).
ALLOWED = [
    ({"part_funding": True}, FAMILY),
    ({"exclusions": [{"1", "2"}]}, FAMILY),
    ({"min_support": 2}, FAMILY),
    ({"min_support_percent": 5}, FAMILY),
    ({"fund_without_votes": True}, FAMILY),
    ({"satisfaction": "cost"}, SHARES),
    ({"satisfaction": "number"}, SHARES),
    ({"add_one_step": 50}, SHARES[1:]),
    ({"tie_rule": "lot"}, tuple(RULES)),
    ({"support": "votes"}, tuple(RULES)),
    ({}, tuple(RULES)),
]


@pytest.mark.parametrize(("rule", "setting"), list(product(RULES, ALLOWED)))
def test_settings_and_rules(rule, setting):
    values, rules = setting
    assert (refused(Rulebook(rule, **values), "choose") is None) == (rule in rules)


@pytest.mark.parametrize(("rule", "ballot_type"), list(product(RULES, BALLOT_TYPES)))
def test_ballots_and_rules(rule, ballot_type):
    assert (refused(Rulebook(rule), ballot_type) is None) == (rule != "phragmen" or ballot_type in ("choose", "budget"))
    assert refused(Rulebook(rule), ballot_type, ["North", "South"]) == refused(Rulebook(rule), ballot_type)


@pytest.mark.parametrize(
    ("values", "ballot_type"),
    [
        ({"rule": "roulette"}, "choose"),
        ({"tie_rule": "age"}, "choose"),
        ({"support": "points"}, "choose"),
        ({"min_support": 0}, "choose"),
        ({"rule": "equal-shares", "satisfaction": "points"}, "budget"),
        ({"min_support_percent": 101}, "choose"),
        ({"min_support_percent": 5}, "points"),
        ({"rule": "equal-shares-add1", "add_one_step": 0}, "choose"),
        ({"exclusions": [{"1"}]}, "choose"),
    ],
)
def test_settings_that_mean_nothing_are_refused_in_a_sentence(values, ballot_type):
    sentence = refused(Rulebook(**values), ballot_type)
    assert str(sentence).endswith(".")
    with pytest.raises(Refused):
        count(choose([100, 200], 300, ("1", 1)), Rulebook(**{"rule": "most-votes", **values, "min_support": 0}), LOT)


def test_a_round_needs_a_pot():
    assert refused(Rulebook(), "choose", []) == "A round needs at least one pot."


def test_what_if_counts_the_same_ballots_by_every_rule_that_goes_with_them():
    """Pot £9, 5 voters. Most votes: 1 (£9), and 3 of the 5 have a funded choice. Equal shares: £1.80 each, 1 needs £3:
    nothing. Phragmén: all ready on day 3, the two cheap ones first; after one of them 1 would break the pot: one
    project, one voter."""
    election = choose([900, 300, 300], 900, ("1", 3), ("2", 1), ("3", 1))
    found = {one.rulebook.rule: one for one in what_if(election, alternatives(election, Rulebook(min_support=1)), LOT)}
    assert list(found) == list(RULES)
    assert found["most-votes"].outcome.funded == ("1",) and found["most-votes"].voters == 3
    assert found["equal-shares"].outcome.funded == () and found["equal-shares"].voters == 0
    assert len(found["phragmen"].outcome.funded) == 1 and found["phragmen"].voters == 1
    assert all(one.voters == voters_by_hand(one) for one in found.values())


def voters_by_hand(one) -> int:
    return sum({"1": 3, "2": 1, "3": 1}[id] for id in one.outcome.funded)


def test_what_if_without_a_lot_names_the_tied_projects():
    election = choose([300, 300], 300, ("1 2", 1))
    found = what_if(election, [Rulebook()])
    assert found[0].outcome is None and set(found[0].tied) == {"1", "2"}
