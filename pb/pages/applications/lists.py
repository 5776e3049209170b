"""The parts of the list of applications, and which application waits next for whoever reads."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from pb.projects import queries
from pb.projects.models import Project
from pb.projects.queries import ToAssess
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.rounds.models import Round
from pb.web.access import actor, may_open
from pb.words import Sentence
from pb.words import lazy_gettext as _l


class Part(NamedTuple):
    """Part of the list: its name in the address, what it is called on the page, and the ids of its applications."""

    name: str
    description: Sentence
    ids: Collection[int]


def parts_of(round_: Round, sent: Collection[tuple[Project, str]]) -> list[Part]:
    """The parts into which the applications that were ``sent`` fall, each with where it stands. What waits for the reader
    is one of them for a member.
    """
    to_assess = queries.still_to_assess(round_, [project for project, _stands in sent])
    for_second = {each.id for each in to_assess.for_second}

    def standing(*statuses: ApplicationStatus) -> list[int]:
        return [project.id for project, stands in sent if stands in statuses]

    to_check = [each for each in standing(ApplicationStatus.WAITING) if each not in for_second]
    parts = [
        Part("second", _l("Waiting for a second member"), for_second),
        Part("check", _l("To be checked"), to_check),
        Part("fix", _l("Being changed by the group"), standing(ApplicationStatus.FIX)),
        Part("decided", _l("Decided"), standing(ApplicationStatus.ELIGIBLE, ApplicationStatus.NOT_ELIGIBLE)),
    ]
    if may_open("applications.assess"):
        parts.insert(
            0, Part("yours", _l("Waiting for you"), [each.id for each in waiting_for_reader(round_, to_assess)])
        )
    return parts


def waiting_for_reader(round_: Round, to_assess: ToAssess | None = None) -> list[Project]:
    """The applications on which whoever reads can decide now, or agree to a decision; none for who decides nothing."""
    if round_.frozen or not may_open("applications.assess"):
        return []
    to_assess = to_assess or queries.still_to_assess(round_)
    theirs = [each for each in to_assess.undecided if status_of(each) == ApplicationStatus.WAITING]
    theirs = queries.without_own_interest(actor(), round_.id, [*theirs, *to_assess.by_one])
    theirs += queries.may_be_second_for(actor(), round_.id, to_assess.for_second)
    return sorted(theirs, key=lambda project: project.id)


def next_one(round_: Round, project: Project) -> Project | None:
    """The application that waits for the reader after ``project``; None where this one still does, or none."""
    waiting = waiting_for_reader(round_)
    if project in waiting:
        return None
    return next((each for each in waiting if each.id > project.id), waiting[0] if waiting else None)
