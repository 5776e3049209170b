"""What a voice says of the voter's screens and of each project, as a voice reads it, and what a sound that was made of it
is known by. The page shows the same; no voter's choice is in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from pb.currency import POUNDS, Currency
from pb.projects.rules.search import Findable
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: While a sound is missing it is looked for again after so long.
LOOK_AGAIN_AFTER = timedelta(minutes=1)
#: So often espeak-ng or ffmpeg may run out of time: on a text, which then has no sound until the next start, and on all
#: texts together, before the others wait for the next minute.
MOST_TIMES_LATE = 3
#: A sum of money in pounds as pages write it: a voice would read "pound eight hundred".
_POUNDS = re.compile(r"£(\d[\d,]*\d|\d)(?:\.(\d\d))?(?!\d)")
#: Marks around names, for letters that run the other way.
_UNHEARD = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


class SpokenProject(Findable, Protocol):
    """A project on the ballot. Money in pence."""

    @property
    def cost_pence(self) -> int: ...


class SpokenRound(Protocol):
    """What the screens explain."""

    @property
    def age_declaration(self) -> str: ...
    @property
    def area_declaration(self) -> str: ...


def as_spoken(words: str) -> str:
    """The words as an English voice reads them well. What espeak-ng takes for sounds ("[[…]]") is read as it is written."""
    return " ".join(_POUNDS.sub(_sum, words).translate(_UNHEARD).replace("[[", "[ [").split())


def identity(words: str, language: str, way: str) -> str:
    """What a made sound is known by: the very words, their language, and the way in which it is made. So a text that
    was changed finds no sound that says other words.
    """
    return hashlib.sha256("\n".join((way, language, words)).encode()).hexdigest()


def words_in_short(project: SpokenProject, withdrawn: Collection[int] = ()) -> str:
    """Which project it is: its number, title and cost. Of one that was withdrawn, that it was."""
    gone = _l("This project has been withdrawn, so you cannot choose it.")
    return one_after_another(*_head(project), gone if project.number in withdrawn else _cost(project))


def words_of_project(project: SpokenProject, currency: Currency = POUNDS) -> str:
    """All that the ballot says of a project, and its cost in the ``currency`` of its round."""
    return one_after_another(*_head(project), project.body, _cost(project, currency))


def words_of_screens(ballot: SpokenRound, asked: Sequence[Sentence]) -> Mapping[str, str]:
    """What stands on each screen for everybody. ``asked``: what a voter is asked to do, sentence by sentence."""
    checked_first = _l("You can check your choices before you cast your vote.")
    no_way_back = (_l("You cannot change your vote after casting it."), _l("If it is right, press “Cast my vote”."))
    said: dict[str, tuple[Sentence | str, ...]] = {
        "declaration": (
            _l("Before you vote"),
            _l("You can vote in this round if this is true:"),
            *(ballot.age_declaration, ballot.area_declaration),
            _l("I have not voted in this round yet."),
            _l("If it is true, tick the box. Then press “Show me the ballot”."),
        ),
        "ballot": (_l("Choose projects"), *asked, checked_first, _l("Now the projects.")),
        "review": (_l("Check your choices"), _l("You have chosen:")),
        "review_end": no_way_back,
        # Where only made sounds are heard: a sound of what was given to a project, asked for by itself, would tell it.
        "unread": (
            _l("You will hear which projects you chose. You will not hear points, places or what is left."),
            _l("Please read those on the screen."),
        ),
        "blank": (
            _l("Check your choices"),
            _l("You have not chosen any projects. You can still cast your vote. It is then counted as a blank vote."),
            *no_way_back,
        ),
    }
    return {**{screen: one_after_another(*words) for screen, words in said.items()}, **words_without_ballot()}


def words_without_ballot() -> Mapping[str, str]:
    """What stands on the first screen, which is of no round yet, and on the last. That does not read the receipt code: the
    sounds of its letters, asked for one by one, would tell it.
    """
    return {
        "code": one_after_another(
            _l("Enter your voting code"),
            _l("Your code is on the card or letter we gave you. It has 10 letters and numbers."),
            _l("When you have typed it, press “Continue”."),
        ),
        # Where only made sounds are heard, the same whatever is wrong.
        "problem": one_after_another(_l("There is a problem"), _l("Please read on the screen what it is.")),
        "saved": one_after_another(
            _l("Your vote is saved"),
            _l("Thank you for voting. Your vote is in the ballot box. It will be counted with all the others."),
            _l("Your receipt code is on the screen. You can write it down."),
        ),
        "saved_on_device": one_after_another(
            _l("Your vote is saved"),
            _l(
                "Thank you for voting. Your vote is sealed and saved on this tablet. It will be sent, and counted with all the others."
            ),
            _l("Your receipt code is on the screen. You can write it down."),
        ),
        "saved_with_card": one_after_another(
            _l("Your vote is saved"),
            _l(
                "Thank you for voting. Your vote is sealed and saved on this tablet. It will be sent. "
                "It counts if no other vote with your card came first."
            ),
            _l("Your receipt code is on the screen. You can write it down."),
        ),
    }


def _head(project: SpokenProject) -> tuple[Sentence | str, ...]:
    return _l("Number %(number)s:", number=project.number), project.title


def _cost(project: SpokenProject, currency: Currency = POUNDS) -> Sentence:
    return _l("It costs %(money)s.", money=currency.written(project.cost_pence))


def _sum(found: re.Match[str]) -> str:
    pounds, pence = found[1], found[2]
    unit = "pound" if pounds == "1" else "pounds"
    return f"{pounds} {unit}" if not pence or pence == "00" else f"{pounds} {unit} {int(pence)}"


def one_after_another(*said: Sentence | str) -> str:
    """Sentences with a stop between them, where a voice takes breath."""
    words = [" ".join(str(each).split()) for each in said]
    return " ".join(each if re.search(r"[.!?:;。！？：۔؟]$", each) else f"{each}." for each in words if each)
