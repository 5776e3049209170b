"""Requests for votes by post from a list: read back first, and saved as a whole or not at all."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from pb import clock
from pb.pages.admission import after_declaring
from pb.pages.lookups import round_with
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen
from pb.pages.paper_desk.postal_requests import PAGE
from pb.rounds.rules import phase
from pb.tables import MOST_BYTES, as_text
from pb.voting import actions
from pb.voting.actions.postal_lists import PostalList
from pb.voting.actions.postal_requests import WHEN_ASKED
from pb.voting.queries import dates_of
from pb.voting.rules.post import MOST_TO_ONE_ADDRESS, number_on_envelope
from pb.voting.rules.postal_lists import COLUMNS
from pb.web.access import COORDINATOR, actor, open_to
from pb.web.csv_answers import csv_answer
from pb.web.request_limits import takes_files
from pb.words import lazy_gettext as _l

#: A file that is too large is welcomed with a sentence, not with a closed door.
_UPLOAD = MOST_BYTES + 1024 * 1024
_ADDRESS = f"{PAGE}/from-file"
#: So many faults are shown.
MOST_FAULTS = 50


class PostalListForm(FlaskForm):
    """A list of people who want a vote by post."""

    sheet = FileField(_l("Your spreadsheet or CSV file"), [FileRequired(_l("Select a file."))])


@bp.get(_ADDRESS)
@open_to(COORDINATOR)
@after_declaring
def postal_list(round_id: int):
    """Choose a list."""
    return _choose(round_id, PostalListForm(formdata=None))


@bp.post(_ADDRESS)
@open_to(COORDINATOR)
@after_declaring
@takes_files(_UPLOAD, typed=_UPLOAD)
def check_postal_list(round_id: int):
    """Read the file and say back what each row asks for, or what is wrong with which row. Nothing is saved yet."""
    ballot, form = frozen(round_id), PostalListForm()
    if not form.validate():
        return _choose(round_id, form)
    found = actions.read_postal_list(actor(), round_with(round_id), form.sheet.data.read(MOST_BYTES + 1))
    if found.faults or found.table is None:
        return _choose(round_id, form, found)
    return render_template(
        "paper_desk/check_postal_list.html",
        ballot=ballot,
        read_from=found.table,
        text=as_text(found.table),
        filename=form.sheet.data.filename,
        rows=found.rows,
        on_envelope=number_on_envelope,
    )


@bp.post(f"{_ADDRESS}/save")
@open_to(COORDINATOR)
@after_declaring
@takes_files(_UPLOAD, typed=_UPLOAD)
def save_postal_list(round_id: int):
    """Save what was read back: all of it, or nothing."""
    frozen(round_id)
    many = actions.take_postal_list(actor(), round_with(round_id), request.form.get("requests", "").encode())
    flash(
        ngettext("%(num)s request has been written down.", "%(num)s requests have been written down.", many), "success"
    )
    return redirect(url_for("paper_desk.postal_requests", round_id=round_id))


@bp.get(f"{_ADDRESS}/example.csv")
@open_to(COORDINATOR)
@after_declaring
def postal_list_example(round_id: int) -> Response:
    """A list to fill in, with invented people."""
    frozen(round_id)
    rows = [
        ("Rose Grant", "Flat 2, 7 Quay Street, Thistlemoor, EH6 1AA", "41", "yes", "no"),
        ("Jim Reid", "12 High Street, Thistlemoor, EH6 1AB", "42", "no", "yes"),
    ]
    return csv_answer("votes-by-post-example.csv", COLUMNS, rows)


def _choose(round_id: int, form: PostalListForm, found: PostalList | None = None):
    ballot = frozen(round_id)
    page = render_template(
        "paper_desk/postal_list.html",
        ballot=ballot,
        form=form,
        faults=found.faults if found else [],
        most_faults=MOST_FAULTS,
        most=MOST_TO_ONE_ADDRESS,
        may_ask=phase(dates_of(ballot), clock.now()) in WHEN_ASKED,
    )
    return page, 422 if form.errors or found else 200
