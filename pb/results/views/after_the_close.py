"""After the close: the checklist, opening the box, the lot."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb.database import db
from pb.refusals import Refusal
from pb.results import actions
from pb.results.forms import LotForm, OpenBoxForm, WordSheetsForm
from pb.results.queries.checklist import checklist as steps_of
from pb.results.queries.checklist import step
from pb.results.queries.elections import lot_of
from pb.results.rules.lots import in_fives
from pb.results.views import bp
from pb.rounds.models import Round
from pb.voting.actions import open_box as open_the_box
from pb.voting.actions.sweeping import is_to_be_swept
from pb.voting.queries import envelopes_in, opening_of
from pb.web.access import COORDINATOR, COUNTER, STEERING, actor, open_to


@bp.get("/rounds/<int:round_id>/after-the-close")
@open_to(COORDINATOR, STEERING, COUNTER)
def checklist(round_id: int):
    """What happens after the close, in order: what is done, what is next and who can do it."""
    round_ = db.get_or_404(Round, round_id)
    lot = lot_of(round_id)
    return render_template(
        "results/checklist.html",
        round=round_,
        steps=steps_of(round_),
        opening=opening_of(round_id),
        digits=in_fives(lot.digits) if lot else "",
        role=actor().role,
        to_be_swept=is_to_be_swept(round_id),
    )


def insist(round_: Round, key: str) -> None:
    """Refuse a step whose turn has not come, or that is done."""
    due = step(round_, key)
    if due.state == "done":
        raise Refusal(_("This step is done already."), _("Go back to the list to see what is next."))
    if due.state == "waiting":
        first = next(each for each in steps_of(round_) if each.state == "next")
        raise Refusal(
            _("This step is not due yet."), " ".join(first.missing) or _("Go back to the list to see what is next.")
        )


@bp.get("/rounds/<int:round_id>/box")
@open_to(COORDINATOR)
def box(round_id: int):
    """Open the box: what it means, and the form that fits the key's custody."""
    round_ = db.get_or_404(Round, round_id)
    insist(round_, "box")
    return _box_page(round_, _sheets_form(round_) if _by_words(round_) else OpenBoxForm())


@bp.post("/rounds/<int:round_id>/box")
@open_to(COORDINATOR)
def open_box(round_id: int):
    """The box is opened."""
    round_ = db.get_or_404(Round, round_id)
    insist(round_, "box")
    form = _sheets_form(round_) if _by_words(round_) else OpenBoxForm()
    if not form.validate():
        return _box_page(round_, form)
    ballots = open_the_box(actor(), round_, getattr(form, "words", None))
    flash(_("The box is open. There were %(n)s votes in it.", n=ballots), "success")
    return redirect(url_for("results.checklist", round_id=round_id))


def _by_words(round_: Round) -> bool:
    return round_.key_custody == "shares" or request.args.get("sheet") == "recovery"


def _sheets_form(round_: Round) -> WordSheetsForm:
    return WordSheetsForm(round_.public_key or "", 2 if round_.key_custody == "shares" else 1)


def _box_page(round_: Round, form):
    page = render_template(
        "results/box.html", round=round_, form=form, envelopes=envelopes_in(round_.id), by_words=_by_words(round_)
    )
    return page, 422 if form.errors else 200


@bp.get("/rounds/<int:round_id>/lot")
@open_to(COORDINATOR, STEERING, COUNTER)
def lot(round_id: int):
    """Type the digits of the lot."""
    round_ = db.get_or_404(Round, round_id)
    insist(round_, "lot")
    return _lot_page(round_, LotForm())


@bp.post("/rounds/<int:round_id>/lot")
@open_to(COORDINATOR, STEERING, COUNTER)
def type_lot(round_id: int):
    """One of two people has typed the digits."""
    round_ = db.get_or_404(Round, round_id)
    insist(round_, "lot")
    form = LotForm()
    if not form.validate():
        return _lot_page(round_, form)
    typed = actions.type_lot(actor(), round_, form.digits.data)
    flash(*_said(typed))
    return redirect(url_for("results.checklist", round_id=round_id))


def _said(typed: actions.Typed) -> tuple[str, str]:
    if typed.state == "drawn":
        return _("The lot is drawn. Both people typed the same digits."), "success"
    if typed.state == "waiting":
        return _("Your digits are saved. Now a second person types them, on their own."), "success"
    return f"{typed.sentence} " + _(
        "Look at the written note of the draw again. Then both people type the digits again."
    ), "danger"


def _lot_page(round_: Round, form: LotForm):
    page = render_template("results/lot.html", round=round_, form=form, opening=opening_of(round_.id))
    return page, 422 if form.errors else 200
