"""The uniform wording on the ballot: how long it is, and what might give a group or a place away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pb.formats import number
from pb.projects.rules.media import Medium
from pb.unicode_text import alike, tidy, words_in
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

LONGEST_TITLE = 80
#: About 50 words: fewer or more are pointed out, more than the most are refused.
FEW_WORDS, MANY_WORDS, MOST_WORDS = 40, 70, 80
#: Most characters of a body: 80 words of any language have fewer. It stops long strings that count as one word.
LONGEST_BODY = 800
LONGEST_ALT = 200

#: Words that stand in many names and give nobody away by themselves.
_COMMON = frozenset(
    "about choir choirs after again aged also area association behind best care centre charity church city club clubs "
    "coffee committee "
    "community company cooking council craft dance dancing day days edinburgh elderly evening every fifty "
    "first forum friday "
    "friends fund garden gardening group groups hall health help home homes house housing ladies later library "
    "life local "
    "lunch meet meeting monday morning music network older over parish park people pensioners place project "
    "road saturday "
    "scotland scottish senior seniors service sheltered singing sixty social society street sunday support "
    "team that their "
    "them they this thursday together trust tuesday village walk walkers walking wednesday with women your".split()
)


@dataclass(frozen=True)
class BallotTextChange:
    """A ballot text as it was written. A picture or sound that is None stays as it is, unless it is to be taken
    away.
    """

    title: str
    body: str
    picture_alt: str = ""
    picture: Medium | None = None
    sound: Medium | None = None
    without_picture: bool = False
    without_sound: bool = False


def text_errors(title: str, body: str, alt: str, *, pictured: bool) -> dict[str, Sentence]:
    """What is wrong with a ballot text, by field. ``alt``: the words for its picture, refused without a picture, as they
    would be lost.
    """
    wrong = {}
    if not tidy(title):
        wrong["title"] = _l("Enter a title for the project.")
    elif len(tidy(title)) > LONGEST_TITLE:
        wrong["title"] = _ln(
            "This title is %(num)s character long. Shorten it to %(most)s or fewer.",
            "This title is %(num)s characters long. Shorten it to %(most)s or fewer.",
            len(tidy(title)),
            most=LONGEST_TITLE,
        )
    count, letters = words_in(body), len(tidy(body))
    if not count:
        wrong["body"] = _l("Enter about 50 words.")
    elif letters > LONGEST_BODY and count <= MOST_WORDS:
        wrong["body"] = _l(
            "This text has %(num)s characters, because its words are long. Shorten it to %(most)s or fewer.",
            num=number(letters),
            most=number(LONGEST_BODY),
        )
    elif count > MOST_WORDS:
        wrong["body"] = _ln(
            "This text has %(num)s word. Voters read many projects, so shorten it to about 50 words. It must not "
            "have more than %(most)s.",
            "This text has %(num)s words. Voters read many projects, so shorten it to about 50 words. It must "
            "not have more than %(most)s.",
            count,
            most=MOST_WORDS,
        )
    if pictured and not tidy(alt):
        wrong["picture_alt"] = _l("Enter what the picture shows, for people who cannot see it.")
    elif tidy(alt) and not pictured:
        wrong["picture_alt"] = _l("There is no picture. Choose the picture, or clear the words that say what it shows.")
    elif len(tidy(alt)) > LONGEST_ALT:
        wrong["picture_alt"] = _l("What the picture shows must be %(most)s characters or fewer.", most=LONGEST_ALT)
    return wrong


def length_remark(body: str) -> Sentence | None:
    """A remark when a text is much shorter or longer than the others will be; it is allowed all the same."""
    count = words_in(body)
    if FEW_WORDS <= count <= MANY_WORDS:
        return None
    usual = {"few": FEW_WORDS, "many": MANY_WORDS}
    if count < FEW_WORDS:
        return _ln(
            "This text has only %(num)s word. Most texts have %(few)s to %(many)s, so that no project stands out.",
            "This text has only %(num)s words. Most texts have %(few)s to %(many)s, so that no project stands out.",
            count,
            **usual,
        )
    return _ln(
        "This text is long, with %(num)s word. Most texts have %(few)s to %(many)s, so that no project stands out.",
        "This text is long, with %(num)s words. Most texts have %(few)s to %(many)s, so that no project stands out.",
        count,
        **usual,
    )


def identifying_terms(texts: Iterable[str], names: Iterable[tuple[Sentence | str, str]]) -> list[Sentence]:
    """Warnings where ``texts`` hold a name, or a telling word of one. ``names``: (whose name it is, the name).

    A word tells when it has four letters or more and is not one of those that stand in every second name.
    """
    texts = list(texts)
    said = f" {' '.join(_plain(' '.join(texts)))} "
    words = {_singular(word) for word in said.split()}
    capitals = set(re.findall(r"\b[A-Z]{2,}\b", re.sub(r"(?<=\b[A-Z])\.\s?(?=[A-Z]\b)", "", " ".join(texts))))
    found: dict[str, Sentence] = {}
    for whose, name in names:
        parts = _plain(name)
        if initials := next((each for each in _initials(name) if each in capitals), ""):
            found.setdefault(initials, _l("“%(word)s” are the initials of %(whose)s.", word=initials, whose=whose))
        if len(parts) > 1 and f" {' '.join(parts)} " in said:
            found.setdefault(alike(name), _l("“%(name)s” is %(whose)s.", name=name, whose=whose))
            continue
        for part in parts:
            if len(part) >= 4 and part not in _COMMON and _singular(part) not in _COMMON and _singular(part) in words:
                found.setdefault(part, _l("“%(word)s” is part of %(whose)s.", word=part.capitalize(), whose=whose))
    return [*found.values(), *_addresses(" ".join(texts))]


#: Words that initials leave out.
_LEFT_OUT = frozenset({"the", "of", "and", "for", "in", "at"})
#: Telephone numbers have seven digits or more in a row, whatever stands between them; sums of money have commas.
_PHONE = re.compile(r"(?<![\d£.,])\+?\(?\d(?:[\s().-]{0,2}\d){6,}(?![\d,])")
_WEBSITE = re.compile(
    r"\b(?:https?://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.(?:uk|scot|wales|com|org|net|eu|info|club|online))\b", re.I
)
_EMAIL = re.compile(r"\S+@\S+\.\w+|(?<!\w)@\w{3,}")


def _addresses(text: str) -> list[Sentence]:
    """Telephone numbers, websites and e-mail addresses: they lead to a group, whoever's they are."""
    emails = list(dict.fromkeys(_EMAIL.findall(text)))
    text = _EMAIL.sub(" ", text)
    return [
        *(_l("“%(word)s” is an email address or the name of an account.", word=each) for each in emails),
        *(_l("“%(word)s” is a website.", word=each) for each in dict.fromkeys(_WEBSITE.findall(text))),
        *(_l("“%(word)s” looks like a phone number.", word=each) for each in dict.fromkeys(_PHONE.findall(text))),
    ]


def _initials(name: str) -> list[str]:
    """The initials of a name of three words or more, with its small words and without them: "FLL" and "FoLL"."""
    words = re.findall(r"[^\W_]+", re.sub(r"['’]", "", name))
    without = [word for word in words if word.lower() not in _LEFT_OUT]
    return ["".join(word[0] for word in each).upper() for each in (words, without) if len(each) >= 3]


def _singular(word: str) -> str:
    """One of several: "larks" and "lark" are one word here, "glass" stays."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _plain(text: str) -> list[str]:
    """The words of a text without case, possessives and signs."""
    return re.findall(r"[^\W_]+", re.sub(r"'s\b|'", "", alike(text)))
