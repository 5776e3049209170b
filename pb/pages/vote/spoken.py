"""The language in which a voter is spoken to: the one that they have set, also where their press is refused or fails.

It is read from what the page sent, without a look at the database: the page that says that the database is away is in it too.
"""

from __future__ import annotations

from flask import g
from flask_babel import refresh

from pb.pages.vote import bp
from pb.pages.vote.callers import draft_of_page, form_sent
from pb.pages.vote.screen_settings import ScreenSettings
from pb.web import request_setup


def speak(settings: ScreenSettings) -> ScreenSettings:
    """From now on this page is in the language of these settings."""
    g.voters_language = settings.language
    refresh()
    return settings


@request_setup.speaks_to_visitors_of(bp)
def language_of_page() -> str:
    """The language of the page that this request comes from."""
    return g.get("voters_language") or _settings_sent().language


def _settings_sent() -> ScreenSettings:
    draft = draft_of_page()
    return draft.settings if draft else ScreenSettings.of_page_without_draft(form_sent())
