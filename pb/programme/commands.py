"""``flask demo``: a made-up programme to try everything on. ``flask rehearse``: a practice of the real one.
``flask restore``: a backup put back.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select, text

from pb import anchor, backup, clock, config, given_files, schema
from pb.backup_names import made_at
from pb.database import db
from pb.dead_keys import destroy_dead_keys
from pb.keystore import KeyLost
from pb.people.models import Account
from pb.people.queries import DEMO_ACCOUNTS, sign_in_names
from pb.people.rules import ROLE_NAMES
from pb.practice_folder import PEOPLE
from pb.programme.actions.practice import move_clock, require_practice
from pb.programme.demo import seeding
from pb.programme.demo.story import PASSWORD, read_story
from pb.programme.rehearsal import making
from pb.programme.rehearsal.taken_over import take_over
from pb.record.rules import fault_of_anchor, fault_of_put_back
from pb.results.queries import newest_publication_of
from pb.roles import Actor, Role
from pb.rounds.models import Round
from pb.rounds.queries import newest_first
from pb.rounds.rules.settings import settings_errors
from pb.typed_days import NotADay, day_of
from pb.typed_times import NotATime, moment_of, time_of_day
from pb.voting.actions.ballot_keys import forget_keys_of_opened_boxes
from pb.voting.actions.made_sounds import are_made, make_sounds


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Fill an empty database with a made-up programme on day 9 of its voting fortnight, and say what to try.

    A database that holds anything already is left alone, so the command can be given again and again.
    """
    if current_app.config["PB_PRODUCTION"]:
        raise click.ClickException("This is a production setting. The demo is for trying things out.")
    instance = Path(current_app.instance_path)
    given_files.require_folder(instance / DEMO_ACCOUNTS)
    upgrade(directory=str(Path(__file__).parent.parent / "migrations"))
    if not db.session.scalar(select(Account.id).limit(1)):
        db.session.rollback()
        with click.progressbar(length=seeding.BALLOTS.steps, label="Making an example programme") as bar:
            config.keep_demo(instance, _demo_settings([]))
            _show_accounts()
            seeding.seed(bar.update, lambda codes: config.keep_demo(instance, _demo_settings(codes)))
    _make_sounds()
    _say_what_to_try()


def _make_sounds() -> None:
    """Give the demo's ballots a voice, where this machine has one."""
    if are_made():
        click.echo("Making the ballots speak. This takes a minute …")
        make_sounds()
    else:
        click.echo(
            "Texts are read aloud by the voices of each device: espeak-ng and ffmpeg would give the demo one of its own."
        )


def _show_accounts() -> None:
    """The sign-in page of the demo shows these accounts."""
    accounts = [
        {"role": str(ROLE_NAMES[Role(person["roles"][0])]), "name": person["name"], "sign_in_name": person["sign_in_name"],
         "password": PASSWORD, "try": person["try"]}
        for person in read_story()["people"]
    ]  # fmt: skip
    file = Path(current_app.instance_path) / DEMO_ACCOUNTS
    file.write_text(json.dumps(accounts, ensure_ascii=False, indent=1), encoding="utf-8")


def _demo_settings(codes: list[str]) -> dict[str, Any]:
    """What the demo sets for every page, and the voting codes that are still unused."""
    story = read_story()
    return {"PROGRAMME_NAME": story["programme"], "HELP_PHONE": story["help_phone"], "DEMO": True, "codes": codes}


def _say_what_to_try() -> None:
    story = read_story()
    if not {person["sign_in_name"] for person in story["people"]} <= set(sign_in_names().values()):
        click.echo("This database is not a demo, so nothing has been changed.")
        return
    click.echo(
        f"\n{story['programme']}\n\nSign in at /account/sign-in with one of these names and the password {PASSWORD}\n"
    )
    for person in story["people"]:
        click.echo(f"  {person['sign_in_name']:8} {person['roles'][0]:12} {person['try']}")
    codes = config.demo(Path(current_app.instance_path)).get("codes")
    if not codes:
        raise click.ClickException("This demo was not finished. Remove its database and run the demo again.")
    click.echo("\nVote at /vote with one of these codes:  " + "  ".join(codes))
    click.echo("Choose your own kiosk PINs when you set up a device as a kiosk.\n")


rehearse = AppGroup("rehearse", help="A practice of this programme, in a folder of its own. Nothing in it counts.")


@rehearse.command("make")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--round", "round_id", type=int, help="The round to practise; without it the newest that is not published."
)
def make_practice(folder: Path, round_id: int | None) -> None:
    """Make a practice programme in the new FOLDER, and say how to start it and sign in.

    It takes over settings, venues, people, and one round with its sessions and ballot texts. It takes over no groups, no
    voters, no codes and no record. Nothing here is changed.
    """
    if current_app.config["PRACTICE"]:
        raise click.ClickException(
            "This is a practice. Make another one from the real programme, without PRACTICE_FOLDER."
        )
    folder = folder.absolute()
    given_files.require_place(folder)
    taken = take_over(_round_to_practise(round_id), clock.machine.now())
    if faults := settings_errors(taken.settings):
        raise click.ClickException(
            f"The round “{taken.settings.name}” is not set up yet: {' '.join(map(str, faults.values()))} Finish its settings, or name "
            "another round with --round. Its number stands in the address of its page."
        )
    entrances, time = making.make(folder, taken)
    click.echo(f"\nThe practice of {taken.settings.name} is in {folder}. Its clock says {time}.\n")
    for each in entrances:
        click.echo(f"  {each.sign_in_name:24} {each.password:24} {', '.join(each.roles)}")
    click.echo(f"\nThese practice passwords are in {folder / PEOPLE} too. Start it, and open http://127.0.0.1:8001:")
    click.echo(f"  PRACTICE_FOLDER={folder} .venv/bin/flask --app wsgi serve --port 8001\n")


def _round_to_practise(round_id: int | None) -> Round:
    rounds = [each for each in newest_first() if each.source == "people"]
    if round_id is not None:
        rounds = [each for each in rounds if each.id == round_id]
    elif going_on := [each for each in rounds if newest_publication_of(each.id) is None]:
        rounds = going_on
    if not rounds:
        raise click.ClickException("There is no such round to practise. Set one up first, as far as you have got.")
    return rounds[0]


@rehearse.command("clock")
@click.argument("day")
@click.argument("hour")
def move_practice_clock(day: str, hour: str) -> None:
    """Let it be DAY and HOUR in this practice: clock "7 December 2026" 10am. Only ahead, and only in a practice."""
    require_practice()
    try:
        to = moment_of(day_of(day), time_of_day(hour))
    except (NotADay, NotATime) as wrong:
        raise click.ClickException('Say a day and an hour, like this: "7 December 2026" 10am') from wrong
    move_clock(Actor(None, Role.COMMAND), to)
    db.session.rollback()
    db.session.connection()
    click.echo(
        f"The clock of this practice says {making.time_in_words()}. Who was signed in may have to sign in again."
    )


@rehearse.command("wipe")
@click.option("--yes", is_flag=True, help="Do not ask.")
def wipe_practice(yes: bool) -> None:
    """Take this practice away: its votes, record, keys and passwords. Only in a practice. Stop its server first."""
    require_practice()
    folder = Path(current_app.instance_path)
    with db.engine.connect():
        pass  # a database that was not made as a practice refuses here
    if not yes:
        click.confirm(f"Take away everything of the practice in {folder}?", abort=True)
    making.wipe(folder)
    click.echo(f"The practice in {folder} is gone.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Put the backup FILE into the empty database that DATABASE_URL names, and say what may be missing in it.

    A database with tables in it is left alone. Stop the server first. docs/running.md, "Restore", has every step. Exit
    status 1 where the backup has triggers or tables of somebody else.
    """
    given_files.require_folder(anchor.file())  # it is told afterwards that a backup was put back
    found = backup.put_back(current_app.config["DATABASE_URL"], file, practice=current_app.config["PRACTICE"])
    made = made_at(file)
    what = anchor.RestoredBackup(db.engine.url.render_as_string(), found.line, made.isoformat() if made else "")
    anchor.note_put_back(what)
    if found.version in schema.migrations()[0] and (fault := schema.fault(db.session.connection())):
        raise click.ClickException(f"The backup was put back, but do not use this database yet. {fault}")
    click.echo(f"Put back. The record goes to line {found.line}, fingerprint {found.head}.")
    if found.version in schema.migrations()[0]:  # else the tables are older: the first start after `db upgrade` does it
        _destroy_keys_of_opened_boxes()
    click.echo(_older(found.line) or fault_of_put_back(what.line, what.made))
    steps = ("db upgrade", "check", "record set-anchor", "record verify", "serve")
    click.echo("Next, one after the other: " + "; ".join(f"flask --app wsgi {step}" for step in steps))


def _destroy_keys_of_opened_boxes() -> None:
    """Keys that came back with the folder, as from a memory stick: with them this backup's votes could be read."""
    try:
        forgotten = forget_keys_of_opened_boxes()
        destroy_dead_keys()
    except KeyLost:
        return  # without `marks` nothing proves what was opened; no start serves until it is back, and then it does this
    if forgotten:
        rounds = ", ".join(map(str, forgotten))
        click.echo(
            f"Destroyed, as their ballot boxes were opened: the keys of rounds {rounds}. Destroy their copies too."
        )


def _older(line: int) -> str | None:
    return fault_of_anchor(anchor.stored(), line, _hash_at, is_there=anchor.file().exists())


def _hash_at(position: int) -> str | None:
    # In plain SQL: an older backup may lack columns that the record has by now.
    line = text("SELECT hash FROM record_line WHERE position = :position")
    return db.session.scalar(line, {"position": position})
