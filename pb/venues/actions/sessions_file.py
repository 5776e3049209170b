"""Venues and sessions from a file, all of them or none. A long list is added by a job."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.database import db, transaction
from pb.edits import NothingChanged
from pb.given_ids import new_ids
from pb.job_failures import failure_of, kept, said_again
from pb.job_files import file_for_job, forget_file, keep_file
from pb.job_running import JobWork
from pb.jobs import Job, job_kind, order
from pb.marked import insert_rows
from pb.people.actions import require_role
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.rounds.actions import require_still_there
from pb.rounds.models import Round
from pb.tables import as_text, table_of
from pb.unicode_text import alike
from pb.venues.models import TeamMember, Venue, VotingSession
from pb.venues.queries import SHEET_ORDER, known_to, meant_in
from pb.venues.rules import planning
from pb.venues.rules.columns import has_columns
from pb.venues.rules.planning import Plan, plan, takes_long
from pb.venues.rules.reading import LineFault, SheetLine, read_list, read_table
from pb.venues.rules.sentences import CHOOSE_THE_FILE_AGAIN
from pb.words import lazy_gettext as _l

SESSIONS_IMPORTED = Act(
    "sessions.imported", _l("added sessions from a file (%(sessions)s)"), only=(COORDINATOR,), takes_long=True
)


class FaultsInFile(Refusal):
    """Lines of the file cannot be added; nothing is."""

    def __init__(self, faults: list[LineFault]) -> None:
        first = faults[0]
        said = _l("Nothing was added. Line %(line)s: %(reason)s", line=first.line, reason=first.reason)
        super().__init__(said, _l("Correct the file and upload it again."), status=422)
        self.faults = faults


def import_or_order(by: Actor, round_: Round, data: bytes, *, afternoon: bool = False, seen: str = "") -> Plan | int:
    """The coordinator adds the venues and sessions of a list to a round; returns what was done, or, where it takes longer
    than a page should, orders that a job does it: then the job's id. ``afternoon``: times without am or pm that could be
    in the afternoon are. ``seen``: the fingerprint of the changes to venues that somebody looked at; "" where nobody did.

    Refuses the whole file at once, in either case, when any line of it has a fault (``FaultsInFile``), when a venue that it
    changes was changed since somebody looked, and a second long
    list while one is being added to this round. Sessions that are planned already, at the same times, stay as they are.
    """
    require_role(by, SESSIONS_IMPORTED.only)
    rows, faults = read_list(data, meant_in(round_, afternoon))
    if not takes_long(rows):
        return _import_lines(by, round_.id, rows, faults, seen)
    _without_faults(plan(rows, faults, known_to(round_)))
    round_id, table = round_.id, table_of(data, has_columns)
    lines = len(table.rows) - 1
    with transaction() as session:
        require_still_there(session, round_id)
        inputs = {"afternoon": afternoon, "lines": lines, "seen": seen}
        job = order(session, SHEET_ORDER, by, round_id=round_id, inputs=inputs)
        keep_file(session, job, as_text(table), lines)
        return job.id


@job_kind(SHEET_ORDER, _l("Adding sessions from a file"))
def import_as_ordered(work: JobWork) -> None:
    """The job: the lines are read first, while nobody waits; then all is added in one act, or every fault is told."""
    assert work.round_id is not None
    lines = work.inputs["lines"]
    work.goes_on(0, lines)
    meant = meant_in(db.session.get_one(Round, work.round_id), work.inputs["afternoon"])
    table = table_of(file_for_job(work).encode())
    rows, faults = read_table(table, meant, lambda done: work.goes_on(done, lines))

    def is_done(session: Session, made: Plan) -> None:
        work.is_done(session, **_numbers(made))
        forget_file(session, work.job_id)

    try:
        _import_lines(work.by, work.round_id, rows, faults, work.inputs.get("seen", ""), is_done)
    except NothingChanged:
        with transaction() as session:
            is_done(session, Plan())
    except FaultsInFile as refused:
        named = [{"line": each.line, "reason": kept(each.reason)} for each in refused.faults[: planning.MOST_FAULTS]]
        work.failed(refused, faults=named, all_faults=len(refused.faults))
        with transaction() as session:
            forget_file(session, work.job_id)


def faults_of(job: Job) -> list[LineFault]:
    """What was wrong with the lines when the job came to add them: the first ``MOST_FAULTS``."""
    found = failure_of(job).get("faults", [])
    return [LineFault(each["line"], said_again(each["reason"][0])) for each in found]


def _without_faults(made: Plan) -> Plan:
    if made.faults:
        raise FaultsInFile(made.faults)
    return made


def _import_lines(
    by: Actor,
    round_id: int,
    rows: list[SheetLine],
    faults: list[LineFault],
    seen: str,
    then: Callable[[Session, Plan], None] = lambda _session, _made: None,
) -> Plan:
    """``then`` is the last part of the act. Where all is there already there is none (``NothingChanged``)."""
    with acting(by, SESSIONS_IMPORTED, round_id=round_id) as act:
        made = _without_faults(plan(rows, faults, known_to(act.session.get_one(Round, round_id))))
        if made.changes_nothing:
            raise NothingChanged
        if seen and made.changed_venues and seen != made.fingerprint_of_changes:
            raise Refusal(
                _l("Nothing was added. Someone changed a venue that is in the file after you looked at the changes."),
                CHOOSE_THE_FILE_AGAIN,
            )
        _write(act.session, round_id, made)
        act.facts.update(_numbers(made))
        then(act.session, made)
    return made


def _numbers(made: Plan) -> dict[str, int]:
    return {
        "sessions": len(made.sessions),
        "new_venues": len(made.new_venues),
        "changed_venues": len(made.changed_venues),
    }


def _write(session: Session, round_id: int, made: Plan) -> None:
    """As plain rows: others wait while thousands of them are written."""
    there = {alike(name): id_ for id_, name in session.execute(select(Venue.id, Venue.name))}
    for name, changes in made.changed_venues.items():
        venue = session.get_one(Venue, there[alike(name)])
        for column, value in changes.items():
            setattr(venue, column, value)
    venues = dict(zip(made.new_venues, new_ids(session, Venue, len(made.new_venues)), strict=True))
    rows = [{"id": venues[name], "name": name, **details} for name, details in made.new_venues.items()]
    insert_rows(session, Venue, rows)
    there |= {alike(name): id_ for name, id_ in venues.items()}
    ids = new_ids(session, VotingSession, len(made.sessions))
    planned = list(zip(ids, made.sessions, strict=True))
    insert_rows(
        session,
        VotingSession,
        [
            {
                "id": id_,
                "round_id": round_id,
                "venue_id": there[alike(each.venue)],
                "starts_at": each.starts_at,
                "ends_at": each.ends_at,
            }
            for id_, each in planned
        ],
    )
    team = [{"session_id": id_, "account_id": account_id} for id_, each in planned for account_id in each.team]
    insert_rows(session, TeamMember, team)
