"""Names and addresses of postal votes are deleted by a timer, once the post is over."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select, union

from pb import clock
from pb.database import db
from pb.record.actions import acting
from pb.record.acts import Act
from pb.regular_work import done_regularly
from pb.roles import Actor, Role
from pb.rounds.models import Round
from pb.rounds.rules import post_closes_at
from pb.voting.models import PostalAddress, PostalAsk
from pb.voting.rules.post import ADDRESSES_KEPT
from pb.words import lazy_gettext as _l

#: (An address has no mark: of what was deleted nothing stays, so the line is all that is left.)
ADDRESSES_DELETED = Act(
    "post.addresses_deleted", _l("deleted the names and addresses of postal votes: %(count)s"), changes_no_row=True
)


@done_regularly
def forget_addresses(is_to_stop: Callable[[], bool] = lambda: False) -> int:
    """Delete the names and addresses of every round whose last post was in ``ADDRESSES_KEPT`` ago, those of requests on the
    website that nobody took among them; how many.
    """
    forgotten = 0
    there = union(select(PostalAddress.round_id), select(PostalAsk.round_id))
    for round_id in db.session.scalars(there).all():
        round_ = db.session.get(Round, round_id)
        if is_to_stop():
            break
        if round_ is None or clock.now() < post_closes_at(round_) + ADDRESSES_KEPT:
            continue
        with acting(Actor(None, Role.COMMAND), ADDRESSES_DELETED, round_id=round_id) as act:
            here = [
                each
                for table in (PostalAddress, PostalAsk)
                for each in act.session.scalars(select(table).where(table.round_id == round_id))
            ]
            for each in here:
                act.session.delete(each)
            act.facts["count"] = len(here)
        forgotten += len(here)
    return forgotten
