"""Passwords: how long, which are too easy to guess, and how long a code for a new one works."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from zxcvbn import zxcvbn

from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: So long a code for a new password works; where two people give one, since the second has agreed.
PASSWORD_CODE_LASTS = timedelta(days=1)
#: So long the dashboard tells somebody that a code for their password was made.
PASSWORD_CODES_TOLD_FOR = timedelta(days=30)

#: Long is strong; no rule asks for capitals or signs, because such rules make people write passwords down (NIST SP 800-63B).
PASSWORD_LENGTH = 12
#: Somebody who tries first what people use needs so many guesses at least, by zxcvbn's count (Wheeler, USENIX Security 2016;
#: the highest of its five steps). Three words from a dictionary need more; a season and a year, written twice, do not.
FEWEST_GUESSES = 10**10
#: Of a longer password no more letters are looked at. zxcvbn tries each way in which signs can stand for letters, on each piece
#: of the password: with many signs, 72 letters take four seconds of a processor and 24 a tenth of one.
_LOOKED_AT = 24
#: What is tried first here. Words with nothing but these in them are guessed, however often they come and whatever digits
#: and signs stand between them: zxcvbn takes each for one of its own.
_TRIED_FIRST = (
    "password passw0rd letmein welcome admin secret demo test participatory budgeting scotland edinburgh leith "
    "spring summer autumn winter january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
).split()


def password_error(password: str, known: Iterable[str] = ()) -> Sentence | None:
    """Why ``password`` cannot be used, or None. ``known``: names that everybody here knows, such as the programme's."""
    if len(password) < PASSWORD_LENGTH:
        return _l(
            "Enter a password of %(least)s characters or more. Three or four words together work well.",
            least=PASSWORD_LENGTH,
        )
    if len(password) > 200:
        return _l("Enter a password of 200 characters or fewer.")
    if _is_easy(password, known):
        return _l("This password is easy to guess. Enter three or four words that do not belong together.")
    return None


def _is_easy(password: str, known: Iterable[str]) -> bool:
    names = [re.findall(r"[^\W_]+", name.casefold()) for name in known]
    words = [*_TRIED_FIRST, *(word for parts in names if parts for word in (*parts, "".join(parts)))]
    tried = re.compile("|".join(sorted(words, key=len, reverse=True)))
    left = sum(letter.isalpha() for letter in tried.sub("", password.casefold()))
    return left < 4 or zxcvbn(password[:_LOOKED_AT], user_inputs=words)["guesses"] < FEWEST_GUESSES
