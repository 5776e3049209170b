"""A ballot is open on a kiosk that sends each press, and its page was loaded again. How its voter had set the screens went
with the page; its script remembers that (static/js/kiosk/kept-settings.mjs) and says so when it asks for the start.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from flask import g, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from pb.catalogues import ENGLISH
from pb.pages.kiosk import bp
from pb.pages.vote.callers import draft_of_page
from pb.pages.vote.screen_settings import ScreenSettings
from pb.web.request_setup import speaks_to_visitors_of

#: The header with which the start is asked for, so that no log of addresses has them.
SETTINGS = "PB-Kiosk-Settings"


@speaks_to_visitors_of(bp)
def language_of_turn() -> str:
    """The language of the voter whose ballot is sent, or goes on; English on what is the team's."""
    draft = draft_of_page()
    return g.get("voters_language") or (draft.settings.language if draft else ENGLISH)


def settings_of_turn() -> ScreenSettings:
    """The settings of the ballot that is open, as the device remembers them; the usual ones where it does not."""
    remembered = request.form if request.method == "POST" else dict(parse_qsl(request.headers.get(SETTINGS, "")))
    return ScreenSettings.before_a_draft(remembered)


def asked_of(settings: ScreenSettings) -> dict[str, Any]:
    """What the start needs to ask that voter: size and colours of the page, and the question in their language. The rest of
    the page is the team's, in English and without a voice.
    """
    remembered = {f"{name}_now": value for name, value in settings.on_page().items()}
    with force_locale("en_GB" if settings.language == ENGLISH else settings.language):
        asked = question(remembered)
    shown_as = {"text_size": settings.text_size, "colours": settings.colours, "language": settings.language}
    return {
        **shown_as,
        "remembered": remembered,
        "were_you": escape(asked["wereYou"]),
        "left_open": Markup(asked["leftOpen"]),
    }


def question(remembered: dict[str, str] | None = None) -> dict[str, str]:
    """The heading of the start while a ballot is open, and the question itself. ``remembered``: what "Continue" sends."""
    page = render_template("kiosk/_left_open.html", remembered=remembered or {})
    return {"wereYou": _("Were you voting just now?"), "leftOpen": page}
