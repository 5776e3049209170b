"""Rounds that are made by chance, without a database: projects, ballots, a budget, a rule."""

from __future__ import annotations

import random
from dataclasses import replace
from types import SimpleNamespace

from pb.counting import Election, ElectionProject, LotDigits, Rulebook, count
from pb.pages.results.result_view import Result

RULES = ("most-votes", "most-votes-stop", "votes-per-pound", "equal-shares")
WORDS = "Tea Choir Garden Lunch Bowls Minibus Walks Coats Digital Café Ŵyn بزرگوں".split()


class RoundByChance:
    """Projects, ballots and a budget; ``count()`` with more ballots for one project."""

    def __init__(self, seed: int) -> None:
        chance = self.chance = random.Random(seed)
        self.rulebook = Rulebook(
            rule=chance.choice(RULES),
            tie_rule="lot",
            min_support=chance.choice((None, None, 3)),
        )
        if self.rulebook.rule == "equal-shares":
            self.rulebook = replace(self.rulebook, min_support=None)
        self.projects = [
            ElectionProject(id=str(n), number=n, cost=chance.randint(1, 12) * 5_000, name=self._name())
            for n in range(1, chance.randint(2, 30))
        ]
        numbers = [project.number for project in self.projects]
        size = min(len(numbers), chance.choice((1, 3, 5)))
        self.ballots = [
            tuple(sorted(chance.sample(numbers, chance.randint(0, size)))) for _ in range(chance.randint(1, 60))
        ]
        self.budget = chance.choice((0, 60_000, 150_000, 400_000))

    def _name(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.choice((1, 2, 3, 9))))

    def count(self, more: tuple[int, int] = (0, 0)):
        """The outcome; ``more``: so many ballots more that name only this project."""
        ballots = [*self.ballots, *[(more[0],)] * more[1]]
        rows = [
            (key, None, str(n) if n else None, None) for key, ballot in enumerate(ballots) for n in (ballot or (None,))
        ]
        election = Election.from_rows(self.projects, rows, "choose", self.budget)
        return count(election, self.rulebook, LotDigits("1", "31415926535897932384"))

    def result(self) -> Result:
        lines = {p.id: SimpleNamespace(number=p.number, title=p.name, cost_pence=p.cost) for p in self.projects}
        return Result(
            SimpleNamespace(id=1, name="R"), None, SimpleNamespace(votes=len(self.ballots)), self.count(), lines
        )
