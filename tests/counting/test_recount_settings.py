"""The second program reads each setting of a file as the first one does."""

from __future__ import annotations

import json

import pytest

from pb.counting import RULES, LotDigits, Rulebook, count, pabulib, recount_naive
from pb.counting.pabulib import keys
from tests.support.counting.elections import PLAIN, choose, several_pots, with_meta

DIGITS = "12345678901234567890"
POINTS = PLAIN.replace("approval", "cumulative").replace("voter_id;vote", "voter_id;vote;points")
POINTS = POINTS.replace("1,2\n", "1,2;0,3\n").replace("b;1\n", "b;1;4\n").replace("2,1\n", "2,1;1,1\n")
POINTS = POINTS.replace("d;3", "d;;")
RANKS = PLAIN.replace("approval", "ordinal").replace("a;1,2", "a;1,2,3,1")
WITHDRAWN = PLAIN.replace("name;selected", "name;__pb_withdrawn").replace(
    "1;600;3;Chair yoga;1", "1;999999999;3;Yoga;5.5"
)
NUMBERED = PLAIN.replace("name;selected", "name;__pb_number").replace("yoga;1", "yoga;9").replace("2;500.50", "2;600")


def recounted(path, capsys, *options: str) -> dict:
    recount_naive.main([str(path), *options])
    return json.loads(capsys.readouterr().out)


FILES = {
    **{f"the rule {rule}": with_meta(f"__pb_rule;{rule}") for rule in RULES},
    **{f"ranks, {rule}": RANKS.replace("rule;greedy", f"__pb_rule;{rule}") for rule in RULES if rule != "phragmen"},
    **{f"points, {rule}": POINTS.replace("rule;greedy", f"__pb_rule;{rule}") for rule in RULES if rule != "phragmen"},
    **{f"named {name}": with_meta(f"rule;{name}") for name in keys.RULES},
    "a rule that nobody knows": with_meta("rule;roulette"),
    "no rule": with_meta(),
    "equal shares by number": with_meta("__pb_rule;equal-shares", "__pb_satisfaction;number"),
    "ranks by votes": RANKS.replace("rule;greedy", "__pb_support;votes"),
    "points by votes": POINTS.replace("rule;greedy", "__pb_support;votes"),
    "scores": POINTS.replace("cumulative", "scoring"),
    "a threshold": with_meta("rule;greedy", "min_project_score_threshold;2"),
    "a minimum in per cent": with_meta("rule;greedy", "__pb_min_support_percent;101/2"),
    "a minimum of just so many per cent": with_meta("rule;greedy", "__pb_min_support_percent;50"),
    "exclusions": with_meta("rule;greedy-exclusive", "__pb_exclusions;1,3|2,3"),
    "one of another exclusion": with_meta("rule;greedy-exclusive", "__pb_exclusions;1,2"),
    "projects without votes": with_meta("rule;greedy", "__pb_fund_without_votes;1").replace("d;3", "d;2"),
    "no projects without votes": with_meta("rule;greedy").replace("d;3", "d;2"),
    "part funding": PLAIN.replace("rule;greedy", "__pb_part_funding;1")
    .replace("name;selected", "name;__pb_least")
    .replace('too";0', 'too";400')
    .replace("Garden;1", "Garden;"),
    "part funding that was declined": with_meta("rule;greedy", "__pb_part_funding;1", "__pb_declined;2")
    .replace("name;selected", "name;__pb_least")
    .replace('too";0', 'too";400')
    .replace("Garden;1", "Garden;"),
    "a least without part funding": PLAIN.replace("name;selected", "name;__pb_least").replace('too";0', 'too";400'),
    "a least amount in thousandths": with_meta("rule;greedy", "__pb_part_funding;1", currency="EUR")
    .replace("name;selected", "name;__pb_least")
    .replace('too";0', 'too";399.875')
    .replace("yoga;1", "yoga;")
    .replace("Garden;1", "Garden;"),
    "blank ballots": with_meta("__pb_rule;equal-shares", "__pb_blank_ballots;3"),
    "a large step": with_meta("rule;equalshares/add1", "__pb_add_one_step;40.5"),
    "a step of a fraction of a euro": with_meta("rule;equalshares/add1", "__pb_add_one_step;7.125", currency="EUR"),
    "a withdrawn project": WITHDRAWN,
    "a withdrawn project in equal shares": WITHDRAWN.replace("rule;greedy", "rule;equalshares/add1"),
    "a lot": with_meta("__pb_tie_rule;lot", f"__pb_lot_digits;{DIGITS}", "__pb_lot_round;7").replace("d;3", "d;3,2"),
    "numbers in the lot": NUMBERED.replace("rule;greedy", f"__pb_lot_digits;{DIGITS}").replace("b;1", "b;2"),
    "several pots": several_pots(),
    "a pot with = in its name": several_pots().replace("North", "North=West"),
    "several pots and a lot": several_pots().replace("rule;greedy", f"rule;equalshares\n__pb_lot_digits;{DIGITS}"),
    "a pot": with_meta("__pb_pot;North", f"__pb_lot_digits;{DIGITS}", "__pb_tie_rule;lot").replace("d;3", "d;3,2"),
    "empty lines": PLAIN.replace("PROJECTS", "\nPROJECTS").replace("b;1", ";\nb;1"),
    "a byte order mark": "\ufeff" + PLAIN,
}


@pytest.mark.parametrize("name", FILES)
def test_both_programs_read_a_file_alike(name, tmp_path, capsys):
    path = tmp_path / "election.pb"
    path.write_text(FILES[name], encoding="utf-8")
    file = pabulib.read(path) if name != "empty lines" else pabulib.read(_plain(tmp_path))
    outcome = count(file.election, file.rulebook, file.lot, declined=file.declined)
    assert recounted(path, capsys) == {
        "rule": outcome.rule,
        "funded": list(outcome.funded),
        "awards": outcome.awards,
        "spent": outcome.spent,
    }


def _plain(folder):
    (folder / "plain.pb").write_text(PLAIN, encoding="utf-8")
    return folder / "plain.pb"


def test_its_options_replace_what_the_file_says(tmp_path, capsys):
    """2 and 3 cost the same and have as many votes: which of them comes after 1 is for the order or the lot to say."""
    path = tmp_path / "level.pb"
    text = PLAIN.replace("2;500.50", "2;400").replace("c;2,1", "c;1").replace("b;1\n", "b;1\n")
    path.write_text(text.replace("rule;greedy", "__pb_rule;phragmen\nmin_project_score_threshold;9"), encoding="utf-8")
    most = ("--rule", "most-votes")
    assert recounted(path, capsys, *most, "--order", "1,3,2")["funded"] == ["1", "3"]
    assert recounted(path, capsys, *most, "--order", "3,2,1")["funded"] == ["1", "3"]
    assert recounted(path, capsys, *most, "--order", "2,1,3")["funded"] == ["1", "2"]
    election = pabulib.read(path).election
    for round_id in ("7", "8", "9"):
        found = recounted(path, capsys, *most, "--lot", DIGITS, "--round", round_id)
        assert found["funded"] == list(count(election, Rulebook(), LotDigits(round_id, DIGITS)).funded)
    assert recounted(path, capsys, "--rule", "equal-shares", "--satisfaction", "number")["rule"] == "equal-shares"


def test_it_counts_phragmen_to_the_first_that_breaks_the_pot(tmp_path, capsys):
    """£1,000: 1 £600 with 3 votes is ready after £200 each, then 3 (£400, one vote) before 2 and takes all the rest."""
    path = tmp_path / "election.pb"
    path.write_text(PLAIN, encoding="utf-8")
    assert recounted(path, capsys, "--rule", "phragmen")["funded"] == ["1", "3"]


def test_it_stops_phragmen_where_one_of_those_level_breaks_the_pot(tmp_path, capsys):
    """As in `test_phragmen_where_one_of_several_level_ones_is_too_dear`."""
    election = choose([3_00, 2_00, 8_00], 9_00, ("1", 3), ("2", 1), ("3", 4))
    path = tmp_path / "election.pb"
    path.write_bytes(pabulib.write(election, rulebook=Rulebook("phragmen")))
    assert recounted(path, capsys)["funded"] == ["1"]


@pytest.mark.parametrize("satisfaction", ["cost", "number"])
def test_it_reads_by_what_equal_shares_are_measured(satisfaction, tmp_path, capsys):
    """As in `test_equal_shares_by_cost` and `…_by_number`."""
    votes = ("1 2", 4), ("2 3", 2), ("3", 3), ("4", 2)
    election = choose([300_00, 500_00, 400_00, 200_00], 1_100_00, *votes)
    path = tmp_path / "election.pb"
    path.write_bytes(pabulib.write(election, rulebook=Rulebook("equal-shares", satisfaction=satisfaction)))
    expected = ["2", "4"] if satisfaction == "cost" else ["1", "3", "4"]
    assert recounted(path, capsys)["funded"] == expected


@pytest.mark.parametrize("digits", [f"{k}{DIGITS}" for k in range(6)])
@pytest.mark.parametrize("round_line", ["", "\n__pb_lot_round;7"])
def test_it_draws_the_same_lot_by_the_printed_numbers(digits, round_line, tmp_path, capsys):
    """1, 2 and 3 are printed as 9, 2 and 30, cost the same and have one vote each; two of them can be paid."""
    text = NUMBERED.replace("1;600", "1;400").replace("2;600", "2;400").replace('too";0', 'too";2')
    text = text.replace("Garden;1", "Garden;30").replace("rule;greedy", f"__pb_lot_digits;{digits}{round_line}")
    path = tmp_path / "election.pb"
    path.write_text(text[: text.index("VOTES")] + "VOTES\nvoter_id;vote\na;1\nb;2\nc;3\nd;\n", encoding="utf-8")
    file = pabulib.read(path)
    outcome = count(file.election, file.rulebook, file.lot)
    assert len(outcome.funded) == 2 and recounted(path, capsys)["funded"] == list(outcome.funded)


@pytest.mark.parametrize(("step", "funded"), [(None, ["1"]), (1_00, ["1"]), (2_00, [])])
def test_it_reads_by_how_much_a_share_grows(step, funded, tmp_path, capsys):
    """Pot £10, two voters, £5 each. With £6 each 1 (£6) is bought, with £7 2 (£6.50) as well, which is too much."""
    election = choose([6_00, 6_50], 10_00, ("1", 1), ("2", 1))
    path = tmp_path / "election.pb"
    path.write_bytes(pabulib.write(election, rulebook=Rulebook("equal-shares-add1", add_one_step=step)))
    assert recounted(path, capsys)["funded"] == funded
