"""A file that somebody brought with the order of a job: kept, sealed, until the job is done, and for a day at most.

The page's process takes it and another one may run the job, so it lies in the database for that time. It is sealed under
the programme's key: a stolen database or a backup does not have its addresses and notes. A job that failed keeps it for
"Try again"; another job, ordered with the first, wipes what is left of it a day later, and with it why the job failed,
which can name what stood in the file. A job that still waits then fails; one that somebody is doing at that moment has a
few minutes to end.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from pb import clock
from pb.database import db, transaction
from pb.job_running import JobWork, NotYet, TooEarly
from pb.jobs import Job, JobPart, job_kind, order
from pb.marked import delete_rows, insert_rows
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.sealed import seal_for, unseal_for
from pb.words import lazy_gettext as _l

#: So long a file is kept, from the order on.
KEPT_FOR = timedelta(days=1)
#: A job that was begun before that may end after it, so much later at most.
RUNS_ON_FOR = timedelta(minutes=10)
#: So often it is asked whether it has.
LOOKS_AGAIN_AFTER = timedelta(minutes=2)
_LEFT = "file left"


def keep_file(session: Session, job: Job, text: str, lines: int) -> None:
    """Keep the ``lines`` of a file for this job, in the transaction that orders it."""
    sealed = seal_for(job.account_id or 0, _purpose(job.id), text).encode()
    insert_rows(session, JobPart, [{"job_id": job.id, "first": 1, "last": max(lines, 1), "sealed": sealed}])
    nobody, slot = Actor(None, Role.COMMAND), f"{_LEFT} of job {job.id}"
    order(session, _LEFT, nobody, slot=slot, round_id=job.round_id, inputs={"of": job.id}, after=KEPT_FOR)


def file_for_job(work: JobWork) -> str:
    """The file that was brought for this job. Refuses where it is no longer here, and once its day is over."""
    part = db.session.get(JobPart, (work.job_id, 1), populate_existing=True)
    if part is None or clock.now() >= _end_of_day(db.session.get_one(Job, work.job_id)):
        raise _is_gone()
    return unseal_for(work.by.account_id or 0, _purpose(work.job_id), part.sealed.decode())


def forget_file(session: Session, job_id: int) -> None:
    """The file is needed no longer. Part of a bigger transaction."""
    delete_rows(session, JobPart, JobPart.job_id == job_id)


@job_kind(_LEFT, _l("Deleting a file that was uploaded for a job"))
def forget_what_is_left(work: JobWork) -> None:
    """The job, a day later. Where the other is still open, it ends with its file: nobody does it without.

    Whether the day is over says the other's row, which is marked: when this job is begun, anybody could change.
    """
    with transaction() as session:
        job = session.get_one(Job, work.inputs["of"], with_for_update=True)
        _require_that_the_time_is_over(job)
        forget_file(session, job.id)
        if job.is_open:
            job.fails(_is_gone())
        elif job.state == "failed":
            job.forgets_why(_is_gone())
        work.is_done(session)


def _require_that_the_time_is_over(job: Job) -> None:
    now, end = clock.now(), _end_of_day(job)
    if now < end:
        raise TooEarly(end)
    if job.state == "running" and now < end + RUNS_ON_FOR:
        raise NotYet(min(now + LOOKS_AGAIN_AFTER, end + RUNS_ON_FOR))


def _is_gone() -> Refusal:
    return Refusal(_l("The file is no longer here."), _l("Upload it again."))


def _end_of_day(job: Job) -> datetime:
    return job.ordered_at + KEPT_FOR


def _purpose(job_id: int) -> str:
    return f"file of job {job_id}"
