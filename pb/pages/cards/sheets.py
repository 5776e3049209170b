"""Voting cards as they leave the program: a page to print, or a table for a print shop. Each is made once."""

from __future__ import annotations

from flask import Response, current_app, render_template, url_for
from markupsafe import Markup

from pb.rounds.models import Round
from pb.voting.actions.cards import Card
from pb.voting.rules.printed_cards import COLUMNS, square, table, words_on
from pb.web.csv_answers import csv_answer


def _voting_page() -> str:
    return url_for("vote.code", _external=True)


def qr(card: Card) -> Markup:
    """The QR code as an SVG element with a text of its own."""
    drawn = square(_voting_page(), card)
    return Markup(drawn.svg_inline(scale=3, border=2, omitsize=True, svgclass="card__qr", lineclass=None))


def page_to_print(round_: Round, made: list[Card], back: str) -> str:
    """The page to print; ``back`` is where its link leads."""
    rows = [(card, card.shown, qr(card)) for card in made]
    words = words_on(_voting_page(), current_app.config["HELP_PHONE"])
    return render_template("cards/card_sheet.html", round=round_, cards=rows, back=back, words=words)


def csv_of(round_id: int, made: list[Card]) -> Response:
    """The table, to be saved."""
    return csv_answer(f"voting-codes-round-{round_id}.csv", COLUMNS, table(_voting_page(), made))
