"""Times of day as people and spreadsheets write them, and the moment that a day and a time make. One place for every
box and list in which a time stands.

What could be two times, or none, is not guessed: it is refused with what to write instead. The word midnight is: it could
be the beginning of a day (00:00) or its end (24:00).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from pb.clock import LOCAL
from pb.formats import clock_time
from pb.formats import day as in_words
from pb.unicode_text import as_figures
from pb.words import Sentence
from pb.words import lazy_gettext as _l

_LONGEST = 100
#: Without am or pm these hours are more often the afternoon's than the night's, and no session begins at night.
_ASKED = range(1, 8)
_HOURS = re.compile(
    r"(?P<h>[0-9]{1,2})(?:(?: ?h ?|[:. ])(?P<m>[0-9]{2}))?(?:[:.]00(?:\.0+)?)?(?P<half>[ap]m|[ap])?(?: ?h)?"
)
_TOGETHER = re.compile(r"(?P<h>[0-9]{1,2})(?P<m>[0-9]{2})(?P<half>[ap]m)?h?")


class NotATime(ValueError):
    """The text is no time of day, or could be two. ``why``: what is asked or proposed, where more can be said."""

    def __init__(self, typed: str, why: Sentence | None = None) -> None:
        super().__init__(typed)
        self.why = why


@dataclass(frozen=True)
class TypedTime:
    """A time of a day. ``ends_the_day``: the midnight after it, typed as 24:00. ``is_asked``: written without am or pm,
    as a time that could be in the afternoon.
    """

    at: time
    ends_the_day: bool = False
    is_asked: bool = False

    @property
    def in_the_afternoon(self) -> TypedTime:
        """The same after noon, where it was asked about; else as it is."""
        return TypedTime(self.at.replace(hour=self.at.hour + 12)) if self.is_asked else self


def time_of_day(typed: str) -> TypedTime:
    """ "9am", "9.30 am", "5.30 p.m.", "14:30", "1430", "14:30:00", "noon", "24:00" as a time. Raises ``NotATime``."""
    if len(typed) > _LONGEST:
        raise NotATime(typed)
    text = re.sub(r"([ap])\.?\s?m\b\.?", r"\1m", as_figures(typed).rstrip(".,"))
    text = re.sub(r"^(12(?:[:.]00)?)? ?(noon|midday|midnight)$", r"\2", text)
    text = re.sub(r"(?<=[0-9]) ?(hrs?|hours|o['’]clock)\.?$", "", text)
    if text in ("midday", "noon"):
        return TypedTime(time(12))
    if text == "midnight":
        raise NotATime(typed, _MIDNIGHT)
    if re.fullmatch(r"0\.([0-9]|[0-9]{3,})", text):  # a part of a day, as spreadsheets keep a time
        text = _clock(round(float(text) * 24 * 60))
    if why := _part_of_a_day(text):
        raise NotATime(typed, why)
    found = _TOGETHER.fullmatch(text) or _HOURS.fullmatch(re.sub(r" (?=[ap]m)", "", text))
    if not found:
        raise NotATime(typed, _shortened(text))
    hour, minute, half = int(found["h"]), int(found["m"] or 0), (found["half"] or "")[:1]
    if minute > 59:
        raise NotATime(typed)
    if half:
        return TypedTime(_by_half(typed, hour, minute, half))
    if found["m"] is None:
        raise NotATime(typed, _bare(hour))
    if (hour, minute) == (24, 0):
        return TypedTime(time(0), ends_the_day=True)
    if hour > 23:
        raise NotATime(typed)
    return TypedTime(time(hour, minute), is_asked=hour in _ASKED)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


_MIDNIGHT = _l("For midnight at the end of this day, write 24:00. For midnight at its beginning, write 00:00.")

_TWELVE = _l(
    "For the middle of the day, write midday. For midnight at the end of this day, write 24:00. For midnight at its beginning, "
    "write 00:00."
)


def _by_half(typed: str, hour: int, minute: int, half: str) -> time:
    if 13 <= hour <= 23 and half == "p":
        raise NotATime(typed, _l("Write %(time)s.", time=f"{hour}:{minute:02d}"))
    if not 1 <= hour <= 12:
        raise NotATime(typed)
    return time(hour % 12 + (12 if half == "p" else 0), minute)


def _bare(hour: int) -> Sentence | None:
    """Of "9" nobody knows whether it is the morning or the evening; of "12" neither, and pages say midday and midnight."""
    if hour == 12:
        return _TWELVE
    if 1 <= hour <= 12:
        return _l("Write %(hour)sam or %(hour)spm.", hour=hour)
    return _l("Write %(time)s.", time=f"{hour}:00") if 13 <= hour <= 23 else None


def _shortened(text: str) -> Sentence | None:
    """14.3 is what a spreadsheet makes of 14.30."""
    found = re.fullmatch(r"([0-9]{1,2})\.([0-5])", text)
    if not found or not 1 <= int(found[1]) <= 23:
        return None
    hour, minute = int(found[1]), f"{found[2]}0"
    if hour > 12:
        return _l("Write %(time)s.", time=f"{hour}:{minute}")
    return _l("Write %(hour)sam or %(hour)spm.", hour=f"{hour}:{minute}")


def _part_of_a_day(text: str) -> Sentence | None:
    """0.25 is six in the morning where a spreadsheet lost the look of its cell, and could be typed for 00:25."""
    if not re.fullmatch(r"0\.[0-9]{2}", text) or text == "0.00":
        return None
    hour, minute = divmod(round(float(text) * 24 * 60), 60)
    meant = clock_time_of(time(hour, minute))
    if int(text[2:]) > 59:
        return _l("Write %(time)s.", time=meant)
    return _l("Write %(time)s or %(other)s.", time=meant, other=f"00:{text[2:]}")


def asks_which_half(typed: str, at: TypedTime) -> Sentence:
    """Whether a time without am or pm is in the afternoon."""
    hour, minute = at.at.hour, f":{at.at.minute:02d}" if at.at.minute else ""
    return _l(
        "Is %(written)s in the afternoon? Write %(pm)s or %(full)s. If it is in the morning, write %(am)s.",
        written=typed.strip(),
        pm=f"{hour}{minute}pm",
        full=f"{hour + 12}:{at.at.minute:02d}",
        am=f"{hour}{minute}am",
    )


class NotAMoment(ValueError):
    """The clocks go forward or back: this time does not come on this day, or comes twice. ``why`` says so."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(str(why.english))
        self.why = why


def moment_of(day: date, at: TypedTime) -> datetime:
    """The moment at which the clocks of the programme's place show this. Raises ``NotAMoment`` on the two nights of the
    year on which none or two do.
    """
    there = datetime.combine(day + timedelta(days=at.ends_the_day), at.at, LOCAL)
    if there.astimezone(UTC).astimezone(LOCAL).replace(fold=0) != there:
        raise NotAMoment(
            _l(
                "There is no %(time)s on %(day)s, because the clocks go forward. Enter %(before)s or %(after)s.",
                **_said_of(there, day, at),
            )
        )
    if there.utcoffset() != there.replace(fold=1).utcoffset():
        raise NotAMoment(
            _l(
                "%(time)s comes twice on %(day)s, because the clocks go back. Enter %(before)s or %(after)s.",
                **_said_of(there, day, at),
            )
        )
    return there


def _said_of(there: datetime, day: date, at: TypedTime) -> dict[str, str]:
    """The facts of both sentences. Written only for a refusal: a long list has thousands of times."""
    around = {"before": f"{there - timedelta(hours=1):%H:%M}", "after": f"{there + timedelta(hours=1):%H:%M}"}
    return {"time": clock_time_of(at.at), "day": in_words(day), **around}


def clock_time_of(at: time) -> str:
    """ "1:30am"."""
    return clock_time(datetime.combine(date(2000, 1, 3), at, LOCAL))


def moment_as_typed(moment: datetime, *, begins: bool = False) -> tuple[date, str]:
    """The day and the time of a moment as they can be typed again: midnight is 24:00 at the end of a day, and 00:00 where
    something ``begins``; with am where the time alone would be asked about.
    """
    there = moment.astimezone(LOCAL)
    if not begins and (there.hour, there.minute) == (0, 0):
        return there.date() - timedelta(days=1), "24:00"
    return there.date(), f"{there.hour}:{there.minute:02d}am" if there.hour in _ASKED else f"{there:%H:%M}"
