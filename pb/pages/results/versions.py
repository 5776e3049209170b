"""What a result's page says of its versions: that it is being corrected, what it corrects, or that there is a newer one."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _

from pb.counting import Outcome
from pb.formats import day, day_time
from pb.pages.offer_sentences import offers_said
from pb.pages.results.result_sentences import titles_joined
from pb.pages.results.result_view import Result
from pb.people.queries import names
from pb.results.queries.corrections import publications_of, result_corrections_in
from pb.results.queries.departures import gets_as_published
from pb.results.queries.offers import offers_of


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
    notes = [*_corrected(result), *_offers(result), *_corrects(result), *_counted_on(result), *_stopped(result)]
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
    newer = result.newest
    if newer and result.gets == gets_as_published(newer, Outcome.from_json(newer.counted.outcome)):
        heading = _(
            "This is version %(number)s. There is a newer one, in which each group gets the same", number=shown.version
        )
    else:
        heading = _("This is version %(number)s. It was wrong, and there is a newer one", number=shown.version)
    return [VersionNote("warning", heading, [_("What was wrong: %(reason)s", reason=found.reason), agreed])]


def _offers(result: Result) -> list[VersionNote]:
    """Of the newest version what groups are offered and said; of an older one that there is a newer one after a no."""
    shown, newest = result.publication, result.newest
    said = offers_said(result.round, offers_of(shown))
    if not said or shown is None:
        return []
    if result.old_version is not None:
        counted_on = json.loads(newest.facts).get("counted_on") if newest else None
        heading = _(
            "This is version %(number)s. The votes were counted on, and there is a newer one", number=shown.version
        )
        return [VersionNote("warning", heading, said)] if counted_on else []
    offers = offers_of(shown)
    if any(each.was_not_taken for each in offers):
        until_then = _("Until the new version is published, nobody knows who gets that money. All else stays.")
        return [VersionNote("warning", _("The votes are being counted on"), [*said, until_then])]
    waits = any(each.is_open for each in offers)
    return [VersionNote("info", _("This result waits for an answer") if waits else _("A part was offered"), said)]


def _counted_on(result: Result) -> list[VersionNote]:
    """Of a version that was counted after groups did not take what the one before offered them."""
    shown, known = result.publication, result.facts.get("counted_on")
    if shown is None or not known:
        return []
    heading = _("This is version %(number)s. The votes were counted on", number=shown.version)
    return [VersionNote("info", heading, [*_noes(result, known), *changes_in_words(result)])]


def _noes(result: Result, known: list[dict[str, Any]]) -> list[str]:
    return [
        _(
            "The group of %(project)s was offered %(amount)s and did not take it. So the count went on without it.",
            project=result.name(str(each["number"])),
            amount=result.money(each["amount"]),
        )
        for each in known
    ]


def _corrects(result: Result) -> list[VersionNote]:
    shown, known = result.publication, result.facts.get("corrects")
    if shown is None or not known:
        return []
    heading = _("This is version %(number)s. It corrects version %(old)s", number=shown.version, old=known["version"])
    wrong = _("What was wrong: %(reason)s", reason=known["reason"])
    agreed = _agreed(known["by"], datetime.fromisoformat(known["at"]))
    return [VersionNote("info", heading, [wrong, agreed, *changes_in_words(result)])]


def _stopped(result: Result) -> list[VersionNote]:
    """Of each version before this one that nobody could read: why."""
    notes = []
    for known in result.facts.get("stopped", []):
        heading = _("Version %(number)s was signed, and stopped before it was public", number=known["version"])
        agreed = _agreed(known["by"], datetime.fromisoformat(known["at"]))
        notes.append(VersionNote("info", heading, [_("Why: %(reason)s", reason=known["reason"]), agreed]))
    return notes


def _before(result: Result) -> dict[str, int] | None:
    """What each project gets in the published version that this result takes the place of; None where it takes none's."""
    older = [each for each in publications_of(result.round.id) if each.version < result.counted.version]
    return gets_as_published(older[-1], Outcome.from_json(older[-1].counted.outcome)) if older else None


def is_as_before(result: Result) -> bool:
    """Whether each project gets what the published version before this one said."""
    before = _before(result)
    return before is not None and before == result.gets


def changes_in_words(result: Result) -> list[str]:
    """What each group gets otherwise than in the published version before this one; nothing where there was none."""
    before = _before(result)
    if before is None:
        return []
    now = result.gets
    changed = [each for each in result.lines if before.get(each, 0) != now.get(each, 0)]
    if not changed:
        return [_("Each group gets the same as before.")]
    return [_("What has changed:")] + [
        _(
            "%(project)s gets %(now)s. Before, it was %(before)s.",
            project=result.name(each),
            now=result.money(now.get(each, 0)),
            before=result.money(before.get(each, 0)),
        )
        for each in changed
    ]


def version_in_words(result: Result) -> list[str]:
    """When it was published, as which version and, of a later one, what it corrects: for what leaves the page."""
    shown = result.publication
    assert shown is not None
    published = _("Published on %(day)s, version %(version)s.", day=day(shown.public_at), version=shown.version)
    return [published, *correction_in_words(result)]


def correction_in_words(result: Result) -> list[str]:
    """What this version corrects, why, and who agreed, or after which no it was counted on; nothing of a first one."""
    notes = (*_corrects(result), *_counted_on(result), *_stopped(result))
    return [line for note in notes for line in (f"{note.heading}.", *note.said)]


def saved_as(result: Result, name: str) -> str:
    """The name under which a file of this result is saved: a later version has its number in it."""
    shown = result.publication
    of_version = f"version-{shown.version}-" if shown and shown.version > 1 else ""
    return f"round-{result.round.id}-{of_version}{name}"


def _agreed(by: list[str], at: datetime) -> str:
    return _("%(names)s agreed on this on %(when)s.", names=titles_joined(by), when=day_time(at))
