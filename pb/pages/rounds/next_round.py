"Start the next round from this one."

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.pages.lookups import round_with
from pb.pages.rounds import bp
from pb.pages.rounds.next_round_forms import NextRoundForm
from pb.programme.actions.following import carry_money_again, start_next_round
from pb.programme.queries.leftovers import follower_of, leftovers
from pb.programme.rules.following import weeks_until_it_can_start
from pb.programme.rules.sentences import (
    ONLY_AFTER_A_RESULT,
    PUBLISH_THE_NEW_VERSION_FIRST,
    PUBLISH_THE_RESULT_FIRST,
    RESULT_IS_BEING_CORRECTED,
)
from pb.refusals import Refusal
from pb.results.queries.corrections import said_to_be_wrong
from pb.venues.queries import planned_sessions
from pb.web.access import COORDINATOR, actor, open_to


@bp.route("/rounds/<int:round_id>/next-round", methods=["GET", "POST"])
@open_to(COORDINATOR)
def next_round(round_id: int):
    """Copy settings and sessions into the next round; offer unspent money and unfunded projects."""
    round_ = round_with(round_id)
    left = leftovers(round_)
    if left is None or round_.source == "file":
        raise Refusal(
            ONLY_AFTER_A_RESULT,
            PUBLISH_THE_RESULT_FIRST,
        )
    if said_to_be_wrong(round_id) and not follower_of(round_):
        raise Refusal(RESULT_IS_BEING_CORRECTED, PUBLISH_THE_NEW_VERSION_FIRST)
    form = NextRoundForm(
        left, round_.applications_open_at, weeks_until_it_can_start(round_.applications_open_at, clock.now())
    )
    if form.validate_on_submit():
        carried = {"with_money": form.with_money.data, "project_ids": form.projects.data}
        started = start_next_round(actor(), round_, name=form.name.data, weeks=form.weeks.data, **carried)
        flash(_("The next round has been set up as a draft. Check its settings and dates, then publish it."), "success")
        return redirect(url_for("rounds.manage", round_id=started.id))
    sessions = len(planned_sessions(round_id))
    page = render_template(
        "rounds/next_round.html", round=round_, form=form, left=left, sessions=sessions, follower=follower_of(round_)
    )
    return page, 422 if form.errors else 200


@bp.post("/rounds/<int:round_id>/carry-again")
@open_to(COORDINATOR)
def carry_again(round_id: int):
    """Carry over what the corrected result of the round before leaves."""
    carry_money_again(actor(), round_with(round_id))
    flash(_("The money that was carried over is what the corrected result leaves."), "success")
    return redirect(url_for("rounds.manage", round_id=round_id))
