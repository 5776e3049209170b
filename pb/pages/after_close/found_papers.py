"""Papers that are found when it is too late to count them: one person writes down how many, another agrees."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.pages.after_close import bp
from pb.pages.after_close.resolution_forms import WORDS, FoundPapersForm
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import round_with, session_in
from pb.pages.said_of_proposals import A_SECOND_MUST_AGREE
from pb.paper import actions, queries
from pb.paper.actions.found_papers import require_too_late
from pb.people.queries import names
from pb.refusals import is_allowed
from pb.results.queries.counts import newest_publication_of
from pb.results.queries.gap_sentences import place_of_session
from pb.web.access import COORDINATOR, COUNTER, STEERING, actor, open_to


@bp.route("/rounds/<int:round_id>/after-close/found-papers/<int:session_id>", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING, COUNTER)
@for_the_impartial
def found_papers(round_id: int, session_id: int):
    """What was found of a session's papers too late, and the form to say so."""
    round_, voting_session = round_with(round_id), session_in(round_id, session_id)
    form = FoundPapersForm()
    if form.validate_on_submit():
        found = actions.record_found_papers(actor(), voting_session, form.papers.data, form.choice)
        if found:
            flash(str(A_SECOND_MUST_AGREE), "success")
        else:
            flash(_("What was written down has been taken back."), "success")
        return redirect(url_for("after_close.resolutions", round_id=round_id))
    page = render_template(
        "after_close/found_papers.html",
        round=round_,
        voting_session=voting_session,
        place=place_of_session(voting_session),
        found=queries.found_at(voting_session),
        is_too_late=is_allowed(require_too_late, voting_session),
        is_published=newest_publication_of(round_id) is not None,
        bundle=queries.bundle_of_session(session_id),
        words=WORDS["found"],
        names=names(),
        form=form,
    )
    return page, 422 if form.errors else 200
