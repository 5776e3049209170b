"""``flask rounds``: rounds from files."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from pb.counting import Outcome
from pb.results import actions
from pb.results.queries.counts import latest_count
from pb.roles import Actor, Role

commands = AppGroup("rounds", help="Rounds from files in the field's open format, Pabulib (pabulib.org).")


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default="", help="The round's name; without it the file's description.")
@click.option("--lot", default="", metavar="DIGITS", help="At least 20 digits that decide where projects are level.")
def import_(file: Path, name: str, lot: str) -> None:
    """Turn a real vote into a closed, counted and published round with its result page and charts.

    The rule is the one that FILE names. What the file does not tell (groups, venues, ways of voting) is left out.
    """
    made = actions.import_round(Actor(None, Role.COMMAND), file, name=name, digits=lot)
    for note in made.notes:
        click.echo(note)
    counted = latest_count(made.round.id)
    assert counted is not None  # it was counted a moment ago
    outcome = Outcome.from_json(counted.outcome)
    projects = sum(len(pot.steps) for pot in outcome.pots)
    ballots = f"{outcome.ballots:,} ballot{'' if outcome.ballots == 1 else 's'}"
    click.echo(f"{made.round.name}: {ballots}, {len(outcome.funded)} of {projects} projects funded.")
    click.echo(f"The result is at /rounds/{made.round.id}/results")
