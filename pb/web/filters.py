"""Filters of the templates: how money, dates and numbers are written."""

from __future__ import annotations

from flask import Flask

from pb import wording


def install(app: Flask) -> None:
    """Give the templates these filters."""
    days = (wording.day, wording.short_day, wording.clock_time, wording.day_time)
    for write in (*days, wording.money, wording.number, wording.number_range):
        app.jinja_env.filters[write.__name__] = write
