"""Who is to come, to go or to get a role, as sentences."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import gettext as _

from pb.people import queries
from pb.people.models import AppointmentProposal
from pb.people.rules import ROLE_NAMES
from pb.web.access import Role, may_open


class Waiting(NamedTuple):
    """A proposal on a page. ``may_agree``: whether the reader may be the second person."""

    id: int
    sentence: str
    proposed_by: str
    proposal: AppointmentProposal
    may_agree: bool


def proposal_in_words(proposal: AppointmentProposal) -> str:
    """ "Una Doyle joins as: Counter"."""
    name = proposal.invitation.name if proposal.invitation else proposal.account.name  # type: ignore[union-attr]
    role_name = ROLE_NAMES[Role(proposal.role)]
    if proposal.kind == "join":
        return _("%(name)s joins as: %(role)s", name=name, role=role_name)
    if proposal.kind == "give":
        return _("%(name)s gets the role: %(role)s", name=name, role=role_name)
    return _("%(name)s gives up the role: %(role)s", name=name, role=role_name)


def proposals_in_words(reader: int) -> list[Waiting]:
    """Everything that waits for a steering group member; ``reader``: the account id of who looks at it."""
    names = queries.names()
    return [
        Waiting(
            each.id,
            proposal_in_words(each),
            names[each.proposed_by],
            each,
            may_open("people.agree") and reader not in (each.proposed_by, each.account_id),
        )
        for each in queries.waiting_proposals()
    ]
