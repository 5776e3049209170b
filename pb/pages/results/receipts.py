"""Receipt codes of votes that went in: a sorted list beside nothing, and a form to look one up."""

from __future__ import annotations

from flask import render_template, request

from pb.codes import read_receipt, shown
from pb.pages.lookups import round_with
from pb.pages.results import bp
from pb.pages.results.forms import ReceiptForm
from pb.pages.results.result import not_published
from pb.pages.results.result_view import published
from pb.rounds.models import Round
from pb.voting.queries import receipts as codes_of
from pb.web.access import PUBLIC, open_to
from pb.web.pagination import page_of

#: Codes on one page of the list.
A_PAGE = 600


@bp.get("/rounds/<int:round_id>/results/receipts")
@open_to(PUBLIC)
def receipts(round_id: int):
    """All receipt codes, sorted."""
    round_ = round_with(round_id)
    return _page(round_, ReceiptForm(formdata=None)) if published(round_id) else not_published(round_)


@bp.post("/rounds/<int:round_id>/results/receipts")
@open_to(PUBLIC)
def look_up(round_id: int):
    """Is this code in the list? Sent as a form, so that it is in no address and no log."""
    round_ = round_with(round_id)
    return _page(round_, ReceiptForm()) if published(round_id) else not_published(round_)


def _page(round_: Round, form: ReceiptForm):
    codes = codes_of(round_.id)
    found = read_receipt(form.code.data) in codes if form.is_submitted() and form.validate() else None
    pages = page_of([shown(code) for code in codes], request.args.get("page", 1, type=int), A_PAGE)
    page = render_template("results/receipts.html", round=round_, form=form, found=found, pages=pages)
    return page, 422 if form.errors else 200
