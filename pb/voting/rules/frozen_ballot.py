"""A frozen ballot as plain values: what voters see, and what their choices must keep to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from pb.catalogues import ENGLISH
from pb.voting.rules.ballot_rules import BallotPart, BallotRules, PotPurse
from pb.voting.rules.rotation import how_many_lists, list_of, turned


class TranslatedWords(NamedTuple):
    """What a project says in another language."""

    language: str
    title: str
    body: str
    picture_alt: str


@dataclass(frozen=True)
class BallotProject:
    """A project as voters see it. Money in pence. ``pot``: the name of its pot, "" where the round has one. ``language``: of
    its words here; ``translations``: what it says in each language that it has, English too; none where it has English alone.
    """

    number: int
    project_id: int
    pot_id: int
    pot: str
    title: str
    body: str
    cost_pence: int
    picture: str | None
    picture_alt: str
    sound: str | None
    translations: tuple[TranslatedWords, ...] = ()
    language: str = ENGLISH

    def in_language(self, language: str) -> BallotProject:
        """The same project in the words of this language; in English where it has none."""
        known = {each.language: each for each in self.translations}
        found = known.get(language) or known.get(ENGLISH)
        return replace(self, **found._asdict()) if found else self


@dataclass(frozen=True)
class BallotPot:
    """A pot as voters see it: its money in pence, and how many of its projects they choose, where it says so itself.
    ``name`` is "" where the round has one.
    """

    id: int
    name: str
    pence: int
    min_choices: int | None = None
    max_choices: int | None = None


@dataclass(frozen=True)
class FrozenBallot:
    """The frozen ballot of a round, as plain values. It is read once per process, and again after a text was corrected.
    ``corrected``: how often that was, which names the wording. ``max_choices`` is the number of projects where a voter may
    choose any number; ``rules``: what its choices must keep to; ``lines``: in the order of their numbers; ``rotation``: voters
    get them in different orders, and here each pot comes as that list of ``lists`` (by number where there are none).
    """

    round_id: int
    corrected: int
    name: str
    ballot_type: str
    min_choices: int
    max_choices: int
    any_number: bool
    points_to_share: int
    rotation: bool
    public_key: str
    age_declaration: str
    area_declaration: str
    entitlement: str
    applications_open_at: datetime
    applications_close_at: datetime
    voting_opens_at: datetime
    voting_closes_at: datetime
    post_closes_at: datetime
    grace_minutes: int
    session_margin_minutes: int | None
    frozen_at: datetime
    pots: tuple[BallotPot, ...]
    lines: tuple[BallotProject, ...]
    lists: tuple[int, ...] = ()

    @cached_property
    def rules(self) -> BallotRules:
        """What the choices on this ballot must keep to."""
        pots = [(pot, frozenset(line.number for line in self.lines if line.pot_id == pot.id)) for pot in self.pots]
        parts = [
            BallotPart(pot.name, numbers, pot.min_choices or 0, pot.max_choices)
            for pot, numbers in pots
            if pot.max_choices is not None
        ]
        costs = {line.number: line.cost_pence for line in self.lines}
        purses = [PotPurse(pot.name, pot.pence, {number: costs[number] for number in numbers}) for pot, numbers in pots]
        return BallotRules(
            self.ballot_type,
            tuple(parts) or (BallotPart("", self.numbers, self.min_choices, self.max_choices),),
            self.points_to_share,
            tuple(purses) if self.ballot_type == "budget" else (),
            self.any_number,
        )

    @cached_property
    def in_other_words(self) -> dict[int, str]:
        """By number, what each project says in all languages that it has: papers and sounds are English, and somebody may look
        for what they have read or heard.
        """
        return {line.number: " ".join(f"{each.title} {each.body}" for each in line.translations) for line in self.lines}

    @cached_property
    def lines_on_screen(self) -> tuple[BallotProject, ...]:
        """The lines in the order in which a screen or a paper shows them: pot after pot, each as its list has it."""
        if not self.lists:
            return tuple(line for lines in self._by_pot for line in lines)
        there = zip(self._by_pot, self.lists, strict=True)
        return tuple(line for lines, number in there for line in turned(lines, number))

    def lists_of(self, key: str) -> tuple[int, ...]:
        """The list of each pot that goes with a random key; none without rotation."""
        pots = zip(self.pots, self._by_pot, strict=True) if self.rotation else ()
        return tuple(list_of(key, pot.id, len(lines)) for pot, lines in pots)

    def with_lists(self, lists: tuple[int, ...]) -> FrozenBallot:
        """The same ballot with its projects in this order."""
        if lists == self.lists:
            return self
        other = replace(self, lists=lists)
        vars(other).update(
            rules=self.rules, numbers=self.numbers, pot_of_number=self.pot_of_number, _by_pot=self._by_pot
        )
        return other

    def in_language(self, language: str) -> FrozenBallot:
        """The same ballot, its projects in the words of this language where they have some, else in English. Put together
        once: the other screens of its voters ask for it again.
        """
        if not any(line.translations for line in self.lines):
            return self
        if language not in self._in_languages:
            other = replace(self, lines=tuple(line.in_language(language) for line in self.lines))
            vars(other).update(rules=self.rules, numbers=self.numbers, pot_of_number=self.pot_of_number)
            self._in_languages[language] = other
        return self._in_languages[language]

    @cached_property
    def _in_languages(self) -> dict[str, FrozenBallot]:
        return {}

    def numbers_by_list(self) -> list[tuple[str, int, list[int]]]:
        """Each list of each pot: the pot's name, the list's number, the numbers of the projects in turn; none without
        rotation.
        """
        pots = zip(self.pots, self._by_pot, strict=True) if self.rotation else ()
        return [
            (pot.name, number, [line.number for line in turned(lines, number)])
            for pot, lines in pots
            for number in range(1, how_many_lists(len(lines)) + 1)
        ]

    @cached_property
    def _by_pot(self) -> list[tuple[BallotProject, ...]]:
        return [tuple(line for line in self.lines if line.pot_id == pot.id) for pot in self.pots]

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The project numbers on this ballot."""
        return frozenset(line.number for line in self.lines)

    @cached_property
    def pot_of_number(self) -> dict[int, int]:
        """The pot of each project number."""
        return {line.number: line.pot_id for line in self.lines}
