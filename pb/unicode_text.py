"""Letters of the world, as people type them: what is kept of a text, when it is empty, when two names are one.

The same word comes in several spellings: "é" as one letter or as e with an accent behind it (a Mac's file names), ’ or ',
a hyphen that no line breaks at, with letters in it that nobody sees. ``tidy`` is asked wherever a text comes in, from a
form, a file or a command; ``alike`` wherever a typed name is looked for. Which names an eye could take for another, which
is more, ``people.rules.skeleton`` says.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: What stands around a text that somebody typed, so that its direction is its own and turns nothing round it.
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"

#: Joiners: between some letters (Urdu, Hindi) and in pictures of families they are part of the word.
_JOINERS = "\u200c\u200d"
#: What nobody sees and no word needs: zero-width spaces, soft hyphens, marks of byte order, signs that turn the rest of a
#: line round, fillers, tags. (A flag is a black flag and tags: they are kept.)
_UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]"
    "|(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e0fff]"
)
#: Signs for machines, among them other ways to break a line. NUL is refused before anybody reads it.
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
#: Only these are looked for in a text of plain letters.
_PLAIN = re.compile("[\t\n\r\x20-\x7e]*")
#: A sign that shows nothing, though it counts as one: Braille without dots.
_BLANK = "\u2800"

_APOSTROPHES = "’‘ʼʻ‛′＇`´"
_HYPHENS = "‐‑‒–—―−﹣－"
_ONE_SIGN = str.maketrans(_APOSTROPHES + _HYPHENS + _BLANK, "'" * len(_APOSTROPHES) + "-" * len(_HYPHENS) + " ")
#: Marks of direction, and those that choose how the letter before them is drawn.
_MARKS = dict.fromkeys(map(ord, _JOINERS + "\u200e\u200f\u061c" + "".join(map(chr, range(0xFE00, 0xFE10)))))


def seen(text: str) -> str:
    """A text without what nobody sees, each letter with its accents in one piece (NFC). Spaces around it stay; of a text
    in which nothing can be seen nothing is left.
    """
    if _PLAIN.fullmatch(text):
        return text if text.strip() else ""
    if "\0" in text:  # it stays, to be refused
        return text
    text = unicodedata.normalize("NFC", _CONTROLS.sub(" ", _UNSEEN.sub(lambda found: found[1] or "", text)))
    if any(joiner in text for joiner in _JOINERS):
        text = "".join(_with_joiners_that_join(text))
    return "" if is_empty(text) else text


def tidy(text: str) -> str:
    """What is kept of a text: ``seen``, without spaces around it."""
    return seen(text).strip()


def is_empty(text: str) -> bool:
    """Whether there is nothing to see in a text: no letter, digit or sign."""
    return not any(
        unicodedata.category(each)[0] in "LNPS" and each != _BLANK
        for each in _UNSEEN.sub(lambda found: found[1] or "", text)
    )


@lru_cache(maxsize=4096)
def alike(name: str) -> str:
    """The same for every way to type a name: in capitals or not, with accents in one piece or two, with curly or straight
    apostrophes, any hyphen, any spaces, and with or without letters that nobody sees. "O’Neil" and "O'NEIL" are one.
    """
    plain = unicodedata.normalize("NFKC", tidy(name)).translate(_ONE_SIGN | _MARKS).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


@lru_cache(maxsize=8192)
def as_searched(text: str) -> str:
    """A text as a search compares it: ``alike``, and Latin, Greek and Cyrillic letters without their accents. "cafe" finds
    "Café", "Lodz" finds "Łódź"; "۱۷" finds 17, and letters of an Arabic keyboard find those of Urdu.
    """
    apart = unicodedata.normalize("NFD", alike(text).translate(_WITHOUT_STROKES | _AS_IN_URDU))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))


def by_name(name: str) -> tuple[list[str | int], str]:
    """What a list is sorted by that people look through by name: "Élan" stands beside "Elan", "Hall 2" before "Hall 10", also
    where the database would put all capitals or all accents at the end. The same in each database.
    """
    parts = re.split("([0-9]+)", as_searched(name))
    return [int(part) if at % 2 else part for at, part in enumerate(parts)], name


#: The accents of Latin, Greek and Cyrillic letters; the vowels of other scripts are no accents.
_ACCENTS = re.compile("[\u0300-\u036f]")
#: Letters that are one piece in Unicode and are typed without their stroke.
_WITHOUT_STROKES = str.maketrans(dict(zip("łøđħŧıɨ", "lodhtii", strict=True)) | {"æ": "ae", "œ": "oe"})


#: Digits of Arabic and Urdu, and the letters that an Arabic keyboard has in place of those of Urdu.
_AS_IN_URDU = (
    {first + digit: str(digit) for first in (0x0660, 0x06F0) for digit in range(10)}
    | dict.fromkeys(map(ord, "\u064a\u0649"), "\u06cc")
    | {0x0643: "\u06a9", 0x0647: "\u06c1"}
)


def as_figures(typed: str) -> str:
    """A day, a time or an amount as it is read: plain digits and small letters, one space for several, and nothing that
    nobody sees. A day that was copied from a calendar may come with marks of direction.
    """
    return " ".join(unicodedata.normalize("NFKC", seen(typed)).translate(_MARKS).lower().split())


def as_sign_in_name(typed: str) -> str:
    """A sign-in name as it is kept and shown: small letters, straight apostrophes, one space for several."""
    return " ".join(tidy(typed).translate(_ONE_SIGN | _MARKS).lower().split())


def isolated(text: str) -> str:
    """A typed text to be put into a line of other words: one that runs from right to left turns nothing else round."""
    return f"{ISOLATE}{text}{END_OF_ISOLATE}" if _FROM_THE_RIGHT.search(text) and text[0] != ISOLATE else text


#: Hebrew, Arabic and their neighbours.
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def amounts_from_the_left(text: str) -> str:
    """A text that runs from right to left, with its sums of money as they are written: else "£3" is shown as "3£"."""
    return _AMOUNT.sub(f"{_FROM_LEFT}\\g<0>{END_OF_ISOLATE}", text) if _FROM_THE_RIGHT.search(text) else text


_AMOUNT = re.compile(r"[£€$]\s?[0-9][0-9.,]*(?<![.,])")
_FROM_LEFT = "\u2066"


def breakable(text: str) -> str:
    """A text that a typesetter may break inside of words longer than ``LONGEST_WORD``: where it cannot break, a word of 80
    letters would push everything beside it off the paper. Letters that join (Arabic, Hindi) stay together. An address stays
    as it is: copied from the paper's file it has to work, and a typesetter breaks it at its own signs; only a piece of it that
    has none for ``LONGEST_PIECE`` letters is broken as well. Twice is the same as once.
    """
    return _LONG_WORD.sub(lambda word: _broken(word[0].replace("\u200b", "")), text)


def _broken(word: str) -> str:
    if _ADDRESS.search(word):
        return _LONG_PIECE.sub(lambda piece: _BREAK.sub("\u200b", piece[0]), word)
    return _BREAK.sub("\u200b", word)


#: German and Welsh have words of 20 letters; on the narrowest column in large print there is room for so many.
LONGEST_WORD = 18
#: So long is hardly a name on the internet.
LONGEST_PIECE = 30
_ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.")
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_LONG_PIECE = re.compile(rf"[^\W_]{{{LONGEST_PIECE + 1},}}")
#: Between two signs of which the second is no accent: Latin, Greek, Cyrillic letters, digits and signs.
_BREAK = re.compile(r"(?<=[!-\u02af\u0370-\u052f\u1e00-\u2027])(?=[!-\u02af\u0370-\u052f\u1e00-\u2027])")


def places_to_cut(text: str) -> list[int]:
    """Where a text may be cut into two, if it must: never between a letter and its accents, or inside a picture."""
    return [at for at in range(1, len(text)) if not _belongs(text[at - 1], text[at])]


def _belongs(before: str, letter: str) -> bool:
    return (
        unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf")
        or before == "\u200d"
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or unicodedata.combining(before) == _VIRAMA
    )


#: The class of signs that tie a letter of India to the next one.
_VIRAMA = 9


def words_in(text: str) -> int:
    """How many words a text has. Chinese, Japanese and Thai put no spaces between them: two letters are about a word."""
    text = tidy(text)
    unspaced = _WITHOUT_SPACES.findall(text)
    return len(_WITHOUT_SPACES.sub(" ", text).split()) + (len(unspaced) + 1) // 2


#: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
_WITHOUT_SPACES = re.compile(
    "[\u0e01-\u0e30\u0e81-\u0eb0\u1000-\u102a\u1780-\u17b3\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def _with_joiners_that_join(text: str) -> list[str]:
    """Joiners stay between two letters of a script that joins them, and in pictures; elsewhere they only deceive."""
    kept: list[str] = []
    for at, each in enumerate(text):
        if each in _JOINERS:
            before, after = kept[-1:], text[at + 1 : at + 2]
            if not (before and after and _joins(before[0]) and _joins(after)):
                continue
        kept.append(each)
    return kept


def _joins(letter: str) -> bool:
    """Whether a joiner beside this letter can mean something: letters without capitals, their marks, pictures."""
    return unicodedata.category(letter) in ("Lo", "Mn", "Mc", "So", "Sk")
