"""What has to be right before a vote can be served, one question after another. Which are asked when: ``pb.checks``."""

from __future__ import annotations

import difflib
import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from alembic.migration import MigrationContext
from flask import current_app
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from pb import TOP, anchor, clock, keystore, parts, schema
from pb.config import NO_DATABASE, SETTINGS
from pb.database import db, is_engine_of_sqlite
from pb.durable import require_durable
from pb.fonts import missing_fonts
from pb.record.queries import seconds_ahead


@dataclass(frozen=True)
class CheckAnswer:
    """``fault``: what is wrong and what to do, one line; "" where all is well. ``note`` stands beside an OK.
    ``passes``: trying again later can help, without anybody doing anything here. ``serves``: a server starts all the same.
    """

    name: str
    fault: str = ""
    note: str = ""
    passes: bool = False
    serves: bool = False

    @property
    def line(self) -> str:
        """For the screen of an operator."""
        return f"{self.name}: {self.fault or ('OK' + (f' ({self.note})' if self.note else ''))}"


def settings() -> CheckAnswer:
    """Those that are missing or wrong, without their values; and whether they are those of a real vote."""
    faults = current_app.config["SETTINGS_FAULTS"]
    is_said = current_app.config["PB_PRODUCTION"] or current_app.config["PRACTICE"]
    notes = ("" if is_said else NOT_REAL, "" if current_app.config["HELP_PHONE"] else NO_PHONE, *misspelt(os.environ))
    return CheckAnswer("settings", " ".join(faults), note="; ".join(note for note in notes if note))


#: Everything works without it, so nothing else would tell.
NOT_REAL = (
    "not for a real vote: PB_PRODUCTION is not set, so cookies may travel without https, and no secret is asked for"
)
#: Pages, papers and refusals tell people to phone; without a number, to ask somebody.
NO_PHONE = "HELP_PHONE is not set, so pages say “ask any of our staff” where they would say “phone us”"


def misspelt(given: Iterable[str]) -> Iterator[str]:
    """What nothing reads, and is written almost as a setting: nobody else would tell. Without its value."""
    known = {setting.name for setting in SETTINGS}
    for name in sorted(set(given) - known):
        if near := difflib.get_close_matches(name, known, n=1, cutoff=0.88):
            yield f"{name} is no setting: do you mean {near[0]}?"


def installed() -> CheckAnswer:
    """Whether the packages are there that this version needs; an upgrade may have been left half done."""
    if absent := parts.missing_parts(TOP / "requirements.txt"):
        return CheckAnswer("installed", f"Not installed: {', '.join(absent)}. In the folder of pb: {parts.INSTALL}")
    return CheckAnswer("installed")


def key_folder() -> CheckAnswer:
    """Whether ``KEYS_DIR`` is there, and this program alone may read and write it."""
    folder: Path = current_app.config["KEYS_DIR"]
    if any(fault.startswith("Set KEYS_DIR ") for fault in current_app.config["SETTINGS_FAULTS"]):
        return CheckAnswer(
            "key folder", "not looked at yet; first put right: settings"
        )  # a default is never to be made
    if not folder.is_dir():
        if not current_app.config["PB_PRODUCTION"]:
            return CheckAnswer("key folder", note="not made yet")
        return CheckAnswer(
            "key folder", f"KEYS_DIR is {folder}, and there is no such folder. {_missing_folder(folder)}"
        )
    if said := only_read(folder):
        return CheckAnswer("key folder", said)
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return CheckAnswer("key folder", f"{folder} cannot be read and written. {who_opens(folder, [folder])}")
    if closed := [file for file in sorted(folder.glob("*.key")) if not os.access(file, os.R_OK)]:
        names = ", ".join(file.name for file in closed)
        return CheckAnswer(
            "key folder", f"In {folder} these files cannot be read: {names}. {who_opens(folder, closed)}"
        )
    if folder.stat().st_mode & 0o077 and current_app.config["PB_PRODUCTION"]:
        return CheckAnswer("key folder", f"Others can look into {folder}: sudo chmod 700 {folder}")
    return CheckAnswer("key folder")


_MAKE, _OWN = "sudo install -d -o pb -m 700", "sudo chown -R pb"


def only_read(place: Path) -> str:
    """Where nobody can write, whoever owns it: a chmod would help nothing."""
    if not os.statvfs(place).f_flag & os.ST_RDONLY:
        return ""
    return (
        f"{place} cannot be written: it lies on something that may only be read. Name it in ReadWritePaths of the service "
        f"(docs/running.md, The service), or mount its disk for writing: findmnt -T {place} says which one it is."
    )


def _missing_folder(folder: Path) -> str:
    """A new folder is right only where no key was ever made."""
    put_back = f"If its disk is not mounted, mount it. Else put it back: {put_keys_back()}"
    if (known := _knows_keys()) is None:
        return f"Was it there before? {put_back}. Is this a new installation? Then make it: {_MAKE} {folder}"
    return f"The keys of this database were in it. {put_back}" if known else f"Make it: {_MAKE} {folder}"


def _knows_keys() -> bool | None:
    """Whether the database was made with keys; None where it cannot be asked."""
    if current_app.config["DATABASE_URL"] == NO_DATABASE:
        return None
    try:
        return keystore.has_tables() and keystore.knows_any()
    except SQLAlchemyError:
        return None
    finally:
        db.session.rollback()


def put_keys_back() -> str:
    """The commands by which the files of ``KEYS_DIR`` come back from the memory stick."""
    folder = current_app.config["KEYS_DIR"]
    return f"with the memory stick at /mnt, {_MAKE} {folder} && sudo install -o pb -m 600 /mnt/*.key {folder}"


def who_opens(folder: Path, closed: list[Path]) -> str:
    """What lets the user of the service in: it may be the owner already, and only the mode be wrong."""
    if any(each.stat().st_uid != os.geteuid() for each in closed):
        return f"It must belong to the user of the service: {_OWN} {folder}"
    return f"Its owner must be allowed to: sudo chmod -R u=rwX,go= {folder}"


def database() -> CheckAnswer:
    """Whether it answers, and would lose nothing in a power cut."""
    if current_app.config["DATABASE_URL"] == NO_DATABASE:
        return CheckAnswer("database", "not looked at yet; first put right: settings")
    with db.engine.connect() as connection:
        require_durable(connection)
    return CheckAnswer("database", note=f"{db.engine.dialect.name}, {db.engine.url.database}")


def tables() -> CheckAnswer:
    """Whether the tables are those of this version."""
    names = set(inspect(db.engine).get_table_names())
    if not names - {"alembic_version"}:
        return CheckAnswer("tables", no_tables())
    found = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    if not found and "alembic_version" in names:
        return CheckAnswer("tables", NO_VERSION)
    if not found:  # made from the models, as the tests do
        if keystore.has_tables():
            return CheckAnswer("tables")
        return CheckAnswer("tables", OTHER_VERSION)
    heads, known = schema.migrations()
    if newer := found - known:
        return CheckAnswer(
            "tables",
            f"The tables are of a newer version of pb ({', '.join(sorted(newer))}). Start that version, or restore a "
            "backup from before the upgrade.",
        )
    if found != heads:
        return CheckAnswer(
            "tables", "The tables are of an older version. Make a backup, then: flask --app wsgi db upgrade"
        )
    return CheckAnswer("tables", note=", ".join(sorted(found)))


def no_tables() -> str:
    """Before the first vote they are to be made; never in place of those that hold the votes."""
    if before := anchor.stored():
        return (
            f"The database {db.engine.url.database} has no tables, but KEYS_DIR is of a record with {before.position} lines. "
            "Is DATABASE_URL right? If that database is lost, put a backup back: flask --app wsgi restore FILE"
        )
    return "The database has no tables yet. Make them first: flask --app wsgi db upgrade"


NO_VERSION = (
    "The database does not say of which version its tables are: somebody emptied alembic_version. Say that they are of this "
    "one, then look whether they are: flask --app wsgi db stamp --purge head; flask --app wsgi check"
)
OTHER_VERSION = (
    "The tables of this database were not made by this version, and db upgrade cannot bring them up to date. Name a new, "
    "empty database in DATABASE_URL, then make its tables: flask --app wsgi db upgrade"
)


def made_as_this_version() -> CheckAnswer:
    """Whether tables, rules and guards are as this version makes them, and no code of somebody else is there."""
    return CheckAnswer("schema", schema.fault(db.session.connection()))


def clocks() -> CheckAnswer:
    """Whether this machine's clock and the database's agree, and neither was put back."""
    with db.engine.connect():  # looks at the database's clock, if it is time
        pass
    if apart := clock.difference_that_matters():
        return CheckAnswer(
            "clock",
            f"This machine's clock is {_seconds(apart)} {'ahead of' if apart.total_seconds() > 0 else 'behind'} the "
            "database's, which decides when a vote closes. Set both by the network: timedatectl set-ntp true",
        )
    if future := seconds_ahead():
        return CheckAnswer(
            "clock",
            f"The newest line of the record is {future} seconds ahead of the clock: the clock was put back, or was wrong "
            "when it was written. Set it by the network: timedatectl set-ntp true",
        )
    if is_engine_of_sqlite(db.engine):
        return CheckAnswer("clock")
    return CheckAnswer(
        "clock",
        note=f"{_seconds(clock.machine.difference)} from the database's"
        if clock.machine.difference is not None
        else "",
    )


def _seconds(apart: timedelta) -> str:
    return f"{abs(apart.total_seconds()):.1f} seconds"


def letters() -> CheckAnswer:
    """Whether all fonts are there. Without one, its letters are printed by their names; nothing stops."""
    return CheckAnswer("letters", note="; ".join(missing_fonts()))


def unreadable(trouble: OSError) -> str:
    """A file or folder cannot be used, and why."""
    if trouble.errno == errno.ENOSPC:
        return f"{trouble.filename} cannot be written: the disk is full. Make room (df -h says where)."
    return f"{trouble.filename} cannot be used ({trouble.strerror}). It must be there, and belong to the user of the service."
