"""The coordinator freezes the ballot and prints the sheets of its key."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer

from pb.fonts import missing_fonts, texts_without_font
from pb.pages.freeze import bp
from pb.pages.freeze.forms import HoldersForm, PrintedForm, freeze_form
from pb.pages.lookups import round_with
from pb.people.queries import names, people_in
from pb.programme import actions
from pb.programme.queries import freezing as queries
from pb.programme.queries.out_of_reach import remarks_on
from pb.programme.queries.recovery_sheets import recovery_sheet_of
from pb.programme.rules.agreements import without_agreement
from pb.programme.rules.freezing import missing
from pb.projects.queries import ballot_hash_of, ballot_lines, corrections_in
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.voting.actions import marks_sheets
from pb.web.access import COORDINATOR, STEERING, actor, open_to
from pb.web.form_keys import give_once
from pb.web.signing import Signer

_DAY = 24 * 3600


@bp.route("/rounds/<int:round_id>/freeze", methods=["GET", "POST"])
@open_to(COORDINATOR)
def freeze(round_id: int):
    """What is missing before the freeze; then the freeze itself, or (custody "shares") first the sheets. Afterwards:
    the ballot.
    """
    round_ = round_with(round_id)
    shared = round_.key_custody == "shares"
    form = freeze_form(people_in(STEERING), shared=shared)
    if form.validate_on_submit():
        substitute = form.substitute.data
        if isinstance(form, HoldersForm):
            return _sheets_before_the_freeze(round_, form.holders.data or [], substitute)
        return _sheets_page(round_, actions.freeze(actor(), round_, substitute=substitute), [""])
    return _page(round_, form), 422 if form.errors else 200


def _page(round_: Round, form) -> str:
    ready = None if round_.frozen else queries.ready(round_)
    unprintable: list[tuple[str, list[str]]] = []
    if ready:
        titles = [round_.name, *ready.pots.values(), *(candidate.title for candidate in ready.candidates)]
        unprintable = texts_without_font((title, title) for title in titles)
    return render_template(
        "freeze/freeze.html",
        round=round_,
        form=form,
        missing=missing(ready) if ready else [],
        remarks=remarks_on(round_),
        candidates=ready.candidates if ready else [],
        without_agreement=without_agreement(ready.candidates) if ready else [],
        may_appeal=ready.may_appeal if ready else [],
        unprintable=unprintable,
        missing_fonts=missing_fonts() if unprintable else [],
        lines=ballot_lines(round_.id),
        ballot_hash=ballot_hash_of(round_),
        corrections=corrections_in(round_.id),
        members=people_in(STEERING),
        sheet=recovery_sheet_of(round_),
    )


def _sheets_page(round_: Round, sheets: list[str], holders: list[str], form: PrintedForm | None = None) -> str:
    """The words, on this one answer only: they are stored nowhere."""
    give_once()
    checking = marks_sheets(len(holders) if round_.key_custody == "shares" else 1)
    printed = [
        (holder, sheet.split(), marks_sheet.split())
        for holder, sheet, marks_sheet in zip(holders, sheets, checking, strict=True)
    ]
    return render_template("freeze/key_sheets.html", round=round_, sheets=printed, form=form)


def _sheets_before_the_freeze(round_: Round, holders: list[int], substitute: int) -> str:
    public, sheets = actions.make_sheets(round_, holders)
    known = names()
    form = PrintedForm(formdata=None, sealed=_sealer().dumps([round_.id, public, holders, substitute]))
    return _sheets_page(round_, sheets, [known[holder] for holder in holders], form)


@bp.post("/rounds/<int:round_id>/freeze/printed")
@open_to(COORDINATOR)
def with_sheets(round_id: int):
    """The word sheets are on paper: freeze the ballot with their key."""
    round_, form = round_with(round_id), PrintedForm()
    if not form.validate_on_submit():
        raise Refusal(
            _("The ballot is not frozen yet."),
            _("Print the sheets first. If they are lost, make new ones."),
            status=422,
        )
    public, holders, substitute = _unsealed(form.sealed.data or "", round_.id)
    actions.freeze(actor(), round_, substitute=substitute, holders=holders, public_key=public)
    flash(_("The ballot has been frozen."), "success")
    return redirect(url_for("freeze.freeze", round_id=round_id))


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="freeze with sheets", signer=Signer)


def _unsealed(sealed: str, round_id: int) -> tuple[str, list[int], int]:
    try:
        of_round, public, holders, substitute = _sealer().loads(sealed, max_age=_DAY)
    except (BadSignature, ValueError) as bad:
        raise Refusal(
            _("These sheets are too old or were not made here."), _("Make new sheets and shred the old ones.")
        ) from bad
    if of_round != round_id:
        raise Refusal(_("These sheets belong to another round."))
    return public, holders, substitute


@bp.post("/rounds/<int:round_id>/freeze/sheet")
@open_to(COORDINATOR)
def recovery_sheet(round_id: int):
    """The recovery sheet once more, until the first vote is in."""
    round_ = round_with(round_id)
    return _sheets_page(round_, actions.print_sheet_again(actor(), round_), [""])
