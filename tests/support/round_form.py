"""The form for a round, filled in as a coordinator would."""

from __future__ import annotations

DATES = {
    "Applications open": ("1 3 2027", "09:00"),
    "Applications close": ("28 3 2027", "17:00"),
    "Voting opens": ("12 4 2027", "09:00"),
    "Voting closes": ("26 4 2027", "17:00"),
    "Postal votes must arrive by": ("30 April 2027", "12.30"),
}


def fills_in(desk, name="Spring 2027", money="£2,400", most="400", **dates):
    """Everything that has no answer yet, on the open page; ``dates`` are other ones, by their question."""
    desk.types("Name of the round", name).types("Money in the pot", money).types("The most one group", most)
    desk.types("Who can vote: area", "I live in Leith.")
    for question, (day, time) in (DATES | dates).items():
        desk.dates(question, day, time)
    return desk
