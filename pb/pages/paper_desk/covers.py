"""The cover of a batch: a sheet that lies on its pile, says where it goes, and keeps it apart from the next one."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.database import db
from pb.formats import clock_time, day
from pb.paper.models import Batch
from pb.venues.models import VotingSession

_BLANK = "_" * 22


def cover_of(batch: Batch, papers: int) -> tuple[str, ...]:
    """The lines of it, the first the largest."""
    return (
        *_where(batch),
        _("Batch %(number)s", number=batch.id),
        ngettext("%(num)s ballot paper", "%(num)s ballot papers", papers),
        _("Counted when packed: %(blank)s", blank=_BLANK),
        _("Counted at the session: %(blank)s", blank=_BLANK),
    )


def _where(batch: Batch) -> tuple[str, ...]:
    voting_session = db.session.get(VotingSession, batch.session_id) if batch.session_id else None
    if voting_session is None:
        return (_("Spare ballot papers") if batch.is_spare else _("Papers for postal voting"),)
    when = _("%(day)s, %(time)s", day=day(voting_session.starts_at), time=clock_time(voting_session.starts_at))
    return tuple(filter(None, (voting_session.venue.name, voting_session.venue.address, when)))
