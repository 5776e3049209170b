"""Days as people and spreadsheets write them. One place for every box, list, setting and command in which a day stands.

A day is British: 03/04/2026 is the third of April. What could be two days, or none, is not guessed: it is refused, with
the day that was probably meant.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from pb.formats import day as in_words
from pb.unicode_text import as_figures
from pb.words import Sentence
from pb.words import lazy_gettext as _l

YEARS = range(2000, 2101)
#: Characters; the longest day has 27.
_LONGEST = 100
#: What a spreadsheet counts its days from: day 1 is the last of 1899.
_DAY_NOUGHT = date(1899, 12, 30)
#: One in which each month has the most days that it can have.
_LEAP_YEAR = 2000
_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
#: A number is taken for a year where that is so many years away, or fewer.
_NEAR = 5
#: A sheet writes a day with the time 00:00 behind it; any other time is not part of a day.
_NOUGHT = re.compile(r"(?<=\d)(t|\s+)(00?:00(:00(\.0+)?)?z?|12:00(:00)? ?am)$")


#: Of a day without a year: the first day that can be meant, and the last.
_Between = tuple[date | None, date | None]


class NotADay(ValueError):
    """The text is no day. ``why``: what is wrong with it, or which day was probably meant, where that can be said."""

    def __init__(self, typed: str, why: Sentence | None = None) -> None:
        super().__init__(typed)
        self.why = why


class NoSuchDay(NotADay):
    """It is written as a day, but its month has fewer: 31 February. ``why`` says so."""


def day_of(typed: str, *, after: date | None = None, until: date | None = None) -> date:
    """29/11/2026, 29-Nov-26, "Sunday 29th November 2026", 2026-11-29, 46355 (a spreadsheet's number) as a day.

    ``after``: of a day without a year, the first such from then on is meant; ``until``: the last one up to then. Raises
    ``NotADay``.
    """
    if len(typed) > _LONGEST:
        raise NotADay(typed)
    text = _apart(_NOUGHT.sub("", as_figures(typed)))
    if serial := re.fullmatch(r"([0-9]{5})(\.0+)?", text):
        return _of_serial(typed, int(serial[1]))
    words = re.findall(r"[0-9]+|[^\W\d_]+", re.sub(r"(?<=[0-9])(st|nd|rd|th)\b", "", text))
    if re.search(r"[^\w\s,./\\()'’–‐-]|_|(?![0-9])\d", text):
        raise NotADay(typed)
    weekday = next((at for word in words if (at := _among(_WEEKDAYS, word)) is not None), None)
    words = [word for word in words if word not in ("of", "the") and _among(_WEEKDAYS, word) is None]
    found = _of_parts(typed, words, (after, until), is_a_day=weekday is not None)
    if weekday is not None and found.weekday() != weekday:
        raise NotADay(typed, _l("This date is %(day)s.", day=in_words(found)))
    return found


def _apart(text: str) -> str:
    """20261129 and 29112026 with their parts apart, where one of the two is meant and not the other."""
    if not re.fullmatch(r"[0-9]{8}", text):
        return text
    year_first, year_last = (text[:4], text[4:6], text[6:]), (text[4:], text[2:4], text[:2])
    real = [each for each in (year_first, year_last) if int(each[0]) in YEARS and _is_real(*map(int, each))]
    return "-".join(real[0]) if len(real) == 1 else text


def _is_real(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def day_as_typed(day: date) -> str:
    """A day as it can be typed again."""
    return f"{day:%d/%m/%Y}"


def _of_serial(typed: str, number: int) -> date:
    found = _DAY_NOUGHT + timedelta(days=number)
    if found.year not in YEARS:
        raise NotADay(typed)
    return found


def _of_parts(typed: str, words: list[str], between: _Between, *, is_a_day: bool) -> date:
    if len(words) == 3 and len(words[0]) == 4:  # 2026-11-29
        words = words[::-1]
    if month_first := len(words) in (2, 3) and _among(_MONTHS, words[0]) is not None:  # November 29 2026
        words[:2] = words[1::-1]
    month = _month(words[1]) if len(words) in (2, 3) else None
    if month is None or not re.fullmatch(r"[0-9]{1,2}", words[0]):
        raise NotADay(typed)
    day = int(words[0])
    if len(words) == 2 and 1 <= month <= 12:
        found = _without_year(typed, day, month, *between)
        if month_first and not is_a_day and len(words[0]) == 2 and abs(2000 + day - found.year) < _NEAR:
            # A spreadsheet writes Dec-26 for December 2026.
            raise NotADay(typed, _l("Is it %(day)s? Write %(typed)s.", day=in_words(found), typed=day_as_typed(found)))
        return found
    if len(words) == 2 or not re.fullmatch(r"[0-9]{2}|[0-9]{4}", words[2]):
        raise NotADay(typed)
    return _made(typed, int(words[2]) + (2000 if len(words[2]) == 2 else 0), month, day)


def _made(typed: str, year: int, month: int, day: int) -> date:
    if year not in YEARS:
        raise NotADay(typed, _l("The year must be from 2000 to 2100."))
    try:
        return date(year, month, day)
    except ValueError:
        pass
    try:
        meant = date(year, day, month)  # 11/24/2026, as in America
    except ValueError:
        raise _no_such_day(typed, year, month, day) from None
    raise NotADay(typed, _l("Is it %(day)s? Write %(typed)s.", day=in_words(meant), typed=day_as_typed(meant)))


def _no_such_day(typed: str, year: int, month: int, day: int) -> NotADay:
    if day < 1 or not 1 <= month <= 12:
        return NotADay(typed)
    return NoSuchDay(
        typed, _l("There is no such day: that month has only %(days)s days.", days=monthrange(year, month)[1])
    )


def _without_year(typed: str, day: int, month: int, after: date | None, until: date | None) -> date:
    if day > monthrange(_LEAP_YEAR, month)[1]:
        raise _no_such_day(typed, _LEAP_YEAR, month, day)
    years = range(after.year, after.year + 9) if after else range(until.year, until.year - 9, -1) if until else ()
    for year in years:
        if day > monthrange(year, month)[1]:
            continue
        found = date(year, month, day)
        if found >= (after or found) and found <= (until or found):
            return found
    raise NotADay(typed, _l("The year is missing."))


def _month(word: str) -> int | None:
    if re.fullmatch(r"[0-9]{1,2}", word):
        return int(word)
    named = _among(_MONTHS, word)
    return None if named is None else named + 1


def _among(names: list[str], word: str) -> int | None:
    """The place of the name that ``word`` is, or begins with at least three letters: Nov, Sept, Thurs; Weds too."""
    word = "wed" if word == "weds" else word
    fits = [at for at, name in enumerate(names) if len(word) >= 3 and name.startswith(word)]
    return fits[0] if len(fits) == 1 else None
