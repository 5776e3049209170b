"""What is planned of a rehearsed round (``tests.bench.rehearsal``), and how it is compared with what was found."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from pb import clock
from pb.database import db
from pb.pages.results.files import published_files
from pb.pages.results.result_view import published
from pb.paper.models import BallotPaperAccount, Bundle, Entry
from pb.programme.demo.story import cards_for
from pb.programme.demo.votes import Voters
from pb.rounds.models import Round
from pb.venues.models import HeadCount
from pb.venues.queries import planned_sessions
from pb.voting import queries as voting
from tests.support.visitor import Visitor

#: Every project asks for the same, and the pot is enough for so many.
POUNDS, FUNDED = 500, 5
#: Votes at home and by post for each venue; at every other venue people vote on a tablet, else on paper.
HOME, POST, TABLET, PAPER = 6, 1, 5, 6
#: Of what people choose.
SEED = 1914


@dataclass
class Plan:
    """What everybody chooses, one after another: some projects are liked more than others. The same in every run."""

    numbers: list[int]
    given: Counter[int] = field(default_factory=Counter)
    ballots: int = 0
    chance: Random = field(default_factory=lambda: Random(SEED))

    def __post_init__(self) -> None:
        self.liked = self.chance.sample(self.numbers, len(self.numbers))

    def next(self) -> dict[int, int]:
        """The choice of the next person: two, three or four projects."""
        weights = [1 / place**1.3 for place in range(1, len(self.liked) + 1)]
        chosen: set[int] = set()
        while len(chosen) < 2 + self.ballots % 3:
            chosen.update(self.chance.choices(self.liked, weights))
        self.ballots += 1
        self.given.update(chosen)
        return dict.fromkeys(sorted(chosen), 1)

    def winners(self) -> list[int]:
        """Those with the most votes, as many as the pot is enough for. The plan must leave no doubt about them."""
        placed = [number for number, _votes in self.given.most_common()]
        assert self.given[placed[FUNDED - 1]] > self.given[placed[FUNDED]], "the plan has a tie where it matters"
        return sorted(placed[:FUNDED])


class Planned(Voters):
    """Voters who choose what the plan says. The first of each day votes on the pages."""

    plan: Plan
    app: Flask

    def choice(self) -> dict[int, int]:
        return self.plan.next()

    def at_home(self, how_many: int, days: Sequence[datetime]) -> None:
        cards = cards_for(self.players, self.round_, len(days))
        for card, moment in zip(cards, days, strict=True):
            with clock.moved(moment):
                self._on_the_pages(card.shown)
        super().at_home(how_many - len(days), days)

    def _on_the_pages(self, code: str) -> None:
        voter, titles = Visitor(self.app), {line.number: line.title for line in self.ballot.lines}
        voter.opens("/vote")
        voter.types("Your voting code", code).presses("Continue")
        voter.ticks("Yes, this is true for me").presses("Show me the ballot")
        for number in self.choice():
            voter.presses(f"Choose Number {number}, {titles[number]}")
        voter.presses("Check my choices")
        assert voter.presses("Cast my vote").heading == "Your vote is saved"


@dataclass
class Found:
    """What was expected, and what the practice found."""

    venues: int
    ballots: int
    expected: list[int]
    winners: list[int]
    supports_off: int
    votes_off: int
    papers_off: int
    accounts_off: int
    gaps: int
    seconds: float = 0.0

    @property
    def is_exact(self) -> bool:
        off = self.supports_off + self.votes_off + self.papers_off + self.accounts_off + self.gaps
        return self.expected == self.winners and off == 0

    def table(self) -> Iterator[str]:
        """One line for each figure."""
        rows: list[tuple[str, Any]] = [
            ("venues", self.venues),
            ("ballots", self.ballots),
            ("winners expected", " ".join(map(str, self.expected))),
            ("winners found", " ".join(map(str, self.winners))),
            ("projects with another number of votes", self.supports_off),
            ("votes off, by venue and way of voting", self.votes_off),
            ("papers off, of both typings", self.papers_off),
            ("ballot paper accounts off", self.accounts_off),
            ("gaps that the programme sees", self.gaps),
            ("seconds", f"{self.seconds:.1f}"),
        ]
        yield from (f"{name:40} {value}" for name, value in rows)


def compared(round_: Round, plan: Plan, found_gaps: int) -> Found:
    """The plan beside what was published and what is in the database."""
    sessions = planned_sessions(round_.id)
    lines = _published_projects(round_.id)
    supports = {int(line["number"]): int(line["votes"]) for line in lines}
    return Found(
        venues=len(sessions),
        ballots=plan.ballots,
        expected=plan.winners(),
        winners=sorted(int(line["number"]) for line in lines if line["decision"] == "funded"),
        supports_off=sum(supports[number] != plan.given[number] for number in plan.numbers),
        votes_off=_votes_off(round_, sessions),
        papers_off=_papers_off(round_, sessions),
        accounts_off=sum(_is_account_off(each.id, place) for place, each in enumerate(sessions)),
        gaps=found_gaps,
    )


def _published_projects(round_id: int) -> list[dict[str, str]]:
    found = published(round_id)
    assert found is not None
    return list(csv.DictReader(published_files(found)["projects.csv"].decode("utf-8-sig").splitlines()))


def _votes_off(round_: Round, sessions: list[Any]) -> int:
    planned: Counter[tuple[int | None, str]] = Counter({(None, "online"): HOME * len(sessions)})
    planned[None, "post"] += POST * len(sessions)
    for place, each in enumerate(sessions):
        planned[each.venue_id, "kiosk" if place % 2 else "paper"] += TABLET if place % 2 else PAPER
    cast: Counter[tuple[int | None, str]] = Counter()
    for venue, channel, _assisted, many in voting.turnout(round_.id):
        cast[venue, channel] += many
    return sum(abs(planned[key] - cast[key]) for key in {*planned, *cast})


def _papers_off(round_: Round, sessions: list[Any]) -> int:
    query = select(Bundle.session_id, Entry.pass_number, func.count()).join(Entry.bundle)
    grouped = query.where(Bundle.round_id == round_.id).group_by(Bundle.session_id, Entry.pass_number)
    typed = {(session, number): many for session, number, many in db.session.execute(grouped)}
    planned = {(each.id, number): PAPER for each in sessions[::2] for number in (1, 2)}
    planned |= {(None, number): POST * len(sessions) for number in (1, 2)}
    return sum(abs(planned.get(key, 0) - typed.get(key, 0)) for key in {*planned, *typed})


def _is_account_off(session_id: int, place: int) -> bool:
    account, heads = db.session.get(BallotPaperAccount, session_id), db.session.get(HeadCount, session_id)
    if account is None or heads is None:
        return True
    written = (account.received, account.issued, account.unused, account.spoiled, account.taken_away, heads.heads)
    return written != ((0, 0, 0, 0, 0, TABLET + 1) if place % 2 else (PAPER + 3, PAPER + 1, 2, 1, 0, PAPER))
