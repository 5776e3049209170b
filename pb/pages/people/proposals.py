"""A steering group member agrees to who comes and who goes, or does not."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from pb.pages.lookups import proposal_with
from pb.pages.people import bp
from pb.pages.said_of_proposals import PROPOSAL_IS_TURNED_DOWN
from pb.people import actions
from pb.web.access import COORDINATOR, STEERING, actor, open_to


@bp.post("/people/proposals/<int:proposal_id>/agree")
@open_to(STEERING)
def agree(proposal_id: int):
    """A member agrees."""
    actions.agree_to_proposal(actor(), proposal_with(proposal_id))
    flash(_("You have agreed. This is now in force."), "success")
    return redirect(url_for("people.index"))


@bp.post("/people/proposals/<int:proposal_id>/refuse")
@open_to(STEERING, COORDINATOR)
def refuse(proposal_id: int):
    """A member does not agree, or a coordinator withdraws a proposal."""
    actions.refuse_proposal(actor(), proposal_with(proposal_id))
    flash(str(PROPOSAL_IS_TURNED_DOWN), "success")
    return redirect(url_for("people.index"))
