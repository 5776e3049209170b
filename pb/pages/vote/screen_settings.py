"""How a voter wants the screens: size of the text, colours, sound. They are the voter's own: offered first, a press away on every
screen, kept until the vote is cast, and gone for the next person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
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
#: Whether texts can be listened to, and whether each screen is read as soon as it comes.
SOUNDS: dict[str, Sentence] = {
    "off": _l("No sound"),
    "ask": _l("Read when I press “Listen”"),
    "all": _l("Read every page to me"),
}


@dataclass(frozen=True)
class ScreenSettings:
    """What one voter has set; without a wish the sizes, colours and sound that most people need."""

    text_size: str = "m"
    colours: str = "default"
    sound: str = "ask"

    @classmethod
    def before_a_draft(cls, form: Mapping[str, Any]) -> ScreenSettings:
        """The settings of a page that has no ballot yet, with the one that was pressed."""
        return cls().pressed({name: form.get(f"{name}_now") for name in _OFFERED}).pressed(form)

    def pressed(self, form: Mapping[str, Any]) -> ScreenSettings:
        """These settings with the one that was pressed. What is not on offer changes nothing."""
        wished = {name: form.get(name) for name in _OFFERED}
        return replace(self, **{name: value for name, value in wished.items() if value in _OFFERED[name]})

    def on_page(self) -> dict[str, Any]:
        """What layout/ballot.html needs to show a page in these settings."""
        return asdict(self)

    def to_change(self) -> dict[str, Any]:
        """The same on a page that offers others."""
        return {**self.on_page(), "text_sizes": TEXT_SIZES, "all_colours": COLOURS, "sounds": SOUNDS}


#: What is on offer, by the names of the fields in which it is sent.
_OFFERED = {"text_size": TEXT_SIZES, "colours": COLOURS, "sound": SOUNDS}
