"""The lot that settles ties, typed by two people."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.pages.after_close import bp
from pb.pages.after_close.checklist import require_step
from pb.pages.after_close.forms import LotForm
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import round_with
from pb.results import actions
from pb.rounds.models import Round
from pb.rounds.rules import counts_points
from pb.voting.queries import box_opening_of
from pb.web.access import COORDINATOR, COUNTER, STEERING, actor, open_to


@bp.get("/rounds/<int:round_id>/after-close/lot")
@open_to(COORDINATOR, STEERING, COUNTER)
def lot(round_id: int):
    """Type the digits of the lot."""
    round_ = round_with(round_id)
    require_step(round_, "lot")
    return _lot_page(round_, LotForm())


@bp.post("/rounds/<int:round_id>/after-close/lot")
@open_to(COORDINATOR, STEERING, COUNTER)
@for_the_impartial
def type_lot(round_id: int):
    """One of two people has typed the digits."""
    round_ = round_with(round_id)
    require_step(round_, "lot")
    form = LotForm()
    if not form.validate():
        return _lot_page(round_, form)
    typed = actions.type_lot(actor(), round_, form.digits.data)
    flash(*_said(typed))
    return redirect(url_for("after_close.checklist", round_id=round_id))


def _said(typed: actions.LotTyped) -> tuple[str, str]:
    if typed.state == "drawn":
        return _("The lot has been drawn. Both people entered the same digits."), "success"
    if typed.state == "waiting":
        return _("Your digits have been saved. A second person must now enter them on their own."), "success"
    return f"{typed.sentence} " + _(
        "Check the written note of the draw. Then both people must enter the digits again."
    ), "danger"


def _lot_page(round_: Round, form: LotForm):
    box_opening, by_points = box_opening_of(round_.id), counts_points(round_)
    page = render_template(
        "after_close/lot.html", round=round_, form=form, box_opening=box_opening, by_points=by_points
    )
    return page, 422 if form.errors else 200
