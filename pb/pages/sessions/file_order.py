"""A long list of venues and sessions is added by a job: how far it is, and what came of it."""

from __future__ import annotations

from flask import Response, current_app, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.formats import number
from pb.job_failures import failure_of, sentences_of
from pb.job_running import run_soon
from pb.jobs import begin_again, job_parts, may_begin_again
from pb.pages.lookups import round_with, sheet_order_in
from pb.pages.sessions import bp
from pb.people.queries import names
from pb.venues.actions import faults_of
from pb.venues.rules import planning
from pb.web.access import COORDINATOR, actor, open_to

_ORDER = "/rounds/<int:round_id>/sessions/from-file/<int:list_id>"


def added(sessions: int, venues: int, changed: int) -> str:
    """What was added from a file, whoever did it."""
    return _(
        "Sessions added: %(sessions)s. New venues added: %(venues)s. Venues changed: %(changed)s.",
        sessions=number(sessions),
        venues=number(venues),
        changed=number(changed),
    )


def begin_file_order(round_id: int, list_id: int) -> Response:
    """The answer to who ordered it."""
    run_soon(current_app._get_current_object())  # type: ignore[attr-defined]
    return redirect(url_for("sessions.file_order", round_id=round_id, list_id=list_id))  # type: ignore[return-value]


@bp.get(_ORDER)
@open_to(COORDINATOR)
def file_order(round_id: int, list_id: int):
    """How far it is; then what was added, or each line that stopped it."""
    order = sheet_order_in(round_id, list_id)
    if order.is_open:
        run_soon(current_app._get_current_object())  # type: ignore[attr-defined]
    made = order.outcome
    return render_template(
        "sessions/file_order.html",
        round=round_with(round_id),
        order=order,
        added=added(made["sessions"], made["new_venues"], made["changed_venues"]) if order.state == "done" else "",
        said=sentences_of(order),
        faults=faults_of(order),
        number_of_faults=failure_of(order).get("all_faults", 0),
        most_faults=planning.MOST_FAULTS,
        ordered_by=names().get(order.account_id or 0, ""),
        may_try_again=may_begin_again(actor(), order) and bool(job_parts(order.id)),
    )


@bp.post(f"{_ORDER}/again")
@open_to(COORDINATOR)
def add_file_again(round_id: int, list_id: int):
    """An order that failed is begun again."""
    begin_again(actor(), sheet_order_in(round_id, list_id).id)
    return redirect(url_for("sessions.file_order", round_id=round_id, list_id=list_id))
