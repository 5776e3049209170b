"""``flask rounds``: rounds from files."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from pb.refusals import Refusal
from pb.results import actions
from pb.results.queries.results import published
from pb.web.access import Actor, Role

commands = AppGroup("rounds", help="Rounds from files in the field's open format, Pabulib (pabulib.org).")


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default="", help="The round's name; without it the file's description.")
@click.option("--lot", default="", metavar="DIGITS", help="At least 20 digits that decide where projects are level.")
def import_(file: Path, name: str, lot: str) -> None:
    """Turn a real vote into a closed, counted and published round with its result page and charts.

    The rule is the one that FILE names. What the file does not tell (groups, venues, ways of voting) is left out.
    """
    try:
        made = actions.import_round(Actor(None, Role.COMMAND), file, name=name, digits=lot)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.sentence} {refusal.next_step}".strip()) from refusal
    for note in made.notes:
        click.echo(note)
    result = published(made.round.id)
    assert result is not None  # it was published a moment ago
    click.echo(f"{result.round.name}: {result.voters:,} ballots. {result.headline}")
    click.echo(f"The result is at /rounds/{made.round.id}/results")
