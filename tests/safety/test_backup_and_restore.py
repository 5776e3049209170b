"""The drill: a backup is taken while people vote, put back into an empty database, and counted to the same result."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from flask_migrate import stamp

from pb import anchor, backup, backup_names
from pb.database import db
from pb.record.queries import newest_hash, verify_record
from pb.results.queries.counts import latest_count
from pb.rounds.models import Round
from tests.support import databases, postgres
from tests.support.make import Make
from tests.support.program import program
from tests.support.safety import foreign_code

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
BALLOTS = [(1, 2), (2, 3), (2,), (3, 4), (2, 5), (1,), (4,), (2, 1), (3,), (5, 6), (6,)]
both_databases = pytest.mark.both_databases


@pytest.fixture
def kind(database) -> str:
    return database.partition(":")[0].partition("+")[0]


@pytest.fixture
def stamped(app):
    """The program, whose tables know of which version they are."""
    stamp()
    return app


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "backups"
    made.mkdir(mode=0o700)
    return made


@contextmanager
def another_machine(kind, tmp_path, keys):
    """An empty database, and a copy of the keys of the first machine."""
    folder = tmp_path / "another"
    shutil.copytree(keys, folder / "keys")
    with databases.bare(kind, folder) as url, program(url, folder) as app, app.app_context():
        yield app


def outcome_of(round_id: int) -> dict:
    found = json.loads(latest_count(round_id).outcome)
    assert found["awards"], "something is funded"
    return found


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=list(arguments))


@both_databases
def test_a_backup_with_a_trigger_of_somebody_else_says_so_when_it_is_put_back(stamped, kind, make, folder, tmp_path):
    make.voting_round()
    what = next(name for name in foreign_code.ways() if name.startswith("trigger") and "not of this" in name)
    foreign_code.leave(foreign_code.ways()[what])
    assert run(stamped, "backup", str(folder)).exit_code == 0
    (file,) = folder.iterdir()
    with another_machine(kind, tmp_path, stamped.config["KEYS_DIR"]) as restored:
        said = run(restored, "restore", str(file))
        assert said.exit_code == 1 and "do not use this database yet" in said.output and what in said.output


@both_databases
def test_what_was_put_back_is_counted_to_the_same_result(stamped, kind, make, folder, tmp_path):
    round_ = make.voting_round()
    number = round_.id
    make.cast(round_, *BALLOTS)
    said = run(stamped, "backup", str(folder))
    assert said.exit_code == 0 and f"fingerprint {newest_hash()}" in said.output, said.output
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with another_machine(kind, tmp_path, stamped.config["KEYS_DIR"]) as restored:
        said = run(restored, "restore", str(file))
        assert said.exit_code == 0, said.output
        assert run(restored, "db", "upgrade").exit_code == 0
        assert run(restored, "record", "set-anchor", "--yes").exit_code == 0 and verify_record().faults == ()
        there = Make(restored)
        there.counted(there.opened_box(db.session.get(Round, number)))
        second = outcome_of(number)
    db.session.remove()
    make.counted(make.opened_box(db.session.get(Round, number)))
    first = outcome_of(number)
    assert first["awards"] == second["awards"]


@both_databases
def test_an_older_backup_says_where_it_ends_and_what_to_do(stamped, kind, make, folder, tmp_path):
    round_ = make.voting_round()
    make.cast(round_, (3,))
    file, found = backup.save(stamped.config["DATABASE_URL"], folder, now=NOON)
    make.cast(round_, (1,), (2,))
    newest = anchor.stored().position
    assert found.line < newest
    with another_machine(kind, tmp_path, stamped.config["KEYS_DIR"]) as restored:
        said = run(restored, "restore", str(file)).output
        assert f"it ends at line {found.line} of the record, and line {newest} was written" in " ".join(said.split())
        assert "record set-anchor" in said and "Restore" in said


@both_databases
def test_nothing_is_put_back_over_a_database_that_is_in_use(stamped, kind, make, folder):
    make.voting_round()
    file, _found = backup.save(stamped.config["DATABASE_URL"], folder, now=NOON)
    before = newest_hash()
    said = run(stamped, "restore", str(file))
    assert said.exit_code == 1 and "is not empty. Nothing was changed." in said.output
    assert newest_hash() == before and verify_record().faults == ()


@both_databases
def test_a_damaged_backup_is_refused_before_anything_is_put_back(stamped, kind, make, folder, tmp_path):
    make.voting_round()
    file, _found = backup.save(stamped.config["DATABASE_URL"], folder, now=NOON)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with another_machine(kind, tmp_path, stamped.config["KEYS_DIR"]) as restored:
        said = run(restored, "restore", str(file))
        assert said.exit_code == 1 and said.output.startswith("Error: ")
        assert said.output.endswith(f"{backup.ANOTHER}.\n")
        assert not backup._tables(db.engine.url)


@both_databases
def test_only_the_newest_are_kept_and_nothing_half_made_lies_about(stamped, kind, folder):
    address = stamped.config["DATABASE_URL"]
    (folder / "pb-notes.txt").touch()
    for minute in (5, 1, 9):
        backup.save(address, folder, now=NOON.replace(minute=minute), keep=2)
    ending = {"sqlite": "sqlite", "postgresql": "dump"}[kind]
    assert sorted(file.name for file in folder.iterdir()) == [
        f"pb-2026-05-03-120500.{ending}",
        f"pb-2026-05-03-120900.{ending}",
        "pb-notes.txt",
    ]
    with pytest.raises(backup.NoBackup, match="is there already"):
        backup.save(address, folder, now=NOON.replace(minute=9))


@both_databases
def test_a_backup_is_never_deleted_for_others_that_a_wrong_clock_named(stamped, folder):
    address = stamped.config["DATABASE_URL"]
    ahead = [backup.save(address, folder, now=NOON.replace(day=9, minute=each), keep=2)[0] for each in (1, 2)]
    kept = [backup.save(address, folder, now=NOON.replace(minute=each), keep=2)[0] for each in (3, 4, 5)]
    assert sorted(folder.iterdir()) == [*kept[1:], *ahead]
    assert backup_names.named_ahead_of(kept[-1]) == ahead


def test_the_command_names_backups_that_a_wrong_clock_named(stamped, folder):
    later = folder / "pb-2999-05-03-120000.sqlite"
    later.touch()
    said = run(stamped, "backup", str(folder), "--keep", "1")
    assert said.exit_code == 0 and later.exists()
    assert f"Named later than this one, so a clock was or is wrong: {later.name}. Check the clock." in said.output


def test_a_backup_under_a_name_of_its_own_is_not_called_later(stamped, folder):
    own = folder / "pb-before-the-freeze.sqlite"
    own.touch()
    said = run(stamped, "backup", str(folder), "--keep", "1")
    assert said.exit_code == 0 and own.exists() and "Named later" not in said.output
    assert f"Not named by the time at which they were made: {own.name}. --keep leaves" in said.output


@both_databases
def test_a_disk_that_is_full_leaves_no_file_that_looks_like_a_backup(stamped, kind, folder, monkeypatch):
    def full(file):
        raise backup.NoBackup(f"{file} is damaged")

    monkeypatch.setattr(backup, "open_", full)
    with pytest.raises(backup.NoBackup):
        backup.save(stamped.config["DATABASE_URL"], folder, now=NOON)
    assert list(folder.iterdir()) == []


def test_a_backup_of_the_other_kind_is_refused(stamped, folder):
    file, _found = backup.save(stamped.config["DATABASE_URL"], folder, now=NOON)
    with pytest.raises(backup.NoBackup, match="a backup of SQLite, and DATABASE_URL names a database of PostgreSQL"):
        backup.put_back("postgresql+psycopg:///nowhere", file, practice=False)


@both_databases
def test_who_may_only_back_up_needs_neither_the_secrets_nor_the_right_to_write(
    stamped, kind, make, folder, monkeypatch
):
    """docs/running.md, Backup: a user of the database who reads, and the address as the only setting."""
    make.voting_round()
    address = stamped.config["DATABASE_URL"]
    if kind == "postgresql":
        address = _only_reads(address)
    for secret in ("SECRET_KEY", "KEYS_DIR", "PB_PRODUCTION"):
        monkeypatch.delenv(secret, raising=False)
    monkeypatch.setenv("DATABASE_URL", address)
    db.session.remove()
    exit_code, said = _by_itself([str(folder), "--keep", "3"])
    assert exit_code == 0 and "Saved and opened" in said and len(list(folder.iterdir())) == 1, said


def _by_itself(arguments):
    """As ``python -m pb.backup`` runs it: outside of the program."""
    done = subprocess.run(
        [sys.executable, "-m", "pb.backup", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=dict(os.environ),
    )
    return done.returncode, done.stdout + done.stderr


def _only_reads(address: str) -> str:
    name = address.partition("?")[0].rpartition("/")[2]
    cluster = postgres.shared()
    with cluster.connection(name) as connection:
        connection.execute("DROP ROLE IF EXISTS pb_backup")
        connection.execute("CREATE ROLE pb_backup LOGIN")
        connection.execute("GRANT pg_read_all_data TO pb_backup")
    with cluster.connection(name) as connection, pytest.raises(Exception, match="permission denied"):
        connection.execute("SET ROLE pb_backup")
        connection.execute("UPDATE record_line SET hash = ''")
    return address.replace("postgres@", "pb_backup@")


def test_without_an_address_it_says_what_is_missing(folder, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    said = CliRunner().invoke(backup.backup, [str(folder)])
    assert said.exit_code == 1 and "Set DATABASE_URL" in said.output
