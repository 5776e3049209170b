"""Kiosks at a session: a device becomes one, is stopped, and is unlocked after wrong PINs."""

from __future__ import annotations

from typing import get_args

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.database import db
from pb.pages import this_sign_in
from pb.pages.admission import after_declaring, session_of
from pb.pages.device_cookie import give_device_cookie
from pb.pages.session_desk import bp
from pb.pages.session_desk.forms import PairForm
from pb.pages.session_desk.lookups import DESK, about_session
from pb.rounds.rules import session_margin
from pb.venues.models import VotingSession
from pb.venues.rules.hours import why_closed
from pb.voting import actions, queries
from pb.voting.models import Kiosk
from pb.web import rate_limits
from pb.web.access import COORDINATOR, FACILITATOR, actor, open_to


@bp.route(f"{DESK}/kiosk", methods=["GET", "POST"])
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def pair_kiosk(round_id: int, session_id: int):
    """This device becomes a kiosk, and asks how large its screen is. The staff sign-in is gone from it in the same answer."""
    voting_session = session_of(round_id, session_id)
    suggested = _("Tablet %(number)s", number=len(queries.kiosks_of(voting_session.id)) + 1)
    form = PairForm(name=suggested)
    if not form.validate_on_submit():
        about = about_session(voting_session)
        outside = why_closed(voting_session, clock.now(), session_margin(about["round"]))
        page = render_template("session_desk/pair_kiosk.html", form=form, outside=outside, **about)
        return page, 422 if form.errors else 200
    pins = {"next_pin": form.next_pin.data, "leave_pin": form.leave_pin.data}
    token = actions.pair(actor(), voting_session, name=form.name.data, public_key=form.public_key.data, **pins)
    this_sign_in.end()
    answer = redirect(url_for("kiosk.measure"))
    give_device_cookie(answer, token)
    return answer


@bp.post(f"{DESK}/kiosks/<int:kiosk_id>/stop")
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def stop_kiosk(round_id: int, session_id: int, kiosk_id: int):
    """A kiosk is lost, or nobody can end it there: it opens nothing from this moment on."""
    voting_session = session_of(round_id, session_id)
    kiosk = _kiosk_of(voting_session, kiosk_id)
    actions.stop_kiosk(actor(), voting_session, kiosk)
    flash(_("You have stopped %(name)s. It is no longer a kiosk.", name=kiosk.name), "success")
    return redirect(url_for("session_desk.desk", round_id=round_id, session_id=session_id))


@bp.post(f"{DESK}/more-ballots")
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def give_more_ballots(round_id: int, session_id: int):
    """More people come than the tablets of this session have ballots for."""
    actions.give_more_ballots(actor(), session_of(round_id, session_id))
    flash(_("The tablets get more ballots when they are next connected."), "success")
    return redirect(url_for("session_desk.desk", round_id=round_id, session_id=session_id))


@bp.post(f"{DESK}/kiosks/<int:kiosk_id>/unlock")
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def unlock_kiosk(round_id: int, session_id: int, kiosk_id: int):
    """Wrong PINs have locked a kiosk, or made it wait: PINs may be typed on it again."""
    voting_session = session_of(round_id, session_id)
    kiosk = _kiosk_of(voting_session, kiosk_id)
    actions.unlock(actor(), voting_session, kiosk)
    for purpose in get_args(actions.Purpose):
        rate_limits.forgive(rate_limits.PINS, rate_limits.pins_of(kiosk.id, purpose))
    flash(_("PINs can be typed on %(name)s again.", name=kiosk.name), "success")
    return redirect(url_for("session_desk.desk", round_id=round_id, session_id=session_id))


def _kiosk_of(voting_session: VotingSession, kiosk_id: int) -> Kiosk:
    kiosk = db.session.get(Kiosk, kiosk_id)
    if kiosk is None or kiosk.session_id != voting_session.id:
        abort(404)
    return kiosk
