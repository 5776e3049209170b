"""The boxes of a day: which car takes which, and the lists that lie in each car, as a PDF file."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from wtforms import StringField

from pb import TOP, clock
from pb.formats import clock_time, day
from pb.pages.admission import after_declaring
from pb.pages.edits import EditForm
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen
from pb.pages.papers_moved import place_name
from pb.pages.session_papers import session_papers
from pb.paper import actions
from pb.paper.queries.packing import CAR, PackedBatch, PackedBox, cars_as_edited, day_of, packed_on, sessions_on
from pb.people.queries import people_in
from pb.practice import NOTHING_COUNTS, PRACTICE, is_practice
from pb.typesetting import document
from pb.venues.models import VotingSession
from pb.venues.queries import planned_sessions
from pb.voting.queries import FrozenBallot
from pb.web.access import COORDINATOR, COUNTER, actor, open_to
from pb.web.fields import at_most

_TEMPLATE = TOP / "templates" / "paper_desk" / "packing.typ"
_BLANK = "_" * 14


class CarsForm(EditForm):
    """The car of each session of a day."""

    sessions: list[VotingSession] = []

    @classmethod
    def of(cls, sessions: list[VotingSession]) -> CarsForm:
        """A form with a field for each of them."""
        fields = {f"{CAR}{each.id}": StringField(place_name(each), validators=[at_most(40)]) for each in sessions}
        form = type("_CarsForm", (cls,), {**fields, "sessions": sessions})(data=cars_as_edited(sessions))
        form.edits(cars_as_edited(sessions))
        return form

    @property
    def chosen(self) -> dict[int, str]:
        """The car of each session by its id."""
        return {each.id: self[f"{CAR}{each.id}"].data or "" for each in self.sessions}


def _days(round_id: int) -> list[date]:
    return sorted({day_of(each) for each in planned_sessions(round_id, with_team=False)})


def _asked(days: list[date]) -> date | None:
    """The day of the address; else the first that is not over, or the last of all."""
    asked = request.args.get("day", "")
    found = next((each for each in days if each.isoformat() == asked), None)
    ahead = (each for each in days if each >= clock.today())
    return found or next(ahead, days[-1] if days else None)


@bp.route("/rounds/<int:round_id>/paper-desk/packing", methods=["GET", "POST"])
@open_to(COUNTER, COORDINATOR)
@after_declaring
def packing(round_id: int):
    """Which car takes the box of which session of a day, and the lists to print."""
    ballot, days = frozen(round_id), _days(round_id)
    chosen = _asked(days)
    form = CarsForm.of(sessions_on(round_id, chosen) if chosen else [])
    if chosen and form.validate_on_submit():
        at = chosen
        if form.saved(lambda: actions.choose_cars(actor(), round_id, at, form.chosen), "session.cars_chosen"):
            flash(_("The cars have been saved."), "success")
            return redirect(url_for("paper_desk.packing", round_id=round_id, day=at.isoformat()))
    packed = packed_on(round_id, chosen) if chosen else {}
    page = render_template(
        "paper_desk/packing.html", ballot=ballot, form=form, days=days, chosen=chosen, packed=packed, car_field=CAR
    )
    return page, form.page_status


@bp.get("/rounds/<int:round_id>/paper-desk/packing/lists.pdf")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def packing_pdf(round_id: int) -> Response:
    """The pack list and the contact sheet of each car on a day; ``?car=`` of one."""
    ballot = frozen(round_id)
    chosen, packed = _packed_as_asked(round_id)
    return _file(packing_lists(ballot, chosen, packed), f"pack-lists-{chosen.isoformat()}.pdf")


@bp.get("/rounds/<int:round_id>/paper-desk/packing/session-papers.pdf")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def papers_of_sessions(round_id: int) -> Response:
    """The sheets of every team of a day, in the order of the cars; ``?car=`` of one."""
    ballot = frozen(round_id)
    chosen, packed = _packed_as_asked(round_id)
    made = session_papers(ballot, [each for boxes in packed.values() for each in boxes])
    return _file(made, f"session-papers-{chosen.isoformat()}.pdf")


def _packed_as_asked(round_id: int) -> tuple[date, dict[str, list[PackedBox]]]:
    """The day of the address and what is packed on it, of one car where the address names one; 404 where there is nothing."""
    chosen = _asked(_days(round_id))
    packed = packed_on(round_id, chosen) if chosen else {}
    if (car := request.args.get("car")) is not None:
        packed = {name: boxes for name, boxes in packed.items() if name == car}
    return (chosen, packed) if chosen and packed else abort(404)


def _file(made: bytes, name: str) -> Response:
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def packing_lists(ballot: FrozenBallot, at: date, packed: dict[str, list[PackedBox]]) -> bytes:
    """Two sheets or more for each car: what goes into which box, and whom to phone."""
    phone = current_app.config["HELP_PHONE"]
    coordinators = [each.name for each in people_in(COORDINATOR)]
    return document(
        _TEMPLATE,
        {
            "title": _("Pack lists: %(day)s", day=day(at)),
            "language": str(get_locale()).split("_")[0],
            "practice": f"{PRACTICE}: {NOTHING_COUNTS}" if is_practice() else "",
            "round": ballot.name,
            "words": {
                "contacts": _("Who to phone"),
                "when": _("When"),
                "where": _("Where"),
                "team": _("Team"),
                "phone": _("Phone"),
                "item": _("What"),
                "how_many": _("How many"),
                "packed": _("Packed"),
                "back": _("Back"),
            },
            "office": [
                *(_("Coordinator: %(name)s. Phone: %(blank)s", name=name, blank=_BLANK) for name in coordinators),
                *([_("Help for voters: %(phone)s", phone=phone)] if phone else []),
            ],
            "cars": [_car(ballot, at, name, boxes) for name, boxes in packed.items()],
        },
    )


def _car(ballot: FrozenBallot, at: date, name: str, boxes: list[PackedBox]) -> dict[str, Any]:
    papers = sum(each.papers for each in boxes)
    return {
        "heading": _("Pack list: %(car)s", car=name or _("no car yet")),
        "day": day(at),
        "sum": _("%(boxes)s, %(papers)s", boxes=_boxes(len(boxes)), papers=_papers(papers)),
        "boxes": [_box(ballot, each) for each in boxes],
    }


def _boxes(n: int) -> str:
    return ngettext("%(num)s session box", "%(num)s session boxes", n)


def _papers(n: int) -> str:
    return ngettext("%(num)s ballot paper", "%(num)s ballot papers", n)


def _box(ballot: FrozenBallot, each: PackedBox) -> dict[str, Any]:
    session = each.session
    return {
        "venue": session.venue.name,
        "address": session.venue.address,
        "when": _("%(start)s to %(end)s", start=clock_time(session.starts_at), end=clock_time(session.ends_at)),
        "team": ", ".join(each.team) or _("Nobody yet"),
        "items": [[what, how_many] for what, how_many in _items(ballot, each)],
    }


def _items(ballot: FrozenBallot, each: PackedBox) -> list[tuple[str, str]]:
    """What goes into one box; a blank where the program does not know how many."""
    batches = [(_batch(found), str(found.papers)) for found in each.batches]
    stacks = [(_("Voting cards %(first)s to %(last)s", first=a, last=b), str(b - a + 1)) for a, b in each.cards]
    needs_cards = ballot.entitlement == "code"
    return [
        *(batches or [(_("Ballot papers: none printed yet"), _BLANK)]),
        *([(_("Of these, in large print"), _BLANK)] if batches else []),
        *(stacks or ([(_("Voting cards, number to number"), _BLANK)] if needs_cards else [])),
        (_("Session box, and seals with the numbers"), _BLANK),
        (_("Session sheet and envelope for spoiled papers"), "1"),
        (_("Tablets with chargers, and the sheet “The tablet stops”"), _BLANK),
    ]


def _batch(found: PackedBatch) -> str:
    if found.is_spare:
        return _("Ballot papers, batch %(number)s (spares)", number=found.batch_id)
    return _("Ballot papers, batch %(number)s", number=found.batch_id)
