"""How money, dates and numbers are written on a page: British English words, Europe/London time."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from pb.clock import LOCAL

if TYPE_CHECKING:
    from flask import Flask  # the rules use this wording too, and they need no Flask


def money(pence: int) -> str:
    """1234500 pence as "£12,345"; pennies are shown only where there are some."""
    sign = "-" if pence < 0 else ""
    pounds, rest = divmod(abs(pence), 100)
    return f"{sign}£{pounds:,}.{rest:02d}" if rest else f"{sign}£{pounds:,}"


class NotMoney(ValueError):
    """The text is not an amount in pounds."""


def pence(typed: str) -> int:
    """What a person typed as pounds ("£1,200", "1200.50", "1 200", "35 pounds", "80p") as whole pence.

    Raises ``NotMoney`` when it could be read in two ways ("1,50") or in none.
    """
    # Not "[.-]+$": a search for it takes hours on a form of nothing but hyphens, and anybody can send one.
    text = re.sub(r"£|\s|pounds?|gbp", "", (typed or "").lower()).rstrip(".-")
    if pennies := re.fullmatch(r"(\d{1,4})(p|pence)", text):
        return int(pennies[1])
    if not re.fullmatch(r"(\d{1,9}|\d{1,3}(,\d{3}){1,2})(\.\d{1,2})?", text):
        raise NotMoney(typed)
    pounds, _, rest = text.replace(",", "").partition(".")
    return int(pounds) * 100 + int((rest or "0").ljust(2, "0"))


def day(moment: date | datetime) -> str:
    """ "Tuesday 24 November 2026"."""
    there = moment.astimezone(LOCAL) if isinstance(moment, datetime) else moment
    return f"{there:%A} {there.day} {there:%B} {there.year}"


def short_day(moment: date | datetime) -> str:
    """ "24 Nov 2026", for tables."""
    there = moment.astimezone(LOCAL) if isinstance(moment, datetime) else moment
    return f"{there.day} {there:%b} {there.year}"


def clock_time(moment: datetime) -> str:
    """ "2:30pm", as people say it; "midday" and "midnight" for 12 o'clock sharp."""
    there = moment.astimezone(LOCAL)
    if there.minute == 0 and there.hour in (0, 12):
        return "midnight" if there.hour == 0 else "midday"
    hour = there.hour % 12 or 12
    half = "am" if there.hour < 12 else "pm"
    return f"{hour}:{there.minute:02d}{half}" if there.minute else f"{hour}{half}"


def day_time(moment: datetime) -> str:
    """ "Tuesday 24 November 2026 at 2:30pm"."""
    return f"{day(moment)} at {clock_time(moment)}"


def number(value: int) -> str:
    """1234 as "1,234"."""
    from flask_babel import get_locale

    return _number(value, str(get_locale() or "en_GB"))


@lru_cache(maxsize=4096)
def _number(value: int, locale: str) -> str:
    """Kept, because a result page writes hundreds of numbers and Babel takes its time for each."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale)


def install(app: Flask) -> None:
    """Give the templates these filters."""
    app.jinja_env.filters.update(
        money=money, day=day, short_day=short_day, clock_time=clock_time, day_time=day_time, number=number
    )
