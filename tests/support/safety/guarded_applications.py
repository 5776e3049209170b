"""Of applications and of rules that changed: rows that the guards' statements would change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pb.database import db
from pb.projects.actions import save_answers, withdraw_application
from pb.rounds.actions import change_round, keep_section
from pb.rounds.models import Round
from pb.rounds.queries import settings_of
from pb.web.access import Actor, Role


def withdrawn_on_paper(make: Any) -> int:
    """An application that came on paper and was withdrawn by who typed it in."""
    by = Actor(make.staff(Role.FACILITATOR).id, Role.FACILITATOR)
    project, _code = make.begun(make.applying_round(), by=by, came_by="paper")
    withdraw_application(by, project)
    return int(project.id)


def change_a_rule(make: Any, round_id: int) -> None:
    """A round in which the most that one group can ask for was another amount."""
    round_ = db.session.get_one(Round, round_id)
    by = Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR)
    change_round(by, round_, replace(settings_of(round_), ceiling_pence=49_000))


def half_done(make: Any) -> dict[str, int]:
    """A round with a section, and an application with a page, that is half done."""
    by = Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR)
    round_ = make.applying_round()
    project, _code = make.begun(round_)
    save_answers(Actor(None, Role.APPLICANT), project, {}, half_done={"contact": "[]"})
    keep_section(by, round_, "ballot", "[]")
    return {"half_done": round_.id, "half_typed": project.id}
