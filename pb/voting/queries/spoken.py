"""What a voice says of a ballot, and the sounds that say it: somebody's recording, else one that was made of the very
words. A text without either has its words only, for a voice of the reader's own device.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import current_app

from pb import clock, speaking
from pb.currency import POUNDS, Currency
from pb.formats import readers_language
from pb.projects.queries import made_sounds
from pb.voting.queries.frozen_ballot import FrozenBallot
from pb.voting.rules.choices import in_pot
from pb.voting.rules.how_to_vote import asked_in
from pb.voting.rules.spoken import (
    LOOK_AGAIN_AFTER,
    SpokenProject,
    as_spoken,
    identity,
    words_in_short,
    words_of_project,
    words_of_screens,
    words_without_ballot,
)

#: The language in which texts are spoken.
SPOKEN = "en"
#: Of so many ballots a process keeps the words. More than one round is seldom voted on at a time; withdrawing a project
#: makes other words.
_MOST_KEPT = 16
_OF_REVIEW = ("review", "review_end", "unread", "blank")


@dataclass(frozen=True)
class Spoken:
    """Words for a voice; ``sound``: the content hash of a sound that says them, or None."""

    text: str
    sound: str | None = None


@dataclass(frozen=True)
class SpokenBallot:
    """What is said of each project in full and in short, by its number, and of each screen, by its name."""

    projects: Mapping[int, Spoken] = field(default_factory=dict)
    short: Mapping[int, Spoken] = field(default_factory=dict)
    screens: Mapping[str, Spoken] = field(default_factory=dict)

    def all(self) -> Iterator[Spoken]:
        """Everything that is said of it."""
        for each in (self.projects, self.short, self.screens):
            yield from each.values()

    def of_review(self) -> Iterator[Spoken]:
        """Everything that a review can say, whatever was chosen, and if nothing was."""
        yield from self.short.values()
        yield from (said for screen, said in self.screens.items() if screen in _OF_REVIEW)


def words_of_ballot(ballot: FrozenBallot, withdrawn: Collection[int]) -> SpokenBallot:
    """What is said of a ballot, with people's recordings only. ``withdrawn``: the numbers of what was withdrawn.

    Each screen of a voter needs it, and putting its sentences together takes longer than the rest of what is read
    aloud: so it is kept, by everything that it is made of. The ballot stands for its round, its texts as they were last
    corrected and its recordings; in which order its projects are listed changes no word.
    """
    return _words_of_ballot(ballot.with_lists(()), frozenset(withdrawn), readers_language())


@lru_cache(maxsize=_MOST_KEPT)
def _words_of_ballot(ballot: FrozenBallot, withdrawn: frozenset[int], _language: str) -> SpokenBallot:
    asked = [
        in_pot(part.name, sentence)
        for part in ballot.rules.parts
        for sentence in asked_in(ballot.rules, part, withdrawn, any_number=ballot.any_number)
    ]
    screens = words_of_screens(ballot, asked)

    def said(words: str, sound: str | None = None) -> Spoken:
        return Spoken(as_spoken(words), sound)

    return SpokenBallot(
        {line.number: said(words_of_project(line), line.sound) for line in ballot.lines},
        {line.number: said(words_in_short(line, withdrawn)) for line in ballot.lines},
        {screen: said(words) for screen, words in screens.items()},
    )


def spoken_ballot(ballot: FrozenBallot, withdrawn: Collection[int]) -> SpokenBallot:
    """The same with the sounds that were made."""
    bare = words_of_ballot(ballot, withdrawn)
    _look_for(bare.all())
    return SpokenBallot(
        {number: with_known_sound(each) for number, each in bare.projects.items()},
        {number: with_known_sound(each) for number, each in bare.short.items()},
        {screen: with_known_sound(each) for screen, each in bare.screens.items()},
    )


def spoken_project(project: SpokenProject, recording: str | None, currency: Currency = POUNDS) -> Spoken:
    """What is said of one project; ``recording``: the content hash of somebody's; ``currency``: its round's."""
    return with_made_sound(Spoken(as_spoken(words_of_project(project, currency)), recording))


def with_made_sound(said: Spoken) -> Spoken:
    """These words with the sound that was made of them, where there is one."""
    _look_for([said])
    return with_known_sound(said)


def spoken_at_the_code() -> Mapping[str, Spoken]:
    """What is said before a voter has a ballot, and where their code is refused."""
    bare = {name: _said_without_ballot()[name] for name in ("code", "problem")}
    _look_for(bare.values())
    return {name: with_known_sound(said) for name, said in bare.items()}


def spoken_when_saved(*, on_device: bool = False, with_card: bool = False) -> Spoken:
    """What is said once a vote is in the box, or, ``on_device``, on a tablet that sends it later; ``with_card``: with a card that
    is looked up then.

    Its sound was looked for with those of the ballot: now the database is not asked, since whatever it answers must not
    stand between a saved vote and its page.
    """
    name = "saved_with_card" if with_card else "saved_on_device" if on_device else "saved"
    return with_known_sound(_said_without_ballot()[name])


def _said_without_ballot() -> Mapping[str, Spoken]:
    """Put together once for each language: every cast asks for it, and it was a fifth of its work."""
    kept, language = _kept("pb_said_without_ballot"), readers_language()
    if language not in kept:
        kept[language] = {name: Spoken(as_spoken(words)) for name, words in words_without_ballot().items()}
    return kept[language]


def with_known_sound(said: Spoken) -> Spoken:
    """These words with the sound that this process knows of. A made sound stays as long as its words do."""
    found: dict[str, str] = _kept("pb_made_sounds")
    return said if said.sound else Spoken(said.text, found.get(known_as(said)))


def known_as(said: Spoken) -> str:
    """What the sound of these words is known by."""
    return identity(said.text, SPOKEN, speaking.WAY)


def _look_for(all_said: Iterable[Spoken]) -> None:
    """Find the sounds of these words; what is not there is looked for at most once a minute."""
    found, looked = _kept("pb_made_sounds"), _kept("pb_made_sounds_missing")
    now = clock.now()
    wanted = {known_as(each) for each in all_said if not each.sound} - found.keys()
    if missing := {each for each in wanted if _is_due(looked.get(each), now)}:
        found.update(made_sounds(missing))
        looked.update(dict.fromkeys(missing - found.keys(), now))


def _is_due(looked_at: datetime | None, now: datetime) -> bool:
    return looked_at is None or not looked_at <= now < looked_at + LOOK_AGAIN_AFTER


def _kept(name: str) -> dict[str, Any]:
    return current_app.extensions.setdefault(name, {})
