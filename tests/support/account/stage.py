"""One prepared programme, put back to its beginning before each play: a copy of its database and its keys."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pb import clock
from pb.database import db, is_engine_of_sqlite
from pb.venues.actions import add_venue
from pb.web.access import Role
from tests.support import databases, postgres
from tests.support.make import Make
from tests.support.makers.voting import COMMAND
from tests.support.program import program

#: How many cards there are to begin with, and how many sessions.
CARDS, SESSIONS = 14, 3


@contextmanager
def prepared(folder: Path, kind: str = "sqlite") -> Iterator[Stage]:
    """The program on a database of its own, whose file and keys lie in ``folder``, with two frozen rounds ready for a play."""
    with databases.fresh(kind, folder) as url, program(url, folder) as app, app.app_context():
        stage = Stage(app, folder)
        stage.keep()
        yield stage
        stage.strike()


@contextmanager
def in_memory(kind: str = "sqlite") -> Iterator[Stage]:
    """The same in a folder of its own, in memory where the machine has such a folder: each step waits for the disk."""
    memory = Path("/dev/shm")
    with (
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder,
        prepared(Path(folder), kind) as made,
    ):
        yield made


class Stage:
    """``rounds``: by entitlement, what a play starts from. ``people``: account ids by part."""

    def __init__(self, app: Any, folder: Path) -> None:
        # At noon, whenever the test runs: a session that goes on around midnight cannot be kept open, nor be opened again.
        self.app, self.folder, self.start = app, folder, _next_noon()
        with clock.moved(self.start):
            self._prepares(Make(app))

    def _prepares(self, make: Make) -> None:
        self.people = {
            "coordinator": [make.account(Role.COORDINATOR).id],
            "facilitator": [make.staff(Role.FACILITATOR).id for _ in range(2)],
            "counter": [make.staff(Role.COUNTER).id for _ in range(4)],
            "steering": [make.account(Role.STEERING).id for _ in range(2)],
        }
        self.place_to_spare = add_venue(COMMAND, "A hall that nobody has booked", kind="hall").id
        self.rounds = {entitlement: self._round(make, entitlement) for entitlement in ("code", "vouch")}

    def _round(self, make: Make, entitlement: str) -> SimpleNamespace:
        from pb.people.models import Account

        round_ = make.voting_round(projects=4, entitlement=entitlement, min_choices=1, max_choices=3)
        team = [db.session.get_one(Account, each) for each in self.people["facilitator"]]
        sessions = [make.session_at(round_, *team).id for _ in range(SESSIONS)]
        cards = [each.code for each in make.cards(round_, CARDS)]
        closes = {"closes": round_.voting_closes_at, "post_closes": round_.post_closes_at}
        return SimpleNamespace(id=round_.id, entitlement=entitlement, sessions=sessions, cards=cards, **closes)

    @property
    def _files(self) -> dict[Path, Path]:
        kept = self.folder / "kept"
        keys = {self.folder / "keys": kept / "keys"}
        return keys if self._server else {self.folder / "pb.sqlite": kept / "pb.sqlite", **keys}

    @property
    def _server(self) -> bool:
        """Whether a server keeps the database, and not a file."""
        return not is_engine_of_sqlite(db.engine)

    def keep(self) -> None:
        """From now on ``begin`` comes back to this."""
        self._let_go()
        if self._server:
            self._copy(self._name, f"{self._name}_kept")
        else:
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            self._let_go()
        (self.folder / "kept").mkdir()
        for file, kept in self._files.items():
            (shutil.copytree if file.is_dir() else shutil.copyfile)(file, kept)

    def begin(self) -> None:
        """Everything is as it was."""
        self._let_go()
        if self._server:
            self._copy(f"{self._name}_kept", self._name)
        for name in ("pb.sqlite-wal", "pb.sqlite-shm"):
            (self.folder / name).unlink(missing_ok=True)
        for file, kept in self._files.items():
            if file.is_dir():
                shutil.rmtree(file)
            (shutil.copytree if kept.is_dir() else shutil.copyfile)(kept, file)

    def strike(self) -> None:
        """What was kept goes."""
        self._let_go()
        if self._server:
            postgres.shared().drop(f"{self._name}_kept")

    @property
    def _name(self) -> str:
        return str(db.engine.url.database)

    @staticmethod
    def _copy(one: str, other: str) -> None:
        postgres.shared().drop(other)
        postgres.shared().make(other, like=one)

    def _let_go(self) -> None:
        db.session.remove()
        db.engine.dispose()


def _next_noon() -> Any:
    return (clock.now() + timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)


def moment(round_: SimpleNamespace, phase: str, start: Any) -> Any:
    """A moment in the phase "voting", "post" or "closed" of a round of the stage."""
    hour = timedelta(hours=1)
    return {"voting": start, "post": round_.closes + hour, "closed": round_.post_closes + hour}[phase]
