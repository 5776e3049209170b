"""Who is to come, to go or to get a role, as sentences."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import gettext as _

from pb.people import queries
from pb.people.models import AppointmentProposal
from pb.people.rules import ROLE_NAMES, may_turn_down
from pb.web.access import Actor, Role, may_open


class WaitingProposal(NamedTuple):
    """A proposal on a page. ``may_agree``: whether the reader may be the second person; ``may_turn_down``: whether they
    may end it.
    """

    id: int
    sentence: str
    proposed_by: str
    proposal: AppointmentProposal
    may_agree: bool
    may_turn_down: bool


def proposal_in_words(proposal: AppointmentProposal) -> str:
    """ "Una Doyle joins as: Counter"."""
    name = proposal.invitation.name if proposal.invitation else proposal.account.name  # type: ignore[union-attr]
    role_name = ROLE_NAMES[Role(proposal.role)]
    if proposal.kind == "join":
        return _("%(name)s joins as: %(role)s", name=name, role=role_name)
    if proposal.kind == "give":
        return _("%(name)s gets the role: %(role)s", name=name, role=role_name)
    return _("%(name)s gives up the role: %(role)s", name=name, role=role_name)


def proposals_in_words(reader: int) -> list[WaitingProposal]:
    """Everything that waits for a steering group member; ``reader``: the account id of who looks at it."""
    names, member = queries.names(), may_open("people.agree")
    by = Actor(reader, Role.STEERING if member else Role.COORDINATOR)
    return [
        WaitingProposal(
            each.id,
            proposal_in_words(each),
            names[each.proposed_by],
            each,
            member and reader not in (each.proposed_by, each.account_id),
            may_turn_down(by, each.proposed_by, each.account_id),
        )
        for each in queries.waiting_proposals()
    ]
