"""The voting sessions of a round."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb import clock
from pb.formats import day
from pb.pages.admission import may_work_at
from pb.pages.lookups import round_with, session_in, venue_with
from pb.pages.sessions import bp
from pb.pages.sessions.forms import CancelForm, SessionForm
from pb.people.queries import names, people_in
from pb.venues import actions, queries
from pb.venues.models import VotingSession
from pb.web.access import COORDINATOR, FACILITATOR, WORKING, actor, open_to
from pb.web.lists import Filter, Listing, listing

#: So many of their own sessions somebody finds above the list; the others are on it.
MOST_OF_ONES_OWN = 12


@bp.get("/rounds/<int:round_id>/sessions")
@open_to(*WORKING)
def index(round_id: int):
    """Where and when people vote, and with whose help. Facilitators find their own sessions first."""
    rows, now, known = queries.sessions_to_list(round_id), clock.now(), names()
    in_order = sorted(rows, key=lambda each: each.ends_at <= now)
    mine = [each.id for each in in_order if current_user.id in each.team]
    found = _listed(in_order, now, known, has_own=bool(mine))
    own = [] if found.is_asked else mine[:MOST_OF_ONES_OWN]
    there = queries.sessions_by_id({*own, *(each.id for each in found.items)})
    return render_template(
        "sessions/index.html",
        round=round_with(round_id),
        found=found,
        sessions=[there[each.id] for each in found.items],
        mine=[there[each] for each in own],
        more_of_mine=len(mine) > MOST_OF_ONES_OWN,
        desks={voting_session.id for voting_session in there.values() if may_work_at(voting_session)},
        names=known,
        now=now,
    )


def _listed(
    rows: list[queries.Planned], now: datetime, known: dict[int, str], *, has_own: bool
) -> Listing[queries.Planned]:
    """What is on now and to come first, then what is over."""

    def words(each: queries.Planned) -> list[str]:
        return [each.venue, each.address, day(each.starts_at), *(known[who] for who in each.team)]

    options: dict[str, tuple[str, Callable[[queries.Planned], bool]]] = {
        "now": (_("On now"), lambda each: not each.is_cancelled and each.starts_at <= now < each.ends_at),
        "ahead": (_("To come"), lambda each: not each.is_cancelled and each.starts_at > now),
        "over": (_("Ended"), lambda each: not each.is_cancelled and each.ends_at <= now),
        "cancelled": (_("Cancelled"), lambda each: each.is_cancelled),
        "nobody": (_("With nobody on the team"), lambda each: not each.is_cancelled and not each.team),
    }
    if has_own:
        options["mine"] = (_("Your sessions"), lambda each: current_user.id in each.team)
    return listing(rows, words=words, filters=[Filter("show", _("Which sessions"), options)])


@bp.route("/rounds/<int:round_id>/sessions/plan", methods=["GET", "POST"])
@open_to(COORDINATOR)
def plan(round_id: int):
    """Plan a session."""
    round_ = round_with(round_id)
    form = SessionForm(round_, people_in(FACILITATOR))
    if form.validate_on_submit():
        venue = venue_with(form.venue.data)
        actions.plan_session(actor(), round_, venue, form.starts_at.moment, form.ends_at.moment, form.team.data)
        flash(_("The session has been planned."), "success")
        return redirect(url_for("sessions.index", round_id=round_id))
    return render_template(
        "sessions/session.html", round=round_, form=form, session=None, cancel=None
    ), 422 if form.errors else 200


@bp.route("/rounds/<int:round_id>/sessions/<int:session_id>/change", methods=["GET", "POST"])
@open_to(COORDINATOR)
def change(round_id: int, session_id: int):
    """Move a session or change its team."""
    voting_session = session_in(round_id, session_id)
    form = SessionForm(round_with(round_id), _possible_team(voting_session), voting_session)

    def save() -> None:
        actions.change_session(actor(), voting_session, form.starts_at.moment, form.ends_at.moment, form.team.data)

    if form.validate_on_submit() and form.saved(save, "session.changed", session=session_id):
        flash(_("The session has been saved."), "success")
        return redirect(url_for("sessions.index", round_id=round_id))
    return _session_page(round_id, voting_session, form, CancelForm(formdata=None))


@bp.post("/rounds/<int:round_id>/sessions/<int:session_id>/cancel")
@open_to(COORDINATOR)
def cancel(round_id: int, session_id: int):
    """Cancel a session."""
    voting_session = session_in(round_id, session_id)
    cancel = CancelForm()
    if not cancel.validate():
        form = SessionForm(round_with(round_id), _possible_team(voting_session), voting_session, formdata=None)
        return _session_page(round_id, voting_session, form, cancel)
    actions.cancel_session(actor(), voting_session, cancel.reason.data)
    flash(_("The session at %(venue)s has been cancelled.", venue=voting_session.venue.name), "success")
    return redirect(url_for("sessions.index", round_id=round_id))


def _session_page(round_id: int, voting_session: VotingSession, form: SessionForm, cancel: CancelForm):
    page = render_template(
        "sessions/session.html", round=round_with(round_id), session=voting_session, form=form, cancel=cancel
    )
    return page, 422 if cancel.errors else form.page_status


def _possible_team(voting_session: VotingSession) -> list:
    """Facilitators, and whoever is in the team already although they have given up the role."""
    able = people_in(FACILITATOR)
    there = queries.team_of(voting_session)
    return able + [person for person in there if person not in able]
