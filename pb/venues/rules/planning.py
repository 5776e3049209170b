"""What a sheet of venues and sessions would do to the programme, decided before anything is written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pb.unicode_text import alike
from pb.venues.rules.reading import LineFault, SheetLine
from pb.venues.rules.sessions import overlap, times_error
from pb.words import lazy_gettext as _l

Times = tuple[datetime, datetime]

#: A page adds a list of so many lines, with so many people on the teams of all of them; a longer one is for a job.
MOST_AT_ONCE, MOST_ON_TEAMS = 1_000, 3_000
#: So many faults of a list are named on a page; all of them are counted.
MOST_FAULTS = 1_000


@dataclass(frozen=True)
class KnownPlaces:
    """What is there already. Venues and sessions by venue name in lower case; people by sign-in name or name.

    ``people`` maps to None where two people have the same name.
    """

    venues: dict[str, dict[str, Any]]
    sessions: dict[str, list[Times]]
    people: dict[str, int | None]
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class PlannedSession:
    """A session that the sheet asks for."""

    venue: str
    starts_at: datetime
    ends_at: datetime
    team: tuple[int, ...]


@dataclass
class Plan:
    """New venues and changes of known ones as (name, details), sessions, and every fault. Nothing is written with
    faults. ``already``: how many sessions of the sheet are planned already, at the same times; they stay as they are.
    """

    new_venues: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed_venues: dict[str, dict[str, Any]] = field(default_factory=dict)
    sessions: list[PlannedSession] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)
    already: int = 0
    #: What stands there now in place of what ``changed_venues`` says.
    venues_were: dict[str, dict[str, Any]] = field(default_factory=dict, compare=False)

    @property
    def fingerprint_of_changes(self) -> str:
        """SHA-256 over what would change of known venues, old and new: whoever looked at it agrees to that and no more."""
        said = json.dumps([self.venues_were, self.changed_venues], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def changes_nothing(self) -> bool:
        """Whether all of it is there already."""
        return not (self.new_venues or self.changed_venues or self.sessions)


def takes_long(rows: list[SheetLine]) -> bool:
    """Whether these lines take longer to be added than a page should."""
    return len(rows) > MOST_AT_ONCE or sum(len(row.facilitators) for row in rows) > MOST_ON_TEAMS


def plan(rows: list[SheetLine], faults: list[LineFault], known: KnownPlaces) -> Plan:
    """What the rows of a sheet would do. ``faults`` are those that were found while reading it."""
    made = Plan(faults=list(faults))
    said: dict[str, dict[str, Any]] = {}
    names: dict[str, str] = {}
    sessions: dict[str, list[SheetLine]] = {}
    for row in rows:
        key = alike(row.venue)
        names.setdefault(key, row.venue)
        _gather(row, said.setdefault(key, {}), made.faults)
        if row.starts_at and row.ends_at:
            _plan_session(row, row.starts_at, row.ends_at, sessions.setdefault(key, []), known, made)
    for key, details in said.items():
        _plan_venue(names[key], details, known.venues.get(key), made)
    made.faults.sort(key=lambda fault: fault.line)
    return made


def _gather(row: SheetLine, details: dict[str, Any], faults: list[LineFault]) -> None:
    for column, value in row.details.items():
        if details.setdefault(column, value) != value:
            said = _l(
                "%(column)s of %(venue)s is different on an earlier line. Use the same words, or leave it empty.",
                column=column,
                venue=row.venue,
            )
            faults.append(LineFault(row.line, said))


def _plan_session(
    row: SheetLine, starts_at: datetime, ends_at: datetime, above: list[SheetLine], known: KnownPlaces, made: Plan
) -> None:
    """``above``: the sessions at this venue on the lines before."""
    there = known.sessions.get(alike(row.venue), [])
    line = _line_at(starts_at, ends_at, above)
    above.append(row)
    stays = (starts_at, ends_at) in there and line is None
    if stays:
        made.already += 1
    elif sentence := times_error(starts_at, ends_at, known.opens_at, known.closes_at):
        made.faults.append(LineFault(row.line, sentence))
    elif overlap(starts_at, ends_at, there):
        made.faults.append(LineFault(row.line, _l("%(venue)s already has a session at this time.", venue=row.venue)))
    elif line is not None:
        said = _l("%(venue)s has another session at this time, on line %(line)s.", venue=row.venue, line=line)
        made.faults.append(LineFault(row.line, said))
    team = _team(row, known, made.faults)
    if not stays:
        made.sessions.append(PlannedSession(row.venue, starts_at, ends_at, team))


def _team(row: SheetLine, known: KnownPlaces, faults: list[LineFault]) -> tuple[int, ...]:
    team: list[int] = []
    for name in row.facilitators:
        account = known.people.get(alike(name))
        if account is None:
            shared = alike(name) in known.people
            two = _l("There are two facilitators called %(name)s. Use the sign-in name instead.", name=name)
            reason = two if shared else _l("There is no facilitator called %(name)s.", name=name)
            faults.append(LineFault(row.line, reason))
        elif account not in team:
            team.append(account)
    return tuple(team)


def _line_at(starts_at: datetime, ends_at: datetime, above: list[SheetLine]) -> int | None:
    """The first of these lines whose session is at the same time; None where there is none."""
    return next(
        (
            row.line
            for row in above
            if row.starts_at and row.ends_at and overlap(starts_at, ends_at, [(row.starts_at, row.ends_at)])
        ),
        None,
    )


def _plan_venue(name: str, details: dict[str, Any], there: dict[str, Any] | None, made: Plan) -> None:
    if there is None:
        made.new_venues[name] = details
        return
    changes = {column: value for column, value in details.items() if there.get(column) != value}
    if changes:
        made.changed_venues[name] = changes
        made.venues_were[name] = {column: there.get(column) for column in changes}
