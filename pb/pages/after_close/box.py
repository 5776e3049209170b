"""Opening the ballot box."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user

from pb.pages.after_close import bp
from pb.pages.after_close.checklist import require_step
from pb.pages.after_close.forms import OpenBoxForm, WordSheetsForm
from pb.pages.code_again import are_codes_of
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import round_with
from pb.pages.password_again import account_with_password
from pb.paper import actions
from pb.people.models import Account
from pb.programme.queries.recovery_sheets import keepers_of_sheets
from pb.results.queries.set_aside import set_aside_said
from pb.rounds.models import Round
from pb.voting.actions import ConfirmedSetAside, TwoMustConfirm
from pb.voting.queries import envelopes_in
from pb.web.access import COORDINATOR, actor, open_to


@bp.get("/rounds/<int:round_id>/after-close/box")
@open_to(COORDINATOR)
def box(round_id: int):
    """Open the box: what it means, and the form that fits the key's custody."""
    round_ = round_with(round_id)
    require_step(round_, "box")
    return _box_page(round_, _sheets_form(round_) if _uses_word_sheets(round_) else OpenBoxForm())


@bp.post("/rounds/<int:round_id>/after-close/box")
@open_to(COORDINATOR)
@for_the_impartial
def open_ballot_box(round_id: int):
    """The box is opened."""
    round_ = round_with(round_id)
    require_step(round_, "box")
    form = _sheets_form(round_) if _uses_word_sheets(round_) else OpenBoxForm()
    if not form.validate():
        return _box_page(round_, form)
    second = account_with_password(form.second_name, form.second_password) if form.numbers else None
    if (form.numbers and second is None) or not _are_codes_right(form, second):
        return _box_page(round_, form, form.numbers)
    confirmed = ConfirmedSetAside(form.numbers, second.id) if second else None
    mnemonics = getattr(form, "mnemonics", None)
    try:
        ballots = actions.open_ballot_box(actor(), round_, mnemonics, confirmed)
    except TwoMustConfirm as found:
        form.aside.data = json.dumps(found.aside)
        return _box_page(round_, form, found.aside), 409
    flash(
        ngettext(
            "The ballot box has been opened. There was one vote in it.",
            "The ballot box has been opened. There were %(num)s votes in it.",
            ballots,
        ),
        "success",
    )
    return redirect(url_for("after_close.checklist", round_id=round_id))


def _are_codes_right(form: OpenBoxForm, second: Account | None) -> bool:
    """The security codes of whoever opens the box and of the second person who has signed in on this page, used together."""
    if second is None or "second_code" not in form:
        return form.is_code_right()
    return are_codes_of((current_user, form.security_code), (second, form.second_code))


def _uses_word_sheets(round_: Round) -> bool:
    return round_.key_custody == "shares" or request.args.get("sheet") == "recovery"


def _sheets_form(round_: Round) -> WordSheetsForm:
    return WordSheetsForm(round_.public_key or "", 2 if round_.key_custody == "shares" else 1)


def _box_page(round_: Round, form: OpenBoxForm, aside: Mapping[str, int] | None = None):
    page = render_template(
        "after_close/box.html",
        round=round_,
        form=form,
        envelopes=envelopes_in(round_.id),
        uses_word_sheets=_uses_word_sheets(round_),
        keepers=keepers_of_sheets(round_),
        aside=set_aside_said(aside or {}),
    )
    return page if aside and not form.errors else (page, 422 if form.errors else 200)
