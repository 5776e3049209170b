"""Filters of the templates: how dates and numbers are written (money: pb/web/isolates.py). Tests: whether a moment is past."""

from __future__ import annotations

from flask import Flask

from pb import clock, formats

#: Letters of the name of a ballot's button and its value together.
PRESS_LENGTH = 14


def install(app: Flask) -> None:
    """Give the templates these filters, and the test ``past``."""
    app.jinja_env.filters["press_value"] = press_value
    days = (formats.day, formats.short_day, formats.day_of_week, formats.clock_time, formats.day_time, formats.last_day)
    for write in (*days, formats.number, formats.number_range):
        app.jinja_env.filters[write.__name__] = write
    app.jinja_env.tests["past"] = lambda moment: moment <= clock.now()


def press_value(number: int, name: str) -> str:
    """The value of a button of the ballot with this name: name and value are as long for every number and every press, so
    that the length of what is sent tells nothing.
    """
    return f"{number:0{PRESS_LENGTH - len(name)}}"
