"""Voting codes on cards: make and print them, replace a lost one. Codes are shown once and never again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from pb import clock
from pb.jobs import job_parts
from pb.pages.cards import bp
from pb.pages.cards.forms import IssueForm, LostCardForm, ReleasePackForm
from pb.pages.cards.orders import begin_card_order
from pb.pages.cards.sheets import csv_of, page_to_print, venue_of
from pb.pages.lookups import pack_in, round_with
from pb.people.queries import names
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.voting.models import CardPack
from pb.voting.queries.cards import (
    card_orders,
    cards_in_unreleased,
    lost_card_of,
    may_withdraw,
    waiting_card_replacements,
)
from pb.voting.rules.cards import MOST_AT_ONCE
from pb.web.access import COORDINATOR, STEERING, actor, open_to


@bp.get("/rounds/<int:round_id>/cards")
@open_to(COORDINATOR, STEERING)
def index(round_id: int):
    """How many cards there are and how many were used; make more; release what somebody else made; replace a lost
    one.
    """
    return _page(round_with(round_id))


def _page(
    round_: Round,
    issue: IssueForm | None = None,
    lost: LostCardForm | None = None,
    release: ReleasePackForm | None = None,
):
    forms: dict[str, FlaskForm] = {
        "issue": issue or IssueForm(formdata=None),
        "release": release or ReleasePackForm(formdata=None),
        "lost": lost or LostCardForm(formdata=None),
    }
    packs = queries.packs(round_.id)
    cards = cards_in_unreleased(round_.id)
    to_release = queries.pack_to_release(round_.id, current_user.id)
    page = render_template(
        "cards/index.html",
        round=round_,
        counts=queries.card_counts(round_.id),
        packs=packs,
        orders=[each for each in card_orders(round_.id) if each.state != "done" or job_parts(each.id)],
        to_release=to_release,
        lost_card=to_release and lost_card_of(to_release),
        waiting=[each for each in waiting_card_replacements(round_.id) if may_withdraw(current_user.id, each)],
        cancelled={each.first for each in packs if not each.released_by and each.first not in cards},
        is_box_open=queries.box_opening_of(round_.id) is not None,
        names=names(),
        **forms,
    )
    return page, 422 if any(form.errors for form in forms.values()) else 200


@bp.post("/rounds/<int:round_id>/cards")
@open_to(COORDINATOR)
def issue(round_id: int):
    """Make cards; the answer is the sheet to print, or a CSV file for a printer's shop. Many are ordered, and the answer
    is the page of the order.
    """
    round_ = round_with(round_id)
    form = IssueForm()
    if not form.validate():
        return _page(round_, issue=form)
    if form.how_many.data > MOST_AT_ONCE:
        return begin_card_order(round_, form.how_many.data, form.venue_id.data)
    made = actions.issue_cards(actor(), round_, form.how_many.data)
    if request.form.get("as") == "csv":
        return csv_of(round_id, made)
    return page_to_print(round_, made, _back(round_id), venue_of(form.venue_id.data))


@bp.post("/rounds/<int:round_id>/cards/<int:card_number>/release")
@open_to(COORDINATOR, STEERING)
def release(round_id: int, card_number: int):
    """Somebody who has not made them has counted the printed pack that begins with this card: its codes work now."""
    round_, form = round_with(round_id), ReleasePackForm()
    pack = pack_in(round_id, card_number)
    if not (form.validate() and form.is_code_right()):
        return _page(round_, release=form)
    actions.release_cards(actor(), pack, form.counted.data)
    flash(_released(pack, is_open=clock.now() >= round_.voting_opens_at), "success")
    return redirect(url_for("cards.index", round_id=round_id))


def _released(pack: CardPack, *, is_open: bool) -> str:
    """What is so of released cards; ``is_open``: whether people can vote with them yet."""
    if pack.replaces is None:
        if is_open:
            return _("The cards have been released. Their codes now work.")
        return _("The cards have been released. Their codes work from the day when voting opens.")
    both = {"new": pack.first, "old": pack.replaces}
    if is_open:
        return _("Card %(new)s has been released and now works. Card %(old)s no longer works.", **both)
    return _("Card %(new)s has been released and works when voting opens. Card %(old)s no longer works.", **both)


@bp.post("/rounds/<int:round_id>/cards/lost")
@open_to(COORDINATOR)
def replace(round_id: int):
    """A new card is made for a lost one, which works until somebody else releases the new one; the answer is the new
    card.
    """
    round_ = round_with(round_id)
    form = LostCardForm()
    if not form.validate():
        return _page(round_, lost=form)
    card = actions.replace_card(actor(), round_, form.card_number.data, form.reason.data)
    return page_to_print(round_, [card], _back(round_id))


@bp.post("/rounds/<int:round_id>/cards/<int:card_number>/withdraw")
@open_to(COORDINATOR)
def withdraw(round_id: int, card_number: int):
    """Who made a new card for a lost one does not want it released."""
    pack = pack_in(round_id, card_number)
    actions.withdraw_replacement(actor(), pack)
    flash(
        _("Card %(new)s has been cancelled. Card %(old)s was not changed.", new=pack.first, old=pack.replaces),
        "success",
    )
    return redirect(url_for("cards.index", round_id=round_id))


def _back(round_id: int) -> str:
    return url_for("cards.index", round_id=round_id)
