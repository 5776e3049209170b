"""What the pages of the paper desk look up: always inside its parent, or 404."""

from __future__ import annotations

import hashlib
import hmac

from flask import abort, current_app
from flask_babel import gettext as _

from pb.pages.lookups import round_with
from pb.pages.paper_desk import bp
from pb.paper import queries
from pb.paper.models import Bundle
from pb.paper.queries import PaperStatus
from pb.paper.rules.papers import ANOTHER_BUNDLE, THE_TEAM_DOES_NOT_TYPE
from pb.refusals import Refusal
from pb.voting.queries import FrozenBallot, require_frozen_ballot
from pb.web.access import actor


def frozen(round_id: int) -> FrozenBallot:
    """The frozen ballot of a round; 404 for no round, a refusal before the freeze."""
    round_with(round_id)
    return require_frozen_ballot(round_id, _("You can print and type papers once it is frozen."))


def require_not_on_team_of_bundle(bundle: Bundle) -> None:
    """Who was in the team of a session does not work on its bundle."""
    if queries.was_on_team(actor().account_id, bundle):
        raise Refusal(THE_TEAM_DOES_NOT_TYPE, ANOTHER_BUNDLE, status=403)


@bp.app_template_global()
def paper_in_address(serial: str) -> str:
    """By what an address names a paper. Its serial is in none: whoever keeps addresses (a proxy, a browser) would know
    which papers were doubtful, and when.
    """
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, f"paper in an address: {serial}".encode(), hashlib.sha256).hexdigest()[:20]


def status_of_paper(bundle: Bundle, ballot: FrozenBallot, paper: str) -> PaperStatus:
    """One paper of a bundle, by its name in an address, or 404."""
    found = next(
        (
            paper_status
            for paper_status in queries.paper_statuses([bundle.id], ballot)[bundle.id]
            if paper_in_address(paper_status.paper.serial) == paper
        ),
        None,
    )
    return found or abort(404)
