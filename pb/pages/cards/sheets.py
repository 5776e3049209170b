"""Voting cards as they leave the program: a page to print, or a table for a print shop. Each is made once."""

from __future__ import annotations

from flask import Response, current_app, render_template, url_for
from markupsafe import Markup

from pb.database import db
from pb.rounds.models import Round
from pb.venues.models import Venue
from pb.voting.actions.cards import NewCard
from pb.voting.queries.printed_cards import vote_on_cards
from pb.voting.rules.printed_cards import COLUMNS, dates_on, has_sessions, square, table, words_on_card
from pb.web.csv_answers import csv_answer

#: Places for which there is room on the page to print, where nothing can be measured: two cards stand on a sheet.
ON_THE_PAGE = 2


def _voting_page() -> str:
    return url_for("vote.code", _external=True)


def qr(card: NewCard) -> Markup:
    """The QR code as an SVG element with a text of its own."""
    drawn = square(_voting_page(), card)
    return Markup(drawn.svg_inline(scale=3, border=2, omitsize=True, svgclass="card__qr", lineclass=None))


def venue_of(venue_id: int | None) -> Venue | None:
    """Where cards go, as chosen when they were made; None for none, and for one that is gone."""
    return db.session.get(Venue, venue_id) if venue_id else None


def page_to_print(round_: Round, made: list[NewCard], back: str, venue: Venue | None = None) -> str:
    """The page to print; ``back`` is where its link leads. ``venue``: whose sessions stand on the cards first."""
    rows = [(card, card.shown, qr(card)) for card in made]
    phone = current_app.config["HELP_PHONE"]
    vote = vote_on_cards(round_, url_for("rounds.where_to_vote", round_id=round_.id, _external=True), venue)
    words = {
        **words_on_card(_voting_page(), phone, sessions=has_sessions(vote)),
        **dates_on(vote, phone, most=ON_THE_PAGE),
    }
    return render_template("cards/card_sheet.html", round=round_, cards=rows, back=back, words=words)


def csv_of(round_id: int, made: list[NewCard]) -> Response:
    """The table, to be saved."""
    return csv_answer(f"voting-codes-round-{round_id}.csv", COLUMNS, table(_voting_page(), made))
