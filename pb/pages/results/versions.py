"""What a result's page says of its versions: that it is being corrected, what it corrects, or that there is a newer one."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from pb.formats import day_time
from pb.pages.results.result_sentences import titles_joined
from pb.pages.results.result_view import Result
from pb.people.queries import names
from pb.results.queries.corrections import publications_of, result_corrections_in


class VersionNote(NamedTuple):
    """A notice above a result: its kind, its heading and sentences."""

    kind: str
    heading: str
    said: list[str]


class Versions(NamedTuple):
    """``notes`` above a result, and the numbers of all its versions; none where there is one alone."""

    notes: list[VersionNote]
    numbers: list[int]


def versions_in_words(result: Result) -> Versions:
    """Of the version that is shown."""
    shown = result.publication
    assert shown is not None  # what is public has a publication
    numbers = [each.version for each in publications_of(result.round.id)]
    notes = [*_corrected(result), *_corrects(result)]
    return Versions(notes, numbers if len(numbers) > 1 else [])


def _corrected(result: Result) -> list[VersionNote]:
    shown = result.publication
    found = next(
        (each for each in result_corrections_in(result.round.id) if shown and each.version == shown.version), None
    )
    if shown is None or found is None or found.agreed_at is None or found.agreed_by is None:
        return []
    people = names()
    agreed = _agreed([people[found.proposed_by], people[found.agreed_by]], found.agreed_at)
    if result.old_version is None:
        wrong = _("What is wrong: %(reason)s", reason=found.reason)
        until_then = _("The votes are being counted again. Until the new version is published, this one may be wrong.")
        return [VersionNote("warning", _("This result is being corrected"), [wrong, agreed, until_then])]
    heading = _("This is version %(number)s. It was wrong, and there is a newer one", number=shown.version)
    return [VersionNote("warning", heading, [_("What was wrong: %(reason)s", reason=found.reason), agreed])]


def _corrects(result: Result) -> list[VersionNote]:
    shown, known = result.publication, result.facts.get("corrects")
    if shown is None or not known:
        return []
    heading = _("This is version %(number)s. It corrects version %(old)s", number=shown.version, old=known["version"])
    wrong = _("What was wrong: %(reason)s", reason=known["reason"])
    return [VersionNote("info", heading, [wrong, _agreed(known["by"], datetime.fromisoformat(known["at"]))])]


def _agreed(by: list[str], at: datetime) -> str:
    return _("%(names)s agreed on this on %(when)s.", names=titles_joined(by), when=day_time(at))
