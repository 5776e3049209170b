"""Where the check of the papers stands: what it rests on, which papers are looked at, who has looked, what came of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from pb.database import db
from pb.paper.models import Bundle, Entry, Ruling
from pb.paper.queries import PaperInBox, papers_in_box
from pb.paper.rules import PaperReading, common_reading
from pb.paper.rules.draws import drawn_papers
from pb.results.models import CheckStage, Count, Dice, DiceEntry, PaperCheck, Sighting
from pb.results.queries.counts import latest_count
from pb.results.rules.paper_checks import ALL, FINAL, TURNS_EACH
from pb.venues.queries import teams_in


@dataclass(frozen=True)
class CheckState:
    """A check as it stands. ``dice``: the digits, empty until two people typed the same."""

    check: PaperCheck
    stages: tuple[CheckStage, ...]
    dice: str

    @property
    def over(self) -> CheckStage | None:
        """The stage that ended it."""
        return next((each for each in self.stages if each.finding in FINAL), None)

    @property
    def turns(self) -> int | None:
        """How many papers are drawn by now; None where all are looked at."""
        if self.check.drawn is None or any(each.finding == ALL for each in self.stages):
            return None
        return self.check.drawn + sum(each.more for each in self.stages)

    @property
    def papers(self) -> int:
        """How many papers are looked at, once the dice were rolled; one that was drawn twice is one."""
        all_ = self.check.papers
        return all_ if self.turns is None else len(drawn_papers(self.dice, all_, self.turns))

    @property
    def waits_for_dice(self) -> bool:
        """Whether the dice have to be rolled first."""
        return self.check.drawn is not None and not self.dice


def check_state(round_id: int) -> CheckState | None:
    """The check of a round's newest count; None where there is none: papers are not checked, or there are no papers."""
    counted = latest_count(round_id)
    return check_of(counted) if counted else None


def check_of(counted: Count) -> CheckState | None:
    """The check of this count."""
    return check_of_version(counted.round_id, counted.version)


def check_of_version(round_id: int, version: int) -> CheckState | None:
    """The check of this version of a round's count."""
    key = (round_id, version)
    check = db.session.get(PaperCheck, key)
    if check is None:
        return None
    of_check = CheckStage.round_id == check.round_id, CheckStage.version == check.version
    stages = db.session.scalars(select(CheckStage).where(*of_check).order_by(CheckStage.number))
    rolled = db.session.get(Dice, key)
    return CheckState(check, tuple(stages), rolled.digits if rolled else "")


def papers_wait(counted: Count) -> bool:
    """Whether papers of this count have still to be looked at before it is signed."""
    state = check_of(counted)
    return state is not None and state.over is None


def dice_entries(check: PaperCheck) -> list[DiceEntry]:
    """Typings of the dice that wait for a second person."""
    query = select(DiceEntry).where(DiceEntry.round_id == check.round_id, DiceEntry.version == check.version)
    return list(db.session.scalars(query.order_by(DiceEntry.typed_at)))


@dataclass(frozen=True)
class PaperToLookAt:
    """A paper of the check. ``times``: how often it was drawn; ``sights``: who saw what, in the order of their turns (None: what cannot
    be read any more); ``not_by``: who typed it, ruled on it, or was on the team of its session.
    """

    paper: PaperInBox
    times: int
    sights: tuple[tuple[int, PaperReading | None], ...]
    not_by: frozenset[int]

    @property
    def seen(self) -> dict[int, PaperReading | None]:
        """What each person saw last."""
        return dict(self.sights)

    @property
    def agreed(self) -> PaperReading | None:
        """What two people saw alike."""
        return common_reading(each for each in self.seen.values() if each is not None)

    @property
    def state(self) -> str:
        """ "nobody", "one", "differs" or "done"."""
        if self.agreed is not None:
            return "done"
        return ("nobody", "one")[len(self.seen)] if len(self.seen) < 2 else "differs"

    @property
    def seen_otherwise(self) -> bool:
        """Whether somebody saw something else than two saw alike in the end."""
        return any(reading not in (None, self.agreed) for _who, reading in self.sights)

    @property
    def sights_again(self) -> int:
        """How many looks it took besides two."""
        return max(0, sum(reading is not None for _who, reading in self.sights) - 2)

    def is_for(self, account_id: int | None) -> bool:
        """Whether this person may look at it, and has to: once, and once more where two saw different things. Then somebody else
        has to: who could go on would guess until they had what another saw.
        """
        if self.state == "done" or account_id in self.not_by:
            return False
        turns = sum(who == account_id for who, reading in self.sights if reading is not None)
        return account_id not in self.seen or (self.state == "differs" and turns < TURNS_EACH)


def cannot_go_on(counted: Count) -> list[int]:
    """Who can do nothing for the check of a count now: has typed the dice already, or looked at all they may look at."""
    state = check_of(counted)
    if state is None or state.over:
        return []
    if state.waits_for_dice:
        return [each.typed_by for each in dice_entries(state.check)]
    papers = papers_to_look_at(state)
    if all(each.state == "done" for each in papers):
        return []
    known = {account_id for each in papers for account_id in (*each.not_by, *each.seen)}
    return sorted(account_id for account_id in known if not any(each.is_for(account_id) for each in papers))


def papers_to_look_at(state: CheckState) -> list[PaperToLookAt]:
    """The papers of the check in the order of their serials; none before the dice."""
    seen, not_by = _seen(state.check), _not_by(state.check.round_id)
    return [
        PaperToLookAt(paper, times, tuple(seen[paper.paper_id]), frozenset(not_by[paper.paper_id]))
        for paper, times in _drawn(state)
    ]


def papers_left(state: CheckState) -> int:
    """How many papers two people have not looked at yet, or have seen differently."""
    return sum(each.state != "done" for each in papers_to_look_at(state))


def paper_to_look_at(state: CheckState, paper_id: int) -> PaperToLookAt | None:
    """One of them; None where it is none of them. What was seen on others is not opened."""
    found = next(((paper, times) for paper, times in _drawn(state) if paper.paper_id == paper_id), None)
    if found is None:
        return None
    seen, not_by = _seen(state.check, paper_id), _not_by(state.check.round_id, paper_id)
    return PaperToLookAt(*found, tuple(seen[paper_id]), frozenset(not_by[paper_id]))


def _drawn(state: CheckState) -> list[tuple[PaperInBox, int]]:
    """Each paper of the check, and how often it was drawn."""
    if state.waits_for_dice:
        return []
    papers = papers_in_box(state.check.round_id)
    if state.turns is None:
        return [(paper, 1) for paper in papers]
    times = drawn_papers(state.dice, len(papers), state.turns)
    return [(paper, times[at]) for at, paper in enumerate(papers, start=1) if times[at]]


def _seen(check: PaperCheck, paper_id: int | None = None) -> dict[int, list[tuple[int, PaperReading | None]]]:
    query = select(Sighting).where(Sighting.round_id == check.round_id, Sighting.version == check.version)
    if paper_id is not None:
        query = query.where(Sighting.paper_id == paper_id)
    found: dict[int, list[tuple[int, PaperReading | None]]] = defaultdict(list)
    for sighting in db.session.scalars(query.order_by(Sighting.turn)):
        found[sighting.paper_id].append((sighting.seen_by, sighting.reading))
    return found


def _not_by(round_id: int, paper_id: int | None = None) -> dict[int, set[int]]:
    """Who typed each paper of a round, ruled on it, or was on the team of its session."""
    query = select(Entry.paper_id, Entry.typed_by, Bundle.session_id).join(Bundle, Bundle.id == Entry.bundle_id)
    query = query.where(Bundle.round_id == round_id)
    if paper_id is not None:
        query = query.where(Entry.paper_id == paper_id)
    teams = teams_in(round_id)
    found: dict[int, set[int]] = defaultdict(set)
    for of_paper, typist, session_id in db.session.execute(query):
        found[of_paper] |= {typist, *(teams.get(session_id, ()) if session_id else ())}
    ruled = select(Ruling.paper_id, Ruling.proposed_by, Ruling.agreed_by).join(Bundle, Bundle.id == Ruling.bundle_id)
    ruled = ruled.where(Bundle.round_id == round_id)
    if paper_id is not None:
        ruled = ruled.where(Ruling.paper_id == paper_id)
    for of_paper, *people in db.session.execute(ruled):
        found[of_paper] |= {person for person in people if person is not None}
    return found
