"""Names of people that could be taken for each other, and letters that no name has."""

from __future__ import annotations

import unicodedata

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
