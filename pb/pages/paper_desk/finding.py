"""What the pages of the paper desk look up: always inside its parent, or 404."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _

from pb.database import db
from pb.pages.lookups import round_with
from pb.paper import queries
from pb.paper.models import Bundle
from pb.paper.queries import Look
from pb.refusals import Refusal
from pb.venues.models import VotingSession
from pb.voting.queries import Sheet, sheet_of
from pb.voting.rules.sentences import NOT_FROZEN_YET
from pb.web.access import actor


def frozen(round_id: int) -> Sheet:
    """The frozen ballot of a round; 404 for no round, a refusal before the freeze."""
    round_with(round_id)
    sheet = sheet_of(round_id)
    if sheet is None:
        raise Refusal(NOT_FROZEN_YET, _("You can print and type papers once it is frozen."))
    return sheet


def session_of_bundle(bundle: Bundle) -> VotingSession | None:
    """The voting session whose box this is; None for post."""
    return db.session.get(VotingSession, bundle.session_id) if bundle.session_id else None


def insist_ran_no_session(bundle: Bundle) -> None:
    """Who was in the team of a session does not work on its bundle."""
    if queries.ran(actor().account_id, bundle):
        raise Refusal(
            _("You were on the team for this voting session, so someone else must type its papers."),
            _("Choose a bundle of another session."),
            status=403,
        )


def look_at(bundle: Bundle, sheet: Sheet, serial: str) -> Look:
    """One paper of a bundle, or 404."""
    found = next((look for look in queries.looks([bundle.id], sheet)[bundle.id] if look.paper.serial == serial), None)
    return found or abort(404)
