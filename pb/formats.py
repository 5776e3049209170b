"""How money, dates and numbers are written on a page: in the reader's language, by the clock of Europe/London."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from pb.clock import LOCAL, NOT_SET_YET
from pb.currency import POUNDS
from pb.unicode_text import as_figures
from pb.words import lazy_gettext as _l


def money(pence: int) -> str:
    """1234500 pence as "£12,345"; pennies are shown only where there are some. What can be of a round from a file is
    written in that round's currency instead (``pb.currency``).
    """
    return POUNDS.written(pence)


class NotMoney(ValueError):
    """The text is not an amount in pounds."""


def pence(typed: str) -> int:
    """What a person typed as pounds ("£1,200", "1200.50", "1 200", "35 pounds", "80p", "1.5k") as whole pence.

    Raises ``NotMoney`` when it could be read in two ways ("1,50") or in none.
    """
    # Not "[.-]+$": a search for it takes hours on a form of nothing but hyphens, and anybody can send one.
    text = re.sub(r"£|pounds?|gbp", " ", as_figures(typed or "")).strip().removesuffix("-00").rstrip(".-/=").rstrip()
    text = re.sub(r"(?<=\d)\s+(?=p$|pence$)", "", text)
    if re.fullmatch(r"\d{1,3}(\s\d{3}){1,2}(\.\d{1,2})?", text):  # "1 200"; "12 34" could be anything
        text = re.sub(r"\s", "", text)
    if pennies := re.fullmatch(r"(\d{1,4})(p|pence)", text):
        return int(pennies[1])
    text = re.sub(r"(?<=\.\d\d)p$", "", re.sub(r"^(?=\.\d)", "0", text))
    if thousands := re.fullmatch(r"(\d{1,6})(\.(\d{1,3}))?\s?k", text):
        return (int(thousands[1]) * 1000 + int((thousands[3] or "0").ljust(3, "0"))) * 100
    if not re.fullmatch(r"(\d{1,9}|\d{1,3}(,\d{3}){1,2})(\.\d{1,2})?", text):
        raise NotMoney(typed)
    pounds, _, rest = text.replace(",", "").partition(".")
    return int(pounds) * 100 + int((rest or "0").ljust(2, "0"))


def day_in_boxes(day: date) -> str:
    """A day as it is typed into the boxes for one: "24 11 2026"."""
    return f"{day.day} {day.month} {day.year}"


def day(moment: date | datetime) -> str:
    """ "Tuesday 24 November 2026"."""
    # Translators: a pattern of Unicode's CLDR; put the parts in the order of your language.
    return _not_set_yet(moment) or _date(_there(moment), str(_l("EEEE d MMMM y")), _locale())


def short_day(moment: date | datetime) -> str:
    """ "24 Nov 2026", for tables."""
    # Translators: a pattern of Unicode's CLDR; put the parts in the order of your language.
    return _not_set_yet(moment) or _date(_there(moment), str(_l("d MMM y")), _locale())


def day_of_week(moment: date | datetime) -> str:
    """ "Tuesday 24 November", where the year is clear."""
    # Translators: a pattern of Unicode's CLDR; put the parts in the order of your language.
    return _not_set_yet(moment) or _date(_there(moment), str(_l("EEEE d MMMM")), _locale())


def day_of_year(moment: date | datetime) -> str:
    """ "24 November", where the year is clear."""
    # Translators: a pattern of Unicode's CLDR; put the parts in the order of your language.
    return _date(_there(moment), str(_l("d MMMM")), _locale())


def day_of_month(moment: date | datetime) -> str:
    """ "24", as in "24 to 26 November"."""
    # Translators: a pattern of Unicode's CLDR: the first day in "24 to 26 November".
    return _date(_there(moment), str(_l("d")), _locale())


def _not_set_yet(moment: date | datetime) -> str:
    """What is said of a day that only holds the place of one; "" of every other."""
    return str(_l("not set yet")) if _there(moment) >= NOT_SET_YET.date() else ""


def _there(moment: date | datetime) -> date:
    return moment.astimezone(LOCAL).date() if isinstance(moment, datetime) else moment


def is_midnight(moment: datetime) -> bool:
    """Whether one day ends at this moment and another begins."""
    there = moment.astimezone(LOCAL)
    return (there.hour, there.minute, there.second, there.microsecond) == (0, 0, 0, 0)


def last_day(moment: datetime) -> date:
    """The day on which something ends that ends at this moment: at midnight it is the day before."""
    return (moment - timedelta(microseconds=1)).astimezone(LOCAL).date()


def clock_time(moment: datetime) -> str:
    """ "2:30pm", as people say it; "midday" and "midnight" for 12 o'clock sharp."""
    there = moment.astimezone(LOCAL)
    if there.minute == 0 and there.hour in (0, 12):
        return str(_l("midday") if there.hour else _l("midnight"))
    hour = there.hour % 12 or 12
    time, full = f"{hour}:{there.minute:02d}" if there.minute else f"{hour}", f"{there:%H:%M}"
    # Translators: %(full)s is the same on a clock of 24 hours, if your language prefers it.
    return str(_l("%(time)sam", time=time, full=full) if there.hour < 12 else _l("%(time)spm", time=time, full=full))


def day_time(moment: datetime) -> str:
    """ "Tuesday 24 November 2026 at 2:30pm"; midnight is "Tuesday 24 November 2026 at the end of the day"."""
    if moment >= NOT_SET_YET:
        return day(moment)
    if is_midnight(moment):
        return str(_l("%(day)s at the end of the day", day=day(last_day(moment))))
    return str(_l("%(day)s at %(time)s", day=day(moment), time=clock_time(moment)))


def start_time(moment: datetime) -> str:
    """As ``day_time``, of what begins: midnight is "Wednesday 25 November 2026 at the start of the day"."""
    if moment < NOT_SET_YET and is_midnight(moment):
        return str(_l("%(day)s at the start of the day", day=day(moment)))
    return day_time(moment)


def number(value: int) -> str:
    """1234 as "1,234"."""
    return _number(value, _locale())


def number_range(least: int, most: int) -> str:
    """ "3", "1 or 2", "2, 3 or 4", and "2 to 6" where there are more than three."""
    if most - least > 2:
        return str(_l("%(least)s to %(most)s", least=number(least), most=number(most)))
    return _either([number(each) for each in range(least, most + 1)])


def _either(words: list[str]) -> str:
    from babel.lists import format_list

    return format_list(words, style="or", locale=_locale())


def language_name(code: str) -> str:
    """What the reader calls a language: "Polish"."""
    from babel import Locale

    return Locale.parse(code).get_display_name(readers_language()) or code


def readers_language() -> str:
    """As "en_GB": for a file that says in which language it is."""
    return _locale()


def _locale() -> str:
    """The reader's language; English where no page is near."""
    from flask_babel import get_locale

    return str(get_locale() or "en_GB")


@lru_cache(maxsize=4096)
def _number(value: int, locale: str) -> str:
    """Kept, because a result page writes hundreds of numbers and Babel takes its time for each."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale)


@lru_cache(maxsize=4096)
def _date(value: date, pattern: str, locale: str) -> str:
    from babel.dates import format_date

    return format_date(value, pattern, locale=locale)
