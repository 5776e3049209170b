"""``flask people``: what has no screen."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from pb.people import actions
from pb.web.access import APPOINTED, Actor, Role

commands = AppGroup("people", help="Accounts of coordinators, steering group members, facilitators and counters.")


@commands.command("add")
@click.option("--name", prompt="Name", help="The person's name.")
@click.option("--sign-in-name", prompt="Sign-in name", help="What they type to sign in: an e-mail address or any name.")
@click.option("--role", type=click.Choice([str(role) for role in APPOINTED]), default="coordinator", show_default=True)
@click.password_option(help="At least 12 characters; asked for when left out.")
def add(name: str, sign_in_name: str, role: str, password: str) -> None:
    """Make an account, for the first coordinator above all. Everybody else is better invited on the People page."""
    by = Actor(None, Role.COMMAND)
    account = actions.make_account(by, name=name, sign_in_name=sign_in_name, password=password, roles=(Role(role),))
    click.echo(f"{account.name} can now sign in as {account.sign_in_name}.")
