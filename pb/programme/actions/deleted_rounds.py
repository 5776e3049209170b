"""A round to which nobody has applied is deleted: a draft, or one that was published by mistake.

What groups have written about themselves no act deletes: people do, by hand (``docs/running.md``).
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.guards import is_still_used
from pb.jobs import Job, JobPart
from pb.marked import delete_rows
from pb.people.models import Interest, InterestRelease
from pb.projects.models import BallotText, Project, TextTranslation, TextWriter
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.rounds.models import Decision, Round, RuleChange
from pb.rounds.rules.sentences import RULES_ARE_FROZEN, WHAT_TWO_STILL_DECIDE
from pb.venues.models import VotingSession
from pb.words import lazy_gettext as _l

ROUND_DELETED = Act(
    "round.deleted", _l("deleted the round “%(name)s”, to which nobody had applied"), only=(COORDINATOR,)
)

SOMEBODY_APPLIED = _l("A group has applied in this round, or has begun to, so it cannot be deleted.")
ABANDON_IT = _l("On the page “Abandon this round” two people can end it, with a reason that everyone can read.")


def delete_round(by: Actor, round_: Round) -> None:
    """A coordinator deletes a round with its settings and sessions; the record keeps its name.

    Refuses once the ballot is frozen and once anybody has begun to apply: the keys of the database say so at that moment.
    In a draft, applications that were carried over, go with it: nobody can decide on them there. What was ordered for the
    round and waits or is being done, ends, with the files that were brought for it.
    """
    round_id = round_.id
    with acting(by, ROUND_DELETED, round_id=round_id, name=round_.name) as act:
        act.session.get_one(
            Round, round_id, with_for_update=True
        )  # whoever orders a job for it comes before or too late
        if round_.frozen:
            raise Refusal(RULES_ARE_FROZEN, WHAT_TWO_STILL_DECIDE)
        projects = act.session.scalars(select(Project).where(Project.round_id == round_id)).all()
        if any(each.carried_from_id is None or not round_.draft for each in projects):
            raise Refusal(SOMEBODY_APPLIED, ABANDON_IT)
        try:
            with act.session.no_autoflush:
                _delete_all(act.session, round_, [each.id for each in projects])
        except IntegrityError as refused:
            if not is_still_used(refused):
                raise
            raise Refusal(SOMEBODY_APPLIED, ABANDON_IT) from refused


def _delete_all(session: Session, round_: Round, carried: list[int]) -> None:
    """What names a carried application goes before it, and what names the round before the round."""
    of_projects = (InterestRelease, BallotText, TextTranslation, TextWriter)
    of_round = (Interest, Project, RuleChange, Decision, VotingSession)
    before = [(model, model.project_id.in_(carried)) for model in of_projects]
    for model, here in (*before, *((model, model.round_id == round_.id) for model in of_round)):
        for row in session.scalars(select(model).where(here)).all():
            session.delete(row)
        session.flush()
    _end_its_jobs(session, round_.id)
    session.delete(round_)
    session.flush()


def _end_its_jobs(session: Session, round_id: int) -> None:
    """Whoever is doing one finds that it is theirs no longer, and nothing of it is saved."""
    of_round = select(Job.id).where(Job.round_id == round_id)
    delete_rows(session, JobPart, JobPart.job_id.in_(of_round))
    delete_rows(session, Job, Job.round_id == round_id)
