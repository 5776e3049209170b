"""The table: which rule goes with which ballots and settings; setting up a round refuses the rest."""

from __future__ import annotations

from itertools import product

import pytest

from pb.counting import BALLOT_TYPES, RULES, Rulebook, RulebookRefused, alternatives, count, rulebook_error, what_if
from pb.counting.what_if import share_step
from tests.support.counting.elections import LOT, choose

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
    assert (rulebook_error(Rulebook(rule, **values), "choose") is None) == (rule in rules)


@pytest.mark.parametrize(("rule", "ballot_type"), list(product(RULES, BALLOT_TYPES)))
def test_ballots_and_rules(rule, ballot_type):
    assert (rulebook_error(Rulebook(rule), ballot_type) is None) == (
        rule != "phragmen" or ballot_type in ("choose", "budget")
    )
    assert rulebook_error(Rulebook(rule), ballot_type, ["North", "South"]) == rulebook_error(
        Rulebook(rule), ballot_type
    )


@pytest.mark.parametrize(
    "rulebook",
    [
        Rulebook("roulette"),
        Rulebook(tie_rule="age"),
        Rulebook(support="points"),
        Rulebook(min_support_percent=101),
        Rulebook("equal-shares-add1", add_one_step=0),
        Rulebook(exclusions=[{"1"}]),
    ],
)
def test_a_count_refuses_settings_that_mean_nothing(rulebook):
    with pytest.raises(RulebookRefused) as stopped:
        count(choose([100, 200], 300, ("1", 1)), rulebook, LOT)
    assert str(stopped.value) == str(rulebook_error(rulebook, "choose"))


def test_a_round_needs_a_pot():
    assert rulebook_error(Rulebook(), "choose", []) == "A round needs at least one pot."


def test_what_if_counts_the_same_ballots_by_every_rule_that_goes_with_them():
    """Pot £9, 5 voters. Most votes: 1 (£9), and 3 of the 5 have a funded choice. Equal shares: £1.80 each, 1 needs £3:
    nothing. Phragmén: all ready on day 3, the two cheap ones first; after one of them 1 would break the pot: one
    project, one voter."""
    election = choose([900, 300, 300], 900, ("1", 3), ("2", 1), ("3", 1))
    found = {
        one.rulebook.rule: one
        for one in what_if(election, alternatives(election.ballot_type, election.pots, Rulebook(min_support=1)), LOT)
    }
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


@pytest.mark.parametrize(
    ("rulebook", "ballot_type", "sentence"),
    [
        (
            Rulebook("roulette"),
            "choose",
            "There is no rule called roulette. The rules are: most-votes, most-votes-stop, votes-per-pound, "
            "equal-shares, equal-shares-add1, equal-shares-add1-greedy, phragmen.",
        ),
        (
            Rulebook("phragmen"),
            "rank",
            "The rule “sequential Phragmén” cannot be used with rank ballots. It can be used with: budget, choose.",
        ),
        (Rulebook(support="points"), "budget", "There are no points on budget ballots."),
        (Rulebook("equal-shares", satisfaction="points"), "choose", "There are no points on choose ballots."),
        (
            Rulebook("phragmen", exclusions=[{"1", "2"}]),
            "choose",
            "Phragmén” cannot be used with projects that exclude",
        ),
        (Rulebook("equal-shares", part_funding=True), "choose", "“equal shares” cannot be used with part funding."),
        (Rulebook("equal-shares", min_support=1), "choose", "“equal shares” cannot be used with a minimum support."),
        (Rulebook("equal-shares", min_support_percent=1), "choose", "cannot be used with a minimum support."),
        (Rulebook(satisfaction="cost"), "choose", "cannot be used with a satisfaction."),
        (Rulebook(add_one_step=1), "choose", "cannot be used with an add-one step."),
        (
            Rulebook("phragmen", fund_without_votes=True),
            "choose",
            "cannot be used with funding projects without votes.",
        ),
        (Rulebook(tie_rule="age"), "choose", "There is no tie rule called age. Choose from: cost-then-lot, lot."),
        (
            Rulebook("equal-shares", satisfaction="joy"),
            "choose",
            "There is no satisfaction called joy. Choose from: cost, number, points.",
        ),
        (Rulebook(support="joy"), "choose", "There is no kind of support called joy. Choose from: votes, points."),
        (Rulebook(min_support=0), "choose", "Minimum support must be 1 or more."),
        (Rulebook(min_support_percent=0), "choose", "A minimum percentage must be more than 0 and no more than 100."),
        (
            Rulebook(min_support_percent="100.1"),
            "choose",
            "A minimum percentage must be more than 0 and no more than 100.",
        ),
        (Rulebook("equal-shares-add1", add_one_step=0), "choose", "The add-one step must be at least one penny."),
        (Rulebook(exclusions=[{"1"}]), "choose", "Name at least two projects that exclude each other."),
        (
            Rulebook(min_support_percent=5),
            "score",
            "A minimum percentage can only be used with votes, and these ballots are",
        ),
    ],
)
def test_why_a_rulebook_is_refused(rulebook, ballot_type, sentence):
    assert sentence in rulebook_error(rulebook, ballot_type)


@pytest.mark.parametrize(
    ("rulebook", "ballot_type"),
    [
        (Rulebook(min_support=1, min_support_percent=100), "choose"),
        (Rulebook(min_support_percent="0.5"), "choose"),
        (Rulebook(support="votes", min_support_percent=5), "rank"),
        (Rulebook(support="points"), "rank"),
        (Rulebook("equal-shares", satisfaction="points"), "points"),
        (Rulebook("equal-shares-add1", add_one_step=1), "choose"),
        (Rulebook(exclusions=[{"1", "2"}]), "choose"),
    ],
)
def test_settings_at_their_limits_are_allowed(rulebook, ballot_type):
    assert rulebook_error(rulebook, ballot_type, ["North", "South"]) is None


@pytest.mark.parametrize("ballot_type", BALLOT_TYPES)
def test_what_is_taken_where_the_rulebook_is_silent(ballot_type):
    by_names = ballot_type in ("choose", "budget")
    assert Rulebook().support_for(ballot_type) == ("votes" if by_names else "points")
    assert Rulebook().satisfaction_for(ballot_type) == ("cost" if by_names else "points")
    assert Rulebook(support="votes", satisfaction="number").support_for(ballot_type) == "votes"
    assert Rulebook(support="votes", satisfaction="number").satisfaction_for(ballot_type) == "number"


@pytest.mark.parametrize(
    ("rulebook", "ballots", "least"),
    [
        (Rulebook(), 10, 1),
        (Rulebook(fund_without_votes=True), 10, 0),
        (Rulebook(min_support=3, fund_without_votes=True), 10, 3),
        (Rulebook(min_support_percent=30), 10, 3),
        (Rulebook(min_support_percent=31), 10, 4),
        (Rulebook(min_support=3, min_support_percent=31), 10, 4),
        (Rulebook(min_support=5, min_support_percent=31), 10, 5),
    ],
)
def test_the_least_support(rulebook, ballots, least):
    assert rulebook.least_support(ballots) == least


def test_a_rulebook_survives_its_settings():
    rulebook = Rulebook(
        "equal-shares", "number", "lot", "votes", 3, "33.3", True, 50, [["b", "a"], ["d", "c"]], fund_without_votes=True
    )
    assert rulebook.as_dict()["exclusions"] == [["a", "b"], ["c", "d"]]
    assert rulebook.as_dict()["min_support_percent"] == "333/10"
    assert Rulebook.from_dict(rulebook.as_dict()) == rulebook
    assert Rulebook.from_dict({"rule": "phragmen"}) == Rulebook("phragmen")


@pytest.mark.parametrize(
    ("order", "exclusions", "words"),
    [
        (["1"], [], "every project once"),
        (["1", "2", "2"], [], "every project once"),
        (["1", "1"], [], "every project once"),
        ([], [{"1", "9"}], "excludes a project that is not in this election"),
    ],
)
def test_a_count_refuses_what_names_other_projects(order, exclusions, words):
    with pytest.raises(RulebookRefused, match=words):
        count(choose([100, 200], 300, ("1", 1)), Rulebook(exclusions=exclusions), LOT, order=order)


def test_the_rules_to_compare_with_keep_the_settings_that_go_with_them():
    """The family keeps the minimum, the others only the tie rule; satisfaction is the published rule's own."""
    election = choose([900, 300], 900, ("1", 3))
    found = alternatives(
        election.ballot_type, election.pots, Rulebook("votes-per-pound", min_support=2, tie_rule="lot")
    )
    assert found[0] == Rulebook("votes-per-pound", min_support=2, tie_rule="lot")
    assert Rulebook("most-votes", min_support=2, tie_rule="lot") in found
    assert Rulebook("phragmen", tie_rule="lot") in found and len(found) == len(RULES)
    own = Rulebook("equal-shares-add1", satisfaction="number", add_one_step=7)
    assert alternatives(election.ballot_type, election.pots, own)[:2] == [own, Rulebook("most-votes")]


@pytest.mark.parametrize(
    ("budget", "ballots", "unit", "step"),
    [
        (52_000_00, 1_200, 100, 100),  # £43 each
        (1_000_00, 1, 100, 100),  # £1,000 each: just within
        (1_000_01, 1, 100, 1_000),
        (700_000_000, 20_000, 1, 100),  # 35,000 forints each
        (500_00, 0, 100, 100),
        (500_000_00, 0, 100, 100_000),
    ],
)
def test_a_share_grows_by_a_pound_or_where_it_is_thousands_by_more(budget, ballots, unit, step):
    assert share_step(budget, ballots, unit) == step


def test_only_the_rules_that_add_take_the_step():
    found = alternatives("choose", (None,), Rulebook("equal-shares-add1", add_one_step=5), 1_000)
    assert {one.rule: one.add_one_step for one in found if one.add_one_step} == {
        "equal-shares-add1": 5,
        "equal-shares-add1-greedy": 1_000,
    }
