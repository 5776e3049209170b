"""Files made to break the program: each is counted, or refused in one line with the number of the line that is at
fault.
"""

from __future__ import annotations

import csv
import gzip
import random

import pytest

from pb.counting.commands import main
from tests.support.counting.elections import PLAIN

LONG = "x" * 1_000_000
POINTS = (
    PLAIN.replace("approval", "cumulative")
    .replace("voter_id;vote", "voter_id;vote;points")
    .replace("a;1,2", "a;1,2;1,1")
    .replace("b;1\n", "b;1;1\n")
    .replace("c;2,1", "c;2,1;1,1")
    .replace("d;3", "d;3;1")
)


def garden(text: str) -> str:
    return PLAIN.replace("Garden", text)


def meta(line: str) -> str:
    return PLAIN.replace("rule;greedy", f"rule;greedy\n{line}")


def cost(text: str) -> str:
    return PLAIN.replace("3;400", f"3;{text}")


REFUSED = {
    "UTF-16": (PLAIN.encode("utf-16"), 1, "UTF-16"),
    "UTF-16 without a mark": (PLAIN.encode("utf-16-be"), 1, "code 0"),
    "Latin-1": (garden("Gärten").encode("latin-1"), 19, "not UTF-8"),
    "half a pair of UTF-16 in UTF-8": (PLAIN.encode().replace(b"Garden", b"\xed\xa0\x80"), 19, "not UTF-8"),
    "compressed": (gzip.compress(PLAIN.encode(), mtime=1), None, "not plain text"),
    "noise": (random.Random(1).randbytes(100_000), None, ""),
    "nothing": ("", 1, "META is missing"),
    "line ends of old Macintoshes": (PLAIN.replace("\n", "\r"), 1, "META is missing"),
    "a carriage return in a name": (garden("Gar\rden"), 19, "carriage return"),
    "two METAs": (
        PLAIN.replace("PROJECTS", "META\nkey;value\nbudget;3\nPROJECTS"),
        15,
        "PROJECTS is missing before META",
    ),
    "two PROJECTS": (
        PLAIN.replace("VOTES\n", "PROJECTS\nproject_id;cost\n1;3\nVOTES\n"),
        20,
        "VOTES is missing before PROJECTS",
    ),
    "two VOTES": (PLAIN + "VOTES\nvoter_id;vote\nz;1\n", 26, "too few columns"),
    "no PROJECTS": (PLAIN.replace("PROJECTS\n", ""), 19, "PROJECTS is missing"),
    "a column twice": (PLAIN.replace("voter_id;vote", "voter_id;vote;vote"), 21, "more than one column vote"),
    "another column twice": (PLAIN.replace("project_id;cost", "project_id;cost;cost"), 16, "more than one column cost"),
    "a cost of 1e400": (cost("1e400"), 19, "cost should be a number"),
    "a negative cost": (cost("-400"), 19, "cost should be a number"),
    "a cost without end": (cost("inf"), 19, "cost should be a number"),
    "a cost in other digits": (cost("٤٠٠"), 19, "cost should be a number"),
    "a cost of 5,000 digits": (cost("9" * 5_000), 19, "cost should be a number"),
    "a budget of 5,000 digits": (PLAIN.replace("budget;1000", "budget;" + "9" * 5_000), 9, "budget should be a number"),
    "a cost of 5,000 decimals": (cost("0." + "1" * 5_000), 19, "cost should be a number"),
    "5,000 digits of votes": (PLAIN.replace("num_votes;4", "num_votes;" + "4" * 5_000), 8, "num_votes should be"),
    "a NUL in a name": (garden("Gar\0den"), 19, "code 0"),
    "a NUL in a vote": (PLAIN.replace("d;3", "d;3\0"), 25, "code 0"),
    "quotation marks that swallow a row": (
        PLAIN.replace("3;400;", '3;400;"').replace("voter_id", '"v"'),
        19,
        "quotation mark",
    ),
    "a quotation mark that is never closed": (PLAIN.replace("d;3", '"d;3'), 25, "quotation mark"),
    "99,999 quotation marks": (garden('"' * 99_999), 19, "quotation mark"),
    "a name of a million letters": (garden(LONG), 19, "more than 131,072 characters"),
    "a misquoted name of a million letters": (garden(f'"a"{LONG}'), 19, "more than 131,072 characters"),
    "an id of 100,000 letters": (PLAIN.replace("3;400", f"{LONG[:100_000]};400"), 19, "project_id has more than"),
    "a vote for a million letters": (PLAIN.replace("d;3", f"d;{LONG}"), 25, "not under PROJECTS"),
    "a budget of a million letters": (
        PLAIN.replace("budget;1000", f"budget;{LONG[:100_000]}"),
        9,
        "budget should be a number",
    ),
    "a threshold below nothing": (meta("min_project_score_threshold;-3"), 12, "should be a number"),
    "per cent divided by nothing": (meta("__pb_min_support_percent;5/0"), 12, "more than 0 and at most 100"),
    "500 per cent": (meta("__pb_min_support_percent;500"), 12, "more than 0 and at most 100"),
    "a pot twice": (meta("__pb_pot_budgets;N=500|N=1000"), 12, "two budgets of pot 'N'"),
    "pots without money": (meta("__pb_pot_budgets;x"), 12, "should be a number"),
    "exclusions of nobody": (meta("__pb_exclusions;1,77"), 12, "names project '77'"),
    "exclusions of oneself": (meta("__pb_exclusions;1"), 12, "together"),
    "a rule of its own": (meta("__pb_rule;roulette"), 12, "should be one of most-votes"),
    "a step of nothing": (meta("__pb_rule;equal-shares-add1\n__pb_add_one_step;0"), 13, "more than nothing"),
    "a lot of two digits": (meta("__pb_lot_digits;12"), 12, "at least 20 digits"),
    "more blank ballots than people": (meta("__pb_blank_ballots;" + "9" * 20), 12, "more blank ballots than people"),
    "a vote for a pot that is not there": (
        meta("__pb_pot;N")
        .replace("voter_id;vote", "voter_id;vote;__pb_pot")
        .replace("a;1,2", "a;1,2;S")
        .replace("b;1\n", "b;1;N\n")
        .replace("c;2,1", "c;2,1;N")
        .replace("d;3", "d;3;N"),
        23,
        "pot 'S'",
    ),
    "one number in the lot for two": (
        PLAIN.replace("name;selected", "name;selected;__pb_number").replace("Garden;1", "Garden;1;1"),
        19,
        "line 17",
    ),
    "points of sixteen digits": (POINTS.replace("d;3;1", "d;3;" + "9" * 16), 25, "whole numbers"),
    "points too large to add up": (
        POINTS.replace("num_votes;4", "num_votes;40") + "".join(f"v{k};3;{'9' * 15}\n" for k in range(36)),
        None,
        "too large to count",
    ),
}
COUNTED = {
    "a million columns of a project": PLAIN.replace("yoga;1", "yoga;1" + ";x" * 1_000_000),
    "a million columns of votes": PLAIN.replace("voter_id;vote", "voter_id;vote" + ";x" * 1_000_000),
    "a vote that names a project 500,000 times": PLAIN.replace("d;3", "d;" + "3," * 500_000 + "3"),
    "voters of a million letters": PLAIN.replace("d;3", f"{LONG};3").replace("b;1\n", f"{LONG}y;1\n"),
    "100,000 quotation marks": garden('"' * 100_000),
    "line separators that are none": garden("Gar\u2028d\x0be\x85n"),
    "an id that is a digit only to some": PLAIN.replace("3;400", "²;400").replace("d;3", "d;²"),
    "a dear project and a tiny step": cost("40000000")
    .replace("budget;1000", "budget;1000000")
    .replace("rule;greedy", "rule;equalshares/add1\n__pb_add_one_step;0.01"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_one_line(name, tmp_path, capsys):
    data, line, words = REFUSED[name]
    path = tmp_path / "hostile.pb"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    assert main([str(path)]) == 2
    error = capsys.readouterr().err
    assert words in error and error.count("\n") == 1 and len(error) < 300
    assert line is None or error.startswith(f"error: line {line}: ")


def test_a_library_that_lets_longer_cells_in_changes_nothing(tmp_path, capsys):
    """The limit of Python's csv module is one for the whole process, and frictionless raises it."""
    path = tmp_path / "hostile.pb"
    path.write_text(garden(LONG))
    before = csv.field_size_limit(10_000_000)
    try:
        assert main([str(path)]) == 2
    finally:
        csv.field_size_limit(before)
    assert "more than 131,072 characters" in capsys.readouterr().err


@pytest.mark.parametrize("name", COUNTED)
def test_it_is_counted(name, tmp_path, capsys):
    path = tmp_path / "hostile.pb"
    path.write_text(COUNTED[name], encoding="utf-8", newline="")
    assert main([str(path)]) == 0
    assert "Funded: 1, " in capsys.readouterr().out


def test_names_cannot_command_the_terminal(tmp_path, capsys):
    path = tmp_path / "hostile.pb"
    path.write_text(garden("\x1b[2JGarden\x07").replace("d;3", "d;3\x1b[2J"))
    main([str(path)])
    assert "\x1b" not in capsys.readouterr().err
    path.write_text(garden("\x1b[2JGarden\x07"))
    assert main([str(path), "--explain"]) == 0
    assert not {"\x1b", "\x07"} & set(capsys.readouterr().out)
