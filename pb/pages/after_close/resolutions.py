"""What does not add up: one person proposes how it is resolved, another agrees."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.damaged import naming_the_damaged
from pb.database import db
from pb.pages.after_close import bp
from pb.pages.after_close.held_cards import said_of_cards
from pb.pages.after_close.resolution_forms import WORDS, ResolutionForm
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import round_with
from pb.pages.said_of_proposals import A_SECOND_MUST_AGREE
from pb.paper import actions
from pb.paper.actions.resolutions import require_not_on_team_of_matter
from pb.paper.models import Resolution
from pb.paper.queries import DECIDED, Gap, gaps, subject_of
from pb.paper.queries import resolutions as all_resolutions
from pb.paper.queries.gaps import is_due
from pb.people.queries import names
from pb.refusals import is_allowed
from pb.results.queries.gap_sentences import place_of, said_now, sentence_of_gap
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase
from pb.voting.queries import box_opening_of, given_again
from pb.web.access import COORDINATOR, COUNTER, STEERING, actor, open_to

_LIST = "/rounds/<int:round_id>/after-close/resolutions"


@bp.get(_LIST)
@open_to(COORDINATOR, STEERING, COUNTER)
def resolutions(round_id: int):
    """What does not add up now, what was proposed, and what two people have decided."""
    with naming_the_damaged(db.session()):
        return _resolutions_page(round_with(round_id), all_resolutions(round_id))


def _resolutions_page(round_: Round, found: list[Resolution]) -> str:
    round_id = round_.id
    listed = [
        (each, subject_of(each), sentence_of_gap(each), _proposal(found, each), said_now(each))
        for each in _to_decide(round_id)
    ]
    is_closed = phase(round_, clock.now()) == Phase.CLOSED
    due = [each for each in listed if each[3] or is_due(each[0], is_closed=is_closed)]
    return render_template(
        "after_close/resolutions.html",
        round=round_,
        gaps=due,
        later=[each for each in listed if each not in due],
        decided=[each for each in found if each.agreed_by is not None],
        is_over=bool(round_.abandonment) or box_opening_of(round_id) is not None,
        words=WORDS,
        names=names(),
        me=actor().account_id,
        own_team=lambda gap: not is_allowed(require_not_on_team_of_matter, actor(), gap),
    )


def _to_decide(round_id: int) -> list[Gap]:
    """Once the box is open nothing is decided but what of papers that are found after it."""
    is_open = box_opening_of(round_id) is not None
    return [each for each in gaps(round_id) if each.kind in DECIDED and (each.kind == "found" or not is_open)]


def _proposal(found: list[Resolution], gap: Gap) -> Resolution | None:
    column, subject = DECIDED[gap.kind], subject_of(gap) or None
    waiting = (each for each in found if each.agreed_by is None and each.matter == gap.kind)
    return next((each for each in waiting if getattr(each, column) == subject), None)


@bp.route(f"{_LIST}/<matter>/<int:subject>", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING, COUNTER)
@for_the_impartial
def propose_resolution(round_id: int, matter: str, subject: int):
    """One matter, and what may be done about it."""
    round_ = round_with(round_id)
    with naming_the_damaged(db.session()):
        gap = next((each for each in _to_decide(round_id) if (each.kind, subject_of(each)) == (matter, subject)), None)
        if gap is None:
            abort(404)
        require_not_on_team_of_matter(actor(), gap)
        said = {"place": place_of(gap), "sentence": sentence_of_gap(gap), "now": said_now(gap)}
    form = ResolutionForm(matter, is_for_post=gap.batch is not None and gap.batch.is_for_post)
    if form.validate_on_submit():
        actions.propose_resolution(actor(), round_id, matter, subject, form.choice)
        flash(str(A_SECOND_MUST_AGREE), "success")
        return redirect(url_for("after_close.resolutions", round_id=round_id))
    page = render_template(
        "after_close/resolution.html",
        round=round_,
        gap=gap,
        **said,
        form=form,
        given_again=given_again(gap.session.id) if gap.session else 0,
        cards=said_of_cards(subject) if matter == "held" else [],
    )
    return page, 422 if form.errors else 200


@bp.post(f"{_LIST}/<int:resolution_id>/agree")
@open_to(COORDINATOR, STEERING, COUNTER)
@for_the_impartial
def agree_resolution(round_id: int, resolution_id: int):
    """A second person agrees, and it is done."""
    round_with(round_id)
    resolution = db.session.get(Resolution, resolution_id)
    if resolution is None or resolution.round_id != round_id:
        abort(404)
    actions.agree_resolution(actor(), resolution)
    flash(_("Two people have now decided this."), "success")
    return redirect(url_for("after_close.resolutions", round_id=round_id))
