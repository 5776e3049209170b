"""Ballot papers go from one place to another: written down when it happens, or said afterwards by two people."""

from __future__ import annotations

from typing import Any

from pb import clock
from pb.edits import NothingChanged
from pb.paper import queries
from pb.paper.models import Batch, Bundle, Movement
from pb.paper.queries.ballot_paper_accounts import facts_of_sessions
from pb.paper.queries.movements import held, movements_in, unexplained
from pb.paper.queries.of_a_round import resolutions
from pb.paper.rules import IN_THE_BOX_ALREADY
from pb.paper.rules.movements import (
    HAS_ITS_ACCOUNT,
    SAME_PLACE,
    SAY_IT_AT_THE_BUNDLE,
    WHO_TOOK_THEM,
    account_counts_with,
    account_counts_without,
)
from pb.paper.rules.papers import ANOTHER_BUNDLE, THE_TEAM_DOES_NOT_TYPE
from pb.paper.rules.sentences import NUMBER_HAS_CHANGED, PROPOSE_ANEW
from pb.people.actions.who_acts import require_second
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, FACILITATOR, Actor
from pb.unicode_text import tidy
from pb.venues.models import VotingSession
from pb.venues.queries import is_on_team
from pb.venues.rules.sentences import SESSION_WAS_CANCELLED
from pb.voting.actions import issue_paper
from pb.voting.models import VotingRight
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

PAPERS_MOVED = Act(
    "papers.moved",
    _l("moved ballot papers from %(left)s to %(came)s: %(papers)s of batch %(batch)s"),
    only=(COORDINATOR, COUNTER, FACILITATOR),
)


def move_papers(
    by: Actor, batch: Batch, left: VotingSession | None, came: VotingSession | None, papers: int, handed_to: str
) -> Movement:
    """Blank papers of a batch go from where they are (``left``) to another session, or with None to the office. ``handed_to``:
    who takes them along, by name.

    Refuses more papers than are there or than its account calls unused, a session that was cancelled or has its account as where they go,
    a facilitator of another session than the one they leave, papers about which two people have decided, and after the box was opened
    (guard `nothing_moves_after_the_opening`).
    """
    if not tidy(handed_to):
        raise Refusal(WHO_TOOK_THEM, status=422)
    what: dict[str, Any] = {"batch": batch.id, "papers": papers, "left": _id(left), "came": _id(came)}
    with acting(by, PAPERS_MOVED, round_id=batch.round_id, **what) as act:
        if left == came:
            raise Refusal(SAME_PLACE, status=422)
        if came and came.cancelled_at:
            raise Refusal(SESSION_WAS_CANCELLED, _l("Choose another session."))
        if came and queries.ballot_paper_account_of(came.id):
            raise Refusal(HAS_ITS_ACCOUNT, SAY_IT_AT_THE_BUNDLE)
        _require_own(by, left, came)
        _require_not_decided(batch)
        _require_there(batch, left, papers)
        movement = Movement(
            round_id=batch.round_id,
            batch_id=batch.id,
            from_session_id=_id(left),
            to_session_id=_id(came),
            papers=papers,
            handed_to=tidy(handed_to),
            recorded_by=by.account_id,
            recorded_at=clock.now(),
            **_accounts(_id(left), _id(came), papers),
        )
        act.session.add(movement)
    return movement


def _require_own(by: Actor, left: VotingSession | None, came: VotingSession | None) -> None:
    """A facilitator moves what leaves their own session, or comes there from the office: nobody empties another's table."""
    if by.role != FACILITATOR:
        return
    here = left or came
    if here is None or not is_on_team(by.account_id, here.id):
        raise Refusal(
            _l("Only the team of the session that the papers leave can write this down."),
            _l("Ask the coordinator."),
            status=403,
        )


def _require_not_decided(batch: Batch) -> None:
    if any(each.batch_id == batch.id and each.agreed_by is not None for each in resolutions(batch.round_id)):
        raise Refusal(_l("Two people have already decided what happened to the papers of this batch."))


def _require_there(batch: Batch, left: VotingSession | None, papers: int) -> None:
    there = held(batch.round_id)[_id(left), batch.id]
    account = queries.ballot_paper_account_of(left.id) if left else None
    if left and account:
        gone = sum(
            each.papers
            for each in movements_in(batch.round_id)
            if each.from_session_id == left.id and not each.from_account and not each.filled_in
        )
        there = min(there, account.unused - gone)
    if not 1 <= papers <= there:
        said = _ln(
            "One paper of this batch is there.",
            "%(num)s papers of this batch are there.",
            max(there, 0),
        )
        raise Refusal(said, _l("Count them, and enter how many go."), status=422)


def _id(voting_session: VotingSession | None) -> int | None:
    return voting_session.id if voting_session else None


def _accounts(left: int | None, came: int | None, papers: int) -> dict[str, bool]:
    """Whether the accounts of both ends count without these papers, and with them."""
    facts = facts_of_sessions(*filter(None, (left, came)))
    accounts = {each: queries.ballot_paper_account_of(each) for each in facts}
    received = {each: account.received if account else None for each, account in accounts.items()}
    return {
        "from_account": left is not None and account_counts_without(received[left], facts[left].here, papers),
        "to_account": came is not None and account_counts_with(received[came], facts[came].here, papers),
    }


def issue_paper_at_session(by: Actor, voting_session: VotingSession, card: VotingRight | None = None) -> None:
    """One voter gets one of the papers that are at this session. Refuses where nobody printed any for it and none were
    brought; else as ``issue_paper``. (Whether all of them are out is for the account to say: serials are not written down.)
    """
    if facts_of_sessions(voting_session.id)[voting_session.id].here <= 0:
        raise Refusal(
            _l("There are no ballot papers at this session."),
            _l(
                "If papers were brought, write that down at the desk of the session. If not, the office must print some."
            ),
        )
    issue_paper(by, voting_session, card)


MOVEMENT_SAID = Act(
    "papers.movement_said",
    _l("said how ballot papers came from %(left)s to %(came)s: %(papers)s of batch %(batch)s"),
    only=(COORDINATOR, COUNTER),
)


def say_how_they_came(
    by: Actor, bundle: Bundle, batch: Batch, left: VotingSession | None, *, filled_in: bool
) -> Movement:
    """Papers of a batch were typed in a box that they were not printed for: one person says from where they came, and
    whether they came blank or voters brought them ``filled_in``. It counts when another has agreed; who says it again
    says it instead.

    Refuses when all such papers are explained, once the bundle's votes are in the ballot box, and the team of its session.
    """
    papers = unexplained(bundle.round_id)[bundle.session_id, batch.id]
    what: dict[str, Any] = {"batch": batch.id, "papers": papers, "left": _id(left), "came": bundle.session_id}
    with acting(by, MOVEMENT_SAID, round_id=bundle.round_id, filled_in=filled_in, **what) as act:
        _require_open(bundle)
        _require_not_on_team(by, bundle.session_id)
        if _id(left) == bundle.session_id:
            raise Refusal(SAME_PLACE, status=422)
        act.facts["papers"] = papers = _unexplained(bundle.round_id, bundle.session_id, batch.id)
        for each in _waiting(bundle.round_id, bundle.session_id, batch.id):
            if (each.recorded_by, each.papers, each.from_session_id, each.filled_in) == (
                by.account_id,
                papers,
                _id(left),
                filled_in,
            ):
                raise NothingChanged
            act.session.delete(each)
        movement = Movement(
            round_id=bundle.round_id,
            batch_id=batch.id,
            from_session_id=_id(left),
            to_session_id=bundle.session_id,
            papers=papers,
            found_later=True,
            filled_in=filled_in,
            recorded_by=by.account_id,
            recorded_at=clock.now(),
        )
        act.session.add(movement)
    return movement


def _require_not_on_team(by: Actor, session_id: int | None) -> None:
    if session_id and is_on_team(by.account_id, session_id):
        raise Refusal(THE_TEAM_DOES_NOT_TYPE, ANOTHER_BUNDLE, status=403)


def _require_open(bundle: Bundle) -> None:
    if bundle.cast_at is not None:
        raise Refusal(IN_THE_BOX_ALREADY)


def _unexplained(round_id: int, place: int | None, batch_id: int) -> int:
    found = unexplained(round_id)[place, batch_id]
    if not found:
        raise Refusal(_l("It is known how these papers came here."))
    return found


def _waiting(round_id: int, place: int | None, batch_id: int) -> list[Movement]:
    here = queries.waiting_movements(round_id)
    return [each for each in here if (each.to_session_id, each.batch_id) == (place, batch_id)]


MOVEMENT_AGREED = Act(
    "papers.movement_agreed",
    _l("agreed how ballot papers came from %(left)s to %(came)s: %(papers)s of batch %(batch)s"),
    only=(COORDINATOR, COUNTER),
    people=2,
)


def agree_how_they_came(by: Actor, movement: Movement) -> None:
    """Another person agrees, and the papers count as moved. Refuses who said it, the team of the session to
    which they came, and when the number has changed since.
    """
    what: dict[str, Any] = {"batch": movement.batch_id, "papers": movement.papers}
    what |= {"left": movement.from_session_id, "came": movement.to_session_id}
    with acting(by, MOVEMENT_AGREED, round_id=movement.round_id, **what) as act:
        if movement.counts:
            raise Refusal(_l("Two people have already said how these papers came."))
        require_second(by, movement.recorded_by)
        _require_not_on_team(by, movement.to_session_id)
        if _unexplained(movement.round_id, movement.to_session_id, movement.batch_id) != movement.papers:
            raise Refusal(NUMBER_HAS_CHANGED, PROPOSE_ANEW)
        act.require_as_shown(movement)
        if not movement.filled_in:
            accounts = _accounts(movement.from_session_id, movement.to_session_id, movement.papers)
            movement.from_account, movement.to_account = accounts["from_account"], accounts["to_account"]
        movement.agreed_by = by.account_id
