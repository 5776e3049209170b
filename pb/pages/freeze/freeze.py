"""A coordinator proposes to freeze the ballot, and whoever agrees prints the sheets of its key."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer

from pb.fonts import missing_fonts, texts_without_font
from pb.formats import language_name
from pb.pages.due import who_opens
from pb.pages.freeze import bp
from pb.pages.freeze.changes import changes_in_words
from pb.pages.freeze.forms import HoldersForm, PrintedForm, freeze_form
from pb.pages.lookups import round_with
from pb.pages.rounds.how_it_is_counted import how_it_is_counted
from pb.pages.said_of_proposals import A_MEMBER_MUST_AGREE
from pb.people.queries import joined_without_a_member, names, people_in
from pb.people.rules import ROLE_NAMES
from pb.programme import actions
from pb.programme.actions.freeze_proposals import require_second_of_freeze
from pb.programme.queries import freezing as queries
from pb.programme.queries.corrections import why_texts_stay
from pb.programme.queries.freeze_proposals import freeze_proposal_of, what_freezes
from pb.programme.queries.out_of_reach import remarks_on
from pb.programme.queries.printed_texts import printed_texts
from pb.programme.queries.recovery_sheets import recovery_sheet_of
from pb.programme.rules.agreements import agreed_by_silence, without_agreement
from pb.programme.rules.freezing import missing_for_freeze
from pb.programme.rules.sentences import (
    MAKE_NEW_SHEETS,
    NOT_FROZEN_WITHOUT_SHEETS,
    PRINT_THE_SHEETS,
    SHEETS_ARE_TOO_OLD,
    SHEETS_OF_ANOTHER_ROUND,
    SHEETS_OF_EARLIER_PROPOSAL,
)
from pb.projects.queries import (
    applications_with_texts,
    ballot_hash_of,
    ballot_lines,
    corrections_in,
    eligible_of,
    translations_in,
)
from pb.refusals import Refusal, refusal_of
from pb.results.queries.currencies import currency_of
from pb.rounds.models import FreezeProposal, Round
from pb.voting.actions import marks_sheets
from pb.voting.rules.how_to_vote import voting_in_words
from pb.web.access import COORDINATOR, STEERING, actor, may_open, open_to
from pb.web.form_keys import give_once
from pb.web.signing import Signer

_DAY = 24 * 3600


@bp.get("/rounds/<int:round_id>/freeze")
@open_to(COORDINATOR, STEERING)
def freeze(round_id: int):
    """What is missing before the freeze; then the list that is to be frozen, and the proposal to freeze it. Afterwards: the
    ballot.
    """
    return _page(round_with(round_id))


@bp.post("/rounds/<int:round_id>/freeze")
@open_to(COORDINATOR)
def propose(round_id: int):
    """A coordinator has read the list and proposes to freeze it."""
    round_ = round_with(round_id)
    form = freeze_form(people_in(STEERING), shared=round_.key_custody == "shares")
    if not form.validate_on_submit():
        return _page(round_, form), 422
    holders = form.holders.data or [] if isinstance(form, HoldersForm) else []
    actions.propose_freeze(actor(), round_, substitute=form.substitute.data, holders=holders)
    flash(str(A_MEMBER_MUST_AGREE), "success")
    return redirect(url_for("freeze.freeze", round_id=round_id))


def _page(round_: Round, form: Any = None) -> str:
    ready = None if round_.frozen else queries.ready(round_)
    unprintable = texts_without_font(printed_texts(round_, ready)) if ready else []
    return render_template(
        "freeze/freeze.html",
        round=round_,
        currency=currency_of(round_),
        form=form or freeze_form(people_in(STEERING), shared=round_.key_custody == "shares"),
        missing=missing_for_freeze(ready) if ready else [],
        remarks=remarks_on(round_),
        **_translations(round_),
        candidates=ready.candidates if ready else [],
        without_agreement=without_agreement(ready.candidates) if ready else [],
        agreed_by_silence=agreed_by_silence(ready.candidates) if ready else [],
        may_appeal=ready.may_appeal if ready else [],
        unprintable=unprintable,
        missing_fonts=missing_fonts() if unprintable else [],
        how=voting_in_words(round_),
        counted=how_it_is_counted(round_),
        lines=ballot_lines(round_.id),
        ballot_hash=ballot_hash_of(round_),
        corrections=corrections_in(round_.id),
        may_correct=round_.frozen and not round_.abandonment and why_texts_stay(round_) is None,
        members=people_in(STEERING),
        sheet=recovery_sheet_of(round_),
        who_prints=who_opens("freeze.recovery_sheet"),
        names=names(),
        **_proposal(round_),
    )


def _translations(round_: Round) -> dict[str, Any]:
    """``languages``: in how many projects each language has a text that would be on the ballot, by its name; ``unchecked``:
    how many translations would stay off it, as nobody has checked their words as they are now.
    """
    if round_.frozen:
        return {"languages": {}, "unchecked": 0}
    candidates = eligible_of(applications_with_texts(round_.id))
    goes, written = queries.translations_to_freeze(round_, candidates), translations_in(round_.id)
    many = Counter(language_name(each.language) for each in goes)
    eligible = {each.id for each in candidates}
    return {"languages": many, "unchecked": sum(each.project_id in eligible for each in written) - len(goes)}


def _proposal(round_: Round) -> dict[str, Any]:
    """The proposal that waits, or how the two have frozen it; what has changed since; whether the reader may agree, and if
    not, why not.
    """
    proposal = freeze_proposal_of(round_)
    changed = []
    if proposal and not round_.frozen and proposal.proposed != (now := what_freezes(round_)):
        changed = changes_in_words(proposal.proposed, now)
    asked = proposal is not None and not round_.frozen and may_open("freeze.agree")
    refusal = refusal_of(require_second_of_freeze, actor(), proposal) if asked else None
    may_agree = asked and refusal is None
    return {
        "proposal": proposal,
        "changed": changed,
        "may_agree": may_agree,
        "refusal": refusal,
        "joined_alone": joined_without_a_member() if may_agree else [],
        "role_names": ROLE_NAMES,
    }


def _waiting(round_: Round) -> FreezeProposal:
    return freeze_proposal_of(round_) or abort(404)


@bp.post("/rounds/<int:round_id>/freeze/agree")
@open_to(STEERING)
def agree(round_id: int):
    """A second person agrees: the ballot is frozen. For custody "folder": they get the recovery sheet. Word sheets are on
    paper first, or an answer that is lost on its way would lose the key.
    """
    round_ = round_with(round_id)
    if round_.key_custody == "shares":
        raise Refusal(NOT_FROZEN_WITHOUT_SHEETS, PRINT_THE_SHEETS, status=422)
    return _sheets_page(round_, actions.freeze(actor(), _waiting(round_)), [""])


@bp.post("/rounds/<int:round_id>/freeze/sheets")
@open_to(STEERING)
def sheets(round_id: int):
    """For custody "shares": whoever is to agree prints the word sheets of the holders first."""
    round_ = round_with(round_id)
    proposal = _waiting(round_)
    public, words = actions.make_sheets(actor(), proposal)
    known = names()
    form = PrintedForm(formdata=None, sealed=_sealer().dumps([round_.id, public, proposal.id]))
    return _sheets_page(round_, words, [known[holder] for holder in proposal.holder_ids], form, proposal)


@bp.post("/rounds/<int:round_id>/freeze/printed")
@open_to(STEERING)
def with_sheets(round_id: int):
    """The word sheets are on paper: a second person agrees, and the ballot is frozen with their key."""
    round_, form = round_with(round_id), PrintedForm()
    if not form.validate_on_submit():
        raise Refusal(NOT_FROZEN_WITHOUT_SHEETS, PRINT_THE_SHEETS, status=422)
    public, of_proposal = _unsealed(form.sealed.data or "", round_.id)
    proposal = _waiting(round_)
    if proposal.id != of_proposal:
        raise Refusal(SHEETS_OF_EARLIER_PROPOSAL, MAKE_NEW_SHEETS)
    actions.freeze(actor(), proposal, public_key=public)
    flash(_("The ballot has been frozen."), "success")
    return redirect(url_for("freeze.freeze", round_id=round_id))


@bp.post("/rounds/<int:round_id>/freeze/withdraw")
@open_to(COORDINATOR, STEERING)
def withdraw(round_id: int):
    """The proposal is withdrawn by a coordinator, or turned down by a member."""
    actions.withdraw_freeze(actor(), _waiting(round_with(round_id)))
    flash(_("The proposal has ended. Nothing is frozen."), "success")
    return redirect(url_for("freeze.freeze", round_id=round_id))


def _sheets_page(
    round_: Round,
    words: list[str],
    holders: list[str],
    form: PrintedForm | None = None,
    proposal: FreezeProposal | None = None,
) -> str:
    """The words, on this one answer only: they are stored nowhere."""
    give_once()
    checking = marks_sheets(len(holders) if round_.key_custody == "shares" else 1)
    printed = [
        (holder, sheet.split(), marks_sheet.split())
        for holder, sheet, marks_sheet in zip(holders, words, checking, strict=True)
    ]
    return render_template("freeze/recovery_sheets.html", round=round_, sheets=printed, form=form, proposal=proposal)


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="freeze with sheets", signer=Signer)


def _unsealed(sealed: str, round_id: int) -> tuple[str, int]:
    try:
        of_round, public, of_proposal = _sealer().loads(sealed, max_age=_DAY)
    except (BadSignature, ValueError) as bad:
        raise Refusal(SHEETS_ARE_TOO_OLD, MAKE_NEW_SHEETS) from bad
    if of_round != round_id:
        raise Refusal(SHEETS_OF_ANOTHER_ROUND)
    return public, of_proposal


@bp.post("/rounds/<int:round_id>/freeze/sheet")
@open_to(COORDINATOR)
def recovery_sheet(round_id: int):
    """The recovery sheet once more, until the first vote is in."""
    round_ = round_with(round_id)
    return _sheets_page(round_, actions.print_sheet_again(actor(), round_), [""])
