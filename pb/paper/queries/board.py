"""Where the papers of every session are. A constant number of queries, however many sessions and papers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from pb import clock
from pb.marked import Forged
from pb.paper.models import BallotPaperAccount, Batch, Bundle, Movement
from pb.paper.queries.ballot_paper_accounts import SECOND_PERSON, paper_counts_of
from pb.paper.queries.movements import unexplained
from pb.paper.queries.on_desk import BundleOnDesk, on_desk
from pb.paper.queries.whereabouts import Whereabouts, whereabouts
from pb.paper.rules.ballot_paper_accounts import is_a_lot, papers_off
from pb.paper.rules.papers import OVERDUE_AFTER
from pb.venues.models import Venue, VotingSession
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
    #: Its account is not closed: a second person has to agree to it first.
    waits: bool = False
    #: So many papers of its account do not add up that it is no slip.
    many_off: int = 0


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


#: Whose rows the board shows: where one was changed outside the program, nobody is shown it as if it were true.
_SHOWN = (VotingSession, Venue, Bundle, Batch, Movement, BallotPaperAccount)


def board(ballot: FrozenBallot, found: Whereabouts | None = None) -> Board:
    """Where the papers of a round are. ``found``: what was gathered of it already."""
    found = found or whereabouts(ballot.round_id)
    if any(isinstance(each, _SHOWN) for each in found.damaged):
        raise Forged
    bundles = [each.bundle for each in found.bundles]
    of_session = {bundle.session_id: bundle for bundle in bundles if bundle.session_id}
    states = on_desk([bundle for bundle in bundles if bundle.cast_at is None], ballot)
    printed = Counter[int | None]()
    for (place, _batch), papers in found.papers_held.items():
        printed[place] += papers
    rows = []
    for voting_session in found.sessions:
        here = voting_session.id
        account, bundle = found.accounts.get(here), of_session.get(here)
        facts = {"printed": max(printed[here], 0), "issued": found.number_of(here, "paper"), "account": account}
        facts["waits"] = found.missing_accounts.get(here) == SECOND_PERSON
        facts["many_off"] = _many_off(found, account, bundle) if account else 0
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
        if facts["waits"]:
            return "account_waits"
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


def _many_off(found: Whereabouts, account: BallotPaperAccount, bundle: Bundle | None) -> int:
    """How many papers of an account do not add up, where that is no slip; else 0."""
    admitted = found.resolved("count", bundle_id=bundle.id) if bundle else 0
    counts, here = paper_counts_of(account), found.papers_of_accounts[account.session_id]
    off = papers_off(counts, here=here, issued=found.number_of(account.session_id, "paper") - admitted)
    return off if is_a_lot(off, max(counts.received, here)) else 0
