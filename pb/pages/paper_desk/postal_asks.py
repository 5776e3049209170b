"""Requests from the website: staff read them, and give each a card or remove it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from pb import clock
from pb.pages.admission import after_declaring
from pb.pages.lookups import round_with
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen
from pb.pages.paper_desk.postal_request_form import ENTER_THE_NUMBER, NUMBER_ON_THE_CARD, WHICH_CARD
from pb.pages.paper_desk.postal_requests import PAGE
from pb.rounds.rules import phase
from pb.voting import actions
from pb.voting.actions.postal_requests import WHEN_ASKED
from pb.voting.queries import dates_of
from pb.voting.queries.post import postal_asks, room_at
from pb.voting.rules.post import number_on_envelope
from pb.web.access import COORDINATOR, actor, open_to
from pb.web.fields import WholeNumberField
from pb.web.lists import listing


class TakeAskForm(FlaskForm):
    """The card that goes to somebody."""

    number = WholeNumberField(NUMBER_ON_THE_CARD, ENTER_THE_NUMBER, 1, hint=WHICH_CARD)


@bp.get(f"{PAGE}/website")
@open_to(COORDINATOR)
@after_declaring
def postal_asks_online(round_id: int):
    """Everybody who asked on the website and waits."""
    ballot = frozen(round_id)
    found = listing(postal_asks(round_id), words=lambda each: (each.name, each.address))
    return render_template("paper_desk/postal_asks.html", ballot=ballot, found=found, may_ask=_may_ask(ballot))


def _may_ask(ballot) -> bool:
    return phase(dates_of(ballot), clock.now()) in WHEN_ASKED


@bp.route(f"{PAGE}/website/<int:ask_id>", methods=["GET", "POST"])
@open_to(COORDINATOR)
@after_declaring
def take_postal_ask(round_id: int, ask_id: int):
    """Give a card to one of them."""
    ballot, form = frozen(round_id), TakeAskForm()
    ask = next((each for each in postal_asks(round_id) if each.id == ask_id), None)
    if request.method == "GET" and ask is None:
        flash(_("Someone has already dealt with this request."), "warning")
        return redirect(url_for("paper_desk.postal_asks_online", round_id=round_id))
    if form.validate_on_submit():
        alone = bool(ask and ask.alone)
        actions.take_ask(actor(), round_with(round_id), ask_id, form.number.data)
        flash(_taken(form.number.data, alone=alone), "success")
        return redirect(url_for("paper_desk.postal_asks_online", round_id=round_id))
    room = room_at(round_id, ask.address) if ask else 0
    page = render_template(
        "paper_desk/postal_ask.html", ballot=ballot, form=form, ask=ask, room=room, may_ask=_may_ask(ballot)
    )
    return page, 422 if form.errors else 200


def _taken(number: int, *, alone: bool) -> str:
    if alone:
        return _("It has been written down. Card %(number)s goes out without a paper.", number=number)
    return _("It has been written down. The number on the envelope is %(number)s.", number=number_on_envelope(number))


@bp.post(f"{PAGE}/website/<int:ask_id>/remove")
@open_to(COORDINATOR)
@after_declaring
def remove_postal_ask(round_id: int, ask_id: int):
    """Nothing is sent to them."""
    frozen(round_id)
    actions.remove_ask(actor(), round_with(round_id), ask_id)
    flash(_("The request has been removed. The name and address are deleted."), "success")
    return redirect(url_for("paper_desk.postal_asks_online", round_id=round_id))
