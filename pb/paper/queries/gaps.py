"""What still stands between a round and the opening of its ballot box: each thing by its kind and its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pb.damaged import rows_fingerprint
from pb.marked import Marked
from pb.paper.models import BallotPaperAccount, Batch, Bundle, Resolution
from pb.paper.queries.ballot_paper_accounts import MISSING, SECOND_PERSON
from pb.paper.queries.of_a_round import resolutions
from pb.paper.queries.papers import left_out, rights_out, strays_agreed
from pb.paper.queries.whereabouts import BundleWhereabouts, Whereabouts, whereabouts
from pb.paper.rules.resolutions import DAMAGED
from pb.venues.models import HeadCount, TeamMember, Venue, VotingSession
from pb.voting.models import Kiosk
from pb.voting.queries import to_send
from pb.voting.rules.stock import ToSend


@dataclass(frozen=True)
class Gap:
    """One thing that is not settled. ``kind``:

    to_send                                    a tablet that may still have votes, or is lost: then two people say so
    no_account, account_waits, turns_open      of a session, before its papers are typed
    box_unopened, bundle_open, post_waiting    papers that are not in the ballot box
    surplus, batch, held, sum                  what two people decide
    found                                      papers that were found too late: one person says so, another agrees
    tablet, heads, venue, team, account        rows of a session that were changed outside: two people decide
    row                                        another such row: only a backup makes it right
    """

    kind: str
    session: VotingSession | None = None
    number: int = 0
    bundle: Bundle | None = None
    batch: Batch | None = None
    kiosk: Kiosk | None = None
    damaged: tuple[Marked, ...] = ()

    @property
    def seen(self) -> str | None:
        """A fingerprint of what the damaged rows say now."""
        return rows_fingerprint(self.damaged) if self.damaged else None

    def is_as_proposed(self, proposal: Resolution) -> bool:
        """Whether it is what somebody proposed to decide. About a lost tablet it is, whatever number that tells since: two
        people decide that its word no longer counts.
        """
        return self.kind == "to_send" or (self.number, self.seen) == (proposal.number, proposal.seen)


#: The kinds that two people decide about, by the column of ``Resolution`` that names them.
DECIDED = {"batch": "batch_id", "surplus": "bundle_id", "held": "kiosk_id", "to_send": "kiosk_id"}
DECIDED |= dict.fromkeys(("sum", "found", *DAMAGED), "session_id")


#: What can still come right by itself until the last post is in.
_AT_THE_END = ("batch", "sum", "to_send")


def is_due(gap: Gap, *, is_closed: bool) -> bool:
    """Whether what two people decide about has to be decided now. ``is_closed``: the last post is in."""
    return gap.kind in DECIDED and (is_closed or gap.kind not in _AT_THE_END)


def subject_of(gap: Gap) -> int:
    """The id of what a gap that two people decide is about; 0 for the sum of the post."""
    subject = {"batch_id": gap.batch, "bundle_id": gap.bundle, "kiosk_id": gap.kiosk}.get(
        DECIDED[gap.kind], gap.session
    )
    return subject.id if subject else 0


def gaps(round_id: int) -> list[Gap]:
    """Everything that is not settled in a round, in the order in which it is done. Empty when every vote is in."""
    return gaps_in(whereabouts(round_id))


def gaps_in(found: Whereabouts) -> list[Gap]:
    """The same of what was gathered already."""
    kiosks = {each.id: each for each in found.kiosks}
    damaged = list(_damaged(found))
    waiting = {each.session.id for each in damaged if each.kind in ("account", "heads") and each.session}
    first = (*damaged, *_to_hear(found, kiosks), *_of_sessions(found, waiting), *_of_boxes(found))
    return [*first, *_of_post(found), *_to_decide(found, kiosks)]


#: Of which matter a damaged row is, and how its session is found.
_MATTERS: dict[type[Marked], str] = {
    Kiosk: "tablet",
    HeadCount: "heads",
    Venue: "venue",
    TeamMember: "team",
    BallotPaperAccount: "account",
}


def _damaged(found: Whereabouts) -> Iterator[Gap]:
    """One gap for each session and matter; a venue stands with its first session."""
    here: dict[tuple[str, int], list[Marked]] = {}
    of_venue = {each.venue_id: each.id for each in reversed(found.sessions)}
    for row in found.damaged:
        at = of_venue.get(row.id) if isinstance(row, Venue) else getattr(row, "session_id", None)
        matter = _MATTERS.get(type(row), "row")
        here.setdefault((matter, at or 0) if matter != "row" else (matter, 0), []).append(row)
    sessions = {each.id: each for each in found.sessions}
    for (matter, at), rows in sorted(here.items(), key=lambda each: each[0]):
        kind = matter if at in sessions else "row"
        yield Gap(kind, sessions.get(at), len(rows), damaged=tuple(rows))


def _of_sessions(found: Whereabouts, damaged: set[int]) -> Iterator[Gap]:
    """``damaged``: the sessions of which the account or the heads are to be decided first."""
    kinds = {MISSING: "no_account", SECOND_PERSON: "account_waits"}
    for each in found.sessions:
        if (lacks := found.missing_accounts.get(each.id)) and each.id not in damaged:
            yield Gap(kinds[lacks], each)
        if turns := found.number_of(each.id, "opening", None):
            yield Gap("turns_open", each, turns)


def _to_hear(found: Whereabouts, kiosks: dict[int, Kiosk]) -> Iterator[Gap]:
    """First of all: the account of a session waits for its tablets."""
    sessions = {each.id: each for each in found.sessions}
    for kiosk_id in unheard(found):
        at = kiosks[kiosk_id]
        yield Gap("to_send", sessions.get(at.session_id), found.to_send[kiosk_id].waiting, kiosk=at)


def _of_boxes(found: Whereabouts) -> Iterator[Gap]:
    for each in found.sessions:
        account = found.accounts.get(each.id)
        if account is None or found.of_session(each.id):
            continue
        # A box that should be empty is opened all the same: a voter may have brought a paper from somewhere else.
        had_a_box = not each.cancelled_at and account.received > 0
        if had_a_box or account.in_the_box > 0 or found.number_of(each.id, "paper", None):
            yield Gap("box_unopened", each, max(account.in_the_box, 0))
    sessions = {each.id: each for each in found.sessions}
    for box in found.bundles:
        if box.bundle.cast_at is None:
            yield Gap("bundle_open", sessions.get(box.bundle.session_id or 0), bundle=box.bundle)


def _of_post(found: Whereabouts) -> Iterator[Gap]:
    if waiting := found.number_of(None, "post", None):
        yield Gap("post_waiting", number=waiting)


def _to_decide(found: Whereabouts, kiosks: dict[int, Kiosk]) -> Iterator[Gap]:
    sessions = {each.id: each for each in found.sessions}
    for box in found.bundles:
        if (number := surplus_of(found, box)) > 0:
            yield Gap("surplus", sessions.get(box.bundle.session_id or 0), number, bundle=box.bundle)
    for proposal in found.resolutions:
        if proposal.matter == "found" and proposal.agreed_by is None:
            yield Gap("found", sessions.get(proposal.session_id or 0), proposal.number)
    yield from _batches(found, sessions)
    for kiosk_id, number in sorted(found.held.items()):
        if kiosk := kiosks.get(kiosk_id):
            yield Gap("held", sessions.get(kiosk.session_id), number, kiosk=kiosk)
        else:  # its row says that it is another round's
            yield Gap("row", None, number)
    if not found.number_of(None, "post", None) and (difference := found.sum_of_post().difference):
        yield Gap("sum", None, difference)
    for each in found.begun:
        if _is_over(found, each) and (difference := found.sum_of_session(each.id).difference):
            yield Gap("sum", each, difference)


def unheard(found: Whereabouts) -> list[int]:
    """The tablets that have not said that they have nothing to send, and that two people have not declared lost."""
    return _unheard(found.to_send, found.resolutions)


def unheard_at(voting_session: VotingSession) -> dict[int, ToSend]:
    """The same of one session, with what is known of each, by kiosk id."""
    here = to_send(voting_session.round_id, [voting_session])
    return {kiosk_id: here[kiosk_id] for kiosk_id in _unheard(here, resolutions(voting_session.round_id))}


def _unheard(known: dict[int, ToSend], decided: list[Resolution]) -> list[int]:
    lost = _lost(decided)
    return sorted(kiosk_id for kiosk_id, each in known.items() if not each.is_heard_out and kiosk_id not in lost)


def lost_kiosks(round_id: int) -> set[int]:
    """The tablets that two people have declared lost or broken: nobody waits for their votes any more."""
    return _lost(resolutions(round_id))


def _lost(decided: list[Resolution]) -> set[int]:
    return {
        each.kiosk_id for each in decided if each.kiosk_id and each.matter == "to_send" and each.agreed_by is not None
    }


def surplus_of(found: Whereabouts, box: BundleWhereabouts) -> int:
    """How many more papers lie in a counted bundle than were issued, and nobody has decided about them."""
    if box.bundle.cast_at is not None or box.bundle.also_counted_by is None:
        return 0
    kind = "post" if box.bundle.session_id is None else "paper"
    given = found.number_of(box.bundle.session_id, kind, None) + found.resolved("leave_out", bundle_id=box.bundle.id)
    return box.bundle.papers_in_box - box.strays - given


def surplus(bundle: Bundle) -> int:
    """The same of one bundle, without a look at the rest of the round."""
    if bundle.cast_at is not None or bundle.also_counted_by is None:
        return 0
    return bundle.papers_in_box - strays_agreed([bundle.id])[bundle.id] - rights_out(bundle) - left_out(bundle.id)


def _batches(found: Whereabouts, sessions: dict[int, VotingSession]) -> Iterator[Gap]:
    """Papers that lie where no account speaks of them, at the office or at a session that was cancelled, and were not typed.
    Of the office only when the last envelope that came is in the ballot box: until then nobody knows how many are missing.
    """
    for each in found.batches:
        places = found.outside_accounts.get(each.batch.id, Counter())
        missing = places.total() - each.typed_by_post
        if missing <= 0 or found.resolved(batch_id=each.batch.id):
            continue
        if places[None] > 0 and found.number_of(None, "post", None):
            continue
        cancelled = next((sessions[place] for place, papers in places.items() if place and papers > 0), None)
        yield Gap("batch", cancelled, missing, batch=each.batch)


def _is_over(found: Whereabouts, voting_session: VotingSession) -> bool:
    """Whether nothing else is to be done at this session, so that its sum must come out."""
    here, box = voting_session.id, found.of_session(voting_session.id)
    is_open = found.number_of(here, "opening", None) or found.number_of(here, "paper", None) or found.held_at(here)
    if is_open or (box is not None and box.bundle.cast_at is None):
        return False
    if here not in found.accounts:
        return not found.number_of(here, "paper")
    return here not in found.missing_accounts
