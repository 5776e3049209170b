"""The benches of what takes long print what docs/performance.md shows: each part, at the smallest size."""

from __future__ import annotations

import pytest

from tests.bench import long_work, running

SMALL = running.Sizes(cards=12, blocks=1, votes=8, casts=16, looks=2)


def rows(capsys: pytest.CaptureFixture[str], *words: str) -> list[list[str]]:
    running.main(words, SMALL)
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_cards_and_an_opening_while_somebody_writes(capsys):
    found = rows(capsys, "--only", "cards", "--only", "opening")
    assert [line[:2] for line in found] == [
        [name, what] for name in ("SQLite", "PostgreSQL") for what in ("12 cards", "12 envelopes opened")
    ]
    assert all(line[7] == "0" for line in found), "an act of somebody else failed"


def test_an_opening_alone(capsys):
    assert [line[1] for line in rows(capsys, "--only", "opening", "sqlite")] == ["12 envelopes opened"]


def test_casting_beside_the_bare_view(capsys):
    found = rows(capsys, "--only", "casting", "sqlite")
    assert [line[0] for line in found] == ["program", "bare view"] and [line[-1] for line in found] == ["0", "0"]


def test_the_memory_of_every_process(capsys):
    (line,) = rows(capsys, "--only", "memory", "sqlite")
    name, *looks, errors, load = line
    assert (name, errors, len(looks)) == ("SQLite", "0", 3) and load.startswith("load")
    processes = [[float(figure) for figure in look.split(",")] for look in looks]
    assert len({len(each) for each in processes}) == 1 and all(
        megabytes > 10 for each in processes for megabytes in each
    )


def test_a_word_that_is_no_database_is_refused(capsys):
    with pytest.raises(SystemExit):
        running.main(["oracle"], SMALL)
    assert "no such database: oracle" in capsys.readouterr().err


def test_what_may_take_long_of_a_result(app, make, capsys, monkeypatch):
    monkeypatch.setattr(long_work, "BALLOTS", 20)
    monkeypatch.setattr("pb.pages.results.files.picture_file", lambda _picture: None)  # tests of charts draw them
    long_work.results(app, make)
    said = capsys.readouterr().out
    assert "| 20 ballots, 40 projects: published |" in said and "| the same ballots under every other rule |" in said
