"""A result as the page, the charts and the files show it: built once from the stored count, so that they cannot
differ.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from pb.counting import LotDigits, Outcome, OutcomeWording, PotOutcome, Step
from pb.database import db
from pb.pages.results.ranked_rows import PotResult, ProjectResult
from pb.pages.results.result_sentences import headline, quoted_title, tie_sentence
from pb.projects.queries import LineAsRead, ballot_lines
from pb.results.models import Count, Publication
from pb.results.queries.corrections import publications_of
from pb.results.queries.counts import publication_of
from pb.results.queries.departures import decided_beside
from pb.results.queries.set_aside import set_aside_said
from pb.results.rules.departures import DecidedBeside, as_published, gets, in_force, left_in
from pb.results.rules.paper_check_sentences import checks_of_papers_in_words
from pb.results.rules.quick_votes import bounds_in_words, heads_in_words
from pb.results.rules.ruled_papers import ruled_papers_in_words
from pb.results.rules.seals_and_help import seals_in_words
from pb.results.rules.tablet_checks import checks_in_words
from pb.results.rules.told_apart import PAPER, help_in_words_of, quick_in_words, told_apart
from pb.rounds.models import Round
from pb.voting.models import BoxOpening
from pb.voting.queries import box_opening_of
from pb.words import Sentence


@dataclass(frozen=True)
class Result:
    """A stored count in words. ``facts``: see ``Publication``; empty while the count is provisional."""

    round: Round
    counted: Count
    box_opening: BoxOpening
    outcome: Outcome
    lines: dict[str, LineAsRead]
    facts: dict[str, Any] = field(default_factory=dict)
    publication: Publication | None = None
    newest: Publication | None = None
    decided: Mapping[str, DecidedBeside] = field(default_factory=dict)

    @property
    def gets(self) -> dict[str, int]:
        """What each project gets in the end, by its id; no project that gets nothing."""
        return gets(self.outcome, self.decided)

    @property
    def spent(self) -> int:
        """What all of them get in the end."""
        return sum(self.gets.values())

    def left(self, pot: PotOutcome) -> int:
        """What is left in a pot in the end."""
        return left_in(pot, self.decided)

    @property
    def old_version(self) -> int | None:
        """The number of this version in addresses; None for the newest, which has the addresses without a number."""
        is_old = self.publication and self.newest and self.publication.version < self.newest.version
        return self.publication.version if self.publication and is_old else None

    @property
    def by_points(self) -> bool:
        return self.outcome.rulebook.support_for(self.outcome.ballot_type) == "points"

    @property
    def money(self) -> Callable[[int | str], str]:
        """Writes its amounts."""
        return self.outcome.money.written

    def title(self, id: str) -> str:
        return self.lines[id].title

    def name(self, id: str) -> str:
        """A project as sentences name it."""
        return quoted_title(self.title(id))

    @cached_property
    def headline(self) -> str:
        return headline(self.outcome, len(self.lines), self.rows, self.money)

    @cached_property
    def pots(self) -> tuple[PotResult, ...]:
        wording = OutcomeWording(self.outcome, money=self.money, name=self.name)
        return tuple(self._pot(pot, wording) for pot in self.outcome.pots)

    @cached_property
    def rows(self) -> tuple[ProjectResult, ...]:
        return tuple(row for pot in self.pots for row in pot.rows)

    @property
    def lot(self) -> LotDigits | None:
        """The lot as it was counted with: that of a file keeps the name of the file's own round."""
        return LotDigits(self.outcome.lot["round"], self.outcome.lot["digits"]) if self.outcome.lot else None

    @property
    def votes(self) -> int:
        """Votes that were in the box."""
        return self.box_opening.votes

    @property
    def set_aside(self) -> list[Sentence]:
        """What could not be counted, and why, in numbers."""
        return set_aside_said(self.facts.get("set_aside", {}))

    @property
    def quick_votes(self) -> Sentence | None:
        """How many votes on tablets were cast sooner than the titles can be read; None where nothing was published of it."""
        return quick_in_words(self.facts) if "quick_votes" in self.facts else None

    @property
    def tablet_checks(self) -> list[Sentence]:
        """How often a ballot was checked instead of cast; nothing where nothing was published of it."""
        return checks_in_words(self.facts["tablet_checks"]) if "tablet_checks" in self.facts else []

    @property
    def paper_check(self) -> list[Sentence]:
        """What a check of the papers found, and those before it; nothing where nothing was published of it."""
        return checks_of_papers_in_words(self.facts)

    @property
    def heads(self) -> list[Sentence]:
        """By how much the people counted at sessions and their ballots differ; nothing where nothing was published of it."""
        if "heads" not in self.facts:
            return []
        known = self.facts["heads"]
        return heads_in_words(known and bounds_in_words(known["difference"]), known["uncounted"] if known else 0)

    @property
    def session_ends(self) -> list[Sentence]:
        """Voters who had help, seals, and papers that two people decided on; nothing where nothing was published of it."""
        said = [help_in_words_of(self.facts)] if "help" in self.facts else []
        if "ruled_papers" in self.facts:
            said += ruled_papers_in_words(self.facts["ruled_papers"], exact=told_apart(self.facts, PAPER))
        return said + (seals_in_words(self.facts["seals"]) if "seals" in self.facts else [])

    @property
    def withheld(self) -> int:
        """How many ballots are published only in sums."""
        return self.facts.get("withheld", 0)

    @cached_property
    def recounted(self) -> list[tuple[str, datetime]]:
        """Who has counted all ballots again, where unusual ones may be withheld."""
        return [(name, datetime.fromisoformat(at)) for name, at in self.facts.get("recounted", [])]

    @property
    def recounted_by(self) -> list[str]:
        return [name for name, _at in self.recounted]

    @cached_property
    def signed(self) -> list[tuple[str, datetime]]:
        return [(name, datetime.fromisoformat(at)) for name, at in self.facts.get("signed", [])]

    def _pot(self, pot: PotOutcome, wording: OutcomeWording) -> PotResult:
        rows, spent = [], 0
        for place, step in enumerate(pot.steps, start=1):
            spent += step.award
            rows.append(self._row(place, step, spent, wording.step(step)))
        cut = next((row.place - 1 for row in rows if row.decision != "funded" and not row.withdrawn), None)
        said = {tie: tie_sentence(tie, self.outcome.rulebook, self.name) for tie in pot.ties}
        return PotResult(
            pot.pot,
            pot,
            tuple(rows),
            cut,
            tuple(sentence for tie, sentence in said.items() if tie.mattered),
            tuple(sentence for tie, sentence in said.items() if not tie.mattered),
        )

    def _row(self, place: int, step: Step, spent: int, why: str) -> ProjectResult:
        line = self.lines[step.project]
        group = self.facts.get("groups", {}).get(step.project, "")
        return ProjectResult(
            place,
            line.number,
            line.title,
            group,
            line.cost_pence,
            step.support,
            step.decision,
            step.award,
            spent,
            why,
            step.reason.code,
            self.decided.get(step.project),
        )


def result_of(
    round_: Round, counted: Count, publication: Publication | None = None, newest: Publication | None = None
) -> Result:
    """The stored count of a round in words. Four queries at most, however many ballots there are."""
    box_opening = box_opening_of(round_.id)
    assert box_opening is not None  # a count without an opened box cannot be stored
    lines = {str(line.number): line for line in ballot_lines(round_.id)}
    facts = json.loads(publication.facts) if publication else {}
    decided = in_force(as_published(facts) if publication else decided_beside(counted))
    outcome = Outcome.from_json(counted.outcome)
    return Result(round_, counted, box_opening, outcome, lines, facts, publication, newest, decided)


def published(round_id: int, version: int | None = None) -> Result | None:
    """The published result of a round, the newest ``version`` of it where none is named; None while there is none. The one
    door for every public page and file.
    """
    newest = found = publication_of(round_id)
    if version is not None:
        found = next((each for each in publications_of(round_id) if each.version == version), None)
    if found is None:
        return None
    round_ = db.session.get(Round, round_id)
    assert round_ is not None
    return result_of(round_, found.counted, found, newest)


def published_row(round_id: int, number: int) -> ProjectResult | None:
    """What the published result says of the project with this number on the ballot; None while there is none."""
    result = published(round_id)
    return next((row for row in result.rows if row.number == number), None) if result else None
