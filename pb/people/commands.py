"""``flask people``: what has no screen."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from pb.people import actions, queries
from pb.people.models import Account
from pb.people.rules import PASSWORD_LENGTH
from pb.roles import APPOINTED, Actor, Role

commands = AppGroup("people", help="Accounts of coordinators, steering group members, facilitators and counters.")

#: Said before anything is typed: a password that is too short would cost the name typed before it too.
_PASSWORD = f"Password ({PASSWORD_LENGTH} characters or more; it is not shown)"


def _account(sign_in_name: str) -> Account:
    """Looked up before anything is asked."""
    if account := queries.account_named(sign_in_name):
        return account
    raise click.ClickException(f"Nobody signs in as {sign_in_name}.")


@commands.command("add")
@click.option("--name", prompt="Name", help="The person's name.")
@click.option("--sign-in-name", prompt="Sign-in name", help="What they type to sign in: an email address or any name.")
@click.option(
    "--role",
    type=click.Choice([str(role) for role in APPOINTED]),
    default="coordinator",
    show_default=True,
    help="Their role in the programme.",
)
@click.password_option(prompt=_PASSWORD, help=f"At least {PASSWORD_LENGTH} characters; asked for when left out.")
def add(name: str, sign_in_name: str, role: str, password: str) -> None:
    """Make an account, usually for the first coordinator. Invite everyone else on the People page."""
    by = Actor(None, Role.COMMAND)
    account = actions.make_account(by, name=name, sign_in_name=sign_in_name, password=password, roles=(Role(role),))
    click.echo(f"{account.name} can now sign in as {account.sign_in_name}.")


@commands.command("password")
@click.argument("sign_in_name")
@click.option("--password", help=f"At least {PASSWORD_LENGTH} characters; asked for when left out.")
def password(sign_in_name: str, password: str | None) -> None:
    """Set a new password for SIGN_IN_NAME, who has forgotten it. Every device they were signed in on is signed
    out.
    """
    account = _account(sign_in_name)
    password = password or click.prompt(_PASSWORD, hide_input=True, confirmation_prompt=True)
    actions.set_password(Actor(None, Role.COMMAND), account, password)
    click.echo(f"{account.name} has a new password.")


@commands.command("new-codes")
@click.argument("sign_in_name")
def new_codes(sign_in_name: str) -> None:
    """Let SIGN_IN_NAME set up new security codes when they next sign in. Only for when no two people are left who can
    do it on the People page: the record says that it was done here.
    """
    account = _account(sign_in_name)
    actions.take_codes_away(Actor(None, Role.COMMAND), account)
    click.echo(f"{account.name} sets up new security codes when they next sign in.")
