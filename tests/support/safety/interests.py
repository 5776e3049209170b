"""Somebody with an interest in everything."""

from __future__ import annotations

from sqlalchemy import select

from pb.database import db
from pb.people import actions as people
from pb.projects.models import Project
from pb.web.access import Actor


def declares_in_everything(by: Actor) -> None:
    """In each project that there is."""
    for project in db.session.scalars(select(Project)).all():
        said = {"round_id": project.round_id, "project_id": project.id}
        people.declare_interest(by, **said, description="My sister runs it.")
