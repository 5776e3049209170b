"""Reply envelopes as they come: checked in by their code, unopened."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.pages.admission import after_declaring
from pb.pages.card_typed import EnvelopeForm
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen
from pb.paper import queries
from pb.rounds.rules import Phase, phase
from pb.voting.actions import check_in_envelope
from pb.voting.queries import dates_of
from pb.voting.rules.sentences import POST_HAS_CLOSED, WRITE_LATE
from pb.web.access import COORDINATOR, COUNTER, actor, open_to


@bp.route("/rounds/<int:round_id>/paper-desk/reply-envelopes", methods=["GET", "POST"])
@open_to(COUNTER, COORDINATOR)
@after_declaring
def reply_envelopes(round_id: int):
    """Reply envelopes are checked in by the code on them, before any of them is opened."""
    ballot = frozen(round_id)
    form = EnvelopeForm(round_id, needed=True, limit_key=f"account:{actor().account_id}")
    if form.validate_on_submit() and form.right:
        check_in_envelope(actor(), round_id, form.right)
        flash(
            _("The envelope has been checked in. Put it with the others. It will be opened later, away from its code."),
            "success",
        )
        return redirect(url_for("paper_desk.reply_envelopes", round_id=round_id))
    page = render_template(
        "paper_desk/reply_envelopes.html",
        ballot=ballot,
        form=form,
        post=queries.post(round_id),
        takes_more=phase(dates_of(ballot), clock.now()) not in (Phase.CLOSED, Phase.ABANDONED),
        closed=(POST_HAS_CLOSED, WRITE_LATE),
    )
    return page, 422 if form.errors else 200
