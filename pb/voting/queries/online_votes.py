"""Whether anybody can vote online at this moment, and if not, when they can or could."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from pb import clock
from pb.database import db
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase
from pb.voting.models import BoxOpening
from pb.voting.queries.frozen_ballot import dates_of, require_frozen_ballot


class OnlineVotes(NamedTuple):
    """``is_open``: some round's ballot can be opened with a code. Else ``opens`` is when the next one opens; None where none
    is planned. ``has_closed``: one has closed whose box was not opened yet.
    """

    is_open: bool
    opens: datetime | None
    has_closed: bool


def online_votes() -> OnlineVotes:
    """The frozen rounds whose ballot boxes are still closed, as a voter with a card looks at them; none that were abandoned."""
    opened = select(BoxOpening.round_id)
    query = select(Round.id).where(Round.source == "people", Round.frozen_at.is_not(None), Round.id.not_in(opened))
    dated = [dates_of(require_frozen_ballot(round_id)) for round_id in db.session.scalars(query)]
    now = clock.now()
    at = [phase(each, now) for each in dated]
    ready = [each.voting_opens_at for each, its in zip(dated, at, strict=True) if its == Phase.READY]
    return OnlineVotes(
        is_open=Phase.VOTING in at,
        opens=min(ready, default=None),
        has_closed=bool({Phase.POST, Phase.CLOSED} & set(at)),
    )
