"""No command keeps what it cannot give: where its file cannot be written, or its words are seen once only, nothing is
changed. The tables say of each command what it changes and what it gives; a new command has to stand in one.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable

import click
import pytest

from pb import given_files, keystore
from pb.database import db
from pb.programme.demo import seeding
from pb.record import queries as record
from pb.voting import actions as voting
from pb.web.access import Role
from pb.wiring import _commands
from tests.support.makers.projects import actor_of
from tests.support.second_press import counts
from tests.support.sources import expect_none

#: They change nothing in the database, so their file or their words can be had again.
ONLY_TELLS = (
    "backup", "check", "record head", "record verify", "serve", "sorry-page", "version", "voting save-votes",
)  # fmt: skip
#: They change something and give nothing that could not be seen again, for this reason.
GIVES_NOTHING = {
    "jobs run": "what is made for a page waits for it in the database, sealed",
    "papers believe-keys": "names of keys, which stand in the record",
    "papers give-up-keys": "names of keys, which stand in the record; the server makes the new ones",
    "people add": "the password is typed, not made",
    "people new-codes": "the person makes the codes on a page",
    "people password": "the password is typed, not made",
    "rehearse clock": "the hour, which stands in the record",
    "rehearse wipe": "takes a practice away",
    "record erase-reason": "the number of the line, which stands in the record",
    "record put-guards-back": "names, which stand in the record",
    "record put-rows-back": "numbers, which stand in the record",
    "record set-anchor": "what differs is told before it is asked, and stands in the record",
    "rounds import": "the result is on its page",
    "voting forget-addresses": "how many there were; it can be run again",
    "voting forget-keys": "destroys keys that are dead; it can be run again",
    "voting note-days": "totals, which stand in the record",
    "voting put-back": "numbers; looking again tells them again",
    "voting cancel-card": "the number of the card",
}
#: They change something and give what cannot be had again, or write a file that the change needs: each is tried below.
GIVES = ("demo", "rehearse make", "restore", "voting cards", "voting restore-key", "voting restore-marks")
#: Words by which a source writes a file, or acts.
WRITES = ("given(", ".write_", ".touch(", "open(", "mkdir(")
ACTS = ("acting(", "_BY", "Role.COMMAND")


def ours(app) -> dict[str, click.Command]:
    """Each command of ours by its whole name; groups are no commands."""
    found: dict[str, click.Command] = {}
    for command in _commands():
        named = app.cli.commands[command.name]
        parts = named.commands if isinstance(named, click.Group) else None
        found |= {f"{command.name} {part}": each for part, each in parts.items()} if parts else {command.name: named}
    return found


def source_of(command: click.Command) -> str:
    return inspect.getsource(inspect.unwrap(command.callback))


def test_each_command_stands_in_one_table(app):
    tables = [*ONLY_TELLS, *GIVES_NOTHING, *GIVES]
    assert len(tables) == len(set(tables))
    new, gone = set(ours(app)) - set(tables), set(tables) - set(ours(app))
    assert not new and not gone, f"say what these change and give: {sorted(new)}; these are gone: {sorted(gone)}"


def test_no_table_says_what_the_source_denies(app):
    commands = ours(app)
    expect_none(f"{name} acts" for name in ONLY_TELLS if any(word in source_of(commands[name]) for word in ACTS))
    expect_none(
        f"{name} writes a file" for name in GIVES_NOTHING if any(word in source_of(commands[name]) for word in WRITES)
    )


def demo(app, make, tmp_path) -> tuple[list[str], str]:
    return ["demo"], ""


def rehearse_make(app, make, tmp_path) -> tuple[list[str], str]:
    make.applying_round()
    return ["rehearse", "make", str(tmp_path / "practice")], ""


def cards(app, make, tmp_path) -> tuple[list[str], str]:
    how = ("--number", "3", "--address", "https://vote.example.org", "--csv", str(tmp_path / "cards.csv"))
    return ["voting", "cards", str(make.voting_round().id), *how], ""


def restore_key(app, make, tmp_path) -> tuple[list[str], str]:
    round_ = make.voting_round()
    (app.config["KEYS_DIR"] / f"round-{round_.id}.key").unlink()
    return ["voting", "restore-key", str(round_.id)], make.sheets[0] + "\n"


def restore_marks(app, make, tmp_path) -> tuple[list[str], str]:
    make.cast(make.voting_round(), (1,))
    sheet = voting.marks_sheets()[0]
    (app.config["KEYS_DIR"] / "marks.key").unlink()
    keystore.forget_cached("marks")
    return ["voting", "restore-marks"], sheet + "\n"


def restore(app, make, tmp_path) -> tuple[list[str], str]:
    (tmp_path / "backup").write_bytes(b"looked at only where its note can be kept")
    return ["restore", str(tmp_path / "backup")], ""


PLAYS: dict[str, Callable] = {
    "demo": demo,
    "rehearse make": rehearse_make,
    "restore": restore,
    "voting cards": cards,
    "voting restore-key": restore_key,
    "voting restore-marks": restore_marks,
}


@pytest.mark.parametrize("name", GIVES)
def test_where_its_file_cannot_be_written_nothing_is_changed_and_the_command_says_so(
    app, make, tmp_path, monkeypatch, name
):
    args, typed = PLAYS[name](app, make, tmp_path)
    db.session.rollback()
    before, line = counts(app), record.newest()

    def is_full(*_args, **_how):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", is_full)
    monkeypatch.setattr("os.fsync", is_full)
    answer = app.test_cli_runner().invoke(args=args, input=typed)
    monkeypatch.undo()
    db.session.rollback()
    assert answer.exit_code == 1 and "cannot be written: No space left on device. Nothing was changed." in answer.output
    assert "Traceback" not in answer.output and not isinstance(answer.exception, OSError)
    assert (counts(app), record.newest()) == (before, line)


def test_cards_of_the_demo_are_made_only_where_their_codes_are_kept(app, make):
    round_ = make.voting_round()
    people = {"morag": make.staff(Role.COORDINATOR), "callum": make.staff(Role.STEERING)}
    cast = _CastOf(people)
    before, kept = counts(app), []

    def loses(_codes: list[str]) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        seeding.spare_cards(cast, round_, loses)
    db.session.rollback()
    assert counts(app) == before
    seeding.spare_cards(cast, round_, kept.extend)
    assert len(kept) == seeding.SPARE_CODES and counts(app)["voting_right"] == before["voting_right"] + len(kept)


class _CastOf(dict):
    """The people of the demo by their names, as whoever acts."""

    def __getitem__(self, name: str):
        return actor_of(super().__getitem__(name))


def test_a_folder_of_ours_is_made_and_one_that_takes_no_files_is_told(tmp_path, monkeypatch):
    given_files.require_folder(tmp_path / "new" / "file")
    assert list((tmp_path / "new").iterdir()) == []
    (tmp_path / "taken").write_text("")
    with pytest.raises(click.ClickException, match="cannot be written"):
        given_files.require_folder(tmp_path / "taken" / "file")
