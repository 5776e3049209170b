"""The result in short, to listen to: for people who do not read a page with tables, and to be played in a room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import current_app
from flask_babel import force_locale, get_locale, ngettext
from flask_babel import gettext as _

from pb.formats import number
from pb.pages.results.departures import beside_in_short
from pb.pages.results.ranked_rows import PotResult, ProjectResult
from pb.pages.results.result_view import Result, published
from pb.pages.results.versions import versions_in_words
from pb.results.queries.counts import published_rounds
from pb.voting.actions.made_sounds import also_read_aloud
from pb.voting.queries import SPOKEN, Spoken, with_made_sound
from pb.voting.rules.spoken import as_spoken, one_after_another


def spoken_result(result: Result) -> Spoken:
    """What is read aloud of a published result, with its sound where one was made."""
    return with_made_sound(_words(result))


@also_read_aloud
def results_to_read() -> Iterator[Spoken]:
    """The newest version of every result that is public."""
    for round_id in sorted(published_rounds()):
        result = published(round_id)
        assert result is not None  # it is published
        yield _words(result)


def _words(result: Result) -> Spoken:
    """(A result keeps its sentences: one of its own where the page is in another language.)"""
    if get_locale().language != SPOKEN:
        result = replace(result)
    with force_locale(SPOKEN):
        return Spoken(as_spoken(one_after_another(*_sentences(result))))


def _sentences(result: Result) -> Iterator[str]:
    yield _("Result: %(round)s", round=result.round.name)
    for note in versions_in_words(result).notes:
        yield from (note.heading, *note.said)
    yield ngettext("%(n)s person voted.", "%(n)s people voted.", result.votes, n=number(result.votes))
    yield result.headline
    for pot in result.pots:
        yield from _of_pot(result, pot)
    yield _("The page of the result says why, for each project.")
    if phone := current_app.config["HELP_PHONE"]:
        yield _("Questions? Phone us on %(phone)s.", phone=_digit_by_digit(phone))


def _digit_by_digit(phone: str) -> str:
    """A telephone number as people say it: a voice would make hundreds of its parts."""
    return ", ".join(" ".join(part) if part.isdigit() else part for part in phone.split())


def _of_pot(result: Result, pot: PotResult) -> Iterator[str]:
    """Who gets money comes first, then who gets none, each in the order of the count."""
    if pot.name:
        yield _("Pot: %(pot)s", pot=pot.name)
    funded, others = ([row for row in pot.rows if bool(row.gets) is wanted] for wanted in (True, False))
    if funded:
        yield _("These projects get money:")
        yield from (_of_project(result, row) for row in funded)
    if others:
        yield _("These projects get no money:")
        yield from (_of_project(result, row) for row in others)


def _of_project(result: Result, row: ProjectResult) -> str:
    said = _("Number %(number)s, %(title)s.", number=row.number, title=row.title)
    if row.gets:
        said += " " + _("It gets %(money)s.", money=result.money(row.gets))
    return f"{said} {beside_in_short(result, row)}".rstrip()
