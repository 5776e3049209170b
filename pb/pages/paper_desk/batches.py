"""Batches of papers: ordered for a session or for post, and as they leave the program, as a PDF file or as a page to
print. Both can be made again at any time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, current_app, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from pb import TOP, formats
from pb.database import db
from pb.fonts import AsItIs
from pb.formats import money
from pb.pages.admission import after_declaring
from pb.pages.lookups import batch_in, round_with
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.forms import AS_SPARES, PrintForm
from pb.pages.paper_desk.lookups import frozen
from pb.pages.paper_desk.post import by_post
from pb.pages.return_address import return_address
from pb.paper import actions, queries
from pb.paper.models import Batch
from pb.paper.rules import shown_serial
from pb.paper.rules.printed_papers import (
    PAGE_OF,
    PaperSection,
    box_on,
    circles_on,
    in_its_order,
    order_on,
    sections_on,
    words_on_paper,
)
from pb.paper.rules.squares import square_svg
from pb.people.queries import names
from pb.practice import PRACTICE, is_practice
from pb.programme.queries.corrections import papers_with_an_old_title, why_texts_stay
from pb.typesetting import pages_with_numbers
from pb.unicode_text import isolated
from pb.venues.models import VotingSession
from pb.venues.queries import planned_sessions
from pb.voting.queries import FrozenBallot
from pb.web.access import COORDINATOR, COUNTER, actor, open_to
from pb.web.lists import listing
from pb.words import Sentence

#: More papers than these are no page that a browser likes to print: only the file holds them.
MOST_ON_A_PAGE = 200
_TEMPLATES = TOP / "templates" / "paper_desk"


@bp.route("/rounds/<int:round_id>/paper-desk/batches", methods=["GET", "POST"])
@open_to(COUNTER, COORDINATOR)
@after_declaring
def batches(round_id: int):
    """Print a batch for a session or for post; print an older one again."""
    ballot = frozen(round_id)
    sessions = {each.id: each for each in planned_sessions(round_id, with_team=False)}
    form = PrintForm(
        [(each.id, f"{isolated(each.venue.name)}, {formats.short_day(each.starts_at)}") for each in sessions.values()]
    )
    if form.validate_on_submit():
        chosen, how_many = form.session_id.data, form.how_many.data
        batch = actions.print_batch(actor(), round_id, sessions.get(chosen), how_many, spare=chosen == AS_SPARES)
        return redirect(url_for("paper_desk.batch", round_id=round_id, batch_id=batch.id))
    known = names()
    found = listing(
        queries.batches(round_id),
        words=lambda made: (_for_whom(made[0], sessions), known.get(made[0].printed_by or 0, "")),
    )
    page = render_template(
        "paper_desk/batches.html",
        ballot=ballot,
        form=form,
        found=found,
        address=return_address(),
        for_whom={batch.id: _for_whom(batch, sessions) for batch, _papers in found.items},
        names=known,
        old=papers_with_an_old_title(round_id),
        may_correct=why_texts_stay(round_with(round_id)) is None,
    )
    return page, 422 if form.errors else 200


def _for_whom(batch: Batch, sessions: dict[int, VotingSession]) -> str:
    if not batch.session_id:
        return _("Spares") if batch.is_spare else _("Post")
    return sessions[batch.session_id].venue.name if batch.session_id in sessions else _("A cancelled session")


def words_for(ballot: FrozenBallot, batch: Batch) -> dict[str, Any]:
    """What every paper of a batch says."""
    return words_on_paper(ballot, current_app.config["HELP_PHONE"], by_post(ballot) if batch.is_for_post else None)


def _on_page(ballot: FrozenBallot, serial: str) -> tuple[str, Markup, list[PaperSection], Sentence | str]:
    """A paper's number, its square, its projects in its order, and which order that is."""
    ordered = in_its_order(ballot, serial)
    return serial, Markup(square_svg(serial)), sections_on(ordered), order_on(ordered.lists)


def _is_large() -> bool:
    return request.args.get("size") == "large"


def shown_serials(batch: Batch) -> list[str]:
    """The numbers of its papers, in another order each time."""
    return [shown_serial(serial) for serial in queries.serials_of(batch.id)]


@bp.get("/rounds/<int:round_id>/paper-desk/batches/<int:batch_id>")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def batch(round_id: int, batch_id: int):
    """The papers of a batch, ready for the printer; ``?size=large`` in large print."""
    ballot, found = frozen(round_id), batch_in(round_id, batch_id)
    actions.require_may_be_printed(found)
    serials = shown_serials(found)
    return render_template(
        "paper_desk/sheets.html",
        ballot=ballot,
        batch=found,
        how_many=len(serials),
        papers=[_on_page(ballot, serial) for serial in serials] if len(serials) <= MOST_ON_A_PAGE else [],
        voting_session=db.session.get(VotingSession, found.session_id) if found.session_id else None,
        large=_is_large(),
        words=words_for(ballot, found),
        circles=circles_on(ballot.rules),
        box=box_on(ballot.rules),
        without_address=found.is_for_post and not return_address(),
    )


@bp.get("/rounds/<int:round_id>/paper-desk/batches/<int:batch_id>/papers.pdf")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def batch_pdf(round_id: int, batch_id: int) -> Response:
    """The same as a PDF file, made anew each time and kept nowhere: 2,000 papers take a second."""
    ballot, found = frozen(round_id), batch_in(round_id, batch_id)
    actions.require_may_be_printed(found)
    answer = Response(
        papers_pdf(ballot, shown_serials(found), words_for(ballot, found), large=_is_large()),
        mimetype="application/pdf",
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="ballot-papers-{found.id}.pdf"'
    return answer


def papers_pdf(
    ballot: FrozenBallot,
    serials: list[str],
    words: dict[str, Any],
    *,
    large: bool,
    covers: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Ballot papers with these numbers and ``words``, each beginning on a page of its own. ``covers``: the lines of a sheet
    that comes before a paper, by its number.
    """
    orders = {serial: in_its_order(ballot, serial).lists for serial in serials}
    used = sorted(set(orders.values())) or [()]
    stamped: list[dict[str, Any]] = []
    for serial, lists in orders.items():
        if covers and serial in covers:
            stamped.append({"cover": covers[serial]})
        order = order_on(lists)
        stamped.append(
            {"serial": serial, "square": AsItIs(square_svg(serial)), "list": used.index(lists), "order": order}
        )
    data = {
        "title": ballot.name,
        "language": str(get_locale()).split("_")[0],
        "large": large,
        "words": words,
        "page": PAGE_OF,
        "circles": circles_on(ballot.rules),
        "box": box_on(ballot.rules),
        "lists": [_sections(ballot.with_lists(lists)) for lists in used],
        "papers": stamped,
        "practice": PRACTICE if is_practice() else "",
    }
    return pages_with_numbers(_TEMPLATES / "paper_form.typ", _TEMPLATES / "paper_stamp.typ", data)


def _sections(ballot: FrozenBallot) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "said": each.said,
            "lines": [
                {"number": line.number, "title": line.title, "cost": money(line.cost_pence)} for line in each.lines
            ],
        }
        for each in sections_on(ballot)
    ]
