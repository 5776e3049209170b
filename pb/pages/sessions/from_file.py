"""Venues and sessions from a file, and the same as a file again."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb.pages.lookups import round_with
from pb.pages.sessions import bp
from pb.pages.sessions.file_order import added, begin_file_order
from pb.pages.sessions.forms import SessionsFileForm
from pb.pages.sessions.unusual import unusual_in_words
from pb.people.queries import names, sign_in_names
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.tables import MOST_BYTES, NotATable, Table, as_text, table_of
from pb.typed_days import day_as_typed
from pb.typed_times import moment_as_typed
from pb.unicode_text import alike
from pb.venues import actions, queries
from pb.venues.models import VotingSession
from pb.venues.rules.columns import COLUMNS, has_columns
from pb.venues.rules.planning import MOST_AT_ONCE, MOST_FAULTS, Plan, plan, takes_long
from pb.venues.rules.reading import fault_of, read_table
from pb.venues.rules.sentences import (
    NO_SESSIONS_YET,
    PLAN_ONE_FIRST,
)
from pb.venues.rules.two_places import SessionWithTeam, unusual_sessions
from pb.web.access import COORDINATOR, actor, open_to
from pb.web.csv_answers import csv_answer
from pb.web.request_limits import takes_files
from pb.words import lazy_gettext as _l

#: A file that is too large is welcomed with a sentence, not with a closed door: see ``pb.tables`` for the real limit.
_UPLOAD = MOST_BYTES + 1024 * 1024
#: Of a long list so many sessions, new venues and changed ones are shown before they are added.
MOST_SHOWN = 100

_EXAMPLE = (
    ("Thistle Lunch Club", "lunch club", "1 Example Street", "yes", "no", "Mondays from 2 to 3pm", "Side door, bell on the left",
     "24/11/2026", "11:00", "13:00", "rose@example.org, Hamish Grant"),
    ("Thistle Lunch Club", "", "", "", "", "", "", "26/11/2026", "11:00", "13:00", ""),
    ("Rowan Library", "library", "2 Example Street", "yes", "yes", "", "", "25/11/2026", "2pm", "4:30pm", "Hamish Grant"),
)  # fmt: skip


@bp.get("/rounds/<int:round_id>/sessions/from-file")
@open_to(COORDINATOR)
def from_file(round_id: int):
    """Choose a list of venues and sessions."""
    return _choose(round_with(round_id), SessionsFileForm(formdata=None))


@bp.post("/rounds/<int:round_id>/sessions/from-file")
@open_to(COORDINATOR)
@takes_files(_UPLOAD, typed=_UPLOAD)
def check_file(round_id: int):
    """Read the file and say what it would add, or what is wrong with which line. Nothing is written yet. The same file
    comes back as ``text`` where somebody has answered what was asked about it.
    """
    round_ = round_with(round_id)
    form = SessionsFileForm()
    answered = "text" in request.form
    if not answered and not form.validate():
        return _choose(round_, form)
    data = request.form["text"].encode() if answered else form.sheet.data.read(MOST_BYTES + 1)
    try:
        table = table_of(data, has_columns)
    except NotATable as refused:
        return _choose(round_, form, Plan(faults=[fault_of(refused)]))
    rows, faults = read_table(table, queries.meant_in(round_, _afternoon()))
    found = plan(rows, faults, queries.known_to(round_))
    if found.faults:
        return _choose(round_, form, found, table)
    shown = MOST_SHOWN if takes_long(rows) else MOST_AT_ONCE
    return render_template(
        "sessions/check_file.html",
        round=round_,
        plan=found,
        shown=shown,
        is_long=takes_long(rows),
        read_from=table,
        text=as_text(table),
        afternoon=_afternoon(),
        filename=request.form.get("filename") or (form.sheet.data.filename if form.sheet.data else ""),
        names=names(),
        said=_unusual(round_, found, shown),
        changes=_changes_of_venues(found),
    )


def _unusual(round_: Round, found: Plan, shown: int) -> list[list[str]]:
    """What would be unusual of each session of the file that is ``shown``, beside those that are planned already."""
    venue_ids = {alike(each.name): each.id for each in queries.venues()}
    new = {alike(name): -number for number, name in enumerate(found.new_venues, 1)}
    asked = [
        SessionWithTeam(
            -number, round_.id, (venue_ids | new)[alike(each.venue)], each.venue, each.starts_at, each.ends_at,
            frozenset(each.team),
        )
        for number, each in enumerate(found.sessions, 1)
    ]  # fmt: skip
    those = {each.id for each in asked[:shown]}
    remarks, known = unusual_sessions([*queries.still_to_come(), *asked], those), names()
    return [unusual_in_words(remarks[each.id], known) for each in asked[:shown]]


#: What a list can say of a venue, by column.
_DETAILS = {
    "kind": _l("Kind of place"),
    "address": _l("Address"),
    "step_free": _l("Step-free access"),
    "hearing_loop": _l("Hearing loop"),
    "quiet_time": _l("Quiet time"),
    "access_notes": _l("Access notes"),
}


def _changes_of_venues(found: Plan) -> list[tuple[str, Any, str, str]]:
    """(venue, what, now, in the file) in words, for each detail that would change."""
    return [
        (name, _DETAILS[column], _in_words(found.venues_were[name][column]), _in_words(value))
        for name, changes in found.changed_venues.items()
        for column, value in changes.items()
    ]


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value) if value else _("nothing")


def _afternoon() -> bool:
    """Whether somebody has said that times without am or pm are in the afternoon."""
    return request.form.get("afternoon") == "yes"


@bp.post("/rounds/<int:round_id>/sessions/from-file/add")
@open_to(COORDINATOR)
@takes_files(_UPLOAD, typed=_UPLOAD)
def add_file(round_id: int):
    """Add what was shown: all of it, or nothing. A long list is ordered, and the answer is the page of the order."""
    round_ = round_with(round_id)
    text, seen = request.form.get("text", "").encode(), request.form.get("seen", "")
    made = actions.import_or_order(actor(), round_, text, afternoon=_afternoon(), seen=seen)
    if isinstance(made, int):
        return begin_file_order(round_id, made)
    flash(added(len(made.sessions), len(made.new_venues), len(made.changed_venues)), "success")
    return redirect(url_for("sessions.index", round_id=round_id))


def _choose(round_: Round, form: SessionsFileForm, found: Plan | None = None, table: Table | None = None):
    """``table``: what was read, which can be read again once it is clear that its times are in the afternoon."""
    asks = found is not None and table is not None and all(fault.asks for fault in found.faults)
    page = render_template(
        "sessions/from_file.html",
        round=round_,
        form=form,
        plan=found,
        most_faults=MOST_FAULTS,
        columns_of_sheet=COLUMNS,
        text=as_text(table) if asks and table else "",
        filename=form.sheet.data.filename if asks and form.sheet.data else "",
        order=queries.order_to_tell_of(round_.id),
    )
    return page, 422 if form.errors or found else 200


@bp.get("/rounds/<int:round_id>/sessions/from-file/example.csv")
@open_to(COORDINATOR)
def example_csv(round_id: int) -> Response:
    """A sheet to fill in."""
    round_with(round_id)
    return csv_answer("venues-and-sessions-example.csv", COLUMNS, _EXAMPLE)


@bp.get("/rounds/<int:round_id>/sessions/list.csv")
@open_to(COORDINATOR)
def list_csv(round_id: int) -> Response:
    """The sessions of a round in the form in which they can be read in again."""
    round_, people = round_with(round_id), sign_in_names()
    rows = [_row(each, people) for each in queries.planned_sessions(round_.id)]
    if not rows:
        raise Refusal(NO_SESSIONS_YET, PLAN_ONE_FIRST)
    return csv_answer(f"sessions-round-{round_.id}.csv", COLUMNS, rows)


def _row(voting_session: VotingSession, people: dict[int, str]) -> tuple[str, ...]:
    """A session as a line of the file, in the order of ``COLUMNS``."""
    venue, (day, starts), (_last, ends) = (
        voting_session.venue,
        moment_as_typed(voting_session.starts_at, begins=True),
        moment_as_typed(voting_session.ends_at),
    )
    return (
        venue.name,
        venue.kind,
        venue.address,
        _word(venue.step_free),
        _word(venue.hearing_loop),
        venue.quiet_time,
        venue.access_notes,
        day_as_typed(day),
        starts,
        ends,
        ", ".join(people[member.account_id] for member in voting_session.team),
    )


def _word(value: bool) -> str:
    return "yes" if value else "no"
