"""Of applications and of rules that changed: rows that the guards' statements would change."""

from __future__ import annotations

from typing import Any

from pb.database import db
from pb.projects.actions import appeal, save_answers, withdraw_application
from pb.rounds.actions import begin_round, keep_section
from pb.rounds.models import Round
from pb.web.access import Actor, Role
from tests.support.makers.projects import APPLICANT
from tests.support.round_settings import change_settings


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
    change_settings(by, round_, ceiling_pence=49_000)


def appeals(make: Any, round_: Round) -> dict[str, int]:
    """Applications whose groups have appealed: nobody has answered, while a proposal waited, an answer is proposed."""
    ids = {"answerer": make.staff(Role.STEERING).id}
    for name in ("appealed", "appealed_over_a_proposal", "being_answered"):
        project = make.application(round_)
        said = make.decided(project, "not_eligible", "It is too far away.", (1,))
        if name == "appealed_over_a_proposal":
            make.proposed(project)
        appeal(APPLICANT, project, "It is not far at all.")
        if name == "being_answered":
            make.proposed(project)
            ids["decided_before"] = said.made_by
        ids[name] = project.id
    make.on_the_ballot(make.applying_round())  # and its group agrees to the text
    return ids


def half_done(make: Any) -> dict[str, int]:
    """A round with a section, and an application with a page, that is half done."""
    by = Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR)
    round_ = make.applying_round()
    project, _code = make.begun(round_)
    save_answers(Actor(None, Role.APPLICANT), project, {}, half_done={"contact": "[]"})
    keep_section(by, round_, "ballot", "[]")
    draft = begin_round(by, "A draft to be set")
    return {"half_done": round_.id, "half_typed": project.id, "draft_to_set": draft.id}
