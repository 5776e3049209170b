"""``flask voting save-votes`` and ``put-back``: votes that are whole in a backup, where the box has them no longer."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from pb.database import db
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.rounds.models import Round
from pb.voting import actions
from pb.voting.actions.put_back import NothingFits
from pb.voting.queries import backups
from pb.voting.queries.backups import InBackup


@click.command("put-back")
@click.argument("round_id", type=int)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def put_back(round_id: int, file: Path) -> None:
    """Look in the backup FILE for votes of round ROUND_ID that are damaged or missing in its ballot box.

    FILE is a copy of the SQLite database, or what save-votes has written. Nothing is put back yet: two people do that
    on the page "After the close", and FILE must still be in its place then. Destroy it afterwards.
    """
    round_ = db.session.get(Round, round_id)
    if round_ is None:
        raise click.ClickException(f"There is no round with the number {round_id}.")
    try:
        found = actions.find_in_backup(Actor(None, Role.COMMAND), round_, file)
    except NothingFits as nothing:
        raise click.ClickException(f"{nothing.sentence} {_besides(nothing.found)}") from nothing
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.sentence} {refusal.next_step}") from refusal
    click.echo(f"Can be put back: {len(found.fit)}. {_besides(found)}")
    click.echo('Two people now agree on the page "After the close". One of them is a steering group member.')


def _besides(found: InBackup) -> str:
    return (
        f"In the box already: {found.there_already}. With a wrong mark: {found.wrong_mark}. "
        f"With a right that was not used to vote: {found.not_cast}."
    )


@click.command("save-votes")
@click.argument("round_id", type=int)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def save_votes(round_id: int, file: Path) -> None:
    """Write the sealed votes in round ROUND_ID's box into the new FILE, for put-back.

    For PostgreSQL: restore the backup into an empty database, and run this with its address in DATABASE_URL.
    """
    if file.exists():
        raise click.ClickException(f"{file} is there already. Name a new file.")
    file.touch(mode=0o600)
    click.echo(f"{backups.save(file, round_id)} sealed votes are in {file}.")
