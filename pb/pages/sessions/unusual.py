"""What is unusual in the plan of sessions, in words: somebody on two teams at once, a venue twice, nobody on a team."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash
from flask_babel import gettext as _

from pb.formats import clock_time, day, day_time, last_day, start_time
from pb.people.queries import names
from pb.venues import queries
from pb.venues.rules.two_places import SessionWithTeam, UnusualSession, unusual_sessions

#: So many sentences stand beside one session.
_MOST = 3


def unusual_in_words(found: UnusualSession | None, known: Mapping[int, str]) -> list[str]:
    """A sentence for each, the first of them where there are many."""
    if found is None:
        return []
    elsewhere, same = found.elsewhere[:_MOST], found.same_venue[:_MOST]
    said = [
        _("%(name)s is also on the team at %(session)s.", name=known[account_id], session=_where(other))
        for account_id, other in elsewhere
    ]
    said += [_("This venue has another session at this time: %(session)s.", session=_where(each)) for each in same]
    if found.nobody:
        said.append(_("Nobody is on the team."))
    if found.alone:
        said.append(_("One person is on the team. Someone else, such as the host, must count the voters."))
    more = len(said) - _MOST + len(found.elsewhere) - len(elsewhere) + len(found.same_venue) - len(same)
    return [*said[:_MOST], _("And %(num)s more.", num=more)] if more > 0 else said


def unusual_now(session_id: int) -> UnusualSession | None:
    """What is unusual of one session; None of one that is over."""
    return unusual_sessions(queries.still_to_come(), {session_id}).get(session_id)


def tell_of_unusual(session_id: int) -> None:
    """What is unusual of a session that was saved, above the next page."""
    found = unusual_now(session_id)
    if said := unusual_in_words(found, names()):
        flash(" ".join([*said, *([travel_is_not_known()] if found and found.elsewhere else [])]), "warning")


def travel_is_not_known() -> str:
    return _("We only look at the times of the sessions. We do not know how long the way between them takes.")


def _where(each: SessionWithTeam) -> str:
    if day(each.starts_at) == day(last_day(each.ends_at)):
        times = {"start": clock_time(each.starts_at), "end": clock_time(each.ends_at), "day": day(each.starts_at)}
        return _("%(venue)s on %(day)s, %(start)s to %(end)s", venue=each.venue, **times)
    ends = day_time(each.ends_at)
    return _("%(venue)s from %(start)s to %(end)s", venue=each.venue, start=start_time(each.starts_at), end=ends)
