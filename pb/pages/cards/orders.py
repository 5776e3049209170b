"""An order of many voting cards: how far it is, and its codes, which only the browser that ordered them can fetch."""

from __future__ import annotations

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb import handover
from pb.job_failures import sentences_of
from pb.job_running import run_soon
from pb.jobs import Job, begin_again, job_parts, may_begin_again
from pb.pages.cards import bp
from pb.pages.cards.forms import CancelOrderForm
from pb.pages.cards.sheets import csv_of, page_to_print, venue_of
from pb.pages.lookups import card_order_in, round_with
from pb.people.queries import names
from pb.practice import cookie_name
from pb.rounds.models import Round
from pb.voting import actions
from pb.voting.queries.cards import are_codes_gone, may_be_cancelled, pack_of_order
from pb.voting.rules.cards import CODES_KEPT_FOR
from pb.web.access import COORDINATOR, actor, open_to

_ORDER = "/rounds/<int:round_id>/cards/orders/<int:order_id>"


def begin_card_order(round_: Round, how_many: int, venue_id: int | None) -> Response:
    """Order the cards, and leave the key to their codes in this browser: it is nowhere else."""
    private, public = handover.new_pair()
    order_id = actions.order_cards(actor(), round_, how_many, public, venue_id)
    run_soon(current_app._get_current_object())  # type: ignore[attr-defined]
    page = url_for("cards.order", round_id=round_.id, order_id=order_id)
    answer = redirect(page)
    answer.set_cookie(
        _cookie(order_id),
        private,
        max_age=CODES_KEPT_FOR,
        path=page,
        httponly=True,
        samesite="Strict",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return answer  # type: ignore[return-value]


def _cookie(order_id: int) -> str:
    return cookie_name(f"pb_card_order_{order_id}")


def _key_of(card_order: Job) -> str:
    return request.cookies.get(_cookie(card_order.id), "")


@bp.get(_ORDER)
@open_to(COORDINATOR)
def order(round_id: int, order_id: int):
    """How far an order is; its cards to print or download, in the browser that ordered them."""
    card_order = card_order_in(round_id, order_id)
    if card_order.is_open:
        run_soon(current_app._get_current_object())  # type: ignore[attr-defined]
    return _page(card_order, CancelOrderForm(formdata=None))


def _page(card_order: Job, form: CancelOrderForm):
    parts = [] if are_codes_gone(card_order) else job_parts(card_order.id)
    has_key = handover.fits(_key_of(card_order), card_order.inputs["public_key"])
    is_mine = card_order.account_id == current_user.id
    page = render_template(
        "cards/order.html",
        round=round_with(card_order.round_id or 0),
        order=card_order,
        made=pack_of_order(card_order),
        may_be_cancelled=may_be_cancelled(card_order) and actions.may_cancel(actor(), card_order),
        parts=parts,
        until=card_order.ended_at and card_order.ended_at + CODES_KEPT_FOR,
        has_key=has_key and is_mine,
        may_try_again=may_begin_again(actor(), card_order),
        ordered_by=names().get(card_order.account_id or 0, ""),
        said=sentences_of(card_order),
        form=form,
    )
    return page, 422 if form.errors else 200


@bp.post(f"{_ORDER}/print")
@open_to(COORDINATOR)
def print_part(round_id: int, order_id: int):
    """One part of the cards as a page to print; its codes are gone from here then."""
    card_order = card_order_in(round_id, order_id)
    first = request.form.get("first", 0, int)
    cards = actions.fetch_codes(actor(), card_order, _key_of(card_order), first)
    back = url_for("cards.order", round_id=round_id, order_id=order_id)
    return page_to_print(round_with(round_id), cards, back, venue_of(card_order.inputs.get("venue_id")))


@bp.post(f"{_ORDER}/table")
@open_to(COORDINATOR)
def download(round_id: int, order_id: int):
    """All cards that are left as a table for a print shop; their codes are gone from here then."""
    card_order = card_order_in(round_id, order_id)
    return csv_of(round_id, actions.fetch_codes(actor(), card_order, _key_of(card_order)))


@bp.post(f"{_ORDER}/again")
@open_to(COORDINATOR)
def try_again(round_id: int, order_id: int):
    """An order that failed is begun again."""
    begin_again(actor(), card_order_in(round_id, order_id).id)
    return redirect(url_for("cards.order", round_id=round_id, order_id=order_id))


@bp.post(f"{_ORDER}/cancel")
@open_to(COORDINATOR)
def cancel(round_id: int, order_id: int):
    """The cards could not be printed: all of them are cancelled."""
    card_order, form = card_order_in(round_id, order_id), CancelOrderForm()
    if not form.validate():
        return _page(card_order, form)
    actions.cancel_order(actor(), card_order, form.reason.data or "")
    flash(_("The cards have been cancelled. You can make new ones."), "success")
    return redirect(url_for("cards.index", round_id=round_id))
