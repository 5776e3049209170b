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
    why = _reason(found.reason, [people[found.proposed_by], people[found.agreed_by]], found.agreed_at)
    if result.old_version is None:
        return [
            VersionNote(
                "warning",
                _("This result is being corrected"),
                [why, _("The votes are counted again. Until the new version is published, this one may be wrong.")],
            )
        ]
    heading = _("This is version %(number)s. It was wrong, and there is a newer one", number=shown.version)
    return [VersionNote("warning", heading, [why])]


def _corrects(result: Result) -> list[VersionNote]:
    shown, known = result.publication, result.facts.get("corrects")
    if shown is None or not known:
        return []
    heading = _("This is version %(number)s. It corrects version %(old)s", number=shown.version, old=known["version"])
    why = _reason(known["reason"], known["by"], datetime.fromisoformat(known["at"]))
    return [VersionNote("info", heading, [why])]


def _reason(reason: str, by: list[str], at: datetime) -> str:
    return _(
        "What was wrong: %(reason)s (%(names)s, on %(when)s)", reason=reason, names=titles_joined(by), when=day_time(at)
    )
