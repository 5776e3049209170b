"""The program put together: the database, sign-in, the pages and the commands."""

from __future__ import annotations

import click
from flask import Flask
from flask_login import LoginManager
from flask_migrate import Migrate

import pb.mark_keeping
import pb.paper.models
import pb.projects.models
import pb.results.models
import pb.venues.models
import pb.voting.models  # noqa: F401
from pb import TOP, practice
from pb.database import db, watch_connections
from pb.people.queries import account_of_sign_in
from pb.record.acts import as_shown
from pb.web import access, form_keys, health, kept_typed, request_limits


def install(app: Flask) -> None:
    """Give the app its database, its sign-in, its pages and its commands."""
    from pb.checks import readiness
    from pb.command_faults import in_one_line
    from pb.pages import blueprints, impartial, navigation, role_awaited
    from pb.pages.apply import whose_typed
    from pb.pages.device_cookie import paired_kiosk

    db.init_app(app)
    watch_connections(app)
    practice.watch_practice(app)
    Migrate(app, db, directory=str(TOP / "pb" / "migrations"), render_as_batch=True)
    sign_in = LoginManager(app)
    sign_in.user_loader(account_of_sign_in)
    sign_in.session_protection = None  # a facilitator's tablet changes its address during the day
    access.install(app)
    form_keys.install(app, who_is=account_of_sign_in)
    access.recognise_devices(app, paired_kiosk)
    kept_typed.install(app, whose_typed.PEOPLE)
    request_limits.recognise_who_left(app, whose_typed.roles_of_who_left)
    navigation.install(app)
    impartial.install(app)
    role_awaited.install(app)
    app.jinja_env.globals["as_shown"] = as_shown
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    for commands in _commands():
        app.cli.add_command(in_one_line(commands))
    health.install(app, readiness=readiness)


def _commands() -> tuple[click.Command, ...]:
    from pb.backup import backup
    from pb.job_commands import jobs
    from pb.paper.commands import commands as papers
    from pb.people.commands import commands as people
    from pb.programme.commands import demo, rehearse, restore
    from pb.record.commands import commands as record
    from pb.results.commands import commands as results
    from pb.serving import check, serve, version
    from pb.voting.commands import commands as voting
    from pb.web.sorry_page import sorry_page

    return (
        backup,
        check,
        demo,
        jobs,
        papers,
        people,
        record,
        rehearse,
        restore,
        results,
        sorry_page,
        voting,
        serve,
        version,
    )
