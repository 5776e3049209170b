"""What a command says where a rule refuses it, or the database is not what it needs: one line with what to do, as pages,
the start and ``flask check`` say it, and no pages of Python's own.
"""

from __future__ import annotations

from copy import copy
from typing import Any

import click
from flask.cli import ScriptInfo
from sqlalchemy.exc import SQLAlchemyError

from pb import causes, key_questions, questions, remedies
from pb.database import db
from pb.durable import NotDurable
from pb.edits import NothingChanged
from pb.keystore import KeyLost
from pb.refusals import Refusal


def in_one_line(command: click.Command) -> click.Command:
    """The same command; where it is refused, or meets a database that is away or has other tables, it says what to do."""
    told = copy(command)

    def invoke(context: click.Context) -> Any:
        try:
            return command.invoke(context)
        except KeyLost as lost:
            raise click.ClickException(_of_keys(context) or _said(lost)) from lost
        except Refusal as refusal:
            raise click.ClickException(_said(refusal)) from refusal
        except NothingChanged as nothing:
            click.echo(str(nothing.sentence))
            return None
        except NotDurable as fault:
            raise click.ClickException(str(fault)) from fault
        except SQLAlchemyError as trouble:
            if said := _fault(context, trouble):
                raise click.ClickException(said) from trouble
            raise

    vars(told)["invoke"] = invoke  # of this copy only
    return told


def _said(refusal: Refusal) -> str:
    return f"{refusal.sentence} {refusal.next_step}".strip()


def _of_keys(context: click.Context) -> str:
    """What whoever is at the command line can do about a lost key; a visitor of the pages can only phone."""
    with context.ensure_object(ScriptInfo).load_app().app_context():
        try:
            return key_questions.keys().fault
        finally:
            db.session.rollback()


def _fault(context: click.Context, trouble: SQLAlchemyError) -> str:
    """ "" where the fault is the program's own: then everything about it is of use."""
    if causes.is_out_of_reach(trouble):
        return remedies.what_to_do(trouble)
    with context.ensure_object(ScriptInfo).load_app().app_context():
        try:
            return questions.tables().fault
        except SQLAlchemyError:
            return ""
        finally:
            db.session.rollback()
