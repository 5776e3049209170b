"""A SQLite database is backed up by a user who may not write beside it, where nobody has it open."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pb import backup, sqlite_copies

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
NOBODY = 65534


@pytest.fixture
def places():
    """A folder with a database at rest, which may only be read, and one for the backups."""
    top = Path(tempfile.mkdtemp())
    top.chmod(0o755)
    data, backups = top / "data", top / "backups"
    data.mkdir()
    backups.mkdir()
    backups.chmod(0o777)
    with closing(sqlite3.connect(data / "pb.sqlite")) as made:
        made.executescript(
            "PRAGMA journal_mode=WAL; CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('1');"
            "CREATE TABLE record_line (position, hash); INSERT INTO record_line VALUES (7, 'abc');"
        )
    assert [each.name for each in data.iterdir()] == ["pb.sqlite"]
    data.chmod(0o555)
    yield data / "pb.sqlite", backups
    data.chmod(0o755)
    shutil.rmtree(top)


def as_a_reader(what: Callable[[], object]) -> bool:
    """Whether it went well in a process of a user who does not own the folder (root would be let write everywhere)."""
    child = os.fork()
    if not child:
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setuid(NOBODY)
            what()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def saved(places):
    return backup.save(f"sqlite:///{places[0]}", places[1], now=NOON)


def test_one_at_rest_is_copied(places):
    assert as_a_reader(lambda: saved(places))
    (file,) = places[1].iterdir()
    if os.getuid() == 0:
        os.chown(file, 0, 0)
    assert backup.open_(file) == backup.BackupContents("1", 7, "abc", practice=False)


def test_sqlite_alone_would_not_have_done_it(places):
    def read() -> None:
        sqlite_copies.read_only(places[0]).execute("SELECT * FROM record_line").fetchall()

    assert not as_a_reader(read)


def test_one_that_is_written_meanwhile_is_not_taken_for_a_copy(places, monkeypatch, tmp_path):
    real = sqlite_copies.copy_pages

    def copy(opened, file):
        real(opened, file)
        os.utime(places[0], ns=(1, 1))

    monkeypatch.setattr(sqlite_copies, "copy_pages", copy)
    assert not sqlite_copies.copied_at_rest(places[0], tmp_path / "copy")


def test_what_is_in_the_log_beside_it_is_never_left_out_and_the_error_says_what_to_do(places, monkeypatch):
    def refused(_file, more=""):
        raise sqlite3.OperationalError("attempt to write a readonly database")

    Path(f"{places[0]}-wal").touch()
    monkeypatch.setattr(backup, "read_only", refused)
    with pytest.raises(backup.NoBackup, match="run the backup as the user of the service"):
        saved(places)
    assert list(places[1].iterdir()) == []


def test_a_file_that_is_no_database_is_not_taken_for_one_that_may_not_be_read(tmp_path):
    other = tmp_path / "other.sqlite"
    other.write_bytes(b"PK zipped letters " * 100)
    with pytest.raises(backup.NoBackup, match="is not a database of SQLite .*Is DATABASE_URL right") as said:
        backup.save(f"sqlite:///{other}", tmp_path, now=datetime.now(UTC))
    assert "may only read" not in str(said.value) and list(tmp_path.iterdir()) == [other]
