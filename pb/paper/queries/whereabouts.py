"""Where every right of a round went, from the rights, sessions, papers, accounts, bundles and held votes themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import func, select

from pb.damaged import naming_the_damaged
from pb.database import db
from pb.marked import Marked
from pb.paper.models import BallotPaperAccount, Bundle, Entry, Movement, Resolution, Ruling
from pb.paper.queries.ballot_paper_accounts import accounts_in, missing_accounts
from pb.paper.queries.movements import BatchWhereabouts, batches_in, move, movements_in
from pb.paper.queries.of_a_round import bundles_in, resolutions, strays_in
from pb.paper.rules.sums import PaperFacts, RightsSum, of_post, of_turns, sum_of_session
from pb.venues.models import VotingSession
from pb.venues.queries import sessions_to_look_at, teams_in
from pb.voting.models import Kiosk
from pb.voting.queries import held_by_kiosk, kiosks_in, rights_in_numbers, to_send
from pb.voting.rules.stock import ToSend

#: The sum of a place where there was nothing.
NOTHING = RightsSum()
#: How many rights there are: by session (None: post), kind and status.
Rights = Counter[tuple[int | None, str, str | None]]


@dataclass
class BundleWhereabouts:
    """A bundle and what lies on the desk of it, in numbers: papers typed, strays and rulings of two."""

    bundle: Bundle
    typed: int = 0
    strays: int = 0
    ruled: int = 0

    @property
    def not_counted(self) -> int:
        """Papers that do not count by a ruling, and sheets that were set aside, at the most."""
        return self.ruled + self.strays


@dataclass
class Whereabouts:
    """All facts of a round, gathered in a constant number of queries."""

    sessions: list[VotingSession]
    rights: Rights
    accounts: dict[int, BallotPaperAccount]
    bundles: list[BundleWhereabouts]
    batches: list[BatchWhereabouts]
    movements: list[Movement]
    resolutions: list[Resolution]
    kiosks: list[Kiosk]
    #: What the accounts of sessions lack, by session id (``pb.paper.queries.missing_accounts``).
    missing_accounts: dict[int, str]
    #: Held votes by kiosk id.
    held: Counter[int]
    #: What is known of the votes on each tablet that seals them itself, by kiosk id.
    to_send: dict[int, ToSend]
    #: Rows that were changed outside the program. No figure of theirs is in the accounts above.
    damaged: list[Marked]

    def of_session(self, session_id: int) -> BundleWhereabouts | None:
        """The bundle of this session's box."""
        return self._by_session.get(session_id)

    @cached_property
    def _by_session(self) -> dict[int | None, BundleWhereabouts]:
        return {each.bundle.session_id: each for each in reversed(self.bundles)}

    @cached_property
    def _by_place(self) -> dict[tuple[int | None, str], Counter[str | None]]:
        found: dict[tuple[int | None, str], Counter[str | None]] = {}
        for (place, kind, status), n in self.rights.items():
            found.setdefault((place, kind), Counter())[status] += n
        return found

    @cached_property
    def _kiosks_at(self) -> dict[int, list[Kiosk]]:
        found: dict[int, list[Kiosk]] = {}
        for each in self.kiosks:
            found.setdefault(each.session_id, []).append(each)
        return found

    def number_of(self, session_id: int | None, kind: str, *status: str | None) -> int:
        """How many rights of a kind a place has, with one of these statuses; all of them without."""
        here = self._by_place.get((session_id, kind))
        if here is None:
            return 0
        if len(status) == 1:
            return here[status[0]]
        return sum(here[each] for each in set(status)) if status else here.total()

    def no_account_of(self, place: int | None) -> bool:
        """Whether no session's account speaks of the papers at a place: the office (None), or a session that was cancelled
        and has none.
        """
        return place is None or (place in self._cancelled and place not in self.accounts)

    @cached_property
    def _cancelled(self) -> set[int]:
        return {each.id for each in self.sessions if each.cancelled_at}

    @cached_property
    def papers_held(self) -> Counter[tuple[int | None, int]]:
        """How many papers of each batch lie at each place, used ones included: {(place, batch id): papers}."""
        held = Counter({(each.batch.session_id, each.batch.id): each.printed for each in self.batches})
        move(held, self.movements)
        return held

    @cached_property
    def papers_of_accounts(self) -> Counter[int | None]:
        """How many papers each session's account has to speak of, by session id."""
        found = Counter[int | None]()
        for batch in self.batches:
            found[batch.batch.session_id] += batch.printed
        for each in self.movements:
            found[each.to_session_id] += each.papers if each.to_account else 0
            found[each.from_session_id] -= each.papers if each.from_account else 0
        return found

    @cached_property
    def outside_accounts(self) -> dict[int, Counter[int | None]]:
        """Of each batch the papers that lie where no account speaks of them: {batch id: {place: papers}}."""
        found: dict[int, Counter[int | None]] = {}
        for (place, batch_id), papers in self.papers_held.items():
            if papers and self.no_account_of(place):
                found.setdefault(batch_id, Counter())[place] = papers
        return found

    def resolved(self, outcome: str = "", **what: Any) -> int:
        """How many papers, votes or rights two people have decided about, for matters like ``what``."""
        return sum(
            each.number
            for each in self._agreed
            if (not outcome or each.outcome == outcome)
            and all(getattr(each, name) == value for name, value in what.items())
        )

    @cached_property
    def _agreed(self) -> list[Resolution]:
        return [each for each in self.resolutions if each.agreed_by is not None]

    def sums(self) -> list[RightsSum]:
        """The sum of each place: every session, and the post."""
        return [self.sum_of_post(), *(self.sum_of_session(each.id) for each in self.sessions)]

    def sum_of_session(self, session_id: int) -> RightsSum:
        """The sum of a session, papers and tablets together."""
        papers, turns = self.sum_of_papers(session_id), self.sum_of_turns(session_id)
        return papers if turns is NOTHING else papers + turns

    def sum_of_papers(self, session_id: int) -> RightsSum:
        """The sum of a session's papers."""
        account, box = self.accounts.get(session_id), self.of_session(session_id)
        explained = self.resolved(matter="sum", session_id=session_id)
        if not (account or box or (session_id, "paper") in self._by_place):
            return RightsSum(decided=explained)
        issued, cast = self.number_of(session_id, "paper"), self.number_of(session_id, "paper", "cast")
        facts: dict[str, Any] = {"rights_issued": issued, "cast": cast, "explained": explained}
        if account:
            facts |= {name: getattr(account, name) for name in ("issued", "spoiled", "taken_away")}
            facts["agreed"] = account.agreed_by is not None
        if box:
            facts["admitted"] = self.resolved("count", bundle_id=box.bundle.id)
        if box and box.bundle.cast_at:
            its, facts["left_out"] = box.bundle, self.resolved("leave_out", bundle_id=box.bundle.id)
            facts |= {"papers_in_box": its.papers_in_box, "typed": box.typed, "strays": box.strays, "ruled": box.ruled}
            facts["count_agreed"] = bool(its.reason) and its.also_counted_by is not None
        return sum_of_session(PaperFacts(**facts))

    def sum_of_turns(self, session_id: int) -> RightsSum:
        """The sum of a session's ballots on tablets."""
        if (session_id, "opening") not in self._by_place and not self.held_at(session_id):
            return NOTHING
        return of_turns(
            self.number_of(session_id, "opening"),
            cast=self.number_of(session_id, "opening", "cast"),
            without_vote=self.number_of(session_id, "opening", "unused"),
            left_out=self.number_of(session_id, "opening", "void"),
            held=self.held_at(session_id),
        )

    def held_at(self, session_id: int) -> int:
        """How many votes of a session's tablets wait for two people."""
        return sum(self.held[each.id] for each in self._kiosks_at.get(session_id, ())) if self.held else 0

    @cached_property
    def begun(self) -> list[VotingSession]:
        """The sessions where something can have a sum: of a round of hundreds most are still to come."""
        somewhere = {place for place, _kind in self._by_place} | {*self.accounts, *self._by_session}
        somewhere |= {each.session_id for each in self.resolutions}
        return [each for each in self.sessions if each.id in somewhere or self.held_at(each.id)]

    def sum_of_post(self) -> RightsSum:
        """The sum of the reply envelopes."""
        bundles = [each for each in self.bundles if each.bundle.session_id is None and each.bundle.cast_at]
        decided = sum(each.not_counted + self.resolved("leave_out", bundle_id=each.bundle.id) for each in bundles)
        return of_post(
            self.number_of(None, "post"),
            cast=self.number_of(None, "post", "cast"),
            ended=self.number_of(None, "post", "unused"),
            decided=decided + self.resolved(matter="sum", session_id=None),
        )


def whereabouts(round_id: int) -> Whereabouts:
    """Everything that is known of a round's rights and papers now. Damaged rows stop nothing here: they are named."""
    with naming_the_damaged(db.session()) as damaged:
        sessions, accounts = sessions_to_look_at(round_id), accounts_in(round_id)
        teams_in(round_id)  # nothing of them is told here, but that one was changed
        return Whereabouts(
            sessions=sessions,
            missing_accounts=missing_accounts(sessions, of_round=round_id, accounts=accounts),
            rights=_rights(round_id),
            accounts=accounts,
            bundles=_bundles(round_id),
            batches=batches_in(round_id),
            movements=movements_in(round_id),
            resolutions=resolutions(round_id),
            held=held_by_kiosk(round_id),
            to_send=to_send(round_id, sessions),
            kiosks=kiosks_in(round_id),
            damaged=damaged,
        )


def _rights(round_id: int) -> Rights:
    found: Rights = Counter()
    for (place, kind, status, _again), n in rights_in_numbers(round_id).items():
        found[place, kind, status] += n
    return found


def _bundles(round_id: int) -> list[BundleWhereabouts]:
    typed = _numbers(select(Entry.bundle_id, func.count(Entry.paper_id.distinct())), Entry, round_id)
    agreed = select(Ruling.bundle_id, func.count()).where(Ruling.agreed_by.is_not(None))
    strays, ruled = strays_in(round_id).agreed, _numbers(agreed, Ruling, round_id)
    return [BundleWhereabouts(each, typed[each.id], strays[each.id], ruled[each.id]) for each in bundles_in(round_id)]


def _numbers(query: Any, model: Any, round_id: int) -> Counter[int]:
    """By bundle id."""
    here = select(Bundle.id).where(Bundle.round_id == round_id)
    return Counter(dict(db.session.execute(query.where(model.bundle_id.in_(here)).group_by(model.bundle_id)).all()))
