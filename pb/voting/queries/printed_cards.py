"""What is true of a vote when its cards are printed: until when, and the times and places, those near a venue first."""

from __future__ import annotations

from pb import clock
from pb.clock import LOCAL
from pb.formats import clock_time, day, day_of_week, day_time
from pb.rounds.models import Round
from pb.rounds.rules import closes_at, post_closes_at
from pb.venues.models import Venue, VotingSession
from pb.venues.queries import planned_to_look_at
from pb.venues.rules.hours import through_the_night
from pb.venues.rules.near import VenueSearch, districts_in, nearness
from pb.voting.rules.printed_cards import MOST_PLACES, CardDates
from pb.words import lazy_gettext as _l


def vote_on_cards(round_: Round, page: str, venue: Venue | None = None) -> CardDates | None:
    """The dates and places for a card of this round; None before the freeze. ``venue``: where the cards go. Its own sessions
    stand first, then those nearest to it; without one they are in order of time.
    """
    if not round_.frozen:
        return None
    now, online, post = clock.now(), closes_at(round_), post_closes_at(round_)
    ahead = [each for each in planned_to_look_at(round_.id) if each.ends_at > now]
    if venue:
        near = VenueSearch(districts_in(venue.address), ())
        ahead.sort(key=lambda each: (each.venue_id != venue.id, nearness(each.venue, near)))
    return CardDates(
        online=day_time(online) if online > now else "",
        post=day_time(post) if post > now else "",
        places=tuple(map(_line, ahead[:MOST_PLACES])),
        others=len(ahead[MOST_PLACES:]),
        printed=day(now),
        page=page,
    )


def _line(each: VotingSession) -> str:
    """When and where, in one line. One that stays for days has the same hours on each of them."""
    first, last = (moment.astimezone(LOCAL).date() for moment in (each.starts_at, each.ends_at))
    where = ", ".join(filter(None, (each.venue.name, each.venue.address.replace("\n", ", "))))
    facts = {
        "day": day_of_week(first), "last": day_of_week(last), "where": where,
        "starts": clock_time(each.starts_at), "ends": clock_time(each.ends_at),
    }  # fmt: skip
    if first == last:
        return str(_l("%(day)s, %(starts)s to %(ends)s: %(where)s", **facts))
    if through_the_night(each.starts_at, each.ends_at):
        return str(_l("%(day)s, %(starts)s to %(last)s, %(ends)s: %(where)s", **facts))
    return str(_l("%(day)s to %(last)s, %(starts)s to %(ends)s: %(where)s", **facts))
