"""A copy of the database while people vote, opened before it counts as one, and put back into an empty database.

The keys of ``KEYS_DIR`` are never in it: with both, every sealed vote could be read. ``python -m pb.backup FOLDER`` does
the same as ``flask backup`` for a user of the machine who may read the database and nothing else: it needs
``DATABASE_URL``, and no other setting.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app, has_app_context
from sqlalchemy import URL, inspect, make_url
from sqlalchemy.engine import create_engine

from pb import clock, remedies
from pb.backup_names import NAME, backups_beside, made_at, named_ahead_of, named_otherwise
from pb.causes import sqlite_code
from pb.shredding import sync_folder
from pb.sqlite_copies import copied_at_rest, copy_pages, read_only

SQLITE, POSTGRESQL = ".sqlite", ".dump"

#: What to do about a backup that cannot be read to its end.
ANOTHER = "Make another one, or take the one before it"


class NoBackup(click.ClickException):
    """It could not be made, opened or put back; the message says why and what to do."""


@dataclass(frozen=True)
class BackupContents:
    """What was found on opening a backup: the ``version`` of its tables (a migration), and position and hash of the
    newest ``line`` of its record (0 and "" for none); whether it is of a ``practice``.
    """

    version: str
    line: int
    head: str
    practice: bool


def save(address: str, folder: Path, *, now: datetime, keep: int | None = None) -> tuple[Path, BackupContents]:
    """Write a new backup of the database at ``address`` into ``folder`` and open it; the file, and what is in it.

    It gets its name only when it has been opened and is on the disk, so a file with a name is always a whole one.
    ``now`` (UTC) names it; with ``keep`` only so many of the newest backups stay in the folder, always this one, and
    those that are named ahead of it.
    """
    url = make_url(address)
    is_sqlite = url.get_backend_name() == "sqlite"
    if not folder.is_dir():
        raise NoBackup(f"{folder} is not a folder. Make it first: mkdir -m 700 {folder}")
    file = folder / (now.astimezone(UTC).strftime(NAME) + (SQLITE if is_sqlite else POSTGRESQL))
    if file.exists():
        raise NoBackup(f"{file} is there already. Try again in a second.")
    unfinished = file.with_suffix(".unfinished")
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        (_copy_sqlite if is_sqlite else _dump_postgresql)(url, unfinished)
        found = open_(unfinished)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(folder)
    if keep:
        ahead = named_ahead_of(file)
        for old in sorted(each for each in backups_beside(file) if made_at(each) and each not in ahead)[:-keep]:
            old.unlink()
    return file, found


def open_(file: Path) -> BackupContents:
    """Read the whole of a backup and say what it holds. Raises ``NoBackup`` where it is damaged or none of ours."""
    return _open_sqlite(file) if is_of_sqlite(file) else _open_postgresql(file)


def is_of_sqlite(file: Path) -> bool:
    """Whether the backup is a database file of SQLite; else it is a dump of PostgreSQL."""
    try:
        with file.open("rb") as opened:
            return opened.read(16) == b"SQLite format 3\x00"
    except OSError as trouble:
        raise NoBackup(f"{file} cannot be read: {trouble.strerror}.") from trouble


def put_back(address: str, file: Path, *, practice: bool) -> BackupContents:
    """Put a backup into the empty database at ``address``. Refuses one that is damaged, of the other kind of database,
    or of a practice in a real vote (``require_of``), and a database that has tables.
    """
    url = make_url(address)
    into_sqlite = url.get_backend_name() == "sqlite"
    found = open_(file)
    if into_sqlite != is_of_sqlite(file):
        kinds = ("PostgreSQL", "SQLite") if into_sqlite else ("SQLite", "PostgreSQL")
        raise NoBackup(f"{file} is a backup of {kinds[0]}, and DATABASE_URL names a database of {kinds[1]}.")
    require_of(practice, found, file)
    if _tables(url):
        raise NoBackup(
            "The database in DATABASE_URL is not empty. Nothing was changed. Keep it, and name a new, empty one."
        )
    if into_sqlite:
        with closing(read_only(file)) as source, closing(sqlite3.connect(str(url.database))) as target:
            source.backup(target)
    else:
        how = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        _run("pg_restore", *how, f"--dbname={_without_password(url)}", str(file), url=url)
    return found


def require_of(practice: bool, found: BackupContents, file: Path) -> None:
    """Refuse the backup of a practice in a real vote, and that of a real vote in a practice."""
    if found.practice != practice:
        of, here = ("a practice", "a real vote") if found.practice else ("a real vote", "a practice")
        raise NoBackup(f"{file} is a backup of {of}, and this is {here}. Nothing was changed.")


def _tables(url: URL) -> list[str]:
    engine = create_engine(url)
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


#: What SQLite says that has nothing to do with who may read the folder.
_NOT_OF_ITS_FOLDER = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOTADB}


def _copy_sqlite(url: URL, file: Path) -> None:
    database = Path(str(url.database))
    try:
        copy_pages(read_only(database), file)
    except sqlite3.Error as trouble:
        if sqlite_code(trouble) & 0xFF in _NOT_OF_ITS_FOLDER:
            raise NoBackup(remedies.what_to_do(trouble)) from trouble
        if not copied_at_rest(database, file):
            raise NoBackup(
                f"The database {database} cannot be copied: {trouble}. If this user may only read its folder: try again, or "
                "run the backup as the user of the service (docs/running.md, Backup)."
            ) from trouble


def _open_sqlite(file: Path) -> BackupContents:
    try:
        with closing(read_only(file)) as copy:
            if (said := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                raise NoBackup(f"The backup {file} is damaged ({said}). {ANOTHER}.")
            version = copy.execute("SELECT version_num FROM alembic_version").fetchone()
            line = copy.execute("SELECT position, hash FROM record_line ORDER BY position DESC LIMIT 1").fetchone()
            table = copy.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'practice'").fetchone()
            practice = bool(table and copy.execute("SELECT 1 FROM practice").fetchone())
    except sqlite3.Error as trouble:
        raise NoBackup(f"{file} is not a backup of this program, or it is damaged: {trouble}. {ANOTHER}.") from trouble
    return BackupContents(version[0] if version else "", line[0] if line else 0, line[1] if line else "", practice)


def _dump_postgresql(url: URL, file: Path) -> None:
    _run("pg_dump", "--format=custom", f"--file={file}", f"--dbname={_without_password(url)}", url=url)


def _open_postgresql(file: Path) -> BackupContents:
    _run("pg_restore", f"--file={os.devnull}", str(file), then=ANOTHER)  # reads and unpacks every row
    versions = _rows(file, "alembic_version")
    lines = sorted((int(row["position"]), row["hash"]) for row in _rows(file, "record_line"))
    if not versions:
        raise NoBackup(f"{file} is not a backup of this program.")
    return BackupContents(versions[0]["version_num"], *(lines[-1] if lines else (0, "")), bool(_rows(file, "practice")))


def _rows(file: Path, table: str) -> list[dict[str, str]]:
    # As text. (Positions and hashes have no character that COPY writes otherwise.)
    said = _run("pg_restore", "--data-only", f"--table={table}", "--file=-", str(file))
    rows: list[dict[str, str]] = []
    columns: list[str] = []
    for line in said.splitlines():
        if line.startswith("COPY "):
            columns = [each.strip(' "') for each in line[line.index("(") + 1 : line.rindex(")")].split(",")]
        elif line == "\\.":
            columns = []
        elif columns:
            rows.append(dict(zip(columns, line.split("\t"), strict=True)))
    return rows


def _without_password(url: URL) -> str:  # for a command line, which everybody on the machine can read
    return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _run(program: str, *arguments: str, url: URL | None = None, then: str = "") -> str:
    found = shutil.which(program)
    if not found:
        raise NoBackup(f"{program} is not installed. Install it: sudo apt-get install postgresql-client")
    password = {"PGPASSWORD": str(url.password)} if url and url.password else {}
    done = subprocess.run(
        [found, *arguments], check=False, env={**os.environ, **password}, stdin=subprocess.DEVNULL, capture_output=True
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["it did not say why"]
        raise NoBackup(f"{program} could not do it: {said[0].rstrip('.')}. {then}".rstrip(" .") + ".")
    return done.stdout.decode(errors="replace")


def _names(files: list[Path]) -> str:
    return ", ".join(each.name for each in files)


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--keep", type=click.IntRange(1), help="How many of the newest backups stay in the folder; all without it."
)
@click.option("--database", envvar="DATABASE_URL", help="Its address; without it the setting DATABASE_URL.")
def backup(folder: Path, keep: int | None, database: str | None) -> None:
    """Copy the database into a new file in FOLDER while people vote, and open the copy to see that it is whole.

    The keys of KEYS_DIR are not in it. Exit status 1 when there is no backup.
    """
    ours = current_app.config["DATABASE_URL"] if has_app_context() else ""
    address = ours if has_app_context() and current_app.config["PRACTICE"] else database or ours
    if not address:
        raise NoBackup("Set DATABASE_URL: it says which database to copy.")
    file, found = save(address, folder, now=clock.now(), keep=keep)
    newest = f"its record goes to line {found.line}, fingerprint {found.head}" if found.line else "its record is empty"
    click.echo(f"Saved and opened: {file} ({newest}).")
    if ahead := named_ahead_of(file):
        click.echo(
            f"Named later than this one, so a clock was or is wrong: {_names(ahead)}. Check the clock. --keep leaves them "
            "where they are. Delete them yourself when you have newer backups."
        )
    if others := named_otherwise(file):
        click.echo(
            f"Not named by the time at which they were made: {_names(others)}. --keep leaves them where they are. Delete "
            "them yourself when you need them no more."
        )


if __name__ == "__main__":
    backup()
