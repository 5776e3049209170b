"""One of the two typings of a bundle from a spreadsheet: read back first, and saved as a whole or not at all."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from pb.pages.admission import after_declaring
from pb.pages.entry_words import ENTRY_WORDS, reading_in_words
from pb.pages.lookups import bundle_in
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen, require_not_on_team_of_bundle
from pb.paper import actions, queries
from pb.paper.actions.entries import bundle_error
from pb.paper.actions.entry_files import EntryFile, read_entries
from pb.paper.models import Bundle
from pb.paper.queries.last_entry import uploaded_alone
from pb.paper.rules import shown_serial
from pb.paper.rules.entry_files import COLUMNS
from pb.paper.rules.papers import BACK_TO_THE_BUNDLE, PASSES
from pb.paper.rules.serials import new_serial
from pb.practice import is_practice
from pb.refusals import Refusal
from pb.tables import MOST_BYTES, as_text
from pb.voting.queries import FrozenBallot
from pb.web.access import COORDINATOR, COUNTER, actor, open_to
from pb.web.csv_answers import csv_answer
from pb.web.numbers import db_int
from pb.web.request_limits import takes_files
from pb.words import lazy_gettext as _l

_ADDRESS = "/rounds/<int:round_id>/paper-desk/bundles/<int:bundle_id>/typing/<int:pass_number>/from-file"
#: A file that is too large is welcomed with a sentence, not with a closed door.
_UPLOAD = MOST_BYTES + 1024 * 1024
#: So many faults, and so many papers of those that are read back, are shown.
MOST_FAULTS, MOST_SHOWN = 50, 500


class EntriesFileForm(FlaskForm):
    """A list of papers that somebody has typed."""

    sheet = FileField(_l("Your spreadsheet or CSV file"), [FileRequired(_l("Select a file."))])


def _found(round_id: int, bundle_id: int, pass_number: int) -> tuple[FrozenBallot, Bundle]:
    """The bundle, if its papers can be typed in this pass by who asks."""
    ballot, bundle = frozen(round_id), bundle_in(round_id, bundle_id)
    if pass_number not in PASSES:
        abort(404)
    require_not_on_team_of_bundle(bundle)
    if said := bundle_error(bundle):
        raise Refusal(said, BACK_TO_THE_BUNDLE)
    return ballot, bundle


@bp.get(_ADDRESS)
@open_to(COUNTER, COORDINATOR)
@after_declaring
def entries_from_file(round_id: int, bundle_id: int, pass_number: int):
    """Choose a list of papers."""
    ballot, bundle = _found(round_id, bundle_id, pass_number)
    return _choose(ballot, bundle, pass_number, EntriesFileForm(formdata=None))


@bp.post(_ADDRESS)
@open_to(COUNTER, COORDINATOR)
@after_declaring
@takes_files(_UPLOAD, typed=_UPLOAD)
def check_entries(round_id: int, bundle_id: int, pass_number: int):
    """Read the file and say back what each paper says, or what is wrong with which row. Nothing is saved yet."""
    ballot, bundle = _found(round_id, bundle_id, pass_number)
    form = EntriesFileForm()
    if not form.validate():
        return _choose(ballot, bundle, pass_number, form)
    found = read_entries(actor(), bundle, pass_number, ballot, form.sheet.data.read(MOST_BYTES + 1))
    if found.faults or found.table is None:
        return _choose(ballot, bundle, pass_number, form, found)
    kinds = Counter(row.reading.kind for row, _paper in found.rows)
    return render_template(
        "paper_desk/check_entries.html",
        **_about(ballot, bundle, pass_number),
        read_from=found.table,
        text=as_text(found.table),
        filename=form.sheet.data.filename,
        papers=len(found.rows),
        kinds=kinds,
        rows=[
            (row.line, shown_serial(row.serial), reading_in_words(row.reading, ballot))
            for row, _paper in found.rows[:MOST_SHOWN]
        ],
    )


@bp.post(f"{_ADDRESS}/save")
@open_to(COUNTER, COORDINATOR)
@after_declaring
@takes_files(_UPLOAD, typed=_UPLOAD)
def save_entries(round_id: int, bundle_id: int, pass_number: int):
    """Save what was read back: all of it, or nothing."""
    ballot, bundle = _found(round_id, bundle_id, pass_number)
    papers = actions.import_entries(actor(), bundle, pass_number, ballot, request.form.get("entries", "").encode())
    said = ngettext(
        "%(num)s paper has been saved as typed by you. Someone else must now type it at the desk.",
        "%(num)s papers have been saved as typed by you. Someone else must now type them at the desk.",
        papers,
    )
    flash(said, "success")
    return redirect(url_for("paper_desk.bundle", round_id=round_id, bundle_id=bundle_id))


@bp.get(f"{_ADDRESS}/example.csv")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def entries_example(round_id: int, bundle_id: int, pass_number: int) -> Response:
    """A list to fill in, with made-up numbers of papers."""
    ballot, _bundle = _found(round_id, bundle_id, pass_number)
    marked = (ENTRY_WORDS[ballot.ballot_type].keys[0][0], "B", "?")
    rows = [(shown_serial(new_serial(practice=is_practice())), each) for each in marked]
    return csv_answer("typed-papers-example.csv", COLUMNS, rows)


@bp.post(f"{_ADDRESS}/undo")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def undo_upload(round_id: int, bundle_id: int, pass_number: int):
    """Who uploaded a list takes it away again, but for papers that somebody else has typed."""
    _ballot, bundle = _found(round_id, bundle_id, pass_number)
    papers = actions.undo_upload(actor(), bundle, pass_number, request.form.get("papers", 0, type=db_int) or 0)
    said = ngettext(
        "%(num)s paper is no longer typed. Correct your list and upload it again.",
        "%(num)s papers are no longer typed. Correct your list and upload it again.",
        papers,
    )
    flash(said, "success")
    return redirect(
        url_for("paper_desk.entries_from_file", round_id=round_id, bundle_id=bundle_id, pass_number=pass_number)
    )


def _about(ballot: FrozenBallot, bundle: Bundle, pass_number: int) -> dict[str, Any]:
    return {
        "ballot": ballot,
        "bundle": bundle,
        "pass_number": pass_number,
        "voting_session": queries.session_of_bundle(bundle),
        "here": {"round_id": bundle.round_id, "bundle_id": bundle.id, "pass_number": pass_number},
    }


def _choose(
    ballot: FrozenBallot, bundle: Bundle, pass_number: int, form: EntriesFileForm, found: EntryFile | None = None
):
    page = render_template(
        "paper_desk/entries_from_file.html",
        **_about(ballot, bundle, pass_number),
        form=form,
        faults=found.faults if found else [],
        most_faults=MOST_FAULTS,
        alone=len(uploaded_alone(bundle, pass_number, actor().account_id)),
        words=ENTRY_WORDS[ballot.ballot_type],
    )
    return page, 422 if form.errors or found else 200
