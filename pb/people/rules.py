"""Rules for accounts and invitations."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta

from pyotp import TOTP
from pyotp.utils import strings_equal

from pb.roles import COORDINATOR, COUNTER, EVALUATOR, FACILITATOR, FINANCE, STEERING, Actor, Role
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: The roles as people call them, in the order in which a page lists them.
ROLE_NAMES = {
    COORDINATOR: _l("Coordinator"),
    STEERING: _l("Steering group member"),
    FACILITATOR: _l("Facilitator"),
    COUNTER: _l("Counter"),
    FINANCE: _l("Finance"),
    EVALUATOR: _l("Evaluator"),
}
ROLE_HINTS = {
    COORDINATOR: _l("Sets up rounds, venues and people, and checks what needs to be done."),
    STEERING: _l("Decides on applications, draws the lot and signs the result."),
    FACILITATOR: _l("Runs voting sessions at venues."),
    COUNTER: _l("Types ballot papers."),
    FINANCE: _l("Reads the money: the pots, what groups ask for and what is funded. Changes nothing."),
    EVALUATOR: _l("Reads the numbers: how many applied and voted, and the charts. Changes nothing."),
}

#: Why an interest is over, in characters.
LONGEST_RELEASE_REASON = 300

#: From so many members on, they agree to who comes and who goes.
MEMBERS_WHO_AGREE = 2

COORDINATOR_OR_MEMBER = _l("A coordinator cannot be in the steering group as well. They must be different people.")
ONE_COORDINATOR = _l("There must be at least one coordinator.")
MEMBERS_AGREE = _l("A steering group member must agree to this first.")

OPEN_FOR_TOO_LONG = _l("This page has been open for too long.")
START_WITH_NEW_CODES = _l("Go back and start again with new codes.")
IS_CLOSED = _l("This account has been closed.")
OPEN_IT_AGAIN = _l("A coordinator can open it again on the page “People”.")
AGREE_ON_PEOPLE = _l("Another coordinator or steering group member must agree, on the page “People”.")
AGREE_ON_INTERESTS = _l("Another coordinator or steering group member must agree, on the page “Interests”.")
ALREADY_DECIDED = _l("This has already been decided.")
TWO_REPLACE_CODES = _l(
    "Two people must agree before someone can set up new security codes. They must be coordinators or steering group "
    "members, and the codes must not be their own."
)
TWO_RELEASE = _l(
    "Two people must agree before an interest ends. They must be coordinators or steering group members, and the "
    "interest must not be their own."
)
TWO_GIVE_PASSWORDS = _l(
    "Two people must agree before someone can choose a new password. They must be coordinators or steering group "
    "members, and the password must not be their own."
)

#: Roles that a member must agree to when somebody with an account gets them. For a new person every role is one.
AGREED_ROLES = frozenset({COORDINATOR, STEERING})

#: Said to whoever would agree to their own proposal.
YOU_PROPOSED_IT = _l("You proposed this, so someone else must agree to it.")

#: An invitation works for so long.
INVITATION_LASTS = timedelta(days=7)

#: So long a code for a new password works; where two people give one, since the second has agreed.
PASSWORD_CODE_LASTS = timedelta(days=1)
#: So long the dashboard tells somebody that a code for their password was made.
PASSWORD_CODES_TOLD_FOR = timedelta(days=30)

#: What somebody may be signed in on.
DEVICES = ("computer", "tablet", "phone", "unknown")

#: After the password so long is waited for the security code.
CODE_IS_WAITED_FOR = timedelta(minutes=10)

#: Long is strong; no other rule, because other rules make people write passwords down (NIST SP 800-63B).
PASSWORD_LENGTH = 12


def token_hash(token: str) -> str:
    """The hash under which the token of an invitation or a sign-in is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def time_step_of(secret: str, typed: str, now: datetime, after: int = -1) -> int | None:
    """The time step (of 30 seconds since 1970) whose code of six digits was ``typed``: the present one, the one before
    or the next, as clocks differ, but none up to ``after``. None where it is the code of none of them.
    """
    app, digits = TOTP(secret), "".join(typed.split())
    present = app.timecode(now)
    steps = (step for step in (present - 1, present, present + 1) if step > after)
    return next((step for step in steps if strings_equal(app.generate_otp(step), digits)), None)


def both_at_once(roles: Collection[Role]) -> bool:
    """Whether these roles make somebody coordinator and steering group member in one."""
    return set(roles) >= AGREED_ROLES


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


#: Letters that look like others once case and accents are gone, each before the one it looks like: Cyrillic, Greek,
#: digits, letters of our neighbours, the Persian and the Arabic yeh, kaf and heh. I, l and 1 are one.
_LOOK_ALIKE = (
    "аa вb еe ёe һh нh іl їl јj кk мm оo рp сc тt уy хx ѕs ԁd ԛq ԝw ґr гr αa βb γy ηn ιl κk νv οo ρp τt υu χx ωw "
    "øo łl đd ðd þp ħh ŋn ŧt əe ɑa ɡg єe ԍg ӏl үy ѵv օo ıl il 0o 1l 3e 5s |l !l يی ىی كک ہه ھه"
)
_ONE = str.maketrans({pair[0]: pair[1] for pair in _LOOK_ALIKE.split()})


def skeleton(name: str) -> str:
    """What is left of a name to the eye: without case, spaces, signs and accents, look-alike letters as one.

    Two names with the same skeleton could be taken for each other. "Ina Gray", "INA  GRAY" and "lnа Grаy" are one.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    letters = "".join(letter for letter in plain.translate(_ONE) if letter.isalnum())
    return letters.replace("rn", "m").replace("vv", "w").replace("cl", "d")


#: Scripts in which people write their names, as Unicode begins the names of their letters. Japanese is written in three.
_SCRIPTS = {
    script: script
    for script in (
        "LATIN CYRILLIC GREEK ARMENIAN GEORGIAN HEBREW ARABIC ETHIOPIC DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL "
        "TELUGU KANNADA MALAYALAM SINHALA THAI LAO TIBETAN MYANMAR KHMER HANGUL CJK"
    ).split()
} | {"HIRAGANA": "CJK", "KATAKANA": "CJK", "KATAKANA-HIRAGANA": "CJK", "IDEOGRAPHIC": "CJK", "BOPOMOFO": "CJK"}
#: Latin letters of names beside a to z; those with accents come apart into these.
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzæœøđðþłıħŋŧə")
#: Apostrophes that Unicode takes for letters.
_APOSTROPHES = "ʼʻ"


def odd_letter(name: str) -> str | None:
    """The first letter that does not belong into a name: of another script than most of it, or one that nobody writes
    names with and that looks like another (ɑ, ǀ, ᴏ). None where all are fine; accents, digits and signs are.
    """
    plain = unicodedata.normalize("NFKD", name)
    letters = [each for each in plain if unicodedata.category(each).startswith("L") and each not in _APOSTROPHES]
    scripts = [_script_of(letter) for letter in letters]
    most = max(scripts, key=scripts.count, default="")
    return next((each for each, script in zip(letters, scripts, strict=True) if not script or script != most), None)


def _script_of(letter: str) -> str:
    """The script of a letter; "" for one that no name is written with."""
    script = _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "")
    return "" if script == "LATIN" and not set(letter.casefold()) <= _LATIN else script


def may_turn_down(by: Actor, proposed_by: int, about: int | None) -> bool:
    """Whether ``by`` may end a proposal that waits: the person who proposed it withdraws it, and a steering group member turns it
    down, unless it is ``about`` them (account id; None for somebody who is only invited).
    """
    return by.account_id == proposed_by or (by.role == STEERING and by.account_id != about)
