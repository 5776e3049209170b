"""The voting sessions of a round."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb import clock
from pb.pages.admission import may_work_at
from pb.pages.lookups import round_with, session_in, venue_with
from pb.pages.sessions import bp
from pb.pages.sessions.forms import CancelForm, OpenAgainForm, SessionForm
from pb.pages.sessions.listed import can_be_chosen, sessions_in_order
from pb.pages.sessions.together_forms import NAMES
from pb.pages.sessions.unusual import tell_of_unusual, travel_is_not_known, unusual_in_words, unusual_now
from pb.paper.queries import missing_accounts, papers_at
from pb.people.queries import names, people_in
from pb.rounds.rules import closes_at, session_margin
from pb.venues import actions, queries
from pb.venues.models import VotingSession
from pb.venues.rules.hours import hours_on
from pb.venues.rules.sessions import opening_again_error
from pb.venues.rules.two_places import to_look_at, unusual_sessions
from pb.voting.queries import kiosks_of
from pb.web.access import COORDINATOR, FACILITATOR, WORKING, actor, may_open, open_to

#: So many of their own sessions somebody finds above the list; the others are on it.
MOST_OF_ONES_OWN = 12


@bp.get("/rounds/<int:round_id>/sessions")
@open_to(*WORKING)
def index(round_id: int):
    """Where and when people vote, and with whose help. Facilitators find their own sessions first."""
    round_ = round_with(round_id)
    rows, now, known = queries.sessions_to_list(round_id), clock.now(), names()
    plan = queries.still_to_come()
    to_see = to_look_at(plan)
    found = sessions_in_order(round_id, rows, to_see)
    mine = [each.id for each in sorted(rows, key=lambda each: each.ends_at <= now) if current_user.id in each.team]
    own = [] if found.is_asked else mine[:MOST_OF_ONES_OWN]
    there = queries.sessions_by_id({*own, *(each.id for each in found.items)})
    ended = [each for each in there.values() if each.ends_at <= now or each.cancelled_at]
    return render_template(
        "sessions/index.html",
        round=round_,
        is_over=bool(round_.abandonment) or now >= closes_at(round_),
        found=found,
        sessions=[there[each.id] for each in found.items],
        mine=[there[each] for each in own],
        more_of_mine=len(mine) > MOST_OF_ONES_OWN,
        desks={voting_session.id for voting_session in there.values() if may_work_at(voting_session)},
        names=known,
        now=now,
        look=unusual_sessions(plan, there),
        order=queries.order_to_tell_of(round_id) if may_open("sessions.file_order") else None,
        in_words=unusual_in_words,
        travel_is_not_known=travel_is_not_known,
        lacking=missing_accounts(ended) if round_.frozen and not round_.abandonment else {},
        to_look_at=sum(each.id in to_see for each in rows),
        kinds=NAMES,
        to_choose=sum(map(can_be_chosen, found.matching)),
        has_posters=any(not each.is_cancelled and each.ends_at > now for each in rows),
    )


@bp.route("/rounds/<int:round_id>/sessions/plan", methods=["GET", "POST"])
@open_to(COORDINATOR)
def plan(round_id: int):
    """Plan a session."""
    round_ = round_with(round_id)
    form = SessionForm(round_, people_in(FACILITATOR))
    if form.validate_on_submit():
        venue = venue_with(form.venue.data)
        times = form.starts_at.moment, form.ends_at.moment
        made = actions.plan_session(actor(), round_, venue, *times, form.team.data, form.note.data or "")
        flash(_("The session has been planned."), "success")
        tell_of_unusual(made.id)
        return redirect(url_for("sessions.index", round_id=round_id))
    return render_template(
        "sessions/session.html", round=round_, form=form, session=None, cancel=None, again=None, said=[]
    ), 422 if form.errors else 200


@bp.route("/rounds/<int:round_id>/sessions/<int:session_id>/change", methods=["GET", "POST"])
@open_to(COORDINATOR)
def change(round_id: int, session_id: int):
    """Move a session or change its team."""
    voting_session = session_in(round_id, session_id)
    form = SessionForm(round_with(round_id), _possible_team(voting_session), voting_session)

    def save() -> None:
        times = form.starts_at.moment, form.ends_at.moment
        actions.change_session(actor(), voting_session, *times, form.team.data, form.note.data or "")

    if form.validate_on_submit() and form.saved(save, "session.changed", session=session_id):
        flash(_("The session has been saved."), "success")
        tell_of_unusual(session_id)
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


@bp.post("/rounds/<int:round_id>/sessions/<int:session_id>/open-again")
@open_to(COORDINATOR)
def open_again(round_id: int, session_id: int):
    """Let a cancelled session take place after all."""
    voting_session = session_in(round_id, session_id)
    again = OpenAgainForm()
    if not again.validate():
        form = SessionForm(round_with(round_id), _possible_team(voting_session), voting_session, formdata=None)
        return _session_page(round_id, voting_session, form, CancelForm(formdata=None), again)
    actions.open_session_again(actor(), voting_session, again.reason.data)
    flash(_("The session at %(venue)s takes place after all.", venue=voting_session.venue.name), "success")
    tell_of_unusual(session_id)
    return redirect(url_for("sessions.index", round_id=round_id))


def _session_page(
    round_id: int,
    voting_session: VotingSession,
    form: SessionForm,
    cancel: CancelForm,
    again: OpenAgainForm | None = None,
):
    round_ = round_with(round_id)
    is_cancelled = voting_session.cancelled_at is not None
    page = render_template(
        "sessions/session.html",
        round=round_,
        session=voting_session,
        form=form,
        cancel=cancel,
        again=again or OpenAgainForm(formdata=None),
        said=unusual_in_words(unusual_now(voting_session.id), names()),
        is_today=hours_on(voting_session, clock.today(), session_margin(round_)) is not None,
        never_again=opening_again_error(voting_session.ends_at, clock.now(), closes_at(round_)),
        papers=papers_at(voting_session.round_id)[voting_session.id] if is_cancelled else 0,
        kiosks=[each for each in kiosks_of(voting_session.id) if not each.revoked_at] if is_cancelled else [],
        team=queries.team_of(voting_session) if is_cancelled else [],
    )
    return page, 422 if cancel.errors or (again and again.errors) else form.page_status


def _possible_team(voting_session: VotingSession) -> list:
    """Facilitators, and whoever is in the team already although they have given up the role."""
    able = people_in(FACILITATOR)
    there = queries.team_of(voting_session)
    return able + [person for person in there if person not in able]
