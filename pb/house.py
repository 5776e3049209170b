"""The house put together: the database, sign-in, every domain's pages and commands."""

from __future__ import annotations

from flask import Flask
from flask_login import LoginManager
from flask_migrate import Migrate
from sqlalchemy import select

import pb.paper.models
import pb.projects.models
import pb.results.models
import pb.venues.models
import pb.voting.models  # noqa: F401
from pb import TOP
from pb.database import db, watch
from pb.people.queries import account_of_sign_in


def install(app: Flask) -> None:
    """Give the app its database, its sign-in and its rooms."""
    from pb.voting.views.kiosk import paired_kiosk

    db.init_app(app)
    watch(app)
    Migrate(app, db, directory=str(TOP / "pb" / "migrations"), render_as_batch=True)
    sign_in = LoginManager(app)
    sign_in.user_loader(account_of_sign_in)
    sign_in.session_protection = None  # a facilitator's tablet changes its address during the day
    app.extensions["pb_kiosk"] = paired_kiosk
    app.extensions["pb_place_names"] = _place_names
    for blueprint in _blueprints():
        app.register_blueprint(blueprint)
    for commands in _commands():
        app.cli.add_command(commands)


def _place_names() -> list[str]:
    """Names of venues, for the rooms below them: a ballot text must not give a place away."""
    return list(db.session.scalars(select(pb.venues.models.Venue.name)))


def _blueprints():
    from pb.paper.views import bp as paper
    from pb.people.views import bp as people
    from pb.programme.views import bp as programme
    from pb.projects.views import bp as projects
    from pb.results.views import bp as results
    from pb.rounds.views import bp as rounds
    from pb.venues.views import bp as venues
    from pb.voting.views import bp as voting

    return programme, paper, people, projects, results, rounds, venues, voting


def _commands():
    from pb.paper.commands import commands as papers
    from pb.people.commands import commands as people
    from pb.programme.commands import demo
    from pb.record.commands import commands as record
    from pb.results.commands import commands as results
    from pb.serving import serve
    from pb.voting.commands import commands as voting

    return demo, papers, people, record, results, voting, serve
