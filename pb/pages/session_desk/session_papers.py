"""The sheets of one session's team, as a PDF file."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from pb.pages.admission import after_declaring, session_of
from pb.pages.session_desk import bp
from pb.pages.session_desk.lookups import DESK
from pb.pages.session_papers import session_papers
from pb.paper.queries.packing import packed_box
from pb.voting.queries import require_frozen_ballot
from pb.web.access import COORDINATOR, FACILITATOR, open_to


@bp.get(f"{DESK}/session-papers.pdf")
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def papers_of_session(round_id: int, session_id: int) -> Response:
    """What is read aloud, what to do without a network, and the session sheet."""
    voting_session = session_of(round_id, session_id)
    ballot = require_frozen_ballot(round_id, _("You can print these sheets once it is frozen."))
    answer = Response(session_papers(ballot, [packed_box(voting_session)]), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="session-papers-{session_id}.pdf"'
    return answer
