"""Cards as files for a printer: a PDF to cut, and a table for a print shop. Nothing of them is kept."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

import segno
import typst
from flask import current_app

from pb import TOP, typesetting
from pb.csv_sheets import csv_text
from pb.fonts import AsItIs, for_print, for_typst
from pb.formats import readers_language
from pb.given_files import CannotBeGiven
from pb.practice import NOTHING_COUNTS, PRACTICE, is_practice, practice_marked
from pb.rounds.models import Round
from pb.venues.models import Venue
from pb.voting.queries.printed_cards import vote_on_cards
from pb.voting.rules.printed_cards import (
    COLUMNS,
    CardToPrint,
    dates_on,
    has_sessions,
    square,
    table,
    words_on_card,
)
from pb.words import lazy_gettext as _l


def cards_csv(_round: Round, made: Sequence[CardToPrint], address: str, _venue: Venue | None = None) -> bytes:
    """The cards as a CSV table: card_number, code, address."""
    return csv_text(*practice_marked(COLUMNS, table(f"{address}/vote", made))).encode()


def cards_pdf(round_: Round, made: Sequence[CardToPrint], address: str, venue: Venue | None = None) -> bytes:
    """The cards as a tagged PDF (PDF/UA-1), two to an A4 page, with dashed lines to cut along."""
    there, practice = for_typst(), PRACTICE if is_practice() else ""
    vote, phone = (
        vote_on_cards(round_, f"{address}/rounds/{round_.id}/where-to-vote", venue),
        current_app.config["HELP_PHONE"],
    )
    language, _, region = readers_language().partition("_")
    data = {
        "title": round_.name,
        "practice": f"{practice}: {NOTHING_COUNTS}" if practice else "",
        "language": language.lower(),
        "region": region.lower() or None,
        "when": dates_on(vote, phone),
        "labels": {
            **words_on_card(f"{address}/vote", phone, sessions=has_sessions(vote)),
            "qr": _l("A square that opens the voting page on a phone"),
        },
        "cards": [
            {
                "number": card.number,
                "code": card.shown,
                "qr": AsItIs(_as_svg(square(f"{address}/vote", card))),
            }
            for card in made
        ],
    }
    try:
        return typst.compile(
            typesetting.marked((TOP / "templates" / "cards" / "cards.typ").read_bytes(), practice),
            format="pdf",
            font_paths=there["folders"],
            ignore_system_fonts=True,
            sys_inputs={"cards": json.dumps({**for_print(data), "fonts": there["fonts"]})},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as trouble:
        raise CannotBeGiven(
            "The cards cannot be printed as a PDF. Nothing was changed. Use --csv, and tell whoever looks after the "
            f"program: {trouble}"
        ) from trouble


def _as_svg(square_: segno.QRCode) -> str:
    out = io.BytesIO()
    square_.save(out, kind="svg", scale=4, border=2)
    return out.getvalue().decode()
