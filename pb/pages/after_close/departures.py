"""Where the steering group departs from a count: the form, what waits for another member, and what stands beside the count."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, ValidationError

from pb.database import db
from pb.pages.after_close import bp
from pb.pages.after_close.count import required_count
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import round_with
from pb.pages.results.departures import what_is_decided
from pb.pages.results.result_sentences import numbered
from pb.pages.results.result_view import Result, result_of
from pb.pages.said_of_proposals import ANOTHER_MEMBER_MUST_AGREE, EVERYONE_WILL_READ, PROPOSAL_IS_WITHDRAWN
from pb.people.queries import names
from pb.refusals import Refusal, is_allowed
from pb.results import actions
from pb.results.models import Departure
from pb.results.queries.departures import agreed_departures, lapsed_departures, may_depart, waiting_departure
from pb.results.rules.departures import LONGEST_REASON
from pb.rounds.models import Round
from pb.web.access import COORDINATOR, STEERING, actor, open_to
from pb.web.fields import MoneyField, at_most
from pb.words import lazy_gettext as _l

_WHAT = {
    "all": _l("Fund it with all that the group asked for"),
    "nothing": _l("Do not fund it"),
    "sum": _l("Give it another sum"),
    "back": _l("Take back what was decided about it"),
}


class DepartureForm(FlaskForm):
    """What the steering group decides about one project, and why."""

    project = SelectField(_l("Which project?"), [InputRequired(_l("Select a project."))])
    what = RadioField(
        _l("What does the steering group decide?"),
        [InputRequired(_l("Select what the steering group decides."))],
        choices=[SelectChoice(each, words) for each, words in _WHAT.items()],
    )
    sum = MoneyField(_l("The sum, if it is another one"))
    departure_reason = TextAreaField(
        _l("Why?"),
        [DataRequired(_l("Give the reason. Everyone will read it.")), at_most(LONGEST_REASON)],
        description=EVERYONE_WILL_READ,
    )

    def validate_sum(self, field: MoneyField) -> None:
        if self.what.data == "sum" and not field.errors and not field.data:
            raise ValidationError(_("Enter the sum."))

    def gives(self, cost: int) -> int | None:
        """What its group gets, in pence; None takes back."""
        return {"all": cost, "nothing": 0, "sum": self.sum.data, "back": None}[self.what.data]


def _form(shown: Result, **more: None) -> DepartureForm:
    form = DepartureForm(**more)
    form.project.choices = [
        SelectChoice(str(row.number), numbered(row)) for row in sorted(shown.rows, key=lambda row: row.number)
    ]
    return form


@bp.get("/rounds/<int:round_id>/after-close/departures")
@open_to(COORDINATOR, STEERING)
def departures(round_id: int):
    """What was decided beside the count, what waits, and the form."""
    round_ = round_with(round_id)
    shown = result_of(round_, required_count(round_))
    return _page(round_, shown, _form(shown, formdata=None))


@bp.post("/rounds/<int:round_id>/after-close/departures")
@open_to(STEERING)
@for_the_impartial
def propose_departure(round_id: int):
    """A member proposes a decision."""
    round_ = round_with(round_id)
    shown = result_of(round_, required_count(round_))
    form = _form(shown)
    if not (form.validate() and _is_proposed(round_, shown, form)):
        return _page(round_, shown, form)
    flash(str(ANOTHER_MEMBER_MUST_AGREE), "success")
    return redirect(url_for("after_close.departures", round_id=round_id))


def _is_proposed(round_: Round, shown: Result, form: DepartureForm) -> bool:
    """What is refused of the amount itself is said beside it."""
    number = int(form.project.data)
    cost = next(row.cost for row in shown.rows if row.number == number)
    try:
        actions.propose_departure(actor(), round_, number, form.gives(cost), form.departure_reason.data or "")
    except Refusal as refused:
        db.session.rollback()
        if refused.status != 422:
            raise
        form.what.errors = [" ".join(filter(None, (str(refused), str(refused.next_step or ""))))]
        return False
    return True


def _page(round_: Round, shown: Result, form: DepartureForm):
    counted = shown.counted
    waiting = waiting_departure(counted)
    page = render_template(
        "after_close/departures.html",
        round=round_,
        form=form,
        rows=sorted(shown.rows, key=lambda row: row.number),
        pots=[(pot.name or "", shown.left(pot.outcome)) for pot in shown.pots],
        money=shown.money,
        decided=[(each, _said(shown, each)) for each in agreed_departures(counted)],
        waiting=waiting,
        waiting_said=_said(shown, waiting) if waiting else "",
        lapsed=[_said(shown, each) for each in lapsed_departures(counted)],
        is_open=may_depart(round_) is not None,
        may_agree=waiting is not None and is_allowed(actions.require_second_of_departure, actor(), round_, waiting),
        may_end=waiting is not None and is_allowed(actions.require_may_end, actor(), round_, waiting.proposed_by),
        names=names(),
    )
    return page, 422 if form.errors else 200


def _said(shown: Result, each: Departure) -> str:
    number = next(number for number, line in shown.lines.items() if line.project_id == each.project_id)
    return what_is_decided(shown.name(number), each.counted_pence, each.gives_pence, shown.money)


@bp.post("/rounds/<int:round_id>/after-close/departures/agree")
@open_to(STEERING)
@for_the_impartial
def agree_to_departure(round_id: int):
    """Another member agrees: the decision stands beside the count."""
    round_ = round_with(round_id)
    actions.agree_to_departure(actor(), round_, _proposed(round_))
    flash(_("The decision stands beside the count. Anyone who signed before must sign again."), "success")
    return redirect(url_for("after_close.departures", round_id=round_id))


@bp.post("/rounds/<int:round_id>/after-close/departures/withdraw")
@open_to(STEERING)
def withdraw_departure(round_id: int):
    """The proposal is withdrawn or turned down."""
    actions.withdraw_departure(actor(), _proposed(round_with(round_id)))
    flash(str(PROPOSAL_IS_WITHDRAWN), "success")
    return redirect(url_for("after_close.departures", round_id=round_id))


def _proposed(round_: Round) -> Departure:
    return waiting_departure(required_count(round_)) or abort(404)
