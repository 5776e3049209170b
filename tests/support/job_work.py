"""A job of the tests, whose one effect is a line in the record; and what a process that dies while it works leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import select

from pb import jobs
from pb.database import db, transaction
from pb.job_running import JobWork
from pb.jobs import Job
from pb.record.actions import acting
from pb.record.models import RecordLine
from pb.roles import Actor, Role
from tests.support.acts import SOMETHING_DONE

KIND = "a test's work"
COMMAND = Actor(None, Role.COMMAND)


class Killed(BaseException):
    """As if the process had ended here: nobody catches it."""


def does_it(work: JobWork) -> None:
    """The usual work: two steps, then the effect and the last word in one act."""
    work.goes_on(0, 2)
    work.goes_on(1, 2)
    with acting(work.by, SOMETHING_DONE, work=work.inputs.get("name", "")) as act:
        work.is_done(act.session, name=work.inputs.get("name", ""))


@contextmanager
def kind(run: Callable[[JobWork], None] = does_it) -> Iterator[None]:
    """For the block there is a kind of job that does this."""
    jobs.job_kind(KIND, "Working for a test")(run)  # type: ignore[arg-type]
    try:
        yield
    finally:
        del jobs._kinds[KIND]


def ordered(name: str = "one", *, slot: str = "") -> int:
    """Order one; its id."""
    with transaction() as session:
        return jobs.order(session, KIND, COMMAND, slot=slot or name, inputs={"name": name}).id


def job(job_id: int) -> Job:
    """The job as it lies in the database now."""
    db.session.rollback()
    return db.session.get_one(Job, job_id, populate_existing=True)


def effects() -> list[str]:
    """What the jobs did, in order."""
    db.session.rollback()
    lines = select(RecordLine.facts).where(RecordLine.act == SOMETHING_DONE.name).order_by(RecordLine.position)
    return [facts["work"] for facts in db.session.scalars(lines) if "work" in facts]
