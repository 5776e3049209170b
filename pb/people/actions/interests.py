"""Declared interests: what somebody says of themselves before they decide about others."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from pb import clock
from pb.marked import delete_rows
from pb.people.models import Interest
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor
from pb.words import lazy_gettext as _l

INTEREST_DECLARED = Act("interest.declared", _l("declared an interest, or that they have none"))


def declare_interest(by: Actor, *, round_id: int, description: str, project_id: int | None = None) -> None:
    """Somebody declares an interest in a round or one of its projects, or (with an empty description) that they have none.

    What they said before of the same round or project is replaced; the record keeps that it was said.
    """
    with acting(by, INTEREST_DECLARED, round_id=round_id, reason=description.strip(), project=project_id) as act:
        _say(act.session, by, round_id, description, project_id)


INTERESTS_DECLARED = Act("interests.declared", _l("declared interests, or that they have none"))


def declare_interests(by: Actor, *, round_id: int, description: str, project_ids: Collection[int] = ()) -> None:
    """Somebody declares everything at once: a description (empty: no interest) and the projects they stand close to.

    All that they said before of this round is replaced. Refuses projects without a word about them.
    """
    with acting(
        by, INTERESTS_DECLARED, round_id=round_id, reason=description.strip(), projects=sorted(project_ids)
    ) as act:
        if project_ids and not description.strip():
            raise Refusal(_l("Enter a few words about your connection with this group."), status=422)
        mine = (Interest.account_id == by.account_id, Interest.round_id == round_id)
        delete_rows(act.session, Interest, *mine)
        for project_id in [None, *sorted(project_ids)]:
            _say(act.session, by, round_id, description, project_id)


def _say(session: Session, by: Actor, round_id: int, description: str, project_id: int | None) -> None:
    said = (Interest.account_id == by.account_id, Interest.round_id == round_id, Interest.project_id == project_id)
    delete_rows(session, Interest, *said)
    values = {"description": description.strip(), "declared_at": clock.now(), "project_id": project_id}
    session.add(Interest(account_id=by.account_id, round_id=round_id, **values))
