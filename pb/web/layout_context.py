"""What the layout of every page has: the language, the programme's name and help line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, current_app
from flask_babel import get_locale
from markupsafe import Markup

from pb import clock
from pb.catalogues import ENGLISH
from pb.formats import day_in_boxes, day_time
from pb.practice import is_practice


def install(app: Flask) -> None:
    """Give every template the variables of the layout."""
    app.context_processor(layout_context)
    app.jinja_env.globals["in_english"] = in_english
    app.jinja_env.globals["in_language"] = in_language
    app.jinja_env.globals["example_day"] = example_day


def layout_context() -> dict[str, Any]:
    """Variables of every page; they ask the database for nothing."""
    language = get_locale()
    return {
        "page_language": str(language).replace("_", "-"),
        "page_direction": language.text_direction,
        "programme_name": current_app.config["PROGRAMME_NAME"],
        "help_phone": current_app.config["HELP_PHONE"],
        "practice": is_practice(),
        "practice_clock": day_time(clock.now()) if is_practice() else "",
    }


def example_day() -> str:
    """A day that a form gives as an example: one to come, as most days that are typed."""
    return day_in_boxes(clock.today() + timedelta(days=30))


def in_english() -> Markup:
    """Attributes of an element whose words staff wrote, in English, on a page that may be in another language: a screen
    reader says them in English.
    """
    return Markup("") if get_locale().language == "en" else Markup(' lang="en-GB" dir="auto"')


def in_language(language: str) -> Markup:
    """The same of words in this language: nothing where it is the page's own."""
    if language == ENGLISH:
        return in_english()
    code = language.replace("_", "-")
    return Markup("") if str(get_locale()) == language else Markup(f' lang="{code}" dir="auto"')
