"""``flask record``: check the record from the command line."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from pb import anchor, schema
from pb.record import actions, queries
from pb.record.actions.anchoring import set_anchor as set_the_anchor
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
    """Check that nothing was changed past this program: the record, the marked tables, and the votes.

    Exit status 1 when something is wrong, with each fault on a line. --head checks the record against paper as well, in
    case somebody had the key folder too.
    """
    kept = anchor.stored()
    faults = [*queries.faults_found(lambda: queries.verify_record(expected).faults), *queries.check_everything(kept)]
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    found = queries.verify_record(expected)
    lines = "1 line" if found.lines == 1 else f"{found.lines} lines"
    click.echo(f"The record is intact: {lines}. Head: {found.head}")
    click.echo("All marks are right.")


@commands.command("erase-reason")
@click.argument("line", type=int)
@click.confirmation_option(prompt="You cannot get the text back. Erase it?")
def erase_reason(line: int) -> None:
    """Erase what someone wrote beside LINE, for instance a person's name. The line itself and the chain stay."""
    actions.erase_reason(Actor(None, Role.COMMAND), line)
    click.echo(f"The text beside line {line} has been erased. Older backups still contain it.")


_ONLY_IF = (
    "Only if this database is the right one: you restored a backup on purpose, or the anchor file is lost, and the head "
    "agrees with one that was written down. If nobody restored anything, somebody removed rows: restore the newest backup "
    "instead. The record will say that you did this. Continue?"
)


@commands.command("set-anchor")
@click.option("--yes", is_flag=True, help="Do not ask whether you mean it.")
def set_anchor(yes: bool) -> None:
    """Say that this database is the newest there is, although the key folder does not know it as such.

    What differs is listed first, and stands in the record afterwards.
    """
    differences = queries.what_an_anchor_would_bless()
    for each in differences:
        click.echo(each)
    if not differences:
        click.echo("The anchor and this database agree. Nothing has been changed.")
        return
    if (kept := anchor.stored()) and not queries.newest()[0] and not queries.put_back_here():
        raise click.ClickException(
            f"The record of this database is empty, and line {kept.position} was written before: these are not the votes. "
            "Nothing has been changed. Is DATABASE_URL right? If that database is lost, restore a backup into a new one "
            "(docs/running.md, Restore)."
        )
    if not yes:
        click.confirm(_ONLY_IF, abort=True)
    set_the_anchor(Actor(None, Role.COMMAND))
    click.echo("The anchor is set. Now run: flask --app wsgi record verify")


@commands.command("put-rows-back")
@click.argument("backup")
def put_rows_back(backup: str) -> None:
    """Put rows that were changed or removed outside the program back as they were, from BACKUP: a SQLite file, or the
    address of a database into which a backup was restored (postgresql://…).

    Only exactly what the program wrote last is put back, and nothing else is changed. Votes: flask voting put-back.
    """
    found = actions.put_rows_back(Actor(None, Role.COMMAND), backup)
    click.echo(f"Rows put back as they were: {found.done.total()}")
    if found.totals:
        click.echo(f"Totals put back, as the newest line of the record knows them: {', '.join(found.totals)}")
    if found.older:
        click.echo(f"Not in this backup as they were last: {', '.join(found.older)}. Try a newer one.")
    if found.damaged_too:
        click.echo(f"Damaged in this backup too: {', '.join(found.damaged_too)}. Try an older one.")
    if found.unknown:
        click.echo(
            f"Left as they are, as their totals are damaged too: {', '.join(found.unknown)}. Restore the newest "
            "backup as a whole (docs/running.md, Restore)."
        )
    click.echo("Now run: flask --app wsgi record verify")


@commands.command("put-guards-back")
@click.confirmation_option(
    prompt="Only when the server is stopped and you have kept a copy of the database. Triggers, rules, functions and views "
    "that are not this program's are removed, and its own are made anew. Continue?"
)
def put_guards_back() -> None:
    """Put back the rules that the database keeps (its triggers), and remove those of somebody else.

    Exit status 1 where tables differ too: then restore a backup (docs/running.md).
    """
    left = actions.put_guards_back(Actor(None, Role.COMMAND))
    click.echo("The rules that the database keeps are this program's again. The record says so.")
    if left:
        raise click.ClickException(
            f"Still not as this version makes it: {schema.differences_named(left)}. Restore a backup from before "
            "(docs/running.md, Triggers and tables of somebody else)."
        )
    click.echo("Now run: flask --app wsgi record verify")


@commands.command("head")
def head() -> None:
    """Print the hash of the newest line. Write it down somewhere else."""
    click.echo(queries.newest_hash())
