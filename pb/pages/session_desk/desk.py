"""The desk of a voting session, for its facilitators: counts, papers issued and replaced, kiosks."""

from __future__ import annotations

from typing import get_args

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.database import db
from pb.pages import this_sign_in
from pb.pages.admission import after_declaring, session_of
from pb.pages.card_typed import CardForm
from pb.pages.device_cookie import give_device_cookie
from pb.pages.session_desk import bp
from pb.pages.session_desk.forms import PairForm
from pb.paper.queries import ballot_paper_account_of
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase, session_margin
from pb.venues.models import VotingSession
from pb.venues.rules.hours import why_closed
from pb.venues.rules.sentences import ACCOUNT_IS_MADE
from pb.voting import actions, queries
from pb.voting.models import Kiosk
from pb.voting.rules.pins import is_locked
from pb.web import rate_limits
from pb.web.access import COORDINATOR, FACILITATOR, actor, open_to

_DESK = "/rounds/<int:round_id>/session-desk/<int:session_id>"


@bp.get(_DESK)
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def desk(round_id: int, session_id: int):
    """The ballots and papers of this session and how many were used; its kiosks."""
    voting_session = session_of(round_id, session_id)
    return render_template(
        "session_desk/desk.html",
        kiosks=queries.kiosks_of(voting_session.id),
        tallies=queries.kiosk_tallies(voting_session.id),
        is_locked=is_locked,
        **_about(voting_session),
    )


def _about(voting_session: VotingSession) -> dict:
    round_ = db.session.get(Round, voting_session.round_id)
    assert round_ is not None
    return {
        "round": round_,
        "voting_session": voting_session,
        "counts": queries.rights_of_session(voting_session.id),
        "accounted": ACCOUNT_IS_MADE if ballot_paper_account_of(voting_session.id) else "",
        "voting": phase(round_, clock.now()) == Phase.VOTING,
    }


@bp.route(f"{_DESK}/papers", methods=["GET", "POST"])
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def issue_papers(round_id: int, session_id: int):
    """Issue one paper: against the voter's card, or on the facilitator's word. Never a serial."""
    voting_session = session_of(round_id, session_id)
    about = _about(voting_session)
    by_card = about["round"].entitlement == "code"
    form = CardForm(round_id, needed=by_card, limit_key=f"account:{actor().account_id}")
    if form.validate_on_submit():
        actions.issue_paper(voting_session, form.right)
        flash(_("This has been recorded. Give the voter one paper now."), "success")
        return redirect(url_for("session_desk.issue_papers", round_id=round_id, session_id=session_id))
    page = render_template("session_desk/issue_papers.html", form=form, by_card=by_card, **about)
    return page, 422 if form.errors else 200


@bp.post(f"{_DESK}/papers/spoiled")
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def replace_spoiled(round_id: int, session_id: int):
    """A voter spoiled their paper: keep it apart, and hand over another."""
    actions.replace_spoiled_paper(session_of(round_id, session_id))
    flash(
        _(
            "This has been recorded. Write SPOILED on the old paper and put it in the envelope for spoiled papers. "
            "Give the voter a new one."
        ),
        "success",
    )
    return redirect(url_for("session_desk.issue_papers", round_id=round_id, session_id=session_id))


@bp.route(f"{_DESK}/kiosk", methods=["GET", "POST"])
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def pair_kiosk(round_id: int, session_id: int):
    """This device becomes a kiosk. The staff sign-in is gone from it in the same answer."""
    voting_session = session_of(round_id, session_id)
    suggested = _("Tablet %(number)s", number=len(queries.kiosks_of(voting_session.id)) + 1)
    form = PairForm(name=suggested)
    if not form.validate_on_submit():
        about = _about(voting_session)
        outside = why_closed(voting_session, clock.now(), session_margin(about["round"]))
        page = render_template("session_desk/pair_kiosk.html", form=form, outside=outside, **about)
        return page, 422 if form.errors else 200
    pins = {"next_pin": form.next_pin.data, "leave_pin": form.leave_pin.data}
    token = actions.pair(actor(), voting_session, name=form.name.data, public_key=form.public_key.data, **pins)
    this_sign_in.end()
    answer = redirect(url_for("kiosk.start"))
    give_device_cookie(answer, token)
    return answer


@bp.post(f"{_DESK}/kiosks/<int:kiosk_id>/stop")
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def stop_kiosk(round_id: int, session_id: int, kiosk_id: int):
    """A kiosk is lost, or nobody can end it there: it opens nothing from this moment on."""
    voting_session = session_of(round_id, session_id)
    kiosk = _kiosk_of(voting_session, kiosk_id)
    actions.stop_kiosk(actor(), voting_session, kiosk)
    flash(_("You have stopped %(name)s. It is no longer a kiosk.", name=kiosk.name), "success")
    return redirect(url_for("session_desk.desk", round_id=round_id, session_id=session_id))


@bp.post(f"{_DESK}/kiosks/<int:kiosk_id>/unlock")
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
