"""How a voter wants the screens: size of the text, colours. They are the voter's own: offered first, a press away on every
screen, kept through the turn, and gone for the next person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

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


@dataclass(frozen=True)
class ScreenSettings:
    """What one voter has set; without a wish the sizes and colours that most people need."""

    text_size: str = "m"
    colours: str = "default"

    @classmethod
    def before_a_draft(cls, form: Mapping[str, Any]) -> ScreenSettings:
        """The settings of a page that has no ballot yet, with the one that was pressed."""
        return cls().pressed({"text_size": form.get("text_size_now"), "colours": form.get("colours_now")}).pressed(form)

    def pressed(self, form: Mapping[str, Any]) -> ScreenSettings:
        """These settings with the one that was pressed. What is not on offer changes nothing."""
        size, colours = form.get("text_size"), form.get("colours")
        wished = replace(self, text_size=size) if size in TEXT_SIZES else self
        return replace(wished, colours=colours) if colours in COLOURS else wished

    def on_page(self) -> dict[str, Any]:
        """What layout/ballot.html needs to show a page in these settings."""
        return {"text_size": self.text_size, "colours": self.colours}

    def to_change(self) -> dict[str, Any]:
        """The same on a page that offers others."""
        return {**self.on_page(), "text_sizes": TEXT_SIZES, "all_colours": COLOURS}
