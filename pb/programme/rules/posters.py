"""A poster for a venue: where and when people can vote, in words. Plain values in, plain values out."""

from __future__ import annotations

from dataclasses import dataclass

from pb.programme.rules.letters import Words
from pb.words import lazy_gettext as _l


@dataclass(frozen=True)
class Poster:
    """One sheet for one venue. ``days``: (day, times of that day), in order; ``points``: what somebody has to know first."""

    heading: Words
    round_name: str
    venue: str
    address: str
    days: tuple[tuple[str, tuple[str, ...]], ...]
    points: tuple[Words, ...]
    declarations: tuple[str, ...]
    help: Words


def poster(
    round_name: str,
    venue: tuple[str, str],
    days: tuple[tuple[str, tuple[str, ...]], ...],
    declarations: tuple[str, ...],
    access: tuple[Words, ...],
    phone: str,
    *,
    needs_card: bool,
    has_team: bool,
) -> Poster:
    """``venue``: its name and address; ``declarations``: what voters say of themselves, in the round's own words; ``phone``: of who helps;
    ``has_team``: somebody of ours is there at each of these times.
    """
    name, address = venue
    card = _l("Bring your voting card.") if needs_card else _l("You do not need a voting card.")
    return Poster(
        heading=_l("You can vote here"),
        round_name=round_name,
        venue=name,
        address=address,
        days=days,
        points=(
            _l("Choose which projects get money."),
            card,
            _l("There is someone to help you.") if has_team else _l("Ask the people here for a ballot paper."),
            _l("Your vote is secret."),
            *access,
        ),
        declarations=tuple(filter(None, declarations)),
        help=_l("Questions? Phone %(phone)s.", phone=phone) if phone else "",
    )
