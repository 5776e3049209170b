"""Acts that the record knows: each is declared once, beside what does it, with its name and its sentence.

Only a declared act can be recorded, so no entry is ever without words for people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pb.roles import SERVER_ALONE, Role
from pb.shown import shown_hash
from pb.words import Sentence

_acts: dict[str, Act] = {}
#: The same by the name that older records have.
_by_older_name: dict[str, Act] = {}


def _itself(*things: Any) -> tuple[Any, ...]:
    return things


@dataclass(frozen=True)
class Act:
    """``name`` is ``subject.verb`` in the past tense ("round.frozen"). ``sentence`` is the second half of a sentence
    that begins with who did it; ``%(fact)s`` in it stands for a fact of the entry. ``only``: the roles in which people do
    it, which are those of its pages; ``SERVER_ALONE`` where no person does, which is so unless roles are named. ``people``: how many different
    people it takes before it has any effect; a table of the database keeps them apart. ``shows``: of an act of two, from
    what it is about to what a page shows of it, rows and plain values, so that nobody agrees to what they have not seen.
    ``impartial``: it touches every project on the ballot of its round, so nobody does it who has an interest in one.
    ``own_account``: it changes nothing but the account of whoever does it, so those may too who only read.
    ``changes_no_row``: its line is all that it leaves in the database, because it is a look, a paper or a key. Of any other
    act that changes no row there is no line (``NothingChanged``).
    ``after_the_end``: people also do it in a round that was abandoned. ``takes_long``: the database may take its time over
    it (``Timeouts.long``). ``of_one``: the sentence where the facts
    ``first`` and ``last`` are one number. ``ways``: the sentence by the fact ``way``, where it matters how it was done.
    ``older_name``: what the act was called in records that are older, where its lines stay.
    """

    name: str
    sentence: Sentence
    people: int = 1
    only: tuple[Role, ...] = SERVER_ALONE
    shows: Callable[..., tuple[Any, ...]] = _itself
    impartial: bool = False
    own_account: bool = False
    changes_no_row: bool = False
    takes_long: bool = False
    after_the_end: bool = False
    of_one: Sentence | None = None
    ways: Mapping[str, Sentence] | None = None
    older_name: str | None = None

    def __post_init__(self) -> None:
        for name in (self.name, self.older_name):
            if name in _acts or name in _by_older_name:
                raise ValueError(f"two acts are called {name}")
        _acts[self.name] = self
        if self.older_name:
            _by_older_name[self.older_name] = self

    def as_shown(self, *things: Any) -> str:
        """The fingerprint of what a page shows now of the things that the act is about."""
        return shown_hash(self.name, *self.shows(*things))


def as_shown(name: str, *things: Any) -> str:
    """The same by the act's name: for pages, which send it along with the button of the act."""
    return _acts[name].as_shown(*things)


def all_acts() -> list[Act]:
    """Every declared act, by name."""
    return sorted(_acts.values(), key=lambda act: act.name)


class _Facts(dict):
    def __missing__(self, key: str) -> str:
        return "?"


def sentence_of_act(
    name: str, facts: Mapping[str, Any], shown: Mapping[str, Callable[[Any], str]] | None = None
) -> str:
    """What was done, in the reader's language. ``shown`` writes a fact for people, by its name: an account id as the
    person's name, say.
    """
    # Filled in after the translation, and forgiving: an old entry may lack a fact that today's sentence names.
    written = {fact: shown[fact](value) if shown and fact in shown else value for fact, value in facts.items()}
    act = _acts.get(name) or _by_older_name[name]
    is_one = "first" in facts and facts["first"] == facts.get("last")
    of_way = (act.ways or {}).get(facts.get("way", ""))
    return str(of_way or (is_one and act.of_one) or act.sentence) % _Facts(written)
