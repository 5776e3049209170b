"""What META says about the count, read one setting at a time."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from pb.counting import LotDigits, Rulebook, count, pabulib
from pb.counting.pabulib.cells import Cells
from tests.support.counting.elections import PLAIN, read_text, several_pots, with_meta

NO_VOTE = "The vote between this result and most votes first is not made here."


@pytest.mark.parametrize(
    ("named", "rule", "note"),
    [
        ("greedy", "most-votes", ""),
        ("greedy-threshold", "most-votes", ""),
        ("greedy-exclusive", "most-votes", "Its projects that exclude each other are not in the file"),
        ("greedy-custom", "most-votes", "Its own departures from “most votes first” are not made here."),
        ("greedy-no-skip", "most-votes-stop", ""),
        ("equalshares", "equal-shares", ""),
        ("equalshares-comparison", "equal-shares", NO_VOTE),
        ("equalshares/add1", "equal-shares-add1", ""),
        ("equalshares/add1-comparison", "equal-shares-add1", NO_VOTE),
        ("unknown", "most-votes", "The file does not say how the votes were counted."),
        ("roulette", "most-votes", "The rule 'roulette' is not known here; counted by most votes first."),
    ],
)
def test_the_names_of_rules(named, rule, note):
    file = read_text(with_meta(f"rule;{named}"))
    assert file.rulebook == Rulebook(rule)
    assert len(file.notes) == bool(note) and note in "".join(file.notes)
    ours = read_text(with_meta(f"rule;{named}", "__pb_rule;phragmen"))
    assert ours.rulebook == Rulebook("phragmen") and ours.notes == ()


def test_exclusions_that_are_in_the_file_need_no_note():
    file = read_text(with_meta("rule;greedy-exclusive", "__pb_exclusions;1,2|3,2"))
    assert file.notes == () and file.rulebook.exclusions == (frozenset("12"), frozenset("32"))


@pytest.mark.parametrize(
    ("line", "setting"),
    [
        ("__pb_satisfaction;number", {"satisfaction": "number"}),
        ("__pb_support;votes", {"support": "votes"}),
        ("__pb_tie_rule;lot", {"tie_rule": "lot"}),
        ("min_project_score_threshold;2.0", {"min_support": 2}),
        ("min_project_score_threshold;0", {"min_support": 1}),
        ("__pb_min_support_percent;5/2", {"min_support_percent": Fraction(5, 2)}),
        ("__pb_min_support_percent;1/2", {"min_support_percent": Fraction(1, 2)}),
        ("__pb_min_support_percent;100", {"min_support_percent": Fraction(100)}),
        ("__pb_part_funding;1", {"part_funding": True}),
        ("__pb_part_funding;0", {}),
        ("__pb_fund_without_votes;1", {"fund_without_votes": True}),
        ("__pb_fund_without_votes;yes", {}),
        ("__pb_add_one_step;0.25", {"add_one_step": 25}),
    ],
)
def test_each_setting(line, setting):
    assert read_text(with_meta("rule;greedy", line)).rulebook == replace(Rulebook(), **setting)


@pytest.mark.parametrize("rule", ["equal-shares", "equal-shares-add1", "phragmen"])
def test_a_threshold_is_not_for_rules_without_one(rule):
    assert read_text(with_meta(f"__pb_rule;{rule}", "min_project_score_threshold;2")).rulebook == Rulebook(rule)


def test_the_lot():
    digits = "12345678901234567890"
    assert read_text(with_meta(f"__pb_lot_digits;{digits}")).lot == LotDigits("", digits)
    assert read_text(with_meta(f"__pb_lot_digits;{digits}", "__pb_lot_round;7")).lot == LotDigits("7", digits)
    assert read_text(PLAIN).lot is None


@pytest.mark.parametrize(
    ("currency", "step", "unit", "costs"),
    [
        ("GBP", "1", 100, [600_00, 500_50, 400_00]),
        ("EUR", "1", 10, [6_000, 5_005, 4_000]),
        ("EUR", "0.001", 1_000, [600_000, 500_500, 400_000]),
        ("GBP", "0.005", 1_000, [600_000, 500_500, 400_000]),
    ],
)
def test_the_unit_of_money_holds_all_amounts(currency, step, unit, costs):
    file = read_text(with_meta(f"__pb_add_one_step;{step}", currency=currency))
    assert file.election.unit == unit and [project.cost for project in file.election.projects] == costs
    assert file.election.budgets == {None: 1_000 * unit} and file.election.currency == currency
    assert file.rulebook.add_one_step == Fraction(step) * unit


def test_columns_of_our_own():
    """3 was withdrawn at £90.05, 2 can work with £250.5; a number for the lot is a text where it is no plain number."""
    text = PLAIN.replace("name;selected", "name;selected;__pb_least;__pb_withdrawn;__pb_number")
    text = text.replace("yoga;1", "yoga;1;;;017").replace('too";0', 'too";0;250.5;;18').replace("3;400", "3;999999999")
    first, second, third = read_text(text.replace("Garden;1", "Garden;1;;90.05")).election.projects
    assert (first.number, first.least, first.withdrawn) == ("017", None, False)
    assert (second.number, second.least, second.withdrawn) == (18, 250_50, False)
    assert (third.number, third.cost, third.withdrawn) == (3, 90_05, True)


def test_a_project_needs_no_name_and_META_no_header_and_no_value():
    text = PLAIN.replace("key;value\n", "").replace("description;Small grants", "description").replace(";Garden", ";")
    file = read_text(text)
    assert file.meta["description"] == "" and file.election.projects[2].name == ""
    assert read_text(PLAIN.replace("rule;greedy", "key;value")).meta["key"] == "value"


def with_least(amount: str) -> str:
    """3 costs £400, and its group can work with so much."""
    text = PLAIN.replace("name;selected", "name;__pb_least").replace(' too";0', ' too";1')
    return text.replace("Garden;1", f"Garden;{amount}")


def test_a_vote_belongs_to_its_pot_or_to_all():
    """a is of the North, so her vote for 3 does not count; b is of no pot and counts in both, in the South as blank."""
    election = read_text(several_pots()).election
    assert election.budgets == {"North": 600_50, "South": 399_50}
    north, south = (part.profile for part in election.parts)
    assert (north.num_ballots, north.approval_scores, south.num_ballots, south.approval_scores) == (2, [2, 0], 3, [2])
    assert south.num_blank == 1
    blank = read_text(several_pots().replace("rule;greedy", "rule;greedy\n__pb_blank_ballots;5")).election
    assert [part.profile.num_ballots for part in blank.parts] == [7, 8] and blank.ballots == 9


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (several_pots().replace("North=600.5", "North=600"), 12, "do not add up to budget"),
        (several_pots().replace("Garden;1;South", "Garden;1;East"), 20, "belongs to no pot of this file"),
        (several_pots().replace("c;3;South", "c;3;East"), 25, "pot 'East', which is not in META"),
        (several_pots().replace('"Lunch; and ""song"" too"', "Lunch").replace("c;3;South", 'c;"3";East'), 25, "'East'"),
        (PLAIN.replace("num_votes;4", "num_votes;4.5"), 8, "should be a whole number, not '4.5'"),
        ("x" + PLAIN, 15, "META is missing"),
        ("x\n" + PLAIN, 1, "should begin with META"),
        (PLAIN.replace("b;1\n", 'b;"1"\nc\n'), 24, "too few columns"),
        (with_least("400.01"), 19, "not between"),
        (with_least("0"), 19, "not between"),
        (PLAIN.replace("rule;greedy", "__pb_rule;x"), 11, "__pb_rule should be one of most-votes, "),
        (PLAIN.replace("voter_id;vote", "voter_id;vote;vote"), 21, "more than one column vote"),
        (PLAIN.replace("rule;greedy", "__pb_blank_ballots;10000000001"), 11, "more blank ballots than people"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, line, words):
    with pytest.raises(pabulib.BadFile, match=words) as found:
        read_text(text)
    assert found.value.line == line


def test_text_in_votes_that_is_not_utf8_is_refused_with_its_line():
    data = PLAIN.replace("c;2,1", 'c;"2,1"').encode().replace(b"d;3", b"\xe4;3")
    with pytest.raises(pabulib.BadFile, match="not UTF-8") as found:
        read_text(data)
    assert found.value.line == 25
    with pytest.raises(pabulib.BadFile, match="not UTF-8") as found:
        read_text(data.replace(b"voter_id;vote\n", b"voter_id;vote\n\n"))
    assert found.value.line == 26


def test_ten_thousand_million_blank_ballots_are_enough():
    assert read_text(PLAIN.replace("rule;greedy", "__pb_blank_ballots;10000000000")).election.ballots == 10**10 + 4


def test_quoted_cells_may_hold_semicolons_and_line_ends():
    """Voters may be called anything; the vote is what it is."""
    text = PLAIN.replace("a;1,2", '"a;1";1,2').replace("b;1\n", '"b\nb";1\n').replace("d;3", '"d";"3"')
    assert read_text(text).election.parts[0].profile.approval_scores == [3, 2, 1]
    with pytest.raises(pabulib.BadFile, match="already on line 22") as found:
        read_text(text.replace("c;2,1", '"a;1";2'))
    assert found.value.line == 25


def test_a_limit_is_the_most_that_is_accepted():
    assert read_text(PLAIN, limit=len(PLAIN.encode())).election.ballots == 4
    with pytest.raises(pabulib.BadFile) as found:
        read_text(PLAIN, limit=len(PLAIN.encode()) - 1)
    assert found.value.line == 0


def test_ballots_that_fit_the_pot_and_those_of_a_number():
    for lines, kind in ((["max_sum_cost;9"], "budget"), (["max_sum_cost;9", "max_length;2"], "choose")):
        assert read_text(with_meta("rule;greedy", *lines)).election.ballot_type == kind
    scores = PLAIN.replace("approval", "scoring").replace("voter_id;vote", "voter_id;vote;points")
    scores = scores.replace("1,2\n", "1,2;0,3\n").replace("b;1\n", "b;1;4\n").replace("2,1\n", "2,1;1,1\n")
    profile = read_text(scores.replace("d;3", "d;;")).election.parts[0].profile
    assert (profile.total_scores, profile.approval_scores, profile.num_blank) == ([5, 4, 0], [2, 2, 0], 1)


def test_long_ids_that_begin_alike():
    """More than eight bytes: found word by word, and not by their beginnings or by what follows in the file."""
    text = (
        PLAIN.replace("1;600", "project-one-1;600")
        .replace("2;500", "project-one-2;500")
        .replace("3;400", "project-on;400")
    )
    votes = "VOTES\nvoter_id;vote\na;project-one-1,project-one-2\nb;project-one-1\n"
    votes += "c;project-one-2,project-on\nd;project-on\n"
    text = text[: text.index("VOTES")] + votes
    assert read_text(text).election.parts[0].profile.approval_scores == [2, 2, 2]
    for wrong in ("project-o", "project-one-", "project-one-11", "xroject-one-1", "project-one-1project-on"):
        with pytest.raises(pabulib.BadFile, match=f"names project '{wrong}'"):
            read_text(text.replace("b;project-one-1", f"b;{wrong}"))


def test_an_id_of_eight_letters_is_not_the_beginning_of_a_longer_one():
    text = PLAIN.replace("3;400", "gardens8;400").replace("d;3", "d;gardens8")
    assert read_text(text).election.parts[0].profile.approval_scores == [3, 2, 1]
    with pytest.raises(pabulib.BadFile, match="names project 'gardens8x'"):
        read_text(text.replace("d;gardens8", "d;gardens8x"))


def test_voters_are_told_apart_whatever_their_length():
    names = ["v" * 9, "v" * 10, "w" * 64, "w" * 65, "w" * 64 + "x", "12345678x", "12345678y"]
    text = PLAIN[: PLAIN.index("VOTES")].replace("num_votes;4", f"num_votes;{len(names)}")
    text += "VOTES\nvoter_id;vote\n" + "".join(f"{name};1\n" for name in names)
    assert read_text(text).election.ballots == 7
    for name in names:
        with pytest.raises(pabulib.BadFile, match="is already on line"):
            read_text(text.replace("num_votes;7", "num_votes;8") + f"{name};1\n")


def test_voters_with_one_hash_are_two_if_their_names_differ(monkeypatch):
    monkeypatch.setattr(Cells, "hashes", lambda cells: np.ones(len(cells), dtype=np.uint64))
    assert read_text(PLAIN).election.ballots == 4
    with pytest.raises(pabulib.BadFile, match="Voter 'a' is already on line 22"):
        read_text(PLAIN.replace("d;3", "a;3"))


def test_no_projects_and_no_votes():
    text = (
        PLAIN[: PLAIN.index("1;600")].replace("num_projects;3", "num_projects;0").replace("num_votes;4", "num_votes;0")
    )
    file = read_text(text + "VOTES\nvoter_id;vote\n")
    assert count(file.election, file.rulebook).steps == () and file.election.ballots == 0
    with pytest.raises(pabulib.BadFile, match="names project '1'"):
        read_text(text.replace("num_votes;0", "num_votes;1") + "VOTES\nvoter_id;vote\na;1\n")
