"""What takes long leaves the request: a job is a row that says what is to be done, for whom, and how far it is.

A room declares a kind of job beside the action that does it: ``@job_kind("cards.made", _l("Make voting cards"))``. A page
orders one (``order``); ``pb.job_running`` runs it, in whichever process gets hold of it first.

**Once.** Whoever runs a job holds its lease, for a while, and says so again as it goes on. The action's own transaction
ends with ``JobWork.is_done``, which refuses when the lease has gone to somebody else: so the effect and "done" are saved
together or not at all, however often a job was begun. A program that is killed lets its lease run out.

Inputs never hold a secret. Why a job failed can name what somebody typed, so it lies sealed to the programme. What only
the person who ordered may read lies in parts, sealed to a key that nobody but their page has (``pb.handover``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from pb import clock, job_failures
from pb.database import UTCTime, db, transaction
from pb.guards import guard, is_taken
from pb.marked import Marked
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.words import Sentence
from pb.words import lazy_gettext as _l

if TYPE_CHECKING:
    from pb.job_running import JobWork

#: The states of a job that has not ended ("done", "failed"): it waits, or somebody runs it.
OPEN = ("waiting", "running")


class Job(Marked, db.Model):
    """Something that was ordered and takes long. ``account_id`` and ``role``: who ordered it, and acts when it is done.

    No two jobs with the same ``slot`` wait or run at a time. ``not_before``: a waiting job waits until then; while one
    runs, its lease ends then. ``steps`` of ``all_steps`` are done.
    """

    outside_acts = True
    #: They change every few seconds while the job runs; with them somebody can hold a job up, not change what it does.
    unmarked = frozenset({"lease", "not_before", "steps", "all_steps"})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    slot: Mapped[str] = mapped_column(String(60))
    round_id: Mapped[int | None] = mapped_column(index=True)
    account_id: Mapped[int | None]
    role: Mapped[str] = mapped_column(String(20))
    inputs: Mapped[dict] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    ordered_at: Mapped[datetime] = mapped_column(UTCTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime)
    #: What came of it: facts when it is done; of a failure what ``pb.job_failures`` opens.
    outcome: Mapped[dict] = mapped_column(JSON, default=dict)
    lease: Mapped[str | None] = mapped_column(String(32))
    not_before: Mapped[datetime] = mapped_column(UTCTime)
    steps: Mapped[int] = mapped_column(default=0)
    all_steps: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state_is_known"),
        CheckConstraint("(state = 'running') = (lease IS NOT NULL)", name="who_runs_has_a_lease"),
        CheckConstraint("(state IN ('done', 'failed')) = (ended_at IS NOT NULL)", name="ends_once"),
        CheckConstraint("steps >= 0 AND all_steps >= 0 AND attempts >= 0", name="counts_are_counts"),
    )

    @property
    def by(self) -> Actor:
        """Who ordered it."""
        return Actor(self.account_id, Role(self.role))

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in OPEN

    def fails(self, refusal: Refusal, **more: Any) -> None:
        """It ends here: its page says why, and what the reader can do. ``more``: facts beside it."""
        self.state, self.lease, self.ended_at = "failed", None, clock.now()
        self.outcome = job_failures.sealed(self, refusal, more)

    def forgets_why(self, instead: Refusal) -> None:
        """It failed, and what was said of that goes; its page says this ``instead``."""
        self.outcome = job_failures.in_clear(instead)


_TAKES_THE_SLOT = Job.state.in_(OPEN)
Index("uq_job_slot_while_open", Job.slot, unique=True, sqlite_where=_TAKES_THE_SLOT, postgresql_where=_TAKES_THE_SLOT)


class JobPart(Marked, db.Model):
    """A part of what a job made that only the person who ordered it may read: about the things ``first`` to ``last``,
    sealed to the key of their page. It goes when it is fetched, or when its time is over. Or the file that was brought
    for the job, sealed to the programme's (``pb.job_files``).
    """

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (CheckConstraint("first <= last", name="part_holds_something"),)


ALREADY_DONE = _l("This has been done already.")
guard(
    "done_jobs_stay",
    table="job",
    before="UPDATE",
    when="OLD.state = 'done' AND (NEW.state <> 'done' OR NEW.account_id <> OLD.account_id)",
    saying=ALREADY_DONE,
)


@dataclass(frozen=True)
class JobKind:
    """``run`` does the work; ``sentence`` says on pages what is being done."""

    name: str
    sentence: Sentence
    run: Callable[[JobWork], None]


_kinds: dict[str, JobKind] = {}


def job_kind(name: str, sentence: Sentence) -> Callable[[Callable[[JobWork], None]], Callable[[JobWork], None]]:
    """Declare a kind of job beside the function that does it."""

    def declare(run: Callable[[JobWork], None]) -> Callable[[JobWork], None]:
        if name in _kinds:
            raise ValueError(f"two kinds of jobs are called {name}")
        _kinds[name] = JobKind(name, sentence, run)
        return run

    return declare


def kind_named(name: str) -> JobKind | None:
    """The kind of that name; None for a name that this version does not know."""
    return _kinds.get(name)


def order(
    session: Session,
    kind: str,
    by: Actor,
    *,
    slot: str = "",
    round_id: int | None = None,
    inputs: dict[str, Any] | None = None,
    after: timedelta = timedelta(0),
) -> Job:
    """Order a job of this ``kind``, to be done ``after`` so long. Part of a bigger transaction.

    Refuses while one with the same ``slot`` waits or runs (where none is said: one of its kind in this round).
    """
    job = Job(
        kind=kind,
        slot=slot or f"{kind} of round {round_id}",
        round_id=round_id,
        account_id=by.account_id,
        role=str(by.role),
        inputs=inputs or {},
        ordered_at=clock.now(),
        not_before=clock.now() + after,
    )
    session.add(job)
    _take_the_slot(session)
    return job


def begin_again(by: Actor, job_id: int) -> None:
    """Who ordered a job that failed presses "Try again": it is done in their name.

    Refuses everybody else, what has not failed, and while another job with its slot waits or runs.
    """
    with transaction() as session:
        job = session.get_one(Job, job_id, with_for_update=True)
        if not may_begin_again(by, job):
            raise Refusal(
                _l("Only the person who started this can try it again."),
                _l("Ask them to try again, or start a new one yourself."),
                status=403,
            )
        if job.state != "failed":
            raise Refusal(ALREADY_DONE)
        job.state, job.attempts, job.ended_at, job.outcome = "waiting", 0, None, {}
        job.not_before, job.steps = clock.now(), 0
        _take_the_slot(session)


def may_begin_again(by: Actor, job: Job) -> bool:
    """Whether it was ordered by this person in this role, so that it can be done in their name again."""
    return job.by == by


def _take_the_slot(session: Session) -> None:
    """Save a job that is open from now on. Refuses while another one with its slot is."""
    try:
        session.flush()
    except IntegrityError as taken:
        if not is_taken(taken, "job.slot"):
            raise
        raise Refusal(
            _l("This is being done already, so it was not started again."), _l("Wait until it is finished.")
        ) from taken


def jobs_of(round_id: int, kind: str) -> list[Job]:
    """The jobs of this kind in a round, the newest first."""
    query = select(Job).where(Job.round_id == round_id, Job.kind == kind).order_by(Job.id.desc())
    return list(db.session.scalars(query))


def job_parts(job_id: int) -> list[tuple[int, int]]:
    """The parts that nobody has fetched, as first and last."""
    query = select(JobPart.first, JobPart.last).where(JobPart.job_id == job_id).order_by(JobPart.first)
    return [(first, last) for first, last in db.session.execute(query)]
