"""``flask voting``: cards for the printer, a lost key folder."""

from __future__ import annotations

import io
import json
import logging
import sys
from pathlib import Path
from select import select

import click
import segno
import typst
from flask import current_app
from flask.cli import AppGroup

from pb import TOP, clock
from pb.codes import shown
from pb.csv_sheets import csv_text
from pb.database import db
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.rounds.models import Round
from pb.voting import actions
from pb.voting.actions import noting
from pb.voting.actions.cards import MOST_CARDS, Card
from pb.voting.actions.keys import forget_keys_of_opened_boxes, require_sealed_box
from pb.voting.backup_commands import put_back, save_votes
from pb.words import lazy_gettext as _l

log = logging.getLogger("pb")

commands = AppGroup("voting", help="Voting codes on cards, and the key of the ballot box.")
commands.add_command(put_back)
commands.add_command(save_votes)
_BY = Actor(None, Role.COMMAND)


def _round(round_id: int) -> Round:
    round_ = db.session.get(Round, round_id)
    if round_ is None:
        raise click.ClickException(f"There is no round with the number {round_id}.")
    return round_


@commands.command("cards")
@click.argument("round_id", type=int)
@click.option("--number", "how_many", type=click.IntRange(1, MOST_CARDS), required=True, help="How many cards to make.")
@click.option("--address", required=True, help="The site's address, as https://vote.example.org; for the QR codes.")
@click.option(
    "--pdf", type=click.Path(dir_okay=False, path_type=Path), help="Write cards to print and cut into this file."
)
@click.option(
    "--csv",
    "table",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a table for a print shop into this file.",
)
def cards(round_id: int, how_many: int, address: str, pdf: Path | None, table: Path | None) -> None:
    """Make voting codes for round ROUND_ID, as a PDF of cards or a CSV table.

    The codes are in these files and nowhere else: the database keeps only a keyed hash. Delete the files once printed.
    """
    if pdf is None and table is None:
        raise click.UsageError("Name a file with --pdf or --csv: the codes cannot be shown again later.")
    round_ = _round(round_id)
    try:
        made = actions.issue_cards(_BY, round_, how_many)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.sentence} {refusal.next_step}") from refusal
    for file, content in ((pdf, cards_pdf), (table, cards_csv)):
        if file is not None:
            _write_privately(file, content(round_, made, address.rstrip("/")))
            click.echo(f"{how_many} cards are in {file}.")


@commands.command("void-card")
@click.argument("round_id", type=int)
@click.argument("card_number", type=int)
@click.option("--reason", required=True, help="Why, for the record: for instance, stolen from the office.")
def void_card(round_id: int, card_number: int, reason: str) -> None:
    """Cancel card CARD_NUMBER of round ROUND_ID where nobody gets another one: it was stolen, or never sent.

    A voter who lost a card gets a new one on the page Voting cards, which cancels the lost one too.
    """
    try:
        actions.void_card(_BY, _round(round_id), card_number, reason)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.sentence} {refusal.next_step}") from refusal
    click.echo(f"Card {card_number} can no longer be used to vote.")


@commands.command("note-days")
@click.option("--every", type=int, help="Go on, once in so many seconds, until the standard input is closed.")
def note_days(every: int | None) -> None:
    """Note in the record how many votes came in on the days that are over. (The server does it by itself.)"""
    while True:
        try:
            noting.note_days(clock.now())
        except Exception as trouble:  # the next time is soon
            log.error("votes could not be noted: %s", type(trouble).__name__)
        db.session.remove()
        if every is None or select([sys.stdin], [], [], every)[0]:
            return


def _write_privately(file: Path, content: bytes) -> None:
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_bytes(content)


def _link(address: str, card: Card) -> str:
    return f"{address}/vote#{card.code}"


def cards_csv(_round: Round, made: list[Card], address: str) -> bytes:
    """The cards as a CSV table: card_number, code, address."""
    rows = [[card.number, shown(card.code), _link(address, card)] for card in made]
    return csv_text(["card_number", "code", "address"], rows).encode()


def cards_pdf(round_: Round, made: list[Card], address: str) -> bytes:
    """The cards as a tagged PDF (PDF/UA-1), six to an A4 page, with dashed lines to cut along."""
    import fontpkg_atkinson_hyperlegible as font

    phone = current_app.config["HELP_PHONE"]
    data = {
        "title": round_.name,
        "help": _l("Help: %(phone)s", phone=phone) if phone else "",
        "labels": {
            "code": _l("Your voting code:"),
            "how": _l(
                "Go to %(address)s, or point your phone’s camera at the square. Or hand in this card at a voting "
                "session.",
                address=f"{address}/vote",
            ),
            "number": _l("Card"),
            "qr": _l("A square that opens the voting page on a phone"),
        },
        "cards": [
            {
                "number": card.number,
                "code": shown(card.code),
                "qr": _qr(_link(address, card)),
            }
            for card in made
        ],
    }
    return typst.compile(
        str(TOP / "templates" / "cards" / "cards.typ"),
        format="pdf",
        font_paths=[str(Path(font.__file__).parent / "files")],
        ignore_system_fonts=True,
        sys_inputs={"cards": json.dumps(data, default=str)},
        pdf_standards=["ua-1"],
    )


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=4, border=2)
    return out.getvalue().decode()


@commands.command("restore-key")
@click.argument("round_id", type=int)
def restore_key(round_id: int) -> None:
    """If the key folder is lost, enter the words from round ROUND_ID's recovery sheet to get the key back.

    Not possible after the ballot box has been opened.
    """
    round_ = _round(round_id)
    try:
        require_sealed_box(round_)  # before anybody types the words
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.sentence} {refusal.next_step}") from refusal
    words = click.prompt("The words of the sheet, with spaces between", hide_input=True)
    try:
        actions.restore_ballot_key(_BY, round_, [words])
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.sentence} {refusal.next_step}") from refusal
    click.echo("The key is back in the key folder. The ballot box can be opened after voting closes.")


@commands.command("forget-keys")
def forget_keys() -> None:
    """After KEYS_DIR or the database was put back: destroy the keys of ballot boxes that have been opened.

    The server does this at each start too.
    """
    forgotten = forget_keys_of_opened_boxes()
    click.echo(f"Destroyed: the keys of rounds {', '.join(map(str, forgotten))}." if forgotten else "No key was there.")


@commands.command("restore-marks")
@click.option("--sheets", type=click.IntRange(1, 2), default=1, help="2 where each member has a sheet of their own.")
def restore_marks(sheets: int) -> None:
    """If the key folder is lost, enter the words of the key for checking from a recovery sheet to get marks.key back."""
    words = [click.prompt("The words for checking, with spaces between", hide_input=True) for _sheet in range(sheets)]
    try:
        actions.restore_marks_key(_BY, words)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.sentence} {refusal.next_step}") from refusal
    click.echo("The key is back in the key folder. Now run: flask --app wsgi record verify")
