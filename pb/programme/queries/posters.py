"""Which venues have sessions to come, for their posters."""

from __future__ import annotations

from itertools import groupby

from pb.clock import LOCAL
from pb.formats import clock_time, day_time
from pb.programme.queries.letters import access_of, by_day, sessions_to_come
from pb.programme.rules.posters import Poster, poster
from pb.rounds.models import Round
from pb.unicode_text import by_name
from pb.venues.models import VotingSession
from pb.words import lazy_gettext as _l


def posters(round_: Round, phone: str) -> list[Poster]:
    """One for each venue, in order of their names; none of a round that is not frozen, or was abandoned."""
    if not round_.frozen or round_.abandonment:
        return []
    by_venue = sorted(
        sessions_to_come(round_), key=lambda each: (by_name(each.venue.name), each.venue_id, each.starts_at)
    )
    made = []
    for _venue_id, here in groupby(by_venue, key=lambda each: each.venue_id):
        sessions = list(here)
        venue = sessions[0].venue
        made.append(
            poster(
                round_.name,
                (venue.name, venue.address),
                by_day(sessions, _times),
                (round_.age_declaration, round_.area_declaration),
                access_of(venue),
                phone,
                needs_card=round_.entitlement == "code",
                has_team=all(each.team for each in sessions),
            )
        )
    return made


def _times(each: VotingSession) -> str:
    """Of one that goes on for days, nobody can vote at night."""
    if each.starts_at.astimezone(LOCAL).date() != each.ends_at.astimezone(LOCAL).date():
        return str(_l("until %(until)s, when this place is open", until=day_time(each.ends_at)))
    return str(_l("%(from_)s to %(until)s", from_=clock_time(each.starts_at), until=clock_time(each.ends_at)))
