"""Two people put votes back that were damaged or missing in the box, and that a command has found in a backup."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from pb.pages.after_close import bp
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import put_back_in
from pb.voting import actions
from pb.web.access import COORDINATOR, STEERING, actor, open_to


@bp.post("/rounds/<int:round_id>/after-close/put-back/<int:put_back_id>")
@open_to(COORDINATOR, STEERING)
@for_the_impartial
def propose_put_back(round_id: int, put_back_id: int):
    """The first of two people."""
    actions.propose_put_back(actor(), put_back_in(round_id, put_back_id))
    flash(_("A steering group member must now agree."), "success")
    return redirect(url_for("after_close.checklist", round_id=round_id))


@bp.post("/rounds/<int:round_id>/after-close/put-back/<int:put_back_id>/agree")
@open_to(STEERING)
@for_the_impartial
def agree_put_back(round_id: int, put_back_id: int):
    """The second of two people: the votes are put back."""
    actions.put_votes_back(actor(), put_back_in(round_id, put_back_id))
    flash(_("The votes have been put back. The copy of the backup should now be destroyed."), "success")
    return redirect(url_for("after_close.checklist", round_id=round_id))
