"""Letters with news that nobody asked for: a corrected ballot text, a round that has ended early. Plain values in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pb.programme.rules.letters import Letter, Office, Words, reach
from pb.words import Sentence
from pb.words import lazy_gettext as _l

_OLD_AND_NEW = {
    "title": (_l("Old title"), _l("New title")),
    "body": (_l("Old text"), _l("New text")),
    "picture_alt": (_l("Old words for the picture"), _l("New words for the picture")),
}


@dataclass(frozen=True)
class CorrectionToTell:
    """One correction: ``parts`` are (of ``title``, ``body``, ``picture_alt``; old words; new words), those that differ."""

    day: str
    reason: str
    parts: tuple[tuple[str, str, str], ...]
    without_sound: bool = False


def corrected_letter(
    to: tuple[str, ...], round_name: str, number: int, title: str, corrected: Sequence[CorrectionToTell], office: Office
) -> Letter:
    """To a group whose text on the frozen ballot was corrected: the old words and the new ones, when and why."""
    facts: list[tuple[Words, Words]] = []
    for each in corrected:
        facts += [(_l("Corrected on"), each.day), (_l("Why"), each.reason)]
        for part, old, new in each.parts:
            old_label, new_label = _OLD_AND_NEW[part]
            facts += [(old_label, old or _l("nothing")), (new_label, new or _l("nothing"))]
    recording = (_l("The recording said the old words, so it was taken off the ballot."),)
    return Letter(
        to,
        _l("The ballot text of your project was corrected: %(title)s", title=title),
        (
            _l("Your project has the number %(number)s on the ballot of %(round)s.", number=number, round=round_name),
            _l("Two people corrected a mistake in its text, before anyone voted. Everyone can read the old words too."),
        ),
        tuple(facts),
        _l("What was corrected"),
        after=(
            *(recording if any(each.without_sound for each in corrected) else ()),
            _l("If the new words are wrong, tell us at once. Once anyone has begun to vote, nothing can be corrected."),
            *reach(office),
        ),
    )


@dataclass(frozen=True)
class EndToTell:
    """A round that two people gave up. ``frozen``: there was a ballot; ``next_step``: what the group can do now."""

    round_name: str
    day: str
    reason: str
    frozen: bool


def ended_letter(to: tuple[str, ...], title: str, ended: EndToTell, next_step: Sentence, office: Office) -> Letter:
    """To a group that had applied: that the round has ended early, why, and what comes next."""
    votes = (_l("Nobody can vote in this round now. Votes that were cast do not count."),) if ended.frozen else ()
    return Letter(
        to,
        _l("The round has ended early: %(round)s", round=ended.round_name),
        (
            _l("Thank you for applying with your project “%(title)s”.", title=title),
            _l(
                "Two people abandoned the round on %(day)s. It has ended without a result, so no project gets money.",
                day=ended.day,
            ),
            _l("Reason: %(reason)s", reason=ended.reason),
        ),
        points=(*votes, next_step),
        points_title=_l("What happens next"),
        after=tuple(reach(office)),
    )
