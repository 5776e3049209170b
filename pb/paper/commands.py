"""``flask papers``: what has no screen."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from pb.paper import actions
from pb.refusals import Refusal
from pb.roles import Actor, Role

commands = AppGroup("papers", help="Typed papers and cards when the keys that read them are lost.")

_PROMPT = (
    "Stop the server first; start it again afterwards: while it runs, it goes on with the key that it read before. "
    "If codes.key is lost, every voting code, resume code and kiosk stops working. If desk.key is lost, papers that were "
    "typed and are not in the box yet have to be typed again. Go on?"
)


@commands.command("give-up-keys")
@click.confirmation_option(prompt=_PROMPT)
def give_up_keys() -> None:
    """A file of KEYS_DIR is lost and no backup has it: let the program make a new one in its place.

    Stop the server first; start it again afterwards.
    """
    try:
        names = actions.give_up_lost_keys(Actor(None, Role.COMMAND))
    except Refusal as refusal:
        raise click.ClickException(str(refusal.sentence)) from refusal
    click.echo(f"Given up: {', '.join(names)}. New ones are made when the server starts. Start it again now.")
