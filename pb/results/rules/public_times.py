"""What is said of a signed result that waits for its time."""

from __future__ import annotations

from datetime import datetime, timedelta

from pb.formats import day_time
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: A later time is more likely a year that was typed wrong.
LONGEST_WAIT = timedelta(days=90)


def becomes_public(at: datetime) -> Sentence:
    """When it does, for those who wait and those who read."""
    return _l("The result becomes public by itself on %(when)s.", when=day_time(at))
