"""A group has lost the code with which it comes back."""

from __future__ import annotations

from pb.codes import code_hash, new_code
from pb.projects.models import Project
from pb.projects.rules.resume_codes import LONGEST_CODE_REASON, RESUME
from pb.projects.rules.sentences import SAY_WHY_A_NEW_CODE
from pb.projects.rules.whose_hand import CODE_RENEWED
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.rounds.models import Round
from pb.rounds.rules.sentences import PUBLISH_FIRST
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

APPLICATION_CODE_RENEWED = Act(
    CODE_RENEWED, _l("gave application %(project)s a new code"), only=(COORDINATOR,), after_the_end=True
)


def renew_code(by: Actor, project: Project, reason: str) -> str:
    """Staff give a group that lost its resume code a new one; the old one stops working. Returns the new code.

    ``reason``: why, for the record and for the group, whose page says who gave out a code and when. Refuses without one, and in a draft.
    """
    code, reason = new_code(), tidy(reason)
    with acting(by, APPLICATION_CODE_RENEWED, round_id=project.round_id, reason=reason, project=project.id) as act:
        if act.session.get_one(Round, project.round_id).draft:  # of which the group does not know yet
            raise Refusal(PUBLISH_FIRST)
        if not reason or len(reason) > LONGEST_CODE_REASON:
            raise Refusal(SAY_WHY_A_NEW_CODE, status=422)
        project.resume_code_hash = code_hash(RESUME, code)
    return code
