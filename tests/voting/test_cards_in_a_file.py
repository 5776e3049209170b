"""``flask voting cards``: either the cards are made and their file is there and whole, or neither."""

from __future__ import annotations

import csv
import os

import pytest
from sqlalchemy import func, select, text

from pb import given_files
from pb.database import db
from pb.record import queries as record
from pb.voting.actions import cards as card_actions
from pb.voting.models import VotingRight


@pytest.fixture
def place(tmp_path):
    """An empty folder for the files."""
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


def makes_cards(app, number: int, *files: str):
    db.session.rollback()
    args = ["voting", "cards", str(number), "--number", "3", "--address", "https://vote.example.org", *files]
    return app.test_cli_runner().invoke(args=args)


def cards_made() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(VotingRight))


def is_full(*_args):
    raise OSError(28, "No space left on device")


def was_killed(*_args):
    raise SystemExit(137)


def missing_folder(place, _monkeypatch):
    return place / "none" / "cards"


def folder_is_a_file(place, _monkeypatch):
    (place / "folder").write_text("")
    return place / "folder" / "cards"


def not_writable(place, monkeypatch):
    def forbidden(**_how):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(given_files.tempfile, "mkstemp", forbidden)  # tests may run as root, who may write anywhere
    return place / "cards"


def full_disk(place, monkeypatch):
    monkeypatch.setattr(given_files.os, "fsync", is_full)
    return place / "cards"


def full_disk_at_the_name(place, monkeypatch):
    monkeypatch.setattr(given_files, "sync_folder", is_full)
    return place / "cards"


def killed_at_the_name(place, monkeypatch):
    monkeypatch.setattr(given_files, "sync_folder", was_killed)
    return place / "cards"


def there_already(place, _monkeypatch):
    (place / "cards").write_text("codes of others")
    return place / "cards"


@pytest.mark.parametrize("option", ["--pdf", "--csv"])
@pytest.mark.parametrize(
    "trouble",
    [
        missing_folder,
        folder_is_a_file,
        not_writable,
        full_disk,
        full_disk_at_the_name,
        killed_at_the_name,
        there_already,
    ],
)
def test_what_cannot_be_given_is_not_made(app, make, place, monkeypatch, trouble, option):
    number, lines = make.voting_round().id, record.length()
    file = trouble(place, monkeypatch)
    there = {each: each.read_bytes() for each in place.iterdir()}
    said = makes_cards(app, number, option, str(file))
    monkeypatch.undo()
    assert said.exit_code in (1, 137) and isinstance(said.exception, SystemExit), said.output
    assert trouble is killed_at_the_name or ("Nothing was changed" in said.output and str(file) in said.output)
    assert cards_made() == 0 and record.length() == lines
    assert {each: each.read_bytes() for each in place.iterdir()} == there, "nothing of it is left"


def test_of_two_files_one_that_cannot_be_written_stops_both(app, make, place):
    number = make.voting_round().id
    said = makes_cards(app, number, "--csv", str(place / "cards.csv"), "--pdf", str(place / "none" / "cards.pdf"))
    assert said.exit_code == 1 and cards_made() == 0 and not list(place.iterdir())


@pytest.mark.parametrize("name", ["Round 🎉", "社区预算", "Budżet"])
def test_a_name_with_any_letters_gives_whole_cards_or_none(app, make, place, name):
    number = make.voting_round(name=name).id
    said = makes_cards(app, number, "--pdf", str(place / "cards.pdf"))
    if said.exit_code:
        assert isinstance(said.exception, SystemExit) and "--csv" in said.output
        assert cards_made() == 0 and not list(place.iterdir())
    else:
        assert cards_made() == 3 and (place / "cards.pdf").read_bytes().rstrip().endswith(b"%%EOF")
    file = place / f"{name}.csv"
    assert makes_cards(app, number, "--csv", str(file)).exit_code == 0
    assert len(list(csv.DictReader(file.read_text().splitlines()))) == 3


def test_the_file_is_whole_and_on_the_disk_before_the_cards_are_committed(app, make, place, monkeypatch):
    """So whoever is killed in between leaves a file with codes that nobody knows, never codes without a file."""
    number, file, seen = make.voting_round().id, place / "cards.csv", []
    sync = given_files.sync_folder

    def looks(folder):
        sync(folder)
        with db.engine.connect() as other:
            made = other.execute(text("SELECT count(*) FROM voting_right")).scalar()
        seen.append((made, len(file.read_text().splitlines()), os.stat(file).st_mode & 0o777))

    monkeypatch.setattr(given_files, "sync_folder", looks)
    assert makes_cards(app, number, "--csv", str(file)).exit_code == 0
    assert seen == [(0, 4, 0o600)] and cards_made() == 3


def test_cards_made_at_the_same_moment_are_not_printed_with_others_numbers(app, make, place, monkeypatch):
    number, file = make.voting_round().id, place / "cards.csv"
    make_cards, come = card_actions.issue_cards, card_actions.issue_as_printed

    def after_somebody_else(by, round_, printed, give):
        make_cards(by, round_, 1)
        come(by, round_, printed, give)

    monkeypatch.setattr("pb.voting.actions.issue_as_printed", after_somebody_else)
    said = makes_cards(app, number, "--csv", str(file))
    assert said.exit_code == 1 and "Try again" in said.output, said.output
    assert cards_made() == 1 and not list(place.iterdir())
