"""A typing error on the frozen ballot: one person proposes other words, a member of the steering group agrees."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.formats import language_name
from pb.pages.ballot_texts import bp
from pb.pages.ballot_texts.forms import CorrectionForm, correction_form
from pb.pages.lookups import correction_of, line_in, round_with
from pb.pages.said_of_proposals import PROPOSAL_IS_WITHDRAWN
from pb.people.queries import has_declared_interest, names
from pb.programme.actions import corrections as actions
from pb.programme.queries.corrections import papers_with_an_old_title, why_texts_stay
from pb.projects.models import TextCorrection
from pb.projects.queries import (
    LineAsRead,
    corrections_in,
    identifying_names,
    line_translations,
    media_hashes,
    waiting_corrections,
)
from pb.projects.rules.ballot_texts import identifying_terms
from pb.refusals import is_allowed
from pb.results.queries.currencies import currency_of
from pb.rounds.actions import require_member
from pb.rounds.models import Round
from pb.venues.queries import venues
from pb.web.access import COORDINATOR, STEERING, actor, granted_to, may_open, open_to
from pb.words import Sentence

_is_member = granted_to(STEERING)


@bp.route("/rounds/<int:round_id>/ballot-texts/<int:project_id>/correct", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING)
def correct(round_id: int, project_id: int):
    """What was corrected on the frozen ballot, what waits for a second person, and the form to propose something."""
    round_, line = round_with(round_id), line_in(round_id, project_id)
    form = correction_form(line)
    if form.validate_on_submit() and form.saved(
        lambda: actions.propose_correction(actor(), round_, project_id, form.wording(), form.reason.data or ""),
        "correction.agreed",
        project=project_id,
    ):
        flash(_("Your proposal has been saved. Another person, a steering group member, must agree to it."), "success")
        return redirect(url_for("ballot_texts.correct", round_id=round_id, project_id=project_id))
    return _page(round_, line, form), form.page_status


def _page(round_: Round, line: LineAsRead, form: CorrectionForm) -> str:
    waiting = next((each for each in waiting_corrections(round_.id) if each.project_id == line.project_id), None)
    why = why_texts_stay(round_)
    aside = has_declared_interest(actor().account_id, line.project_id)
    acts = not _is_member() or is_allowed(require_member, actor(), round_)
    return render_template(
        "ballot_texts/correct.html",
        round=round_,
        currency=currency_of(round_),
        line=line,
        form=form,
        picture=media_hashes([line]).get(line.picture_id),
        languages=[
            language_name(each.language) for each in line_translations(round_.id, ()) if each.number == line.number
        ],
        why=why,
        aside=aside,
        acts=acts,
        waiting=waiting,
        may_agree=bool(waiting) and not why and not aside and acts and _may_agree(waiting),
        warnings=_giving_away(line, waiting) if waiting else [],
        done=[each for each in corrections_in(round_.id) if each.project_id == line.project_id],
        papers=sum(papers_with_an_old_title(round_.id).values()),
        names=names(),
        me=actor().account_id,
    )


def _giving_away(line: LineAsRead, waiting: TextCorrection) -> list[Sentence]:
    known = identifying_names(line.project, (venue.name for venue in venues()))
    return identifying_terms(waiting.wording, known)


def _may_agree(waiting: TextCorrection | None) -> bool:
    is_other = waiting is not None and waiting.proposed_by != actor().account_id
    return is_other and may_open("ballot_texts.agree_to_correction")


@bp.post("/rounds/<int:round_id>/ballot-texts/<int:project_id>/correct/agree")
@open_to(STEERING)
def agree_to_correction(round_id: int, project_id: int):
    """A second person agrees: the corrected words are on the ballot."""
    round_ = round_with(round_id)
    actions.agree_to_correction(actor(), round_, correction_of(round_id, project_id))
    flash(_("The text has been corrected. Everyone can read what it said before."), "success")
    return redirect(url_for("ballot_texts.correct", round_id=round_id, project_id=project_id))


@bp.post("/rounds/<int:round_id>/ballot-texts/<int:project_id>/correct/withdraw")
@open_to(COORDINATOR, STEERING)
def withdraw_correction(round_id: int, project_id: int):
    """Who proposed a correction withdraws it, or another turns it down."""
    actions.withdraw_correction(actor(), round_with(round_id), correction_of(round_id, project_id))
    flash(str(PROPOSAL_IS_WITHDRAWN), "success")
    return redirect(url_for("ballot_texts.correct", round_id=round_id, project_id=project_id))
