"""What a voter has used of what there is: "2 of 3", "3 of 10 points left", "£1,200 of £5,000 used", "3 chosen"."""

from __future__ import annotations

from dataclasses import dataclass

from pb.formats import money
from pb.voting.rules.ballot_rules import BallotRules
from pb.voting.rules.choices import in_pot
from pb.voting.rules.sealing import Choices
from pb.words import Sentence, Written
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


@dataclass(frozen=True)
class Tally:
    """What is counted together: projects, points or pence. ``name``: of the pot, "" for the whole ballot. ``kind``:
    "projects", "any" (projects, as many as the voter likes), "points" or "pence".
    """

    name: str
    numbers: frozenset[int]
    kind: str
    used: int
    there: int

    @property
    def left(self) -> int:
        return self.there - self.used

    def __str__(self) -> str:
        return str(self.filled(TALLIES[self.kind]))

    @property
    def short(self) -> str:
        """The same where there is little room."""
        return str(self.filled(SHORT[self.kind]))

    def filled(self, words: Sentence) -> str:
        shown = money if self.kind == "pence" else str
        facts = {"used": self.used, "there": self.there, "left": self.left}
        return str(Sentence(words.english, facts={name: shown(value) for name, value in facts.items()}))


#: With facts still to be filled in.
TALLIES = {
    "projects": _l("%(used)s of %(there)s"),
    "any": _l("%(used)s chosen"),
    "points": _l("%(left)s of %(there)s points left"),
    "pence": _l("%(used)s of %(there)s used, %(left)s left"),
}
SHORT = TALLIES | {"points": _l("%(left)s of %(there)s left"), "pence": _l("%(left)s left")}


def to_be_filled(words: Sentence) -> str:
    """The words for the page's script, which fills in the facts: where each will stand is isolated as a fact is."""
    return str(Sentence(words.english, facts={name: f"%({name})s" for name in ("used", "there", "left")}))


def tallies(rules: BallotRules, choices: Choices) -> list[Tally]:
    """The tallies of a ballot: of each pot's money, or of each part."""
    if rules.purses:
        return [
            Tally(each.name, frozenset(each.costs), "pence", each.used(choices), each.pence) for each in rules.purses
        ]
    if rules.ballot_type == "points":
        points = [(part, sum(part.of(choices).values())) for part in rules.parts]
        return [Tally(part.name, part.numbers, "points", used, rules.points) for part, used in points]
    kind = "any" if rules.any_number else "projects"
    return [Tally(part.name, part.numbers, kind, len(part.of(choices)), part.most) for part in rules.parts]


def in_one(rules: BallotRules, choices: Choices) -> Tally:
    """One tally for the whole ballot, for a place with room for one: the only one there is, else the money of all pots, or
    how many projects.
    """
    there = tallies(rules, choices)
    if len(there) == 1:
        return there[0]
    if rules.purses:
        return Tally("", rules.numbers, "pence", sum(each.used for each in there), sum(each.there for each in there))
    return Tally("", rules.numbers, "projects", len(choices), sum(part.most for part in rules.parts))


_USED = {
    "projects": _l("You have chosen %(used)s of %(there)s."),
    "any": _l("You have chosen %(used)s."),
    "points": _l("You have given %(used)s of %(there)s points."),
    "pence": _l("You have used %(used)s of %(there)s."),
}


def used_in_words(tally: Tally) -> Sentence:
    """What a voter has used, said before they cast."""
    said = Written(tally.filled, _USED[tally.kind])
    return in_pot(tally.name, said)


def used_to_be_filled(tally: Tally) -> str:
    """The same for a script, which fills in the facts."""
    return str(in_pot(tally.name, Written(to_be_filled, _USED[tally.kind])))


def still_to_use(tally: Tally) -> Sentence | None:
    """What is left to a voter, said once before they cast: more projects, or points. Nothing of money, into which no project
    may fit any longer, nor where any number may be chosen.
    """
    return _more(tally) if tally.left and tally.kind in ("projects", "points") else None


def _more(tally: Tally) -> Sentence:
    if tally.kind == "points":
        return _ln("You have %(num)s point left.", "You have %(num)s points left.", tally.left)
    return _l("You may choose %(left)s more.", left=tally.left)


def given_in_words(ballot_type: str, value: int) -> str:
    """What was given to one project: "3 points", "2nd"; nothing for a tick."""
    if ballot_type == "rank":
        return ordinal(value)
    if ballot_type in ("points", "score"):
        return str(_ln("%(num)s point", "%(num)s points", value))
    return ""


def ordinal(place: int) -> str:
    """1 as "1st", 22 as "22nd"."""
    nth = _l("%(place)sth", place=place)
    if 10 < place % 100 < 14:
        return str(nth)
    forms = {1: _l("%(place)sst", place=place), 2: _l("%(place)snd", place=place), 3: _l("%(place)srd", place=place)}
    return str(forms.get(place % 10, nth))
