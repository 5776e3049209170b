"""What keeps the ballot box shut, in sentences that name it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pb.formats import short_day
from pb.marked import Marked
from pb.paper.queries import Gap
from pb.paper.rules.resolutions import DAMAGED
from pb.people.queries import names
from pb.results.rules.held_votes import held_in_words
from pb.venues.models import VotingSession
from pb.voting.models import Kiosk
from pb.voting.queries import held_by_reason
from pb.words import Sentence, Written
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

#: The kinds of ``pb.paper.queries.Gap`` by the step of the checklist that they hold up.
KINDS = {
    "sessions": (*DAMAGED, "row", "to_send", "no_account", "account_waits", "turns_open"),
    "bundles": ("box_unopened", "bundle_open", "post_waiting"),
    "adds_up": ("surplus", "batch", "held", "sum", "found"),
}


def sentence_of_gap(gap: Gap) -> Sentence:
    """What is still to be done, with the name of where."""
    return _SAID[gap.kind](gap)


def place_of(gap: Gap) -> Sentence | str:
    """The session or the post, by name."""
    if gap.session is not None:
        return place_of_session(gap.session)
    if gap.batch and not gap.batch.is_for_post:
        return _l("Spare papers") if gap.batch.is_spare else _l("Papers at the office")
    return _l("Post")


def place_of_session(session: VotingSession) -> Sentence:
    """A session by its venue and day."""
    # A venue that was removed outside the program stops no list.
    venue = session.venue.name if session.venue else _l("A venue that is no longer there")
    return _l("%(venue)s, %(day)s", venue=venue, day=Written(short_day, session.starts_at))


_SAID: dict[str, Callable[[Gap], Sentence]] = {
    "no_account": lambda gap: _l("%(where)s: there is no ballot paper account yet.", where=place_of(gap)),
    "account_waits": lambda gap: _l(
        "%(where)s: the ballot paper account needs a second person to agree it.", where=place_of(gap)
    ),
    "turns_open": lambda gap: _ln(
        "%(where)s: one ballot is still open on a tablet. End that kiosk, or submit the ballot paper account.",
        "%(where)s: %(num)s ballots are still open on tablets. End those kiosks, or submit the ballot paper account.",
        gap.number,
        where=place_of(gap),
    ),
    "box_unopened": lambda gap: _l(
        "%(where)s: nobody has opened the session box and counted the papers.", where=place_of(gap)
    ),
    "bundle_open": lambda gap: _l("%(where)s: the bundle of papers is not in the ballot box yet.", where=place_of(gap)),
    "post_waiting": lambda gap: _ln(
        "One reply envelope is not in the ballot box yet.",
        "%(num)s reply envelopes are not in the ballot box yet.",
        gap.number,
    ),
    "surplus": lambda gap: _ln(
        "%(where)s: there is one more paper in the bundle than was issued.",
        "%(where)s: there are %(num)s more papers in the bundle than were issued.",
        gap.number,
        where=place_of(gap),
    ),
    "batch": lambda gap: _batch(gap),
    "found": lambda gap: _ln(
        "%(where)s: one paper was found too late to be counted. A second person must agree.",
        "%(where)s: %(num)s papers were found too late to be counted. A second person must agree.",
        gap.number,
        where=place_of(gap),
    ),
    "heads": lambda gap: _l("The head count of %(where)s was changed outside this website.", where=place_of(gap)),
    "account": lambda gap: _l(
        "The ballot paper account of %(where)s was changed outside this website.", where=place_of(gap)
    ),
    "team": lambda gap: _l("The team of %(where)s was changed outside this website.", where=place_of(gap)),
    "venue": lambda gap: _l(
        "The details of the venue of %(where)s were changed outside this website.", where=place_of(gap)
    ),
    "tablet": lambda gap: _l(
        "%(where)s: the details of a tablet were changed outside this website (%(devices)s).",
        where=place_of(gap),
        devices=", ".join(each.name for each in gap.damaged),  # type: ignore[attr-defined]
    ),
    "row": lambda gap: damaged_tables(gap.damaged),
    "to_send": lambda gap: _to_send(gap),
    "held": lambda gap: _held(gap),
    "sum": lambda gap: _ln(
        "%(where)s: the numbers of papers and ballots differ by one.",
        "%(where)s: the numbers of papers and ballots differ by %(num)s.",
        abs(gap.number),
        where=place_of(gap),
    ),
}


def _held(gap: Gap) -> Sentence:
    kiosk_id, device = (gap.kiosk.id, gap.kiosk.name) if gap.kiosk else (0, "")
    return held_in_words(place_of(gap), device, held_by_reason(kiosk_id))


def _to_send(gap: Gap) -> Sentence:
    about = {"where": place_of(gap), "device": gap.kiosk.name if gap.kiosk else ""}
    if not gap.number:
        return _l(
            "%(where)s: %(device)s has not told us that all its votes are sent. Switch it on and connect it to the internet.",
            **about,
        )
    return _ln(
        "%(where)s: %(device)s has one vote to send. Switch it on and connect it to the internet.",
        "%(where)s: %(device)s has %(num)s votes to send. Switch it on and connect it to the internet.",
        gap.number,
        **about,
    )


def damaged_tables(damaged: Iterable[Marked]) -> Sentence:
    """Rows that were changed outside the program and about which nobody can decide, by the names of their tables."""
    tables = sorted({each.__table__.name for each in damaged})
    return _l(
        "The database was changed outside this website (%(tables)s). With a backup from before, the person who "
        "looks after the server runs “flask --app wsgi record put-rows-back BACKUP”.",
        tables=", ".join(tables) or Kiosk.__table__.name,
    )


def said_now(gap: Gap) -> list[tuple[Sentence, str]]:
    """What damaged rows say now, for those who decide: what it is, and its value."""
    return [(label, str(value)) for row in gap.damaged for label, value in _NOW[gap.kind](row)]


_NOW: dict[str, Callable[[Any], list[tuple[Sentence, Any]]]] = {
    "tablet": lambda row: [(_l("Device"), row.name), (_l("Set up by"), names().get(row.paired_by, ""))],
    "heads": lambda row: [(_l("Voters counted"), row.heads), (_l("Counted by"), row.counted_by)],
    "venue": lambda row: [(_l("Venue"), row.name), (_l("Address"), row.address)],
    "team": lambda row: [(_l("On the team"), names().get(row.account_id, ""))],
    "account": lambda row: [
        (_l("Papers received"), row.received),
        (_l("Issued"), row.issued),
        (_l("Not used"), row.unused),
        (_l("Spoiled"), row.spoiled),
        (_l("Taken away"), row.taken_away),
        (_l("Submitted by"), names().get(row.submitted_by, "")),
        (_l("Agreed by"), names().get(row.agreed_by, "")),
        (_l("Reason"), row.reason),
    ],
}


def _batch(gap: Gap) -> Sentence:
    if gap.batch and gap.batch.is_spare:
        return _ln(
            "One spare paper was printed, and is at no session.",
            "%(num)s spare papers were printed, and are at no session.",
            gap.number,
        )
    if gap.session is None and gap.batch and gap.batch.session_id:
        return _ln(
            "One paper of a session was brought back to the office.",
            "%(num)s papers of a session were brought back to the office.",
            gap.number,
        )
    if gap.session is None:
        return _ln(
            "Postal voting: one paper was printed and has not come back.",
            "Postal voting: %(num)s papers were printed and have not come back.",
            gap.number,
        )
    return _ln(
        "%(where)s was cancelled, but one paper was printed for it.",
        "%(where)s was cancelled, but %(num)s papers were printed for it.",
        gap.number,
        where=place_of(gap),
    )
