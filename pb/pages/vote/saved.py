"""The page after casting. Nothing on it is the voter's own but the receipt code."""

from __future__ import annotations

import re
from typing import Any

from flask import current_app, render_template, request
from flask_babel import force_locale, get_locale

from pb.codes import CODE
from pb.pages.vote.screen_settings import ScreenSettings
from pb.voting.queries import spoken_when_saved

#: What stands on the laid-out page where the receipt's symbols go: characters that no text has (Unicode's private use).
_PLACES = "".join(chr(0xE000 + place) for place in range(CODE))


def saved_page(receipt: str, settings: ScreenSettings, *, kiosk: bool, for_caller: bool = False) -> str:
    """The page that says "Your vote is saved", with this receipt.

    It is the busiest page on the last evening, and a quarter of a cast's work was laying it out again. So it is laid
    out once for each language, kind of screen and settings; after that only the receipt is written in.
    """
    pages: dict[tuple[Any, ...], list[str]] = current_app.extensions.setdefault("pb_saved_pages", {})
    spoken = spoken_when_saved() if settings.speaks_english else None
    places = _PLACES[: len(receipt)]  # of a vote that went in before an upgrade it is shorter
    kind = (str(get_locale()), kiosk, for_caller, request.root_path, settings, spoken, places)
    if kind not in pages:
        screen = {"kiosk": kiosk, "for_caller": for_caller, "spoken": spoken, **settings.on_page()}
        pages[kind] = re.split(f"([{_PLACES}])", _laid_out(places, screen))
    symbols = dict(zip(places, receipt, strict=True))
    return "".join(symbols.get(piece, piece) for piece in pages[kind])


def _laid_out(places: str, screen: dict[str, Any]) -> str:
    """The page for nobody: in a request of its own without a cookie, so that nothing of the visitor can stay on it."""
    language = get_locale()
    nobody = current_app.test_request_context(request.path, base_url=request.root_url, method="POST")
    # with an empty ``g`` too, where the visitor's sign-in is remembered
    with current_app.app_context(), nobody, force_locale(language):
        return render_template("vote/saved.html", receipt=places, **screen)
