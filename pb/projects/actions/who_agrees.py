"""Under the lock: who may be the second member to decide on an application."""

from __future__ import annotations

from pb.people.rules import YOU_PROPOSED_IT
from pb.projects.models import Assessment, Project
from pb.projects.queries import bases_of_decisions, is_overtaken, not_decided_by
from pb.projects.rules.sentences import CHANGED_SINCE_PROPOSED, NONE_WAITS, OPEN_IT_AGAIN, OTHERS_ANSWER, PROPOSE_AGAIN
from pb.refusals import Refusal
from pb.roles import Actor
from pb.rounds.rules.sentences import ASK_ANOTHER_MEMBER


def require_second_of_assessment(by: Actor, project: Project) -> Assessment:
    """The decision that waits for a second member. Refuses where there is none, who proposed it, and where nobody can
    agree to it any more.
    """
    assessment = project.proposal
    if assessment is None:
        raise Refusal(NONE_WAITS, OPEN_IT_AGAIN)
    if assessment.made_by == by.account_id:
        raise Refusal(YOU_PROPOSED_IT, ASK_ANOTHER_MEMBER)
    if not not_decided_by(by, [project]):
        raise Refusal(OTHERS_ANSWER, ASK_ANOTHER_MEMBER)
    if is_overtaken(assessment, bases_of_decisions(project.round_id)):
        raise Refusal(CHANGED_SINCE_PROPOSED, PROPOSE_AGAIN)
    return assessment
