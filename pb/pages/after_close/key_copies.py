"""Two people say that the copies of the opened round's key are destroyed."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from pb.pages.after_close import bp
from pb.pages.lookups import round_with
from pb.voting import actions
from pb.web.access import COORDINATOR, COUNTER, STEERING, actor, open_to


@bp.post("/rounds/<int:round_id>/after-close/key-copies")
@open_to(COORDINATOR, STEERING, COUNTER)
def report_key_copies(round_id: int):
    """The first of two people."""
    actions.report_key_copies_destroyed(actor(), round_with(round_id))
    flash(_("Thank you. A second person must now check this too."), "success")
    return redirect(url_for("after_close.checklist", round_id=round_id))


@bp.post("/rounds/<int:round_id>/after-close/key-copies/confirm")
@open_to(COORDINATOR, STEERING, COUNTER)
def confirm_key_copies(round_id: int):
    """The second of two people."""
    actions.confirm_key_copies_destroyed(actor(), round_with(round_id))
    flash(_("Two people have said that every copy of the key is destroyed."), "success")
    return redirect(url_for("after_close.checklist", round_id=round_id))
