"""What people typed keeps its own direction: an Urdu title in an English line turns nothing round it.

On a page from right to left amounts and facts of sentences are isolated too: "£1,200" would stand there as "1,200£".

Whatever a template shows, and whatever is filled into a sentence, is put between U+2068 and U+2069 where it has letters
that run from right to left: what `<bdi>` does, but in attributes and on paper too, and nobody can forget it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from babel import Locale
from flask import Flask, current_app, g, has_app_context
from flask_babel import Babel, Domain, get_locale
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from pb import catalogues
from pb.currency import POUNDS, Currency
from pb.unicode_text import END_OF_ISOLATE, ISOLATE, isolated
from pb.without_phone import instead_of, instead_of_many


class _WithoutPhone:
    """The same sentences where the programme has no number (``pb.without_phone``)."""

    def __init__(self, as_written: Any) -> None:
        self._as_written = as_written

    def ugettext(self, english: str) -> str:
        return self._as_written.ugettext(instead_of(english))

    def ungettext(self, singular: str, plural: str, num: int) -> str:
        return self._as_written.ungettext(*instead_of_many(singular, plural), num)


class _Domain(Domain):
    """Sentences whose facts are isolated, and that send nobody to a phone that there is not. Languages of voters are read from
    their catalogues as they are written.
    """

    def __init__(self) -> None:
        super().__init__()
        self._of_language: dict[Locale, Any] = {}

    def get_translations(self) -> Any:
        found = self._as_written()
        return found if not has_app_context() or current_app.config["HELP_PHONE"] else _without_phone(found)

    def _as_written(self) -> Any:
        """Asked for every sentence of a page, hundreds of times: what is known of a language is looked up once."""
        language = _language()
        if language is None:
            return super().get_translations()
        found = self._of_language.get(language)
        if found is None:
            code = str(language)
            is_voters = code in catalogues.LANGUAGES
            found = catalogues.translations(code) if is_voters else super().get_translations()
            self._of_language[language] = found
        return found

    def gettext(self, string: str, **facts: Any) -> str:
        return super().gettext(string, **_isolated(facts))

    def ngettext(self, singular: str, plural: str, num: int, **facts: Any) -> str:
        return super().ngettext(singular, plural, num, **_isolated(facts))


@cache
def _without_phone(as_written: Any) -> _WithoutPhone:
    return _WithoutPhone(as_written)


def _language() -> Locale | None:
    """The language of this page: where it was looked up before, it stands beside the request. A long page asks for it some
    thousand times, and the usual way to it takes as long as all of a sentence's words.
    """
    asked = getattr(g, "_flask_babel", None) if has_app_context() else None
    return getattr(asked, "babel_locale", None) or get_locale()


def install(app: Flask, babel: Babel) -> None:
    """In templates, and in sentences of views and rooms."""
    babel.domain_instance = sentences = _Domain()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda english: sentences.get_translations().ugettext(english),
        lambda singular, plural, num: sentences.get_translations().ungettext(singular, plural, num),
        newstyle=True,
    )
    app.jinja_env.finalize = _of_its_own_direction
    app.jinja_env.filters["money"] = _money
    for name in ("gettext", "ngettext"):
        app.jinja_env.globals[name] = _with_isolated_facts(app.jinja_env.globals[name])
    app.jinja_env.globals["_"] = app.jinja_env.globals[
        "gettext"
    ]  # Jinja's own looks that name up anew for every sentence


def _money(parts: int, currency: Currency | None = None) -> str:
    """An amount in pounds, or in the ``currency`` of a round that can be from a file."""
    return _on_any_page((currency or POUNDS).written(parts))


def _with_isolated_facts(translate: Any) -> Any:
    @pass_context
    def translated(context: Context, *sentence: Any, **facts: Any) -> str:
        return translate(context, *sentence, **_isolated(facts))

    return translated


def _isolated(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: _on_any_page(_of_its_own_direction(fact)) for name, fact in facts.items()} if facts else facts


def _on_any_page(fact: Any) -> Any:
    if not isinstance(fact, str) or fact.startswith(ISOLATE) or not _is_from_right_to_left():
        return fact
    return type(fact)(f"{ISOLATE}{fact}{END_OF_ISOLATE}")


def _is_from_right_to_left() -> bool:
    language = _language()
    return language is not None and _runs_from_the_right(language)


@cache
def _runs_from_the_right(language: Locale) -> bool:
    return language.text_direction == "rtl"


def _of_its_own_direction(shown: Any) -> Any:
    """Markup was made of texts that went through here."""
    return isolated(shown) if isinstance(shown, str) and not isinstance(shown, Markup) else shown
