"""Passwords: how long, which are too easy to guess, and how long a code for a new one works."""

from __future__ import annotations

import re
from datetime import timedelta

from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: So long a code for a new password works; where two people give one, since the second has agreed.
PASSWORD_CODE_LASTS = timedelta(days=1)
#: So long the dashboard tells somebody that a code for their password was made.
PASSWORD_CODES_TOLD_FOR = timedelta(days=30)

#: Long is strong; no other rule, because other rules make people write passwords down (NIST SP 800-63B).
PASSWORD_LENGTH = 12


def password_error(password: str) -> Sentence | None:
    """Why ``password`` cannot be used, or None."""
    if len(password) < PASSWORD_LENGTH:
        return _l(
            "Enter a password of %(least)s characters or more. Three or four words together work well.",
            least=PASSWORD_LENGTH,
        )
    if len(password) > 200:
        return _l("Enter a password of 200 characters or fewer.")
    if _is_easy(password):
        return _l("Enter a password that is harder to guess.")
    return None


#: What guesses begin with (NIST SP 800-63B asks for such a list). Of more than these no password consists.
_GUESSED_FIRST = (
    "password passwort passw0rd letmein welcome iloveyou monkey dragon football sunshine princess superman qwerty asdf "
    "qwertyuiop asdfghjkl zxcvbnm administrator admin login secret changeme test demo participatory budgeting scotland edinburgh"
).split()
_IN_A_ROW = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
)
_GUESSED = re.compile("|".join(sorted(_GUESSED_FIRST, key=len, reverse=True)))


def _is_easy(password: str) -> bool:
    """One to three letters, the same again and again, a row of the keyboard, or only words that are guessed first with
    digits and signs around them.
    """
    plain = password.casefold()
    again = next(n for n in range(1, len(plain) + 1) if (plain[:n] * len(plain)).startswith(plain))
    rows = any(plain in each + each or plain in each[::-1] * 2 for each in _IN_A_ROW)
    left = "".join(letter for letter in _GUESSED.sub("", plain) if letter.isalpha())
    return len(set(plain)) < 4 or again < 4 or again <= len(plain) // 2 < PASSWORD_LENGTH or rows or not left
