"""``flask voting``: cards for the printer, a lost key folder."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from select import select

import click
from flask.cli import AppGroup

from pb import clock, keystore
from pb.causes import cause_of
from pb.database import db
from pb.given_files import FREE_THE_FOLDER, given, require_place, telling_why
from pb.record.actions import stamp_totals
from pb.roles import Actor, Role
from pb.rounds.models import Round
from pb.venues.models import Venue
from pb.voting import actions
from pb.voting.actions import daily_totals
from pb.voting.actions.ballot_keys import forget_keys_of_opened_boxes, require_key_may_come_back
from pb.voting.actions.put_back import NothingFits
from pb.voting.queries import backups
from pb.voting.queries.card_files import cards_csv, cards_pdf
from pb.voting.rules.cards import MOST_CARDS

log = logging.getLogger("pb")

commands = AppGroup("voting", help="Voting codes on cards, and the key of the ballot box.")
_BY = Actor(None, Role.COMMAND)

#: Seconds until totals that could not be stamped are tried again: as long as that their rows can be taken out unseen.
TRY_STAMPS_AGAIN = 30


def _round(round_id: int) -> Round:
    round_ = db.session.get(Round, round_id)
    if round_ is None:
        raise click.ClickException(f"There is no round with the number {round_id}.")
    return round_


def _venue(venue_id: int | None) -> Venue | None:
    venue = db.session.get(Venue, venue_id) if venue_id else None
    if venue_id and venue is None:
        raise click.ClickException(f"There is no venue with the number {venue_id}.")
    return venue


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
@click.option("--venue", "venue_id", type=int, help="Where the cards go: its sessions stand on them first.")
def cards(
    round_id: int, how_many: int, address: str, pdf: Path | None, table: Path | None, venue_id: int | None
) -> None:
    """Make voting codes for round ROUND_ID, as a PDF of cards or a CSV table. After the freeze a card says until when, and
    where, people can vote.

    The codes are in these files and nowhere else: the database keeps only a keyed hash. Delete the files once printed.
    """
    if pdf is None and table is None:
        raise click.UsageError("Name a file with --pdf or --csv: the codes cannot be shown again later.")
    files = {file: content for file, content in ((pdf, cards_pdf), (table, cards_csv)) if file is not None}
    for file in files:
        require_place(file)
    round_, venue = _round(round_id), _venue(venue_id)
    made = actions.cards_to_come(round_, how_many)
    with given(
        {file: content(round_, made, address.rstrip("/"), venue) for file, content in files.items()}
    ) as name_them:
        actions.issue_as_printed(_BY, round_, made, name_them)
    for file in files:
        click.echo(f"1 card is in {file}." if how_many == 1 else f"{how_many} cards are in {file}.")


@commands.command("cancel-card")
@click.argument("round_id", type=int)
@click.argument("card_number", type=int)
@click.option("--reason", required=True, help="Why, for the record: for instance, torn by the printer.")
def cancel_card(round_id: int, card_number: int, reason: str) -> None:
    """Cancel card CARD_NUMBER of round ROUND_ID, which nobody has released yet: it is not in the printed pack, say.

    A card that works is replaced on the page Voting cards. It ends when a second person releases the new one.
    """
    actions.cancel_card(_BY, _round(round_id), card_number, reason)
    click.echo(f"Card {card_number} can no longer be used to vote.")


@commands.command("note-days")
@click.option("--every", type=int, help="Go on, once in so many seconds, until the standard input is closed.")
def note_days(every: int | None) -> None:
    """Note in the record how many votes came in on the days that are over, and stamp totals that have changed. (The
    server does it by itself.)
    """
    stamped = ""
    while True:
        try:
            daily_totals.note_days(clock.now())
        except Exception as trouble:  # the next time is soon
            log.error("votes could not be noted: %s", cause_of(trouble))
        db.session.remove()
        try:
            stamped = stamp_totals(unless=stamped)
        except Exception as trouble:
            log.error("totals could not be stamped: %s", cause_of(trouble))
            stamped = ""
        db.session.remove()
        if every is None or select([sys.stdin], [], [], every if stamped else min(every, TRY_STAMPS_AGAIN))[0]:
            return


@commands.command("restore-key")
@click.argument("round_id", type=int)
def restore_key(round_id: int) -> None:
    """If the key folder is lost, enter the words from round ROUND_ID's recovery sheet to get the key back.

    Not possible after the ballot box has been opened.
    """
    round_ = _round(round_id)
    require_key_may_come_back(round_)  # before anybody types the words
    words = click.prompt("The words of the sheet, with spaces between", hide_input=True)
    with telling_why(keystore.file_of_key(f"round-{round_id}"), FREE_THE_FOLDER):
        actions.restore_ballot_key(_BY, round_, [words])
    click.echo("The key is back in the key folder. The ballot box can be opened after voting closes.")


@commands.command("forget-keys")
def forget_keys() -> None:
    """After KEYS_DIR or the database was put back: destroy the keys of ballot boxes that have been opened.

    The server does this at each start too.
    """
    forgotten = forget_keys_of_opened_boxes()
    click.echo(f"Destroyed: the keys of rounds {', '.join(map(str, forgotten))}." if forgotten else "No key was there.")


@commands.command("forget-addresses")
def forget_addresses() -> None:
    """Delete the names and addresses of postal votes whose time is over. (The server does it by itself.)"""
    click.echo(f"Deleted: {actions.forget_addresses()}.")


@commands.command("restore-marks")
@click.option("--sheets", type=click.IntRange(1, 2), default=1, help="2 where each member has a sheet of their own.")
def restore_marks(sheets: int) -> None:
    """If the key folder is lost, enter the words of the key for checking from a recovery sheet to get marks.key back."""
    words = [click.prompt("The words for checking, with spaces between", hide_input=True) for _sheet in range(sheets)]
    with telling_why(keystore.file_of_key("marks"), FREE_THE_FOLDER):
        actions.restore_marks_key(_BY, words)
    click.echo("The key is back in the key folder. Now run: flask --app wsgi record verify")


@commands.command("put-back")
@click.argument("round_id", type=int)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def put_back(round_id: int, file: Path) -> None:
    """Look in the backup FILE for votes of round ROUND_ID that are damaged or missing in its ballot box.

    FILE is a copy of the SQLite database, or what save-votes has written. Nothing is put back yet: two people do that
    on the page "After the close", and FILE must still be in its place then. Destroy it afterwards.
    """
    try:
        found = actions.find_in_backup(_BY, _round(round_id), file)
    except NothingFits as nothing:
        raise click.ClickException(f"{nothing.sentence} {_besides(nothing.found)}") from nothing
    click.echo(f"Can be put back: {len(found.fit)}. {_besides(found)}")
    click.echo('Two people now agree on the page "After the close". One of them is a steering group member.')


def _besides(found: backups.InBackup) -> str:
    return (
        f"In the box already: {found.there_already}. With a wrong mark: {found.wrong_mark}. "
        f"With a right that was not used to vote: {found.not_cast}."
    )


@commands.command("save-votes")
@click.argument("round_id", type=int)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def save_votes(round_id: int, file: Path) -> None:
    """Write the sealed votes in round ROUND_ID's box into the new FILE, for put-back.

    For PostgreSQL: restore the backup into an empty database, and run this with its address in DATABASE_URL.
    """
    require_place(file)
    file.touch(mode=0o600)
    try:
        written = backups.save(file, round_id)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    click.echo(f"{written} sealed votes are in {file}.")
