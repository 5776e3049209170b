"""Running jobs: by ``flask jobs run`` (``pb.serving``), which ``serve`` starts beside itself, in as many processes as
there are.

Each takes what is due with one UPDATE of a row that nobody else has locked, and holds it by a lease. See ``pb.jobs``.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pb import clock
from pb.causes import cause_of
from pb.database import db, transaction
from pb.edits import NothingChanged
from pb.jobs import OPEN, Job, kind_named
from pb.marked import Forged
from pb.refusals import Refusal
from pb.roles import Actor
from pb.words import lazy_gettext as _l

log = logging.getLogger("pb")

#: A lease lasts so long without a word from whoever runs the job: longer than two servers' clocks may differ.
LEASE = timedelta(minutes=3)
#: It is said anew after so long.
SAID_AGAIN_AFTER = timedelta(seconds=2)
#: So often a job is begun; the last time may have ended with the program itself.
MOST_ATTEMPTS = 3
#: Before a job that broke is begun again.
PAUSE = timedelta(seconds=10)
#: Seconds between two looks for jobs.
LOOK_EVERY = 2

BROKE = (
    _l("This could not be finished, because something went wrong on this website."),
    _l("Press “Try again”. If it happens again, ask the person who looks after the server."),
)


class LostLease(Exception):
    """Somebody else has taken this job over, or it has ended."""


class Stopped(Exception):
    """The program is to end: the job is given back as it was."""


class NotYet(Exception):
    """The job has to wait for something else: it is given back as it was, and looks again at ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class TooEarly(NotYet):
    """The job was begun before its time, ``until``, which nothing in this program does."""


@dataclass
class JobWork:
    """A job that is being done, for the function of its kind. All of it are plain values: no row is held."""

    job_id: int
    kind: str
    by: Actor
    round_id: int | None
    inputs: dict[str, Any]
    lease: str
    #: The how-manieth time it is begun.
    attempt: int = 1
    is_to_stop: Callable[[], bool] = field(default=lambda: False)

    def __post_init__(self) -> None:
        self._said_at = clock.now()

    def goes_on(self, steps: int, all_steps: int) -> None:
        """Say that ``steps`` of ``all_steps`` are done, and that the work goes on. Outside of any transaction.

        Ends the work by raising when it has gone to somebody else, or the program is to end.
        """
        if self.is_to_stop():
            raise Stopped
        if steps and clock.now() - self._said_at < SAID_AGAIN_AFTER:
            return
        self._said_at = clock.now()
        table = Job.__table__
        with transaction(durable=False) as session:
            mine = update(table).where(table.c.id == self.job_id, table.c.lease == self.lease)
            said = session.connection().execute(
                mine.values(steps=steps, all_steps=all_steps, not_before=clock.now() + LEASE)
            )
            if said.rowcount != 1:
                raise LostLease

    def is_done(self, session: Session, **outcome: Any) -> None:
        """The last word, in the transaction of the effect itself: both are saved, or neither. ``outcome``: facts."""
        job = self._still_mine(session)
        job.state, job.lease, job.ended_at, job.outcome = "done", None, clock.now(), outcome
        job.steps = job.all_steps
        session.flush()

    def failed(self, refusal: Refusal, **more: Any) -> None:
        """It cannot be done; the person reads why, and what they can do. ``more``: facts beside it."""
        with transaction() as session:
            self._still_mine(session).fails(refusal, **more)

    def given_back(self, *, counts: bool, until: datetime | None = None) -> None:
        """It is begun again: at once after a stop that does not count, later when something broke; or not before
        ``until``.
        """
        with transaction() as session:
            job = self._still_mine(session)
            job.state, job.lease = "waiting", None
            job.not_before = until or clock.now() + (job.attempts * PAUSE if counts else timedelta(0))
            job.attempts -= 0 if counts else 1

    def _still_mine(self, session: Session) -> Job:
        query = select(Job).where(Job.id == self.job_id, Job.lease == self.lease).with_for_update()
        job = session.scalar(query.execution_options(populate_existing=True))
        if job is None:
            raise LostLease
        return job


def run_next(is_to_stop: Callable[[], bool] = lambda: False) -> bool:
    """Do the next job that is due; whether there was one. Whatever breaks is told on the job's page."""
    try:
        work = take_next()
        if work is None:
            return False
        work.is_to_stop = is_to_stop
        _do(work)
        return True
    finally:
        db.session.remove()


def take_next() -> JobWork | None:
    """Take a job that is due and that nobody holds; None where there is none."""
    for job_id in sorted(due_now()):
        try:
            if work := _take(job_id):
                return work
        except Forged:
            continue  # said in the log; the others are done all the same
    return None


def due_now() -> set[int]:
    """The ids of what is due and nobody holds. Asked outside of any transaction; looking alone takes no lock."""
    found = set(db.session.scalars(select(Job.id).where(*_due())))
    db.session.rollback()
    return found


def _due() -> tuple[Any, ...]:
    return Job.state.in_(OPEN), Job.not_before <= clock.now()


def _take(job_id: int) -> JobWork | None:
    with transaction() as session:
        query = select(Job).where(Job.id == job_id, *_due()).with_for_update(skip_locked=True)
        job = session.scalar(query.execution_options(populate_existing=True))
        if job is None:
            return None
        if job.attempts >= MOST_ATTEMPTS:  # it ended the program itself each time
            job.fails(Refusal(*BROKE))
            return None
        job.state, job.lease, job.attempts = "running", secrets.token_hex(16), job.attempts + 1
        job.not_before, job.steps = clock.now() + LEASE, 0
        return JobWork(job.id, job.kind, job.by, job.round_id, dict(job.inputs), job.lease, job.attempts)


def _do(work: JobWork) -> None:
    kind = kind_named(work.kind)
    try:
        if kind is None:
            raise Refusal(_l("This version of the website does not know how to do this."), BROKE[1])
        kind.run(work)
    except LostLease:
        log.warning("a job of the kind %s went to somebody else, or has ended", work.kind)
    except Exception as trouble:
        db.session.rollback()
        with suppress(LostLease):  # what broke came after the effect was saved
            _let_go(work, trouble)


def _let_go(work: JobWork, trouble: Exception) -> None:
    if isinstance(trouble, Stopped):
        work.given_back(counts=False)
        return
    if isinstance(trouble, NotYet):
        if isinstance(trouble, TooEarly):
            log.error("a job of the kind %s came before its time: clocks differ, or its row was changed", work.kind)
        work.given_back(counts=False, until=trouble.until)
        return
    if isinstance(trouble, Refusal | NothingChanged):
        work.failed(trouble if isinstance(trouble, Refusal) else Refusal(trouble.sentence))
        return
    # The kind of it only: its words may hold what somebody typed.
    log.error("a job of the kind %s broke: %s", work.kind, cause_of(trouble))
    if work.attempt >= MOST_ATTEMPTS:
        work.failed(Refusal(*BROKE))
    else:
        work.given_back(counts=True)


def run_soon(app: Flask) -> threading.Thread | None:
    """Where no ``serve`` runs jobs (a demo, ``flask run``) this process does it itself, in a thread beside the request."""
    if app.config["PB_PRODUCTION"] or app.config.get("TESTING"):
        return None
    beside = threading.Thread(target=_run_all, args=[app], daemon=True)
    beside.start()
    return beside


def _run_all(app: Flask) -> None:
    with app.app_context(), suppress(SQLAlchemyError):  # the database is away: the page's next look begins it again
        while run_next():
            pass
