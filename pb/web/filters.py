"""Filters of the templates: how dates and numbers are written (money: pb/web/isolates.py). Tests: whether a moment is past."""

from __future__ import annotations

from flask import Flask

from pb import clock, formats, unicode_text


def install(app: Flask) -> None:
    """Give the templates these filters, and the test ``past``."""
    days = (
        formats.day,
        formats.short_day,
        formats.day_of_week,
        formats.clock_time,
        formats.day_time,
        formats.start_time,
        formats.last_day,
    )
    for write in (*days, formats.number, formats.number_range, unicode_text.amounts_from_the_left):
        app.jinja_env.filters[write.__name__] = write
    app.jinja_env.tests["past"] = lambda moment: moment <= clock.now()
