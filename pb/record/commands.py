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
    "--head",
    "expected",
    metavar="HASH",
    help="A head that was printed on a result or after the close, to check that no lines at the end were removed.",
)
def verify(expected: str | None) -> None:
    """Check that no line of the record was changed, removed, added or moved.

    Exit status 1 when something is wrong. Without --head this cannot check whether lines at the end were removed.
    """
    found = queries.check(expected)
    for fault in found.faults:
        click.echo(fault)
    if found.faults:
        raise SystemExit(1)
    click.echo(f"The record is intact: {found.lines} lines. Head: {found.head}")
    if not found.head_checked:
        click.echo("Give --head to check as well that no lines at the end were removed.")


@commands.command("erase-reason")
@click.argument("line", type=int)
@click.confirmation_option(prompt="You cannot get the text back. Erase it?")
def erase_reason(line: int) -> None:
    """Erase what someone wrote beside LINE, for instance a person's name. The line itself and the chain stay."""
    try:
        actions.erase_reason(Actor(None, Role.COMMAND), line)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.sentence} {refusal.next_step}") from refusal
    click.echo(f"The text beside line {line} has been erased. Older backups still contain it.")


@commands.command("head")
def head() -> None:
    """Print the hash of the newest line. Write it down somewhere else."""
    click.echo(queries.head())
