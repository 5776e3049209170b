"""How a voter wants the screens: size of the text, colours, sound, language. They are the voter's own: offered first, a press
away on every screen, kept until the vote is cast, and gone for the next person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from pb.catalogues import ENGLISH, LANGUAGES
from pb.voting.queries.languages import offered_languages
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: Sizes of the text, smallest first. At a kiosk they are heights of capitals in millimetres (static/css/ballot.css).
TEXT_SIZES: dict[str, Sentence] = {
    "s": _l("Small text"),
    "m": _l("Medium text"),
    "l": _l("Large text"),
    "xl": _l("Extra large text"),
}
#: The colours of text and page (static/css/themes.css).
COLOURS: dict[str, Sentence] = {
    "default": _l("Our usual colours"),
    "black-on-white": _l("Black on white"),
    "white-on-black": _l("White on black"),
    "yellow-on-black": _l("Yellow on black"),
    "soft": _l("Soft colours"),
}
#: Whether texts can be listened to, and whether each screen is read as soon as it comes.
SOUNDS: dict[str, Sentence] = {
    "off": _l("No sound"),
    "ask": _l("Read when I press “Listen”"),
    "all": _l("Read every page to me"),
}


@dataclass(frozen=True)
class ScreenSettings:
    """What one voter has set; without a wish the sizes, colours and sound that most people need, in English."""

    text_size: str = "m"
    colours: str = "default"
    sound: str = "ask"
    language: str = ENGLISH

    @classmethod
    def before_a_draft(cls, form: Mapping[str, Any]) -> ScreenSettings:
        """The settings of a page that has no ballot yet, with the one that was pressed; in English where its language is
        not, or no longer, on offer: nobody begins in it.
        """
        wished = cls.of_page_without_draft(form).pressed(form)
        is_offered = wished.language == ENGLISH or wished.language in _languages()
        return wished if is_offered else replace(wished, language=ENGLISH)

    @classmethod
    def of_page_without_draft(cls, form: Mapping[str, Any]) -> ScreenSettings:
        """The same as the page was shown; its language as it says itself: the database is not asked."""
        now = cls()._with({name: form.get(f"{name}_now") for name in _OFFERED})
        language = form.get("language_now")
        return replace(now, language=language) if language in LANGUAGES else now

    def pressed(self, form: Mapping[str, Any]) -> ScreenSettings:
        """These settings with the one that was pressed. What is not on offer changes nothing; "usual" takes size and colours
        back to what most people need, at one press: whoever has made a page that they cannot read must not have to read it.
        """
        usual, language = ScreenSettings(), form.get("language")
        back = {"text_size": usual.text_size, "colours": usual.colours} if "usual" in form else {}
        wished = replace(self._with(form), **back)
        if language in (None, wished.language):
            return wished
        return replace(wished, language=language) if language in _languages() else wished

    def _with(self, form: Mapping[str, Any]) -> ScreenSettings:
        wished = {name: form.get(name) for name in _OFFERED}
        return replace(self, **{name: value for name, value in wished.items() if value in _OFFERED[name]})

    @property
    def speaks_english(self) -> bool:
        """Whether what the screens explain can be heard: there are voices for English words only."""
        return self.sound != "off" and self.language == ENGLISH

    def on_page(self) -> dict[str, Any]:
        """What layout/ballot.html needs to show a page in these settings."""
        return asdict(self)

    def to_change(self) -> dict[str, Any]:
        """The same on a page that offers others."""
        languages = _languages()
        if self.language not in languages:  # it is no longer offered; who has begun in it may go on
            languages[self.language] = LANGUAGES[self.language]
        return {
            **self.on_page(),
            "text_sizes": TEXT_SIZES,
            "all_colours": COLOURS,
            "sounds": SOUNDS,
            "languages": languages if len(languages) > 1 else {},
        }


#: What is on offer to everybody, by the names of the fields in which it is sent.
_OFFERED = {"text_size": TEXT_SIZES, "colours": COLOURS, "sound": SOUNDS}


def _languages() -> dict[str, str | Sentence]:
    """What voters can choose, each by the name that its speakers look for."""
    offered: dict[str, str | Sentence] = {ENGLISH: "English"}
    for each in offered_languages():
        offered[each.code] = _l("%(language)s (draft)", language=each.name) if each.is_draft else each.name
    return offered
