"""A kiosk: one voter after another begins by the facilitator's PIN, votes on the same screens as at home, and is
gone.
"""

from __future__ import annotations

from typing import Any

from flask import Response, g, redirect, render_template, request, url_for

from pb import clock
from pb.codes import ALPHABET
from pb.database import db
from pb.pages.device_cookie import device_kiosk, paired_kiosk, take_device_cookie
from pb.pages.kiosk import bp
from pb.pages.kiosk.forms import LeaveForm, NextVoterForm
from pb.pages.kiosk.left_open import asked_of, settings_of_turn
from pb.pages.request_signatures import COUNT, SIGNATURE, signature_by
from pb.pages.vote.draft import BallotDraft
from pb.pages.vote.screen_settings import ScreenSettings
from pb.pages.vote.screens import declaration_page
from pb.pages.vote.spoken import speak
from pb.rounds.rules import Phase, phase, session_margin
from pb.venues.models import VotingSession
from pb.venues.rules.hours import why_closed
from pb.voting import actions, queries
from pb.voting.models import Kiosk, VotingRight
from pb.voting.queries import FrozenBallot, dates_of, frozen_ballot
from pb.voting.rules.kiosk_times import KIOSK_TIMES
from pb.voting.rules.request_signatures import key_name
from pb.voting.rules.sentences import NOT_FROZEN_YET, NOT_STARTED_YET, VOTING_HAS_CLOSED, WHEN_VOTING_STARTS
from pb.web.access import KIOSK, open_to
from pb.web.form_keys import answered_anew, device_leaves
from pb.words import Sentence
from pb.words import lazy_gettext as _l


def kiosk_here() -> tuple[Kiosk, VotingSession, FrozenBallot | None]:
    """The kiosk of this request, its session, and the ballot of its round once it is frozen."""
    kiosk = paired_kiosk()
    assert kiosk is not None  # open_to(KIOSK) has seen to it
    voting_session = db.session.get(VotingSession, kiosk.session_id)
    assert voting_session is not None
    return kiosk, voting_session, frozen_ballot(voting_session.round_id)


def form_for_next_voter(
    kiosk: Kiosk, voting_session: VotingSession, ballot: FrozenBallot | None, **more: object
) -> NextVoterForm:
    """With which the facilitator opens a ballot."""
    entitlement = ballot.entitlement if ballot else "code"
    return NextVoterForm(kiosk, voting_session.round_id, entitlement=entitlement, **more)


def _why_no_ballot(voting_session: VotingSession, ballot: FrozenBallot | None) -> tuple[Sentence, Sentence] | None:
    """Why no ballot can be opened here at this moment, and what to do; None where one can be."""
    if ballot is None:
        return NOT_FROZEN_YET, WHEN_VOTING_STARTS
    now = clock.now()
    stands = phase(dates_of(ballot), now)
    if stands == Phase.READY:
        return NOT_STARTED_YET, WHEN_VOTING_STARTS
    if stands != Phase.VOTING:
        return VOTING_HAS_CLOSED, _l("No more ballots can be opened here. End this kiosk.")
    return why_closed(voting_session, now, session_margin(ballot))


def start_page(
    form: NextVoterForm,
    kiosk: Kiosk,
    voting_session: VotingSession,
    ballot: FrozenBallot | None,
    *,
    just_measured: bool = False,
) -> tuple[str, int]:
    """The screen between two voters. ``just_measured``: its script keeps what was measured for the screen as it is now."""
    turn = queries.open_turn(kiosk.id)
    page = render_template(
        "kiosk/start.html",
        form=form,
        kiosk=True,
        device=kiosk,
        voting_session=voting_session,
        ballot=ballot,
        turn=turn,
        outside=_why_no_ballot(voting_session, ballot),
        may_give_again=queries.turns_to_give_again(voting_session.id) > 0,
        px_per_metre=queries.measured_screen(kiosk.id),
        just_measured=just_measured,
        code_keys=ALPHABET,
        **(asked_of(settings_of_turn()) if turn else {}),
    )
    return page, 422 if form.errors else 200


@bp.get("/kiosk")
@open_to(KIOSK)
def start():
    """The screen between two voters."""
    place = kiosk_here()
    return start_page(form_for_next_voter(*place), *place)


def _turn_as_it_is(settings: ScreenSettings | None = None) -> Any:
    """The ballot that is open here, from its first screen, on screens with these settings; the start where none is."""
    kiosk, voting_session, _ballot = kiosk_here()
    turn = queries.open_turn(kiosk.id)
    if not turn:
        return redirect(url_for("kiosk.start"))
    return declaration_page(_draft(turn, voting_session, speak(settings or ScreenSettings())))


@bp.post("/kiosk/next")
@open_to(KIOSK)
@answered_anew(_turn_as_it_is)
def next_voter():
    """The facilitator's PIN opens the ballot for one voter; pressed twice, for the same one."""
    kiosk, voting_session, ballot = place = kiosk_here()
    form = form_for_next_voter(*place)
    if not form.validate():
        return start_page(form, *place)
    how = {"card": form.right, "assisted": form.assisted.data, "again": form.again.data}
    key = actions.begin_turn(voting_session, kiosk, **how)
    return declaration_page(_draft(db.get_or_404(VotingRight, key), voting_session))


def _draft(right: VotingRight, voting_session: VotingSession, settings: ScreenSettings | None = None) -> BallotDraft:
    return BallotDraft.begin(
        round_id=right.round_id,
        right_key=right.key,
        channel="kiosk",
        venue_id=voting_session.venue_id,
        assisted=right.assisted,
        kiosk_id=right.kiosk_id,
        settings=settings or ScreenSettings(),
    )


@bp.post("/kiosk/go-on")
@open_to(KIOSK)
def go_on():
    """The voter lost their place (Back, or the page was loaded again): the same turn, from its first screen."""
    return _turn_as_it_is(settings_of_turn())


@bp.post("/kiosk/end")
@open_to(KIOSK)
def end_turn():
    """The voter goes without a vote, or nobody was there for too long."""
    actions.end_turn(kiosk_here()[0])
    return redirect(url_for("kiosk.start"))


@bp.post("/kiosk/check")
@open_to(KIOSK)
def check_tablet():
    """A tablet that seals ballots itself answers this. A kiosk whose ballots are sealed here has nothing to check."""
    return redirect(url_for("kiosk.start"))


@bp.route("/kiosk/leave", methods=["GET", "POST"])
@open_to(KIOSK)
def leave():
    """The leaving PIN ends the kiosk; the device keeps nothing."""
    kiosk, voting_session, _ballot = kiosk_here()
    form = LeaveForm(kiosk)
    if not form.validate_on_submit():
        page = render_template("kiosk/leave.html", form=form, kiosk=True, device=kiosk, voting_session=voting_session)
        return page, 422 if form.errors else 200
    actions.leave(voting_session, kiosk)
    device_leaves()
    answer = redirect(url_for("account.sign_in"))
    take_device_cookie(answer)
    answer.headers["Clear-Site-Data"] = '"storage"'  # the browser's key goes too
    return answer


@bp.get("/kiosk/next")
@bp.get("/kiosk/go-on")
@bp.get("/kiosk/check")
@bp.get("/kiosk/stop")
@bp.get("/kiosk/end")
@open_to(KIOSK)
def go_to_start():
    """An address of a turn, come back to."""
    return redirect(url_for("kiosk.start"))


@bp.errorhandler(403)
def not_a_kiosk(_error: Any):
    """Says kindly that this device is none, or no longer, or that the request was not signed by it.

    A browser cannot sign the address that is typed into it, or loaded again after a power cut. It gets a page that is
    the same for every kiosk, whose script asks for this address again, with a signature.
    """
    kiosk = device_kiosk()
    if kiosk is None:
        return render_template("kiosk/not_a_kiosk.html"), 403
    if request.method == "GET" and SIGNATURE not in request.headers:
        name = key_name(kiosk.public_key) if kiosk.public_key else ""
        again = {"address": request.full_path.rstrip("?"), "again_after": KIOSK_TIMES.start_again_after}
        return render_template("kiosk/starting.html", kiosk=True, key=name, **again)
    said = signature_by(kiosk).value
    assert said is not None  # or the view would have let it in
    return render_template("errors/refused.html", heading=said.sentence, more="", next_step=said.next_step), said.status


@bp.after_app_request
def tell_the_count(answer: Response) -> Response:
    """A browser that lost its last numbers (a power cut) goes on from the highest one that was taken."""
    if "newest_kiosk_count" in g:
        answer.headers[COUNT] = str(g.newest_kiosk_count)
    return answer


@bp.app_context_processor
def whether_at_a_kiosk() -> dict[str, Any]:
    """For pages that anybody may meet: ``at_kiosk()`` is true on a device that is a kiosk by its cookie, so that they
    lead back to its start; and how long a kiosk's screens wait.
    """
    return {"at_kiosk": lambda: device_kiosk() is not None, "kiosk_times": KIOSK_TIMES}
