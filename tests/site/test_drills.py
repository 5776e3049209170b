"""``make drills``: what judges a drill sees a lost vote, the docs name the drills that exist, and one is played whole."""

from __future__ import annotations

import dataclasses
import re

import pytest

from tests.drills import __main__ as command
from tests.drills.drills import DRILLS, Row, found_in, run
from tests.drills.small_disk import NotHere
from tests.support import run as test_run
from tests.support.sources import TOP

WELL = Row("kill", "sqlite", acknowledged=12, found=12, again=0, seconds=3.21, saw="kill -9", faults=())


def test_docs_running_names_exactly_the_drills_that_exist():
    section = (TOP / "docs" / "running.md").read_text(encoding="utf-8").split("\n## Drills\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \|$", section, re.MULTILINE)
    assert rows[0] == "drill" and rows[1:] == list(DRILLS)


def test_a_vote_that_is_not_there_or_has_another_receipt_is_lost():
    told = {"a": "1111", "b": "2222", "c": "3333"}
    found = found_in({"a": "1111", "c": "9999", "d": "4444"}, told)
    assert found == 1 and dataclasses.replace(WELL, acknowledged=len(told), found=found).lost == 2


@pytest.fixture
def came_to(monkeypatch):
    """What each drill comes to, without playing it."""
    monkeypatch.setattr(test_run, "begin", lambda: None)
    monkeypatch.setattr(test_run, "end", lambda: None)

    def to(row: Row | Exception) -> None:
        def play(drill, kind):
            if isinstance(row, Exception):
                raise row
            return dataclasses.replace(row, drill=drill.name, kind=kind)

        monkeypatch.setattr(command, "run", play)

    return to


def test_all_is_well(came_to, capsys):
    came_to(WELL)
    assert command.main([]) == 0
    said = capsys.readouterr().out
    assert said.count("| 12 | 12 | 0 | 0 | 3.2 | kill -9 |") == 2 * len(DRILLS)
    assert f"{2 * len(DRILLS)} drills, {24 * len(DRILLS)} votes acknowledged, 0 lost" in said


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"found": 11}, "12 votes acknowledged, 1 lost"),
        ({"faults": ("the start is refused",)}, "FAULT in kill on SQLite: the start is refused"),
    ],
)
def test_a_lost_vote_or_something_else_than_was_to_be_seen_is_exit_status_1(came_to, capsys, wrong, said):
    came_to(dataclasses.replace(WELL, **wrong))
    assert command.main(["--only", "kill", "--database", "sqlite"]) == 1
    assert said in capsys.readouterr().out


def test_what_this_machine_cannot_play_is_said_and_is_no_success_alone(came_to, capsys):
    came_to(NotHere("only root may mount"))
    assert command.main(["--only", "full disk", "--database", "sqlite"]) == 1
    said = capsys.readouterr().out
    assert "NOT RUN HERE: only root may mount" in said and "0 drills" in said


def test_hang_on_sqlite_is_played_whole_and_loses_nothing():
    """The one with the fewest starts. ``tests/safety/test_killed_while_casting.py`` kills, and more often."""
    row = run(DRILLS["hang"], "sqlite", votes=8, ballots=300)
    assert row.is_well, row.faults
    assert row.acknowledged >= 16 and row.found == row.acknowledged and "press the button again" in row.saw
