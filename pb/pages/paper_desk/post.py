"""Where papers that come back by post go: their address and last day, and labels with both for the reply envelopes."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response
from flask_babel import get_locale

from pb import TOP
from pb.formats import day_time
from pb.pages.admission import after_declaring
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen
from pb.pages.return_address import return_address
from pb.paper.rules.papers import (
    NO_ADDRESS_FOR_VOTES,
    SET_RETURN_ADDRESS,
)
from pb.paper.rules.printed_papers import ByPost
from pb.practice import NOTHING_COUNTS, PRACTICE, is_practice
from pb.refusals import Refusal
from pb.rounds.rules import post_closes_at
from pb.typesetting import document
from pb.voting.queries import FrozenBallot, dates_of
from pb.web.access import COORDINATOR, COUNTER, open_to
from pb.words import lazy_gettext as _l

_TEMPLATE = TOP / "templates" / "paper_desk" / "labels.typ"


def by_post(ballot: FrozenBallot) -> ByPost:
    """What a paper for the post says of its way back, as it is now: two people may have made the time longer."""
    return ByPost(", ".join(return_address()), day_time(post_closes_at(dates_of(ballot))))


@bp.get("/rounds/<int:round_id>/paper-desk/reply-labels.pdf")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def reply_labels(round_id: int) -> Response:
    """A sheet of eight labels for reply envelopes. They are all alike, and nothing on them says whose they are."""
    answer = Response(labels(frozen(round_id)), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="reply-labels-round-{round_id}.pdf"'
    return answer


def labels(ballot: FrozenBallot, numbers: Sequence[str] = ()) -> bytes:
    """Labels for reply envelopes as a PDF file: one with each of these numbers, or eight on which a code is written by hand."""
    address = return_address()
    if not address:
        raise Refusal(NO_ADDRESS_FOR_VOTES, SET_RETURN_ADDRESS)
    data = {
        "title": ballot.name,
        "language": str(get_locale()).split("_")[0],
        "practice": f"{PRACTICE}: {NOTHING_COUNTS}" if is_practice() else "",
        "address": address,
        "numbers": list(numbers),
        "words": {
            "by_post": str(_l("Vote by post")),
            "until": str(_l("Must arrive by %(when)s", when=by_post(ballot).until)),
            "code": str(_l("Voting code:")),
            "number": str(_l("Number:")),
        },
    }
    return document(_TEMPLATE, data)
