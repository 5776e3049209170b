"""What a tablet keeps to work without a network: every screen of a turn, laid out for nobody, and the rules by which its
script fills them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

from flask import abort, current_app, url_for
from flask_babel import force_locale

from pb import __version__
from pb.clock import LOCAL
from pb.pages.kiosk import bp
from pb.pages.kiosk.kiosk import kiosk_here
from pb.pages.kiosk.laid_out import corner_pages, leaving_pages, left_open_in, problems_with_what_was_typed, start_pages
from pb.pages.vote.laid_out import sentences_in, voters_pages
from pb.pages.vote.screen_settings import ScreenSettings
from pb.rounds.rules import closes_at, session_margin
from pb.venues.models import VotingSession
from pb.venues.rules.hours import hours_on
from pb.voting import queries
from pb.voting.models import Kiosk
from pb.voting.queries import FrozenBallot, SpokenBallot, dates_of
from pb.voting.rules.kiosk_times import KIOSK_TIMES
from pb.voting.rules.pins import MOST_WRONG
from pb.voting.rules.short_turns import shortest_turn
from pb.web import rate_limits
from pb.web.access import KIOSK, open_to
from pb.web.assets import assets

#: Votes that are sent together, and ballots that a tablet would like to have in stock.
AT_ONCE, WANTED = 10, 40


@bp.get("/kiosk/screens")
@open_to(KIOSK)
def screens():
    """All that this kiosk shows and needs to know. There is nothing of a visitor in it, and no key but the public one."""
    kiosk, voting_session, ballot = kiosk_here()
    if ballot is None:
        abort(404)
    gone = queries.withdrawn_numbers(ballot)
    languages = list(ScreenSettings().to_change()["languages"]) or ["en"]
    pages = {each: voters_pages(each, ballot, gone) | leaving_pages(each) for each in languages}
    pages["en"] |= start_pages(kiosk, voting_session, ballot) | corner_pages(kiosk, voting_session)
    said = {each: sentences_in(each, ballot, gone) | left_open_in(each) for each in languages}
    said["en"]["problems"] = problems_with_what_was_typed()
    return {
        "version": screens_version(kiosk, voting_session, ballot),
        "roundId": ballot.round_id,
        "publicKey": ballot.public_key,
        "cardKey": queries.public_card_key(ballot),
        "pages": pages,
        "said": said,
        "parts": [
            {"numbers": [str(each) for each in part.numbers], "least": ballot.rules.least_in(part, gone)}
            for part in ballot.rules.parts
        ],
        "pots": [
            {"id": pot.id, "numbers": [line.number for line in ballot.lines if line.pot_id == pot.id]}
            for pot in ballot.pots
        ],
        "rotation": ballot.rotation,
        "hours": _hours(voting_session, ballot),
        "media": list(dict.fromkeys(_media(ballot, gone))),
        "addresses": _addresses(),
        "atOnce": AT_ONCE,
        "wanted": WANTED,
        "shortestTurn": shortest_turn(line.title for line in ballot.lines),
        **_times(),
    }


def screens_version(kiosk: Kiosk, voting_session: VotingSession, ballot: FrozenBallot | None) -> str:
    """Another one as soon as the screens of this kiosk are: its tablet then fetches them anew. "" where it has none."""
    if ballot is None:
        return ""
    gone = queries.withdrawn_numbers(ballot)
    made_of = (
        (__version__, assets().version, ballot.round_id, ballot.corrected, sorted(gone)),
        (kiosk.name, voting_session.venue.name, _hours(voting_session, ballot)),
        sorted(_media(ballot, gone)),
        [str(each) for each in ScreenSettings().to_change()["languages"].values()],
        current_app.config["PROGRAMME_NAME"],
        current_app.config["HELP_PHONE"],
        queries.public_card_key(ballot),
    )
    return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:16]


def _hours(voting_session: VotingSession, ballot: FrozenBallot) -> list[list[str]]:
    """From when until when ballots may be opened, on each day of the session, until voting closes."""
    margin, end = session_margin(ballot), closes_at(dates_of(ballot))
    day, last = (each.astimezone(LOCAL).date() for each in (voting_session.starts_at, voting_session.ends_at))
    days = [day + timedelta(days=n) for n in range((last - day).days + 1)]
    found = [hours for hours in (hours_on(voting_session, each, margin) for each in days) if hours]
    return [[begins.isoformat(), min(ends, end).isoformat()] for begins, ends in found if begins < end]


def _media(ballot: FrozenBallot, gone: Collection[int]) -> Iterator[str]:
    """The addresses of all pictures and sounds that the screens show or play."""
    for line in ballot.lines:
        if line.picture:
            yield from (url_for("media.picture", sha256=line.picture, size=size) for size in ("small", "large"))
    with force_locale("en_GB"):
        spoken: SpokenBallot = queries.spoken_ballot(ballot, gone)
    yield from (url_for("media.media", sha256=said.sound) for said in spoken.all() if said.sound)


def _addresses() -> dict[str, str]:
    """What the tablet answers itself, where it talks to the server, and the start."""
    ours = {
        "next": "next_voter",
        "goOn": "go_on",
        "stop": "stop",
        "check": "check_tablet",
        "end": "end_turn",
        "start": "device",
        "screens": "screens",
    }
    ours |= {"contact": "contact", "votes": "take_votes", "leave": "leave"}
    theirs = ("declaration", "ballot", "review", "settings", "cast")
    return {
        **{name: url_for(f"kiosk.{view}") for name, view in ours.items()},
        **{name: url_for(f"vote.{name}") for name in theirs},
    }


def _times() -> dict[str, Any]:
    limit = rate_limits.PINS
    return {
        "times": {
            "retryAfter": KIOSK_TIMES.retry_after,
            "retryLatest": KIOSK_TIMES.retry_latest,
            "contactEvery": KIOSK_TIMES.contact_every,
        },
        "pins": {
            "free": limit.free,
            "waits": list(limit.waits),
            "most": MOST_WRONG,
            "locked": KIOSK_TIMES.pin_locked_for,
        },
    }
