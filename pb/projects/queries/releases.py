"""Who is to be released from an interest in a project."""

from __future__ import annotations

from sqlalchemy import select

from pb.database import db
from pb.people.models import InterestRelease
from pb.plain_rows import plain_rows
from pb.projects.models import Project


def waiting_releases(round_id: int) -> list[InterestRelease]:
    """The releases in a round that wait for a second person, the oldest first."""
    query = select(InterestRelease).join(Project, Project.id == InterestRelease.project_id)
    waits = InterestRelease.agreed_by.is_(None) & InterestRelease.ended_by.is_(None)
    here = query.where(Project.round_id == round_id, waits).order_by(InterestRelease.id)
    return plain_rows(db.session(), InterestRelease, here)
