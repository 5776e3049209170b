"""``flask record``: check the record from the command line."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from pb.record import actions, queries
from pb.refusals import Refusal
from pb.roles import Actor, Role

commands = AppGroup("record", help="The append-only record of every act that matters.")


@commands.command("verify")
@click.option(
    "--head", "expected", metavar="HASH", help="A head printed on a result or at a close: finds a cut-off end."
)
def verify(expected: str | None) -> None:
    """Check that no line of the record was changed, taken out, put in or moved.

    Exit status 1 when something is wrong. Without --head the program cannot know whether lines at the end were cut off.
    """
    found = queries.check(expected)
    for fault in found.faults:
        click.echo(fault)
    if found.faults:
        raise SystemExit(1)
    click.echo(f"The record holds: {found.lines} lines. Head: {found.head}")
    if not found.head_checked:
        click.echo("Without --head nobody can know whether the newest lines were cut off.")


@commands.command("erase-reason")
@click.argument("line", type=int)
@click.confirmation_option(prompt="The text cannot be brought back. Erase it?")
def erase_reason(line: int) -> None:
    """Erase what somebody wrote beside LINE, for instance a person's name. The line itself and the chain stay."""
    try:
        actions.erase_reason(Actor(None, Role.COMMAND), line)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.sentence} {refusal.next_step}") from refusal
    click.echo(f"The text beside line {line} is erased. Older backups still hold it.")


@commands.command("head")
def head() -> None:
    """Print the hash of the newest line, to be written down somewhere else."""
    click.echo(queries.head())
