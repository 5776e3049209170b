"""Declared interests: what somebody says of themselves before they decide about others."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from pb import clock
from pb.marked import delete_rows
from pb.people.models import Interest
from pb.people.queries.interests import DECLARED_ALL, DECLARED_ONE, WITHDRAWN, interests_of
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor
from pb.words import lazy_gettext as _l

INTEREST_DECLARED = Act(DECLARED_ONE, _l("declared an interest, or that they have none"))
#: They take no part in deciding there, all the same: nobody is free of an interest for a minute.
INTERESTS_WITHDRAWN = Act(WITHDRAWN, _l("took back an interest that they had declared"))


def declare_interest(by: Actor, *, round_id: int, description: str, project_id: int | None = None) -> None:
    """Somebody declares an interest in a round or one of its projects, or (with an empty description) that they have none.

    What they said before of the same round or project is replaced; the record keeps that it was said, and who once
    declared an interest in a project stays out of deciding on it.
    """
    took_back = not description.strip() and project_id in _projects_of(by, round_id)
    act_of_it = INTERESTS_WITHDRAWN if took_back else INTEREST_DECLARED
    with acting(by, act_of_it, round_id=round_id, reason=description.strip(), project=project_id) as act:
        _say(act.session, by, round_id, description, project_id)


INTERESTS_DECLARED = Act(DECLARED_ALL, _l("declared interests, or that they have none"))


def declare_interests(by: Actor, *, round_id: int, description: str, project_ids: Collection[int] = ()) -> None:
    """Somebody declares everything at once: a description (empty: no interest) and the projects they stand close to.

    All that they said before of this round is replaced, and the record says what they took back: from deciding there
    they stay out. Refuses projects without a word about them.
    """
    took_back = sorted(_projects_of(by, round_id) - set(project_ids))
    act_of_it = INTERESTS_WITHDRAWN if took_back else INTERESTS_DECLARED
    with acting(by, act_of_it, round_id=round_id, reason=description.strip(), projects=sorted(project_ids)) as act:
        if took_back:
            act.facts["withdrawn"] = took_back
        if project_ids and not description.strip():
            raise Refusal(_l("Enter a few words about your connection with this group."), status=422)
        mine = (Interest.account_id == by.account_id, Interest.round_id == round_id)
        delete_rows(act.session, Interest, *mine)
        for project_id in [None, *sorted(project_ids)]:
            _say(act.session, by, round_id, description, project_id)


def _projects_of(by: Actor, round_id: int) -> set[int]:
    """The projects in which they have declared an interest as it stands."""
    said = interests_of(by.account_id or 0, round_id)
    return {each.project_id for each in said if each.project_id is not None and each.description}


def _say(session: Session, by: Actor, round_id: int, description: str, project_id: int | None) -> None:
    said = (Interest.account_id == by.account_id, Interest.round_id == round_id, Interest.project_id == project_id)
    delete_rows(session, Interest, *said)
    values = {"description": description.strip(), "declared_at": clock.now(), "project_id": project_id}
    session.add(Interest(account_id=by.account_id, round_id=round_id, **values))
