"""Reading for the paper desk: papers by serial, a bundle with the state of each paper, the figures of a session."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from pb.database import db
from pb.paper.models import BallotPaperAccount, Batch, Bundle, Entry, Paper, Resolution, Ruling, Stray
from pb.paper.rules import PaperReading, PaperState, common_reading, state_of
from pb.venues.models import VotingSession
from pb.voting.models import VotingRight
from pb.voting.queries import FrozenBallot, rights_of_session, withdrawn_numbers


@dataclass
class PaperStatus:
    """One paper of a bundle: who typed what, and where it stands."""

    paper: Paper
    entries: list[Entry] = field(default_factory=list)
    ruling: Ruling | None = None
    state: PaperState = PaperState.TYPED_ONCE
    #: What was typed asks for a third look or a ruling by itself, and not because somebody has proposed one.
    disputed: bool = False

    @cached_property
    def readings(self) -> list[PaperReading]:
        """What was typed, in the order of the passes. Asked only until the bundle is in the box."""
        return [entry.reading for entry in self.entries]

    @property
    def typists(self) -> set[int]:
        """Accounts that have typed this paper."""
        return {entry.typed_by for entry in self.entries}

    def is_shown_to(self, account_id: int | None) -> bool:
        """Whether this person may read what was typed: where it is to be decided on. Nobody opens a paper alone, by proposing
        a ruling on one that two typed alike, nor by typing something else than the first did.
        """
        return self.disputed and (self.state == PaperState.TO_RULE or account_id not in self.typists)

    @property
    def may_be_corrected(self) -> bool:
        """Whether it is settled by what two people typed, and no ruling: what they typed may be wrong, say two others."""
        return self.state == PaperState.SETTLED and self.ruling is None and self.entries[0].bundle.cast_at is None

    @property
    def counted(self) -> PaperReading | None:
        """The reading that will be cast; None when two people ruled that it does not count. Asked of settled papers
        only.
        """
        if self.ruling is None:
            return common_reading(self.readings)
        return self.ruling.decided.counts


def paper_of(round_id: int, serial: str) -> Paper | None:
    """The paper with this serial."""
    return db.session.scalar(select(Paper).where(Paper.round_id == round_id, Paper.serial == serial))


def batches(round_id: int) -> list[tuple[Batch, int]]:
    """Printed batches with the number of their papers, newest first."""
    query = (
        select(Batch, func.count(Paper.id)).join(Paper, Paper.batch_id == Batch.id).where(Batch.round_id == round_id)
    )
    return [(batch, n) for batch, n in db.session.execute(query.group_by(Batch.id).order_by(Batch.id.desc()))]


def serials_of(batch_id: int) -> list[str]:
    """The serials of a batch, shuffled anew each time: nothing that is stored tells how they lie on the pile."""
    serials = list(db.session.scalars(select(Paper.serial).where(Paper.batch_id == batch_id)))
    secrets.SystemRandom().shuffle(serials)
    return serials


def session_of_batch(batch_id: int) -> int | None:
    """The session that a batch was printed for; None for post."""
    return db.session.scalar(select(Batch.session_id).where(Batch.id == batch_id))


def printed_by_session(round_id: int) -> dict[int | None, int]:
    """How many papers were printed for each session of a round that has any, by id; None: for the post, and spares."""
    query = select(Batch.session_id, func.count(Paper.id)).join(Paper, Paper.batch_id == Batch.id)
    return dict(db.session.execute(query.where(Batch.round_id == round_id).group_by(Batch.session_id)).all())


def printed_for(session_id: int) -> int:
    """How many papers were printed for a session."""
    query = select(func.count(Paper.id)).join(Batch, Batch.id == Paper.batch_id)
    return db.session.scalar(query.where(Batch.session_id == session_id)) or 0


def papers_issued(session_id: int) -> tuple[int, int]:
    """What the page "Issue ballot papers" says: (papers issued, papers replaced because they were spoiled)."""
    rights = rights_of_session(session_id)
    papers = {status: n for (kind, status), n in rights.items() if kind == "paper"}
    return sum(papers.values()) - admitted(session_id), papers.get("unused", 0)


def admitted(session_id: int) -> int:
    """How many papers in a session's box two people let count though nobody had recorded that they were issued."""
    query = select(func.coalesce(func.sum(Resolution.number), 0)).join(Bundle, Bundle.id == Resolution.bundle_id)
    query = query.where(Bundle.session_id == session_id, Resolution.outcome == "count")
    return db.session.scalar(query.where(Resolution.agreed_by.is_not(None))) or 0


def left_out(bundle_id: int) -> int:
    """How many papers of a bundle do not count because two people decided that there are too many."""
    query = select(func.coalesce(func.sum(Resolution.number), 0)).where(Resolution.bundle_id == bundle_id)
    query = query.where(Resolution.outcome == "leave_out", Resolution.agreed_by.is_not(None))
    return db.session.scalar(query) or 0


@dataclass(frozen=True)
class KioskTurns:
    """How many ballots were opened on a session's kiosks, and how many of them ended in which way."""

    cast: int
    #: The voter went away, or stopped, without a vote.
    without_vote: int
    waiting: int

    @property
    def opened(self) -> int:
        """All of them."""
        return self.cast + self.without_vote + self.waiting


def kiosk_turns(session_id: int) -> KioskTurns:
    """The kiosks' part of a session's ballot paper account: how the ballots that were opened on them ended."""
    rights = rights_of_session(session_id)
    ended = rights["opening", "unused"] + rights["opening", "void"]
    return KioskTurns(rights["opening", "cast"], ended, rights["opening", None])


def rights_out(bundle: Bundle) -> int:
    """How many papers of this bundle's session, or reply envelopes of the round, have a right that is not spent yet."""
    kind = "paper" if bundle.channel == "paper" else "post"
    query = select(func.count()).select_from(VotingRight).where(VotingRight.kind == kind, VotingRight.status.is_(None))
    if bundle.session_id:
        return db.session.scalar(query.where(VotingRight.session_id == bundle.session_id)) or 0
    return db.session.scalar(query.where(VotingRight.round_id == bundle.round_id)) or 0


def ballot_paper_account_of(session_id: int) -> BallotPaperAccount | None:
    """The account of a session, once its facilitators have closed it."""
    return db.session.get(BallotPaperAccount, session_id)


def bundle_of_session(session_id: int) -> Bundle | None:
    """The bundle of a session's box."""
    return db.session.scalar(select(Bundle).where(Bundle.session_id == session_id))


def paper_statuses(bundles: Iterable[int], ballot: FrozenBallot) -> dict[int, list[PaperStatus]]:
    """Every paper that was typed, by bundle id, in order of serials. Three queries, however many bundles.

    Papers of a bundle that is in the box are settled, and what was typed from them is not looked at again.
    """
    ids = list(bundles)
    papers: dict[int, PaperStatus] = {}
    found: dict[int, list[PaperStatus]] = {id_: [] for id_ in ids}
    query = select(Entry).options(joinedload(Entry.paper), joinedload(Entry.bundle)).where(Entry.bundle_id.in_(ids))
    for entry in db.session.scalars(query.order_by(Entry.pass_number)):
        if entry.paper_id not in papers:
            papers[entry.paper_id] = PaperStatus(entry.paper)
            found[entry.bundle_id].append(papers[entry.paper_id])
        papers[entry.paper_id].entries.append(entry)
    rulings = select(Ruling).options(joinedload(Ruling.bundle)).where(Ruling.bundle_id.in_(ids))
    for ruling in db.session.scalars(rulings):
        if ruling.paper_id in papers:
            papers[ruling.paper_id].ruling = ruling
    gone = withdrawn_numbers(ballot)
    for paper_status in papers.values():
        if paper_status.entries[0].bundle.cast_at is not None:
            paper_status.state = PaperState.SETTLED
            continue
        ruled = paper_status.ruling is not None and paper_status.ruling.agreed_by is not None
        paper_status.state = state_of(paper_status.readings, ruled, ballot.rules, gone)
        paper_status.disputed = paper_status.state in (PaperState.DIFFERS, PaperState.TO_RULE)
        if paper_status.ruling is not None and not ruled:  # for a paper that two typed alike and wrongly
            paper_status.state = PaperState.TO_RULE
    for of_bundle in found.values():
        of_bundle.sort(key=lambda paper_status: paper_status.paper.serial)
    return found


def strays(bundle_id: int) -> list[Stray]:
    """Sheets of a bundle that are none of our papers."""
    return list(db.session.scalars(select(Stray).where(Stray.bundle_id == bundle_id).order_by(Stray.id)))


def strays_agreed(bundles: Iterable[int]) -> Counter[int]:
    """How many strays two people have set aside, by bundle id."""
    query = select(Stray.bundle_id, func.count()).where(
        Stray.bundle_id.in_(list(bundles)), Stray.agreed_by.is_not(None)
    )
    return Counter(dict(db.session.execute(query.group_by(Stray.bundle_id)).all()))


def session_of_bundle(bundle: Bundle) -> VotingSession | None:
    """The voting session whose box this is; None for post."""
    return db.session.get(VotingSession, bundle.session_id) if bundle.session_id else None


def was_on_team(account_id: int | None, bundle: Bundle) -> bool:
    """Whether this person was in the team of the bundle's session."""
    voting_session = session_of_bundle(bundle)
    return voting_session is not None and voting_session.has_on_team(account_id)


def typed_in_pass(bundle_id: int, pass_number: int) -> int:
    """How many papers of a bundle were typed in this pass."""
    query = select(func.count(Entry.id)).where(Entry.bundle_id == bundle_id, Entry.pass_number == pass_number)
    return db.session.scalar(query) or 0


def papers_to_type(bundle: Bundle) -> int:
    """How many papers two people counted in a bundle, without the sheets that two people have set aside."""
    return max(0, bundle.papers_in_box - strays_agreed([bundle.id])[bundle.id])


def more_typed_than_counted(bundle: Bundle) -> bool:
    """Whether more papers were typed in a bundle than two people counted: one was typed under two numbers."""
    query = select(func.count(Entry.paper_id.distinct())).where(Entry.bundle_id == bundle.id)
    return (db.session.scalar(query) or 0) + strays_agreed([bundle.id])[bundle.id] > bundle.papers_in_box


def first_entry(paper_id: int, pass_number: int) -> Entry | None:
    """The entry of a paper in this pass, in any bundle."""
    return db.session.scalar(select(Entry).where(Entry.paper_id == paper_id, Entry.pass_number == pass_number))
