"""Papers that are found when the bundle of their session is in the ballot box: how many there were, and that they do not
count. One person writes it down, and another agrees as to whatever else does not add up (``resolutions``).
"""

from __future__ import annotations

from pb import clock
from pb.edits import NothingChanged
from pb.paper import queries
from pb.paper.models import Resolution
from pb.paper.rules.resolutions import CHOICES, ResolutionChoice
from pb.paper.rules.sentences import CHOOSE_AN_ANSWER, COUNT_THEM_TOO, STILL_TO_COUNT
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, STEERING, Actor
from pb.venues.models import VotingSession
from pb.voting.queries import box_opening_of
from pb.words import lazy_gettext as _l

PAPERS_FOUND = Act(
    "papers.found",
    _l("recorded papers that were found too late to be counted: %(session)s, %(papers)s"),
    only=(COORDINATOR, STEERING, COUNTER),
    impartial=True,
)


def record_found_papers(
    by: Actor, voting_session: VotingSession, papers: int, choice: ResolutionChoice
) -> Resolution | None:
    """``papers`` of a session were found after its votes were put in the ballot box, before or after that is opened;
    ``choice`` says where. What nobody has agreed to yet is replaced, and by 0 taken back (then None). No vote comes of it.
    Whoever ran the session may say so, as they are often who found them; they cannot agree to it.

    Refuses it while the papers can still be counted, and once the result is published.
    """
    at = voting_session.id
    with acting(by, PAPERS_FOUND, round_id=voting_session.round_id, session=at, papers=papers) as act:
        act.facts["because"] = choice.reason
        if choice not in CHOICES["found"]:
            raise Refusal(CHOOSE_AN_ANSWER, status=422)
        require_too_late(voting_session)
        waiting = [each for each in queries.found_at(voting_session) if each.agreed_by is None]
        for each in waiting:
            if (each.proposed_by, each.number, each.reason) == (by.account_id, papers, choice.reason):
                raise NothingChanged
            act.session.delete(each)
        if not papers:
            if not waiting:
                raise NothingChanged
            return None
        resolution = Resolution(
            round_id=voting_session.round_id,
            matter="found",
            session_id=at,
            number=papers,
            outcome=choice.outcome,
            reason=choice.reason,
            proposed_by=by.account_id,
            proposed_at=clock.now(),
        )
        act.session.add(resolution)
    return resolution


def require_too_late(voting_session: VotingSession) -> None:
    """Refuse while papers that are found can be counted with the others of their session."""
    if box_opening_of(voting_session.round_id):
        return
    bundle = queries.bundle_of_session(voting_session.id)
    if bundle is None or bundle.cast_at is None:
        raise Refusal(STILL_TO_COUNT, COUNT_THEM_TOO)
