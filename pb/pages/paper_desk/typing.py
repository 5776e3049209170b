"""Typing a bundle by the keyboard alone: serial, Enter, numbers, Enter. Two blind passes."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb.pages.admission import after_declaring
from pb.pages.entry_words import ENTRY_WORDS, reading_in_words, words_for_script
from pb.pages.lookups import bundle_in
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.forms import EntryForm
from pb.pages.paper_desk.lookups import frozen, require_not_on_team_of_bundle
from pb.paper import actions, queries
from pb.paper.models import Bundle
from pb.paper.queries.last_entry import last_entry_alone
from pb.paper.rules import COUNTED_TWICE_FIRST, shown_serial
from pb.paper.rules.papers import PASSES
from pb.refusals import Refusal
from pb.voting.queries import FrozenBallot
from pb.web.access import COORDINATOR, COUNTER, actor, open_to


@bp.route("/rounds/<int:round_id>/paper-desk/bundles/<int:bundle_id>/typing/<int:pass_number>", methods=["GET", "POST"])
@open_to(COUNTER, COORDINATOR)
@after_declaring
def typing(round_id: int, bundle_id: int, pass_number: int):
    """One paper after another. What anybody else typed is in no answer of this page."""
    ballot, bundle = frozen(round_id), bundle_in(round_id, bundle_id)
    if pass_number not in PASSES:
        abort(404)
    require_not_on_team_of_bundle(bundle)
    if bundle.also_counted_by is None:
        raise Refusal(COUNTED_TWICE_FIRST)
    form = EntryForm(bundle, pass_number, actor().account_id, ballot)
    if form.validate_on_submit():
        actions.type_paper(
            actor(), bundle, pass_number, form.paper, form.reading, number_is_right=form.number_is_right.data
        )
        flash(_said(form, ballot), "success")
        return redirect(url_for("paper_desk.typing", round_id=round_id, bundle_id=bundle_id, pass_number=pass_number))
    return _page(bundle, pass_number, ballot, form)


@bp.post("/rounds/<int:round_id>/paper-desk/bundles/<int:bundle_id>/typing/<int:pass_number>/undo")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def undo(round_id: int, bundle_id: int, pass_number: int):
    """Who has just typed a paper takes it away again, while nobody else has typed it."""
    bundle = bundle_in(round_id, bundle_id)
    require_not_on_team_of_bundle(bundle)
    serial = request.form.get("serial", "")
    actions.undo_last_entry(actor(), bundle, pass_number, serial)
    flash(_("Paper %(serial)s is no longer typed. Type it again.", serial=shown_serial(serial)), "success")
    return redirect(url_for("paper_desk.typing", round_id=round_id, bundle_id=bundle_id, pass_number=pass_number))


def _page(bundle: Bundle, pass_number: int, ballot: FrozenBallot, form: EntryForm):
    last = last_entry_alone(bundle, pass_number, actor().account_id)
    page = render_template(
        "paper_desk/typing.html",
        last=last.paper.serial if last else "",
        last_shown=shown_serial(last.paper.serial) if last else "",
        bundle=bundle,
        pass_number=pass_number,
        ballot=ballot,
        form=form,
        words=ENTRY_WORDS[ballot.ballot_type],
        for_script=words_for_script(ballot.ballot_type),
        voting_session=queries.session_of_bundle(bundle),
        typed=queries.typed_in_pass(bundle.id, pass_number),
        papers=queries.papers_to_type(bundle),
    )
    return page, form.status if form.errors else 200


def _said(form: EntryForm, ballot: FrozenBallot) -> str:
    """What was typed, echoed with titles, so that a slip shows."""
    return _(
        "Paper %(serial)s: %(words)s",
        serial=shown_serial(form.paper.serial),
        words=reading_in_words(form.reading, ballot),
    )
