"""What members say of an application in tests, and where it stands then."""

from __future__ import annotations

from typing import Any

from pb.database import db
from pb.projects.models import Project
from pb.projects.rules.applications import status_of

NO: dict[str, Any] = {"outcome": "not_eligible", "reason": "It is too far away.", "unmet": [1]}
YES: dict[str, Any] = {"outcome": "eligible", "reason": ""}


def stands(project: Project) -> str:
    """The status of an application, as the database has it now."""
    db.session.rollback()
    return str(status_of(db.session.get_one(Project, project.id)))
