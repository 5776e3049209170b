"""Where the papers of every session are. A constant number of queries, however many sessions and papers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from sqlalchemy import select

from pb import clock
from pb.database import db
from pb.paper.models import BallotPaperAccount, Bundle
from pb.paper.queries.movements import papers_at, unexplained
from pb.paper.queries.on_desk import BundleOnDesk, on_desk
from pb.paper.rules.papers import OVERDUE_AFTER
from pb.venues.models import VotingSession
from pb.venues.queries import sessions_to_look_at
from pb.voting.queries import FrozenBallot, rights_in_numbers


@dataclass(frozen=True)
class BoardBox:
    """One box: a session's, or the post's when ``session`` is None. ``state`` names where its papers are;
    ``templates/paper_desk/_states.html`` has the words. ``printed``: papers that it has, with those that were moved.

    ``typed``: papers typed in the first and in the second pass. ``due``: papers that wait for a third look or a ruling.
    """

    session: VotingSession | None
    state: str
    printed: int = 0
    issued: int = 0
    account: BallotPaperAccount | None = None
    bundle: Bundle | None = None
    typed: tuple[int, int] = (0, 0)
    due: int = 0


#: States in which nobody at the desk has anything to do: not yet, or no more.
_TO_COME, _DONE = ("not_yet", "none_here", "out"), ("in_the_box", "no_papers", "cancelled")


@dataclass(frozen=True)
class BoardPost:
    """Reply envelopes: checked in so far, and how many of these were cast already."""

    checked_in: int
    cast: int
    rows: tuple[BoardBox, ...] = ()

    @property
    def waiting(self) -> int:
        """Envelopes that are in no bundle which has gone into the box."""
        return self.checked_in - self.cast


@dataclass(frozen=True)
class Board:
    """``rows`` for all sessions: work first, then what is still to come, then what is done. ``tally``: how many
    sessions are in each state.
    """

    rows: list[BoardBox]
    tally: Counter[str]
    post: BoardPost


def board(ballot: FrozenBallot) -> Board:
    """Where the papers of a round are."""
    bundles = list(db.session.scalars(select(Bundle).where(Bundle.round_id == ballot.round_id).order_by(Bundle.id)))
    of_session = {bundle.session_id: bundle for bundle in bundles if bundle.session_id}
    states = on_desk([bundle for bundle in bundles if bundle.cast_at is None], ballot)
    accounts = _accounts(ballot.round_id)
    printed, issued = papers_at(ballot.round_id), _issued(ballot.round_id)
    rows = []
    for voting_session in sessions_to_look_at(ballot.round_id):
        account, bundle = accounts.get(voting_session.id), of_session.get(voting_session.id)
        facts = {"printed": printed[voting_session.id], "issued": issued[voting_session.id], "account": account}
        rows.append(_row(voting_session, bundle, states, facts))
    places = {place for place, _batch in unexplained(ballot.round_id)}
    rows = [_still_to_explain(row, places) for row in rows]
    post = _post(ballot.round_id, [])
    waiting = [_row(None, bundle, states, {}) for bundle in bundles if bundle.channel == "post"]
    if post.waiting and all(bundle.cast_at for bundle in bundles if bundle.channel == "post"):
        rows.append(BoardBox(None, "in", issued=post.waiting))
    rows += waiting
    rows.sort(key=lambda row: 2 if row.state in _DONE else 1 if row.state in _TO_COME else 0)
    tally = Counter(row.state for row in rows)
    return Board(rows, tally, BoardPost(post.checked_in, post.cast, tuple(waiting)))


def post(round_id: int) -> BoardPost:
    """The reply envelopes of a round."""
    return _post(round_id, [])


def _post(round_id: int, rows: list[BoardBox]) -> BoardPost:
    found: Counter[bool] = Counter()
    for (_place, kind, status, _again), n in rights_in_numbers(round_id).items():
        if kind == "post":
            found[status is not None] += n
    return BoardPost(found.total(), found[True], tuple(rows))


def _row(
    voting_session: VotingSession | None, bundle: Bundle | None, states: dict[int, BundleOnDesk], facts: dict
) -> BoardBox:
    if bundle is None:
        return BoardBox(voting_session, _state_without_bundle(voting_session, facts), **facts)  # type: ignore[arg-type]
    found = states.get(bundle.id, BundleOnDesk())
    state = _state_of_bundle(bundle, found)
    return BoardBox(voting_session, state, bundle=bundle, typed=found.typed, due=found.due, **facts)


def _still_to_explain(row: BoardBox, places: set[int | None]) -> BoardBox:
    """A box with papers that were printed for somewhere else is not settled before two people have said how they came."""
    is_settled = row.state == "settled" and row.session is not None and row.session.id in places
    return replace(row, state="typed_twice") if is_settled else row


def _state_without_bundle(voting_session: VotingSession, facts: dict) -> str:
    now, account = clock.now(), facts["account"]
    has_papers = bool(facts["printed"] or facts["issued"])
    if voting_session.cancelled_at is not None:
        return "cancelled"
    if account is not None:
        return "in" if account.issued or account.received or facts["issued"] else "no_papers"
    if now < voting_session.starts_at:
        return "not_yet"
    if not has_papers:  # nothing that could come back
        return "none_here" if now <= voting_session.ends_at else "no_papers"
    return "overdue" if now > voting_session.ends_at + OVERDUE_AFTER else "out"


def _state_of_bundle(bundle: Bundle, found: BundleOnDesk) -> str:
    if bundle.cast_at is not None:
        return "in_the_box"
    if bundle.also_counted_by is None:
        return "counting"
    papers = bundle.papers_in_box - found.strays
    if found.papers == found.settled == papers:
        return "settled"
    if min(found.typed) >= papers:
        return "typed_twice"
    return "typed_once" if max(found.typed) >= papers else "typing"


def _accounts(round_id: int) -> dict[int, BallotPaperAccount]:
    query = select(BallotPaperAccount).join(VotingSession, VotingSession.id == BallotPaperAccount.session_id)
    return {each.session_id: each for each in db.session.scalars(query.where(VotingSession.round_id == round_id))}


def _issued(round_id: int) -> dict[int | None, int]:
    found: Counter[int | None] = Counter()
    for (place, kind, _status, _again), n in rights_in_numbers(round_id).items():
        if kind == "paper":
            found[place] += n
    return found
