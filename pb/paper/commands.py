"""``flask papers``: what has no screen."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from pb.paper import actions
from pb.roles import Actor, Role

commands = AppGroup("papers", help="What to do when the keys for voting cards and typed papers are lost.")

_PROMPT = (
    "Stop the server first and start it again afterwards. While it runs, it still uses the old key. "
    "If codes.key is lost, every voting code, application code and kiosk stops working. If the desk key of a "
    "round is lost (desk-7.key), its papers that were typed but are not in the ballot box yet must be typed again. "
    "If marks.key is lost, get it back from a recovery sheet first (flask voting restore-marks). Without it nobody can "
    "tell any more whether somebody changed the database before today. Continue?"
)


@commands.command("give-up-keys")
@click.confirmation_option(prompt=_PROMPT)
def give_up_keys() -> None:
    """Replace key files in KEYS_DIR that are lost and are not in any backup.

    Stop the server first and start it again afterwards. It then makes new keys.
    """
    names = actions.give_up_lost_keys(Actor(None, Role.COMMAND))
    click.echo(f"Lost keys given up: {', '.join(names)}. Start the server now. It will make new ones.")


@commands.command("believe-keys")
def believe_keys() -> None:
    """Put right what the database says of key files that are the right ones.

    For when `flask check` says that it was changed outside the program. Stop the server first.
    """
    names = actions.believe_keys(Actor(None, Role.COMMAND))
    click.echo(f"Put right: {', '.join(names)}. Now look for other changes: flask --app wsgi record verify")
