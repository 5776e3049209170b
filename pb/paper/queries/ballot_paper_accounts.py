"""Whether the account of a voting session is complete: one look-up, for one session and for all of a round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from pb.damaged import undamaged
from pb.database import db
from pb.marks import mark
from pb.paper.models import BallotPaperAccount, Batch, Bundle, Paper, Resolution
from pb.paper.queries.movements import lent_in, lent_out, movements_in, printed_for
from pb.paper.queries.of_a_round import bundles_in, resolutions
from pb.paper.rules import PaperCounts
from pb.paper.rules.seals_and_help import HelpGiven
from pb.paper.rules.session_facts import SessionFacts
from pb.plain_rows import plain_rows
from pb.read_once import read_once
from pb.record.queries import facts_in
from pb.venues.models import HeadCount, VotingSession
from pb.voting.models import Kiosk, VotingRight
from pb.voting.queries import kiosks_in, rights_in_numbers
from pb.words import Sentence

#: Some sessions by their ids, or the query that finds them.
Sessions = Sequence[int] | Select[int]


def facts_of_sessions(*session_ids: int) -> dict[int, SessionFacts]:
    """The facts of these sessions, in seven queries however many there are."""
    what = (VotingRight.session_id, VotingRight.kind, VotingRight.status, VotingRight.given_again)
    rights = select(*what, func.count()).where(VotingRight.session_id.in_(session_ids)).group_by(*what)
    given = {(place, kind, status, bool(again)): n for place, kind, status, again, n in db.session.execute(rights)}
    batches = select(Batch.session_id, func.count(Paper.id)).join(Paper, Paper.batch_id == Batch.id)
    of_these = batches.where(Batch.session_id.in_(session_ids)).group_by(Batch.session_id)
    return _facts(session_ids, given, dict(db.session.execute(of_these).all()), session_ids)


def facts_of_a_round(round_id: int, session_ids: Iterable[int]) -> dict[int, SessionFacts]:
    """The same of sessions of one round, from what is read of it for everybody who asks: no query of its own."""
    found = {session_id: SessionFacts() for session_id in session_ids}
    bundles, here = {each.id: each for each in bundles_in(round_id)}, found.get
    for (place, _batch), papers in printed_for(round_id).items():
        if known := here(place or 0):
            known.printed += papers
    for moved in movements_in(round_id):
        if moved.to_account and (known := here(moved.to_session_id or 0)):
            known.lent_in += moved.papers
        if moved.from_account and (known := here(moved.from_session_id or 0)):
            known.lent_out += moved.papers
    for kiosk in kiosks_in(round_id):
        if known := here(kiosk.session_id):
            known.kiosks += 1
    for bundle in bundles.values():
        if bundle.cast_at and (known := here(bundle.session_id or 0)):
            known.is_in = True
    for each in resolutions(round_id):
        of = bundles.get(each.bundle_id or 0) if each.outcome == "count" and each.agreed_by is not None else None
        if of and (known := here(of.session_id or 0)):
            known.admitted += each.number
    for (place, kind, status, again), n in rights_in_numbers(round_id).items():
        if known := here(place or 0):
            known.rights[kind, status, again] = n
    return found


def _sessions_in(round_id: int) -> Select[int]:
    """Of a round with hundreds of sessions the database is told the round: it takes long to name each of them."""
    return select(VotingSession.id).where(VotingSession.round_id == round_id)


def _facts(
    session_ids: Iterable[int],
    rights: Mapping[tuple[int | None, str, str | None, bool], int],
    printed: Mapping[int | None, int],
    here: Sessions,
) -> dict[int, SessionFacts]:
    found = {session_id: SessionFacts(printed=printed.get(session_id, 0)) for session_id in session_ids}
    _lent_and_typed(found, here)
    kiosks = select(Kiosk.session_id, func.count()).where(Kiosk.session_id.in_(here))
    for session_id, n in db.session.execute(kiosks.group_by(Kiosk.session_id)):
        found[session_id].kiosks = n
    for (given_at, kind, status, again), n in rights.items():
        if given_at in found:
            found[given_at].rights[kind, status, again] = n
    return found


def _lent_and_typed(found: dict[int, SessionFacts], here: Sessions) -> None:
    for lent_to, n in lent_in(here).items():
        found[lent_to].lent_in = n
    for lent_by, n in lent_out(here).items():
        found[lent_by].lent_out = n
    boxes = select(Bundle.session_id).where(Bundle.session_id.in_(here), Bundle.cast_at.is_not(None))
    for in_the_box in db.session.scalars(boxes):
        found[in_the_box or 0].is_in = True
    admitted = select(Bundle.session_id, func.sum(Resolution.number)).join(
        Resolution, Resolution.bundle_id == Bundle.id
    )
    decided = admitted.where(
        Bundle.session_id.in_(here), Resolution.outcome == "count", Resolution.agreed_by.is_not(None)
    )
    for let_in, n in db.session.execute(decided.group_by(Bundle.session_id)):
        found[let_in or 0].admitted = n


def paper_counts_of(account: BallotPaperAccount) -> PaperCounts:
    """The figures of a submitted account."""
    return PaperCounts(**{name: getattr(account, name) for name in PaperCounts.__dataclass_fields__})


def heads_of(session_id: int) -> HeadCount | None:
    """Who counted the voters of a session, and how many there were."""
    return db.session.get(HeadCount, session_id)


@read_once
def who_submitted_accounts(round_id: int) -> dict[int, int]:
    """Who submitted the account of each session of a round that has one, by session id."""
    query = select(BallotPaperAccount.session_id, BallotPaperAccount.submitted_by)
    there = query.join(VotingSession, VotingSession.id == BallotPaperAccount.session_id)
    return dict(db.session.execute(there.where(VotingSession.round_id == round_id)).all())


def sessions_with_accounts() -> Select[int]:
    """What finds the ids of all sessions of which an account was submitted: for who asks of hundreds which of them have none."""
    return select(BallotPaperAccount.session_id)


def accounts_in(round_id: int) -> dict[int, BallotPaperAccount]:
    """The accounts of the sessions of a round, by session id, without those that were changed outside."""
    query = select(BallotPaperAccount).join(VotingSession, VotingSession.id == BallotPaperAccount.session_id)
    return _accounts(query.where(VotingSession.round_id == round_id))


def _accounts(query: Select[BallotPaperAccount]) -> dict[int, BallotPaperAccount]:
    return {
        each.session_id: each for each in undamaged(db.session(), plain_rows(db.session(), BallotPaperAccount, query))
    }


def account_as_edited(session_id: int) -> dict[str, Any]:
    """What the form of a session's account edits: its numbers, who counted the voters, and the reason; and by a mark whether
    the seal is as before. The form carries hashes of these, and whoever opens the box must not learn the number from them.
    """
    account, heads = db.session.get(BallotPaperAccount, session_id), heads_of(session_id)
    names = (*PaperCounts.__dataclass_fields__, *HelpGiven.__dataclass_fields__, "reason")
    values = {name: getattr(account, name, None) for name in names}
    seal = mark("seal", session_id, account.seal) if account and account.seal else None
    return values | {
        "heads": heads and heads.heads,
        "heads_counted_by": heads and heads.counted_by,
        "seal_before": seal,
    }


def discrepancies_of(session_id: int, figures: PaperCounts, heads: int | None = None) -> list[Sentence]:
    """What of these figures and heads does not fit with the ballots opened and papers printed and issued."""
    return facts_of_sessions(session_id)[session_id].discrepancies(figures, heads)


def beside_the_account(session_id: int) -> tuple[HeadCount | int | None, ...]:
    """What stands beside a session's account where a second person looks at it: the heads, and what the program knows."""
    known = facts_of_sessions(session_id)[session_id]
    counted = (known.here, known.issued_not_admitted, known.replaced, known.opened, *known.turns)
    return (heads_of(session_id), *counted)


#: What can be missing of an account.
MISSING, SECOND_PERSON = "missing", "second_person"


def missing_accounts(
    voting_sessions: list[VotingSession],
    *,
    of_round: int | None = None,
    accounts: Mapping[int, BallotPaperAccount] | None = None,
) -> dict[int, str]:
    """What the accounts of these sessions lack, by session id: "missing" (nobody has submitted it) or "second_person"
    (it does not fit, and waits for somebody else to agree). A session that is not in it is complete, or needs none.

    This is the one place that says so. It is computed from what is there at this moment: a paper that is issued after
    the account makes it incomplete again. Once the papers are in the ballot box, the sum of the session is the judge.
    Nine queries, however many sessions. ``of_round``: they are all in this round, and many; ``accounts``: theirs, where
    they were read already.
    """
    ids = [each.id for each in voting_sessions]
    here: Sessions = ids if of_round is None else _sessions_in(of_round)
    facts = facts_of_sessions(*ids) if of_round is None else facts_of_a_round(of_round, ids)
    if accounts is None:
        accounts = _accounts(select(BallotPaperAccount).where(BallotPaperAccount.session_id.in_(here)))
    counted = plain_rows(db.session(), HeadCount, select(HeadCount).where(HeadCount.session_id.in_(here)))
    heads = {each.session_id: each.heads for each in undamaged(db.session(), counted)}
    cancelled = {each.id for each in voting_sessions if each.cancelled_at}
    agreed = _papers_agreed({each.round_id for each in voting_sessions if each.id in accounts})
    states = {
        id_: _lacks(known, accounts.get(id_), heads.get(id_), agreed.get(id_), cancelled=id_ in cancelled)
        for id_, known in facts.items()
    }
    return {id_: state for id_, state in states.items() if state}


#: The act by which a second person agrees to an account; its line says how many ``papers`` were issued then.
AGREED = "session.account_agreed"


def _papers_agreed(round_ids: set[int]) -> dict[int, int]:
    """How many papers the program knew as issued when a second person agreed to an account, by session id."""
    lines = facts_in(AGREED, round_ids) if round_ids else []
    return {facts["session"]: facts["papers"] for facts in lines if "papers" in facts}


def _lacks(
    known: SessionFacts, account: BallotPaperAccount | None, heads: int | None, agreed: int | None, *, cancelled: bool
) -> str:
    if account is None:
        return MISSING if known.needs_account(cancelled=cancelled) else ""
    if known.is_in:  # it was agreed before; one that was submitted anew since then is not
        return SECOND_PERSON if account.reason and account.agreed_by is None else ""
    if account.agreed_by is not None:  # two have signed for the papers that there were; not for what was issued since
        return SECOND_PERSON if agreed is not None and known.issued_not_admitted > agreed else ""
    return SECOND_PERSON if account.reason or known.discrepancies(paper_counts_of(account), heads) else ""
