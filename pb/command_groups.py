"""Groups of commands: what a rule refuses, an operator reads as a sentence, with what to do."""

from __future__ import annotations

from typing import Any

import click
from flask.cli import AppGroup

from pb.refusals import Refusal


class Commands(AppGroup):
    """Commands of one room. Exit status 1 where one is refused, also because a row was changed outside the program."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.ClickException(f"{refusal.sentence} {refusal.next_step}".strip()) from refusal
