"""Two members count all ballots again, where a round withholds unusual ones from everybody else."""

from __future__ import annotations

import io

from flask import flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb.pages.after_close import bp
from pb.pages.after_close.count import WRONG, required_count
from pb.pages.after_close.forms import RecountForm
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import round_with
from pb.pages.password_again import is_own_password
from pb.pages.results.election_files import election_files
from pb.pages.results.files import all_ballots
from pb.pages.results.result_view import result_of
from pb.people.queries import names
from pb.programme.queries.signers import too_few_to_recount
from pb.refusals import Refusal, refusal_of
from pb.results import actions
from pb.results.actions.recounts import require_recounter
from pb.results.queries.corrections import final_publication_of
from pb.results.queries.counts import recounts_of
from pb.results.queries.elections import unusual_choices
from pb.results.rules.recounts import RECOUNTS
from pb.rounds.models import Round
from pb.web.access import STEERING, actor, open_to


@bp.get("/rounds/<int:round_id>/after-close/recount")
@open_to(STEERING)
def recount(round_id: int):
    """How to count all ballots again, and who has."""
    return _page(round_with(round_id), RecountForm(formdata=None))


@bp.post("/rounds/<int:round_id>/after-close/recount/ballots")
@open_to(STEERING)
@for_the_impartial
def take_ballots(round_id: int):
    """Every ballot, in a file for whoever counts again; the record says who took it."""
    round_ = round_with(round_id)
    counted = actions.take_ballots(actor(), round_)
    file = io.BytesIO(all_ballots(result_of(round_, counted)))
    return send_file(
        file, mimetype="application/zip", as_attachment=True, download_name=f"round-{round_id}-all-ballots.zip"
    )


@bp.post("/rounds/<int:round_id>/after-close/recount")
@open_to(STEERING)
@for_the_impartial
def confirm_recount(round_id: int):
    """A member has counted again: what came out is compared."""
    round_, form = round_with(round_id), RecountForm()
    if not (form.validate() and is_own_password(form.password, WRONG)):
        return _page(round_, form)
    try:
        actions.recount(actor(), round_, form.awards)
    except Refusal as other_result:
        if other_result.status != 422:
            raise
        form.printed.errors = [f"{other_result.sentence} {other_result.next_step}"]
        return _page(round_, form)
    flash(_("Thank you. You got the same result."), "success")
    return redirect(url_for("after_close.checklist", round_id=round_id))


def _page(round_: Round, form: RecountForm):
    counted, people = required_count(round_), names()
    done = recounts_of(counted)
    page = render_template(
        "after_close/recount.html",
        round=round_,
        form=form,
        counted=counted,
        unusual=unusual_choices(round_),
        done=[(people[each.account_id], each.recounted_at) for each in done],
        mine=current_user.id in [each.account_id for each in done],
        refused=refusal_of(require_recounter, actor(), round_),
        needed=RECOUNTS,
        too_few=too_few_to_recount(round_),
        over=not round_.least_alike or final_publication_of(round_.id) is not None,
        files=election_files(result_of(round_, counted)),
    )
    return page, 422 if form.errors else 200
