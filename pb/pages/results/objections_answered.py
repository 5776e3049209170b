"""What a published result says of objections: how many came, and each answer, without names."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import gettext as _

from pb.pages.results.result_view import Result
from pb.results.rules.objections import announced_text, objections_in_words


class AnswerShown(NamedTuple):
    """One answer: what the objection was about, whether it was right, and what was answered."""

    about: str
    upheld: str
    answer: str


def objections_said(result: Result) -> list[str]:
    """For how long everybody could object and how many did; nothing where nothing was published of it."""
    said = result.facts.get("objections")
    return [str(each) for each in objections_in_words(said)] if said else []


def answers_shown(result: Result) -> list[AnswerShown]:
    """Each answer, in the order in which the objections came."""
    return [
        AnswerShown(each["about"], _("It was right.") if each["upheld"] else _("It was not right."), each["answer"])
        for each in result.facts.get("objections", {}).get("answers", [])
    ]


def announced_then(result: Result) -> tuple[str, str] | None:
    """The fingerprint of the count that everybody could read before the result, and what it is taken of; None where there
    was none.
    """
    said = result.facts.get("objections")
    if not said:
        return None
    return said["announced"], announced_text(said["salt"], result.counted.ballots_hash, result.counted.outcome_hash)


def objections_in_lines(result: Result) -> list[str]:
    """All of it in one line each, for paper."""
    return [*objections_said(result), *(f"{each.about} {each.upheld} {each.answer}" for each in answers_shown(result))]
