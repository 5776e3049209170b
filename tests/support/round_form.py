"""The settings of a round, set up as a coordinator would: a name, then a section after the other."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from pb.database import db
from pb.rounds.models import Round

DATES = {
    "Applications open": ("1 3 2027", "09:00"),
    "Applications close": ("28 3 2027", "17:00"),
    "Voting opens": ("12 4 2027", "09:00"),
    "Voting closes": ("26 4 2027", "17:00"),
    "Postal votes must arrive by": ("30 April 2027", "12.30"),
}
#: What has no usual answer, by section.
TYPED = {
    "money": {"Money in the pot": "£2,400", "The most one group": "400"},
    "voters": {"Who can vote: age": "I am 60 or over.", "Who can vote: area": "I live in Leith."},
}
#: Sections in which the usual answers do.
USUAL = ("applications", "ballot", "signing", "publication")


def begins(desk: Any, name: str = "Spring 2027") -> int:
    """A round of which only the name is known; its number."""
    desk.opens("/rounds/new")
    desk.types("Name of the round", name).presses("Set up the round")
    return db.session.scalars(select(Round.id).order_by(Round.id.desc())).first()


def opens(desk: Any, round_id: int, section: str) -> Any:
    return desk.opens(f"/rounds/{round_id}/settings/{section}")


def fills_in(desk: Any, round_id: int, section: str, **dates: tuple[str, str]) -> Any:
    """Everything that has no answer yet in a section, on its page; ``dates`` are other ones, by their question."""
    opens(desk, round_id, section)
    for question, typed in TYPED.get(section, {}).items():
        desk.types(question, typed)
    if section == "dates":
        for question, (day, time) in (DATES | dates).items():
            desk.dates(question, day, time)
    return desk


def sets_up(desk: Any, *, besides: str = "") -> int:
    """A round whose sections are all set, ``besides`` one."""
    round_id = begins(desk)
    for section in ("money", "dates", "voters", *USUAL):
        if section != besides:
            page = fills_in(desk, round_id, section).presses("Save")
            assert page.status == 200 and "has been saved" in page.text, (section, page.errors)
    return round_id


def stored(round_id: int) -> Round:
    db.session.rollback()
    return db.session.get_one(Round, round_id)
