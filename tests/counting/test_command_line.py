"""`python -m pb.counting`: what a neighbour types, and what she sees."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys

import pytest

from pb.counting import LotDigits, Rulebook, count, pabulib
from pb.counting.commands import main
from tests.support.counting.elections import PLAIN, several_pots

KEYS = {"rule", "budget", "spent", "funded", "steps", "ties", "ballots"}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "election.pb"
    path.write_text(PLAIN, encoding="utf-8")
    return str(path)


def test_it_runs_without_flask_and_sqlalchemy(file):
    program = (
        "import sys, runpy\nclass Refuse:\n    def find_spec(self, name, *rest):\n"
        "        assert name.partition('.')[0] not in ('flask', 'sqlalchemy'), name\n"
        "sys.meta_path.insert(0, Refuse())\nsys.argv = ['x', sys.argv[1], '--json']\n"
        "runpy.run_module('pb.counting', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", program, file], capture_output=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["funded"] == ["1", "3"]


def test_json_has_the_stable_keys_and_the_bytes_of_the_outcome(file, capfdbinary):
    assert main([file, "--json"]) == 0
    out = capfdbinary.readouterr().out
    found = pabulib.read(file)
    assert out == count(found.election, found.rulebook).to_json() + b"\n"
    assert json.loads(out).keys() >= KEYS
    assert json.loads(out)["funded"] == ["1", "3"] and json.loads(out)["spent"] == 1000_00


def test_winners_and_reasons_in_plain_words(file, capsys):
    assert main([file]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Rule: most-votes (most votes first, skipping projects that no longer fit), as META says: greedy. 4 "
        "ballots, counted by votes.",
        "Funded: 1, 3",
        "1. 1 Chair yoga (3 votes): It is funded: it costs £600, and £1,000 was left when its turn came.",
        '2. 2 Lunch; and "song" too (2 votes): It is not funded: it costs £500.50, and £400 was left when its '
        "turn came. "
        "It would have got money with one more vote.",
        "3. 3 Garden (1 vote): It is funded: it costs £400, and £400 was left when its turn came.",
        "Spent £1,000 of £1,000; £0 is left.",
    ]


def test_explain_adds_the_comparisons(file, capsys):
    assert main([file, "--explain"]) == 0
    assert '- 1 Chair yoga is ahead of 2 Lunch; and "song" too by 1 vote.' in capsys.readouterr().out.splitlines()


def test_explain_says_pot_by_pot_what_the_result_depends_on(tmp_path, capsys):
    path = tmp_path / "pots.pb"
    path.write_text(several_pots(), encoding="utf-8")
    assert main([str(path), "--explain"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if line in ("North:", "South:")] == ["North:", "South:"] * 2  # the count, the proofs
    depends = "What the result depends on:"
    assert (
        said[said.index(depends) - 1] == "North:" and said[said.index(depends, said.index(depends) + 1) - 1] == "South:"
    )
    assert "- 1 Chair yoga has at least the 1 vote that a project needs, with 1 vote to spare." in said


def test_one_ballot_is_said_as_one(tmp_path, capsys):
    one = "META\nkey;value\nbudget;100\nvote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost\n1;50\nVOTES\nvoter_id;vote\na;1\n"
    (tmp_path / "one.pb").write_text(one)
    assert main([str(tmp_path / "one.pb")]) == 0
    assert ". 1 ballot, counted by votes." in capsys.readouterr().out


def test_what_if_shows_the_rules_side_by_side(file, capsys):
    assert main([file, "--what-if"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [
        "most-votes",
        "most-votes-stop",
        "votes-per-pound",
        "equal-shares",
        "equal-shares-add1",
        "equal-shares-add1-greedy",
        "phragmen",
    ]
    assert lines[0].split() == ["rule", "funded", "spent", "voters", "with", "a", "funded", "choice", "projects"]
    assert lines[1].split() == ["most-votes", "2", "£1,000", "4", "1,", "3"]


def test_what_if_without_a_lot_says_where_one_is_needed(tmp_path, capsys):
    """2 and 3 cost the same and have one vote each; one of them fits after 1. The lot of the file is taken."""
    level = tmp_path / "level.pb"
    level.write_text(PLAIN.replace("2;500.50", "2;400").replace("c;2,1", "c;1"))
    assert main([str(level), "--what-if"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split() == [
        "most-votes",
        *["a", "lot", "is", "needed", "for", "2,", "3"],
    ]
    level.write_text(level.read_text().replace("rule;greedy", f"__pb_lot_round;7\n__pb_lot_digits;{'1' * 20}"))
    assert main([str(level), "--what-if"]) == 0
    assert "a lot is needed" not in capsys.readouterr().out
    assert main([str(level), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lot"] == {"round": "7", "digits": "1" * 20}
    assert main([str(level), "--json", "--lot", "2" * 20]) == 0
    assert json.loads(capsys.readouterr().out)["lot"] == {"round": "7", "digits": "2" * 20}
    assert main([str(level), "--json", "--lot", "2" * 20, "--round", "8"]) == 0
    assert json.loads(capsys.readouterr().out)["lot"] == {"round": "8", "digits": "2" * 20}


def test_where_the_rule_came_from_and_what_is_noted(file, tmp_path, capsys):
    assert main([file, "--rule", "votes-per-pound"]) == 0
    assert capsys.readouterr().out.startswith(
        "Rule: votes-per-pound (most votes per pound first), as asked. 4 ballots,"
    )
    other = tmp_path / "other.pb"
    other.write_text(PLAIN.replace("rule;greedy\n", "").replace("budget;1000", "budget;1"))
    assert main([str(other), "--explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith(", as META says: nothing. 4 ballots, counted by votes.")
    assert lines[1] == "Note: META says unknown. The file does not say how the votes were counted."
    assert lines[2] == "Funded: nothing" and "What the result depends on:" in lines
    assert main([str(other), "--explain", "--rule", "phragmen"]) == 0
    assert "With this rule the result does not depend on comparing" in capsys.readouterr().out


def test_the_lot_without_a_name_of_the_round(file, capsys):
    assert main([file, "--json", "--lot", "1" * 20]) == 0
    assert json.loads(capsys.readouterr().out)["lot"] == {"round": "", "digits": "1" * 20}


def test_python_m_ends_with_the_status(file, monkeypatch, capsys):
    for arguments, status in (([file], 0), ([file, "--rule", "roulette"], 2)):
        monkeypatch.setattr(sys, "argv", ["pb.counting", *arguments])
        with pytest.raises(SystemExit) as ended:
            runpy.run_module("pb.counting", run_name="__main__")
        assert ended.value.code == status


@pytest.mark.parametrize(
    ("options", "rulebook"),
    [
        (["--rule", "most-votes-stop"], Rulebook("most-votes-stop")),
        (["--rule", "equal-shares", "--satisfaction", "number"], Rulebook("equal-shares", satisfaction="number")),
        (["--min-support", "2"], Rulebook(min_support=2)),
        (["--min-percent", "30"], Rulebook(min_support_percent=30)),
        (["--exclude", "1,3"], Rulebook(exclusions=[{"1", "3"}])),
        (["--ties", "lot"], Rulebook(tie_rule="lot")),
        (["--rule", "equal-shares-add1", "--add-one-step", "0.50"], Rulebook("equal-shares-add1", add_one_step=50)),
        (["--exclude", "1,3", "--exclude", "2,3"], Rulebook(exclusions=[{"1", "3"}, {"2", "3"}])),
        (["--fund-without-votes"], Rulebook(fund_without_votes=True)),
        (["--part-funding"], Rulebook(part_funding=True)),
        (["--support", "votes"], Rulebook(support="votes")),
        ([], Rulebook()),
    ],
)
def test_options_are_settings_of_the_rulebook(file, options, rulebook, capfdbinary):
    assert main([file, "--json", "--lot", "1" * 20, "--round", "7", *options]) == 0
    assert (
        capfdbinary.readouterr().out
        == count(pabulib.read(file).election, rulebook, LotDigits("7", "1" * 20)).to_json() + b"\n"
    )


def test_an_order_of_ids_for_ties(file, tmp_path, capsys):
    level = tmp_path / "level.pb"
    level.write_text(PLAIN.replace("3;400", "3;600").replace("d;3", "d;3,2").replace("b;1", "b;3"))
    assert main([str(level), "--rule", "most-votes", "--ties", "ids:3,1,2"]) == 0
    assert "Funded: 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--rule", "roulette"], "invalid choice"),
        (["--lot", "123"], "at least 20 digits"),
        (["--ties", "age"], "no tie rule called age"),
        (["--min-percent", "x"], "--min-percent needs a number"),
        (["--add-one-step", "-1"], "--add-one-step needs an amount of money, not '-1'."),
        (["--add-one-step", "0"], "--add-one-step needs an amount of money, not '0'."),
        (["--add-one-step", "0.001"], "--add-one-step needs an amount of money, not '0.001'."),
        (["--add-one-step", "x"], "--add-one-step needs a number such as 2.5, not 'x'."),
        (["--min-percent", "1/0"], "--min-percent needs a number such as 2.5, not '1/0'."),
        (["--json", "--explain"], "not allowed with"),
        (["--exclude", "1,9"], "not in this election"),
        (["--ties", "ids:1"], "every project once"),
        (["--rule", "phragmen", "--min-support", "2"], "cannot be used with a minimum support"),
        (["--support", "points"], "no points on"),
    ],
)
def test_errors_are_one_line_and_status_2(file, arguments, words, capsys):
    assert main([file, *arguments]) == 2
    error = capsys.readouterr().err
    assert words in error and error.count("\n") == 1 and error.startswith("error: ")


def test_the_help_names_every_option_and_what_it_takes(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0 and shown.startswith("usage: python -m pb.counting [-h]") and " FILE.pb\n" in shown
    takes = {"ties": "RULE", "lot": "DIGITS", "round": "ID", "min-support": "N", "min-percent": "P", "exclude": "A,B"}
    for option, value in {**takes, "add-one-step": "AMOUNT"}.items():
        assert f"  --{option} {value} " in shown or f"  --{option} {value}\n" in shown


def test_no_file_and_a_bad_file_are_one_line_and_status_2(tmp_path, capsys):
    bad = tmp_path / "bad.pb"
    bad.write_text(PLAIN.replace("d;3", "d;9"))
    for path, words in (
        (tmp_path / "none.pb", "No such file"),
        (bad, "line 25: The vote names project '9'"),
        (tmp_path, "directory"),
    ):
        assert main([str(path)]) == 2
        error = capsys.readouterr().err
        assert words in error and error.count("\n") == 1


def test_a_tie_that_matters_without_a_lot_is_one_line_and_status_2(tmp_path, capsys):
    level = tmp_path / "level.pb"
    level.write_text(
        PLAIN.replace("3;400", "3;600").replace("d;3", "d;3,3").replace("b;1", "b;3").replace("c;2,1", "c;2")
    )
    assert main([str(level)]) == 0
    capsys.readouterr()
    level.write_text(level.read_text().replace("2;500.50", "2;600"))
    assert main([str(level), "--rule", "most-votes"]) == 2
    assert "a lot is needed" in capsys.readouterr().err
