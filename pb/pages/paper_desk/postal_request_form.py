"""Somebody phones, writes or stands there and asks for a vote by post: one request after another is written down."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from pb import clock
from pb.pages.admission import after_declaring
from pb.pages.lookups import round_with
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen
from pb.pages.paper_desk.postal_requests import PAGE
from pb.rounds.rules import phase
from pb.voting import actions
from pb.voting.actions.postal_requests import WHEN_ASKED
from pb.voting.queries import dates_of
from pb.voting.rules.post import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    MOST_TO_ONE_ADDRESS,
    TOLD_TO_STAFF,
    WAYS,
    number_on_envelope,
)
from pb.web.access import COORDINATOR, actor, open_to
from pb.web.fields import WholeNumberField, at_most
from pb.words import lazy_gettext as _l

NUMBER_ON_THE_CARD = _l("Number on the voting card")
ENTER_THE_NUMBER = _l("Enter the number on the voting card.")
WHICH_CARD = _l("Their own card, if they have one. If not, take the next card from the pile at the office.")


class PostalRequestForm(FlaskForm):
    """Somebody asks for a postal vote."""

    name = StringField(
        _l("Name"), [InputRequired(_l("Enter the name of the person.")), at_most(LONGEST_NAME)],
    )  # fmt: skip
    address = TextAreaField(
        _l("Address"),
        [InputRequired(_l("Enter the address to which it goes.")), at_most(LONGEST_ADDRESS)],
        description=_l("A new line, or a comma, for each line of the address. Read it back to the person."),
    )
    number = WholeNumberField(NUMBER_ON_THE_CARD, ENTER_THE_NUMBER, 1, hint=WHICH_CARD)
    way = RadioField(_l("How did they ask?"), [InputRequired(_l("Select how they asked."))], choices=[])
    large_print = BooleanField(_l("Send the letter in large print"))
    alone = BooleanField(_l("Send only the card: they vote online or on a tablet"))

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        self.way.choices = [(key, str(WAYS[key])) for key in TOLD_TO_STAFF]


@bp.route(f"{PAGE}/new", methods=["GET", "POST"])
@open_to(COORDINATOR)
@after_declaring
def new_postal_request(round_id: int):
    """Write down one more; then the same page for the next, which keeps how they ask."""
    ballot = frozen(round_id)
    form = PostalRequestForm() if request.method == "POST" else PostalRequestForm(formdata=None, data=_as_before())
    if form.validate_on_submit():
        number = form.number.data
        asked = (round_with(round_id), number, form.name.data, form.address.data, form.way.data)
        actions.take_request(actor(), *asked, large_print=form.large_print.data, alone=form.alone.data)
        flash(_said(number, alone=form.alone.data), "success")
        return redirect(url_for("paper_desk.new_postal_request", round_id=round_id, way=form.way.data))
    page = render_template(
        "paper_desk/postal_request_form.html",
        ballot=ballot,
        form=form,
        may_ask=phase(dates_of(ballot), clock.now()) in WHEN_ASKED,
        most=MOST_TO_ONE_ADDRESS,
    )
    return page, 422 if form.errors else 200


def _as_before() -> dict[str, str]:
    """Whoever types many has most of them in one way."""
    way = request.args.get("way", "")
    return {"way": way} if way in TOLD_TO_STAFF else {}


def _said(number: int, *, alone: bool) -> str:
    if alone:
        return _("It has been written down. Card %(number)s goes out without a paper.", number=number)
    return _("It has been written down. The number on the envelope is %(number)s.", number=number_on_envelope(number))
