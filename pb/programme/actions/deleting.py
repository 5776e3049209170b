"""A round to which nobody has applied is deleted: a draft, or one that was published by mistake."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pb.guards import is_still_used
from pb.people.models import Interest
from pb.projects.models import Project
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor
from pb.rounds.models import Decision, Round, RuleChange
from pb.rounds.rules.sentences import RULES_ARE_FROZEN
from pb.venues.models import VotingSession
from pb.words import lazy_gettext as _l

ROUND_DELETED = Act("round.deleted", _l("deleted the round “%(name)s”, to which nobody had applied"))

SOMEBODY_APPLIED = _l("A group has applied in this round, or has begun to, so it cannot be deleted.")
ABANDON_IT = _l("Two people can abandon it, with a reason that everyone can read.")


def delete_round(by: Actor, round_: Round) -> None:
    """A coordinator deletes a round with its settings and sessions; the record keeps its name.

    Refuses once the ballot is frozen and once anybody has begun to apply: the keys of the database say so at that moment.
    In a draft, applications that were carried over, and that nobody has looked at, go with it.
    """
    round_id = round_.id
    with acting(by, ROUND_DELETED, round_id=round_id, name=round_.name) as act:
        if round_.frozen:
            raise Refusal(RULES_ARE_FROZEN)
        for project in act.session.scalars(select(Project).where(Project.round_id == round_id)).all():
            if project.carried_from_id is None or not round_.draft:
                raise Refusal(SOMEBODY_APPLIED, ABANDON_IT)
            if project.ballot_text:
                act.session.delete(project.ballot_text)
                act.session.flush()
            act.session.delete(project)
        try:
            act.session.flush()
            for model in (Interest, RuleChange, Decision, VotingSession):
                for row in act.session.scalars(select(model).where(model.round_id == round_id)).all():
                    act.session.delete(row)
            act.session.flush()
            act.session.delete(round_)
            act.session.flush()
        except IntegrityError as refused:
            if not is_still_used(refused):
                raise
            raise Refusal(SOMEBODY_APPLIED, ABANDON_IT) from refused
