"""The server makes a sound of every text that voters read and nobody has recorded, and of what else is read aloud: beside
its other work, and again when the words have changed.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pb import speaking
from pb.database import db, transaction
from pb.guards import is_taken
from pb.marked import delete_rows
from pb.projects.models import MadeSound
from pb.regular_work import done_regularly
from pb.rounds.models import Round
from pb.voting.queries import (
    SPOKEN,
    FrozenBallot,
    Spoken,
    frozen_ballot,
    known_as,
    withdrawn_numbers,
    words_of_ballot,
)
from pb.voting.rules.spoken import MOST_TIMES_LATE

log = logging.getLogger("pb")

ToRead = TypeVar("ToRead", bound=Callable[[], Iterable[Spoken]])
_also_read: list[Callable[[], Iterable[Spoken]]] = []


def also_read_aloud(words: ToRead) -> ToRead:
    """Declare other words that are read aloud, for parts of the program that know more than this room. They are asked for
    each time: those that are missing in the answer have no sound any more.
    """
    _also_read.append(words)
    return words


def are_made() -> bool:
    """Whether this machine makes sounds, and is asked to."""
    return bool(current_app.config["MADE_SPEECH"]) and speaking.speaker() is not None


@done_regularly
def make_sounds(is_to_stop: Callable[[], bool] = lambda: False) -> int:
    """Make the sounds that are missing on frozen ballots, one after another; how many were made. Those whose words
    stand nowhere any longer go.
    """
    if not are_made():
        return 0
    wanted = dict(_wanted())
    there = set(db.session.scalars(select(MadeSound.identity)))
    db.session.rollback()
    if gone := there - wanted.keys():
        with transaction() as session:
            delete_rows(session, MadeSound, MadeSound.identity.in_(gone))
    return _make_all({name: words for name, words in wanted.items() if name not in there}, is_to_stop)


def _make_all(missing: dict[str, str], is_to_stop: Callable[[], bool]) -> int:
    """How many were made. A text on which a program failed, or was late so often, is tried again by the next start."""
    late: Counter[str] = current_app.extensions.setdefault("pb_not_spoken", Counter())
    tried = [name for name in missing if late[name] < MOST_TIMES_LATE]
    made = late_now = 0
    try:
        for name in tried:
            if is_to_stop() or late_now >= MOST_TIMES_LATE:  # the machine has more time in a minute
                break
            try:
                made += _make(name, missing[name])
            except speaking.TooSlow:
                late[name] += 1
                late_now += 1
            except speaking.NotSpoken:
                late[name] = MOST_TIMES_LATE
    finally:
        if given_up := sum(late[name] >= MOST_TIMES_LATE for name in tried):
            log.error("%s text(s) could not be made into sound: espeak-ng or ffmpeg failed or took too long", given_up)
    return made


def ballots() -> list[FrozenBallot]:
    """All frozen ballots of people, the newest first."""
    of_people = select(Round.id).where(Round.frozen_at.is_not(None), Round.source == "people").order_by(Round.id.desc())
    return [ballot for round_id in db.session.scalars(of_people).all() if (ballot := frozen_ballot(round_id))]


def _wanted() -> Iterator[tuple[str, str]]:
    """What voters of each ballot are told and nobody has recorded, and what else is read aloud."""
    for ballot in ballots():
        said = words_of_ballot(ballot, withdrawn_numbers(ballot)).all()
        yield from ((known_as(each), each.text) for each in said if not each.sound)
    for words in _also_read:
        yield from ((known_as(each), each.text) for each in words())


def _make(name: str, words: str) -> int:
    """How many were made: none where another server was quicker."""
    data = speaking.spoken(words, SPOKEN)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        with transaction() as session:
            session.add(MadeSound(identity=name, sha256=sha256, media_type="audio/mpeg", data=data))
    except IntegrityError as error:
        if not is_taken(error, "made_sound.identity"):
            raise  # pragma: no cover - nothing else can refuse this row; if it ever does, the log says what
        return 0
    return 1
