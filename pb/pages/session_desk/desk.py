"""The desk of a voting session, for its facilitators: counts of papers and ballots, and its kiosks."""

from __future__ import annotations

from flask import render_template

from pb import clock
from pb.codes import shown
from pb.pages.admission import after_declaring, session_of
from pb.pages.session_desk import bp
from pb.pages.session_desk.lookups import DESK, about_session
from pb.paper.queries.gaps import lost_kiosks
from pb.voting import queries
from pb.voting.models import Kiosk, TabletCheck
from pb.voting.rules.pins import is_locked
from pb.voting.rules.stock import OF_A_SESSION
from pb.web.access import COORDINATOR, FACILITATOR, open_to


@bp.get(DESK)
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def desk(round_id: int, session_id: int):
    """The ballots and papers of this session and how many were used; its kiosks."""
    voting_session = session_of(round_id, session_id)
    known, now = queries.to_send(round_id, [voting_session]), clock.now()
    return render_template(
        "session_desk/desk.html",
        kiosks=queries.kiosks_of(voting_session.id),
        contacts=queries.kiosk_contacts(voting_session.id),
        silent={kiosk_id for kiosk_id, each in known.items() if each.is_silent(now)},
        lost=lost_kiosks(round_id),
        tallies=queries.kiosk_tallies(voting_session.id),
        quick=queries.quick_votes_by_kiosk(voting_session.id),
        checks=[_as_shown(kiosk, check) for kiosk, check in queries.tablet_checks_of(voting_session.id)],
        other_codes=queries.held_under_other_codes(voting_session.id),
        is_locked=is_locked,
        given=queries.ballots_given(voting_session.id),
        most=OF_A_SESSION + (voting_session.more_ballots or 0),
        **about_session(voting_session),
    )


def _as_shown(kiosk: Kiosk, check: TabletCheck) -> tuple[str, str, list[tuple[int, int]], bool]:
    """The tablet's name, the code of the envelope, the value by number that was in it, whether the tablet told the truth."""
    return kiosk.name, shown(check.code), sorted(check.choices.items()), check.is_as_shown
