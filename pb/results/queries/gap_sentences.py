"""What keeps the ballot box shut, in sentences that name it."""

from __future__ import annotations

from collections.abc import Callable

from pb.formats import short_day
from pb.paper.queries import Gap
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

#: The kinds of ``pb.paper.queries.Gap`` by the step of the checklist that they hold up.
KINDS = {
    "sessions": ("no_account", "account_waits", "turns_open"),
    "bundles": ("box_unopened", "bundle_open", "post_waiting"),
    "decided": ("surplus", "batch", "held", "sum"),
}


def sentence_of(gap: Gap) -> Sentence:
    """What is still to be done, with the name of where."""
    return _SAID[gap.kind](gap)


def place_of(gap: Gap) -> Sentence | str:
    """The session or the post, by name."""
    if gap.session is None:
        return _l("Post")
    return _l("%(venue)s, %(day)s", venue=gap.session.venue.name, day=short_day(gap.session.starts_at))


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
    "held": lambda gap: _ln(
        "%(where)s: one vote from %(device)s came after the tablet was stopped or voting had closed.",
        "%(where)s: %(num)s votes from %(device)s came after the tablet was stopped or voting had closed.",
        gap.number,
        where=place_of(gap),
        device=gap.kiosk.name if gap.kiosk else "",
    ),
    "sum": lambda gap: _ln(
        "%(where)s: the numbers of papers and ballots differ by one.",
        "%(where)s: the numbers of papers and ballots differ by %(num)s.",
        abs(gap.number),
        where=place_of(gap),
    ),
}


def _batch(gap: Gap) -> Sentence:
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
