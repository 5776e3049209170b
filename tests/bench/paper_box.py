"""A paper desk to be measured: a round, three counters, and boxes that two of them have counted."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from pb.roles import Role

PROJECTS = 24


class Desk:
    """A round with two counters for each pass, on SQLite in a folder."""

    def __init__(self, app: Any) -> None:
        from tests.support.make import Make
        from tests.support.makers.papers import counter

        self.app, self.make = app, Make(app)
        self.round = self.make.voting_round(projects=PROJECTS, entitlement="vouch", max_choices=3)
        self.people = [self.make.staff(Role.COUNTER, declared_in=self.round) for _ in range(3)]
        self.counters = [counter(each) for each in self.people]
        self.drawn = random.Random(13)

    def box(self, papers: int) -> tuple[Any, list[str]]:
        """A box with so many papers, counted by two: the bundle and its serials."""
        from pb import clock
        from pb.database import exclusive_transaction
        from pb.paper.models import Bundle

        voting_session = self.make.session_at(self.round, self.make.staff(Role.FACILITATOR))
        serials: list[str] = []
        while len(serials) < papers:
            serials += self.make.papers(voting_session, printed=min(2_000, papers - len(serials)), issued=0)
        with exclusive_transaction() as session:
            bundle = Bundle(
                round_id=self.round.id, session_id=voting_session.id, channel="paper", papers_in_box=papers, reason="",
                counted_by=self.people[0].id, also_counted_by=self.people[1].id, made_at=clock.now(),
            )  # fmt: skip
            session.add(bundle)
        return bundle, serials

    def marked(self) -> str:
        """Three projects, as a typist types them."""
        return " ".join(map(str, sorted(self.drawn.sample(range(1, PROJECTS + 1), 3))))

    def uploads(self, who: int, bundle: Any, pass_number: int, rows: dict[str, str]) -> None:
        """One of the counters uploads a list: {serial: what is marked}."""
        from pb.paper import actions
        from pb.voting.queries import frozen_ballot

        said = "\n".join(["paper,marked", *(f"{serial},{marked}" for serial, marked in rows.items())])
        ballot = frozen_ballot(self.round.id)
        assert ballot is not None
        actions.import_entries(self.counters[who], bundle, pass_number, ballot, said.encode())


def p95(figures: Sequence[float]) -> float:
    """Of twenty the second longest."""
    return sorted(figures)[max(0, round(len(figures) * 0.95) - 1)]


def row(*cells: object) -> None:
    """A line of the table."""
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)
