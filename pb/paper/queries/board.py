"""Where the papers of every session are. A constant number of queries, however many sessions and papers."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from pb import clock
from pb.database import db
from pb.paper.models import Batch, Bundle, Paper, SessionAccount
from pb.paper.queries.papers import Look, looks, strays_agreed
from pb.paper.rules import PaperState
from pb.venues.models import VotingSession
from pb.voting.models import Right
from pb.voting.queries import Sheet

#: A box that has not come back so long after the session is overdue.
OVERDUE_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Row:
    """One box: a session's, or the post's when ``session`` is None. ``state`` is a word of ``STATES`` in the template.

    ``typed``: papers typed in the first and in the second pass. ``due``: papers that wait for a third look or a ruling.
    """

    session: VotingSession | None
    state: str
    printed: int = 0
    handed_out: int = 0
    account: SessionAccount | None = None
    bundle: Bundle | None = None
    typed: tuple[int, int] = (0, 0)
    due: int = 0


#: States in which nobody at the desk has anything to do: not yet, or no more.
_TO_COME, _DONE = ("not_yet", "out"), ("in_the_box", "no_papers", "cancelled")


@dataclass(frozen=True)
class Post:
    """Reply envelopes: checked in so far, and how many of these were cast already."""

    checked_in: int
    cast: int
    rows: tuple[Row, ...] = ()

    @property
    def waiting(self) -> int:
        """Envelopes that are in no bundle which has gone into the box."""
        return self.checked_in - self.cast


def sessions(round_id: int) -> list[VotingSession]:
    """The voting sessions of a round, in the order of the calendar."""
    query = select(VotingSession).where(VotingSession.round_id == round_id)
    return list(db.session.scalars(query.order_by(VotingSession.starts_at, VotingSession.id)))


def board(sheet: Sheet) -> dict:
    """``rows`` for all sessions (work first, then what is still to come, then what is done), ``post``, and ``tally``.

    The tally says how many sessions are in each state.
    """
    bundles = list(db.session.scalars(select(Bundle).where(Bundle.round_id == sheet.round_id).order_by(Bundle.id)))
    of_session = {bundle.session_id: bundle for bundle in bundles if bundle.session_id}
    states = _typed(bundles, sheet)
    accounts = _accounts(sheet.round_id)
    printed, handed_out = _printed(sheet.round_id), _handed_out(sheet.round_id)
    rows = []
    for session_ in sessions(sheet.round_id):
        account, bundle = accounts.get(session_.id), of_session.get(session_.id)
        facts = {"printed": printed[session_.id], "handed_out": handed_out[session_.id], "account": account}
        rows.append(_row(session_, bundle, states, facts))
    waiting = [_row(None, bundle, states, {}) for bundle in bundles if bundle.channel == "post"]
    rows.sort(key=lambda row: 2 if row.state in _DONE else 1 if row.state in _TO_COME else 0)
    tally = Counter(row.state for row in rows)
    return {"rows": rows, "tally": tally, "post": _post(sheet.round_id, waiting)}


def post(round_id: int) -> Post:
    """The reply envelopes of a round."""
    return _post(round_id, [])


def _post(round_id: int, rows: list[Row]) -> Post:
    query = select(func.count(), func.count().filter(Right.became.is_not(None)))
    checked_in, done = db.session.execute(query.where(Right.round_id == round_id, Right.kind == "post")).one()
    return Post(checked_in, done, tuple(rows))


def _typed(bundles: list[Bundle], sheet: Sheet) -> dict[int, tuple[list[Look], int]]:
    """Papers typed and strays set aside, by bundle, for the bundles that are still on the desk."""
    ids = [bundle.id for bundle in bundles if bundle.cast_at is None]
    strays = strays_agreed(ids)
    return {id_: (found, strays[id_]) for id_, found in looks(ids, sheet).items()}


def _row(session_: VotingSession | None, bundle: Bundle | None, states: dict, facts: dict) -> Row:
    if bundle is None:
        return Row(session_, _state_without_bundle(session_, facts), **facts)  # type: ignore[arg-type]
    found, strays = states.get(bundle.id, ([], 0))
    passes = tuple(sum(any(e.pass_number == n for e in look.entries) for look in found) for n in (1, 2))
    due = sum(look.state in (PaperState.DIFFERS, PaperState.TO_RULE) for look in found)
    state = _state_of_bundle(bundle, found, strays, passes)
    return Row(session_, state, bundle=bundle, typed=passes, due=due, **facts)  # type: ignore[arg-type]


def _state_without_bundle(session_: VotingSession, facts: dict) -> str:
    now, account = clock.now(), facts["account"]
    if session_.cancelled_at is not None:
        return "cancelled"
    if account is not None:
        if account.issued == 0 and account.received == 0 and facts["handed_out"] == 0:
            return "no_papers"
        return "in"
    if now < session_.starts_at:
        return "not_yet"
    return "overdue" if now > session_.ends_at + OVERDUE_AFTER else "out"


def _state_of_bundle(bundle: Bundle, found: list[Look], strays: int, passes: tuple[int, ...]) -> str:
    if bundle.cast_at is not None:
        return "in_the_box"
    if bundle.also_counted_by is None:
        return "counting"
    papers = bundle.papers_in_box - strays
    if len(found) == papers and all(look.state == PaperState.SETTLED for look in found):
        return "settled"
    if min(passes) >= papers:
        return "typed_twice"
    return "typed_once" if max(passes) >= papers else "typing"


def _accounts(round_id: int) -> dict[int, SessionAccount]:
    query = select(SessionAccount).join(VotingSession, VotingSession.id == SessionAccount.session_id)
    return {each.session_id: each for each in db.session.scalars(query.where(VotingSession.round_id == round_id))}


def _printed(round_id: int) -> dict[int | None, int]:
    query = select(Batch.session_id, func.count(Paper.id)).join(Paper, Paper.batch_id == Batch.id)
    return _by_key(query.where(Batch.round_id == round_id).group_by(Batch.session_id))


def _handed_out(round_id: int) -> dict[int | None, int]:
    query = select(Right.session_id, func.count()).where(Right.round_id == round_id, Right.kind == "paper")
    return _by_key(query.group_by(Right.session_id))


def _by_key(query) -> dict[int | None, int]:
    return defaultdict(int, {key: n for key, n in db.session.execute(query)})
