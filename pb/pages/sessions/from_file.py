"""Venues and sessions from a file, and the same as a file again."""

from __future__ import annotations

from datetime import datetime

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb.clock import LOCAL
from pb.pages.lookups import round_with
from pb.pages.sessions import bp
from pb.pages.sessions.forms import SheetForm
from pb.people.queries import names, sign_in_names
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.venues import actions, queries
from pb.venues.models import VotingSession
from pb.venues.rules.planning import Plan, plan
from pb.venues.rules.reading import COLUMNS, MOST_BYTES, as_text, read
from pb.web.access import COORDINATOR, actor, open_to
from pb.web.csv_answers import csv_answer
from pb.web.request_limits import takes_files

#: A file that is too large is welcomed with a sentence, not with a closed door: see ``rules.reading`` for the real limit.
_UPLOAD = 8 * 1024 * 1024

_EXAMPLE = (
    ("Thistle Lunch Club", "lunch club", "1 Example Street", "yes", "no", "Mondays from 2 to 3pm", "Side door, bell on the left",
     "24/11/2026", "11:00", "13:00", "rose@example.org, Hamish Grant"),
    ("Thistle Lunch Club", "", "", "", "", "", "", "26/11/2026", "11:00", "13:00", ""),
    ("Rowan Library", "library", "2 Example Street", "yes", "yes", "", "", "25/11/2026", "2pm", "4:30pm", "Hamish Grant"),
)  # fmt: skip


@bp.get("/rounds/<int:round_id>/sessions/from-file")
@open_to(COORDINATOR)
def from_file(round_id: int):
    """Choose a CSV file of venues and sessions."""
    return _choose(round_with(round_id), SheetForm(formdata=None))


@bp.post("/rounds/<int:round_id>/sessions/from-file")
@open_to(COORDINATOR)
@takes_files(_UPLOAD)
def check_file(round_id: int):
    """Read the file and say what it would add, or what is wrong with which line. Nothing is written yet."""
    round_ = round_with(round_id)
    form = SheetForm()
    if not form.validate():
        return _choose(round_, form)
    data = form.sheet.data.read(MOST_BYTES + 1)
    rows, faults = read(data)
    found = plan(rows, faults, queries.known_to(round_))
    if found.faults:
        return _choose(round_, form, found)
    return render_template(
        "sessions/check_file.html",
        round=round_,
        plan=found,
        text=as_text(data),
        filename=form.sheet.data.filename,
        names=names(),
    )


@bp.post("/rounds/<int:round_id>/sessions/from-file/add")
@open_to(COORDINATOR)
def add_file(round_id: int):
    """Add what was shown: all of it, or nothing."""
    round_ = round_with(round_id)
    made = actions.import_sheet(actor(), round_, request.form.get("text", "").encode())
    flash(
        _(
            "Sessions added: %(sessions)s. New venues added: %(venues)s. Venues changed: %(changed)s.",
            sessions=len(made.sessions),
            venues=len(made.new_venues),
            changed=len(made.changed_venues),
        ),
        "success",
    )
    return redirect(url_for("sessions.index", round_id=round_id))


def _choose(round_: Round, form: SheetForm, found: Plan | None = None):
    page = render_template("sessions/from_file.html", round=round_, form=form, plan=found, columns_of_sheet=COLUMNS)
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
        raise Refusal(_("There are no sessions in this round yet."), _("Plan a session first."))
    return csv_answer(f"sessions-round-{round_.id}.csv", COLUMNS, rows)


def _row(voting_session: VotingSession, people: dict[int, str]) -> tuple[str, ...]:
    """A session as a line of the file, in the order of ``COLUMNS``."""
    venue, starts, ends = voting_session.venue, _there(voting_session.starts_at), _there(voting_session.ends_at)
    return (
        venue.name,
        venue.kind,
        venue.address,
        _word(venue.step_free),
        _word(venue.hearing_loop),
        venue.quiet_time,
        venue.access_notes,
        f"{starts:%d/%m/%Y}",
        f"{starts:%H:%M}",
        f"{ends:%H:%M}",
        ", ".join(people[member.account_id] for member in voting_session.team),
    )


def _there(moment: datetime) -> datetime:
    """The moment as a clock in the programme's place shows it."""
    return moment.astimezone(LOCAL)


def _word(value: bool) -> str:
    return "yes" if value else "no"
