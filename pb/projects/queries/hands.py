"""Whose hand it was: what staff did with an application in its group's name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pb.projects.models import Appeal, Project
from pb.projects.queries.applications import applications
from pb.projects.rules.whose_hand import (
    CARRIED_OVER,
    CODE_RENEWED,
    IN_ITS_NAME,
    EnteredBy,
    Hand,
    hands,
    new_code_before_a_change,
)
from pb.record.models import RecordLine
from pb.record.queries import last_of, lines_of_acts, lines_with


def only_the_group_knows_its_code(project: Project) -> bool:
    """Whether nobody of the staff has typed this application in or had a code for it."""
    renewed = last_of(CODE_RENEWED, round_id=project.round_id, project=project.id)
    return project.came_by == "online" and renewed is None


def is_its_own(appeal: Appeal, project: Project) -> bool:
    """Whether the group itself appealed, before anybody of the staff had its code."""
    renewed = last_of(CODE_RENEWED, round_id=project.round_id, project=project.id)
    by_itself = appeal.came_by == "online" and project.came_by == "online"
    return by_itself and (renewed is None or renewed.at > appeal.made_at)


def done_in_its_name(project: Project) -> list[Hand]:
    """What staff did with an application in its group's name, new codes, and what was done with a code that staff know:
    the oldest first.
    """
    carried = (
        [Hand(CARRIED_OVER, EnteredBy.STAFF, project.begun_at, project.typed_by)] if project.carried_from_id else []
    )
    return carried + _hands(project, lines_with(*_HANDS, round_id=[project.round_id], project=[project.id]))


def changed_after_a_new_code(round_id: int) -> dict[int, datetime]:
    """The applications of a round that were changed after staff had given out a new code, and when that was."""
    renewed = {line.facts["project"] for line in lines_of_acts(CODE_RENEWED, round_id=round_id)}
    lines = lines_with(*_HANDS, round_id=[round_id], project=renewed) if renewed else []
    found = {}
    for project in applications(round_id) if renewed else []:
        if when := new_code_before_a_change(_hands(project, [each for each in lines if _is_of(each, project)])):
            found[project.id] = when
    return found


_HANDS = (*IN_ITS_NAME, CODE_RENEWED)


def _hands(project: Project, lines: Iterable[RecordLine]) -> list[Hand]:
    return hands(lines, typed_in=project.came_by != "online")


def _is_of(line: RecordLine, project: Project) -> bool:
    return line.facts["project"] == project.id
