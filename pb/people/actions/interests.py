"""Declared interests: what somebody says of themselves before they decide about others."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from pb import clock
from pb.marked import delete_rows
from pb.people.models import Interest
from pb.people.queries.interests import DECLARED_ALL, DECLARED_ONE, WITHDRAWN, interests_of
from pb.people.rules.sentences import SAY_WHAT_CONNECTION
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import WORKING, Actor
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

INTEREST_DECLARED = Act(
    DECLARED_ONE, _l("declared an interest, or that they have none"), only=WORKING, after_the_end=True
)
#: They take no part in deciding there, all the same: nobody is free of an interest for a minute.
INTERESTS_WITHDRAWN = Act(
    WITHDRAWN, _l("took back an interest that they had declared"), only=WORKING, after_the_end=True
)


def declare_interest(by: Actor, *, round_id: int, description: str, project_id: int | None = None) -> None:
    """Somebody declares an interest in a round or one of its projects, or (with an empty description) that they have none.

    What they said before of the same round or project is replaced; the record keeps that it was said, and who once
    declared an interest in a project stays out of deciding on it.
    """
    if not tidy(description) and project_id in _projects_of(by, round_id):
        with acting(by, INTERESTS_WITHDRAWN, round_id=round_id, project=project_id, withdrawn=[project_id]) as act:
            _say(act.session, by, round_id, description, project_id)
        return
    with acting(by, INTEREST_DECLARED, round_id=round_id, reason=tidy(description), project=project_id) as act:
        _say(act.session, by, round_id, description, project_id)


INTERESTS_DECLARED = Act(
    DECLARED_ALL, _l("declared interests, or that they have none"), only=WORKING, after_the_end=True
)


def declare_interests(by: Actor, *, round_id: int, description: str, project_ids: Collection[int] = ()) -> None:
    """Somebody declares everything at once: a description (empty: no interest) and the projects they stand close to.

    All that they said before of this round is replaced, and the record says what they took back: from deciding there
    they stay out. Refuses projects without a word about them.
    """
    projects, reason = sorted(project_ids), tidy(description)
    if took_back := sorted(_projects_of(by, round_id) - set(projects)):
        with acting(
            by, INTERESTS_WITHDRAWN, round_id=round_id, reason=reason, projects=projects, withdrawn=took_back
        ) as act:
            _say_all(act.session, by, round_id, reason, projects)
        return
    with acting(by, INTERESTS_DECLARED, round_id=round_id, reason=reason, projects=projects) as act:
        _say_all(act.session, by, round_id, reason, projects)


def _say_all(session: Session, by: Actor, round_id: int, description: str, project_ids: list[int]) -> None:
    if project_ids and not description:
        raise Refusal(SAY_WHAT_CONNECTION, status=422)
    delete_rows(session, Interest, Interest.account_id == by.account_id, Interest.round_id == round_id)
    for project_id in [None, *project_ids]:
        _say(session, by, round_id, description, project_id)


def _projects_of(by: Actor, round_id: int) -> set[int]:
    """The projects in which they have declared an interest as it stands."""
    said = interests_of(by.account_id or 0, round_id)
    return {each.project_id for each in said if each.project_id is not None and each.description}


def _say(session: Session, by: Actor, round_id: int, description: str, project_id: int | None) -> None:
    said = (Interest.account_id == by.account_id, Interest.round_id == round_id, Interest.project_id == project_id)
    delete_rows(session, Interest, *said)
    values = {"description": tidy(description), "declared_at": clock.now(), "project_id": project_id}
    session.add(Interest(account_id=by.account_id, round_id=round_id, **values))
