"""Every application of a round with what was decided on it, its ballot text and what its group says of that: for pages that look
at hundreds of them and change none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import lazyload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from pb.database import db
from pb.plain_rows import plain_rows, seen_rows
from pb.projects.models import Appeal, Assessment, BallotText, CostLine, Project, TextAnswer
from pb.projects.queries.applications import applications, eligible_of
from pb.read_once import read_once


@read_once
def applications_with_texts(round_id: int) -> list[Project]:
    """The same, begun ones included, in the order in which they were begun. Five queries, however many there are. What they
    cost is only there where a group has answered: few ask it of the others (``with_costs``).
    """
    rows = [seen_rows(db.session(), model, query) for model, query in _queries(round_id).items()]
    found = _together(*rows) if None not in rows else _as_objects(round_id)
    with_costs([each for each in found if each.text_answers])
    return found


def _queries(round_id: int) -> dict[Any, Select[Any]]:
    here = Project.round_id == round_id
    decisions = select(Assessment).join(Project, Project.id == Assessment.project_id).where(here)
    appeals = select(Appeal).join(Assessment, Assessment.id == Appeal.assessment_id)
    return {
        Project: select(Project).where(here).order_by(Project.id),
        Assessment: decisions.order_by(Assessment.id),
        Appeal: appeals.join(Project, Project.id == Assessment.project_id).where(here),
        BallotText: select(BallotText).join(Project, Project.id == BallotText.project_id).where(here),
        TextAnswer: select(TextAnswer)
        .join(Project, Project.id == TextAnswer.project_id)
        .where(here)
        .order_by(TextAnswer.id),
    }


def _together(projects: Any, decisions: Any, appeals: Any, texts: Any, answers: Any) -> list[Project]:
    """What belongs together, from one to the other as it is with objects."""
    by_id, decided = {each.id: each for each in projects}, {each.id: each for each in decisions}
    for each in projects:
        each.all_assessments, each.text_answers, each.ballot_text = [], [], None
    for each in decisions:
        each.project, each.appeal = by_id[each.project_id], None
        each.project.all_assessments.append(each)
    for each in appeals:
        each.assessment = decided[each.assessment_id]
        each.assessment.appeal = each
    for each in texts:
        each.project = by_id[each.project_id]
        each.project.ballot_text = each
    for each in answers:
        by_id[each.project_id].text_answers.append(each)
    return projects


def _as_objects(round_id: int) -> list[Project]:
    """One of the rows was changed outside the program: that is refused, or named."""
    with_them = (selectinload(Project.ballot_text), selectinload(Project.text_answers), lazyload(Project.cost_lines))
    return applications(round_id, *with_them)


def eligible(round_id: int) -> list[Project]:
    """The projects that may be on the ballot of a round with their texts, as objects, for who changes them."""
    return eligible_of(_as_objects(round_id))


def with_costs(projects: Sequence[Project]) -> Sequence[Project]:
    """The same projects, their cost lines read at once where they were left out."""
    missing = {each.id: each for each in projects if "cost_lines" not in vars(each)}
    lines: dict[int, list[CostLine]] = defaultdict(list)
    query = select(CostLine).where(CostLine.project_id.in_(missing)).order_by(CostLine.position)
    for line in plain_rows(db.session(), CostLine, query) if missing else ():
        lines[line.project_id].append(line)
    for project_id, project in missing.items():
        if isinstance(project, Project):
            set_committed_value(project, "cost_lines", lines[project_id])
        else:
            project.cost_lines = lines[project_id]
    return projects
