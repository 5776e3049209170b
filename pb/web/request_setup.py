"""What each request goes through before a view: the proxy in front, the session cookie, CSRF tokens, the language,
and what a page need not read twice.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from babel import Locale
from flask import Blueprint, Flask, current_app, has_request_context, request
from flask_babel import Babel, gettext, ngettext
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from pb import catalogues, read_once, words
from pb.web import isolates
from pb.web.session_cookie import SessionCookie

#: Languages of all pages, of which a visitor's browser chooses. Voters have more (``pb.catalogues``).
LANGUAGES = ("en_GB",)
_OF_BLUEPRINTS = "pb_languages_of_blueprints"

csrf = CSRFProtect()
babel = Babel()


def install(app: Flask) -> None:
    """Set up gettext, CSRF for every unsafe request, the session cookie, and what the proxy says of the visitor."""
    app.session_interface = SessionCookie()
    babel.init_app(app, locale_selector=lambda: _locale(_language()))
    isolates.install(app, babel)
    words.translate_with(gettext, ngettext)
    csrf.init_app(app)
    app.before_request(_read_once)
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _read_once() -> None:
    """A page reads each thing from the database once."""
    if request.method in ("GET", "HEAD"):
        read_once.begin()


def speaks_to_visitors_of(blueprint: Blueprint) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """The function says in which language of ``pb.catalogues`` the pages of this blueprint are, refusals and faults too."""

    def keep(language: Callable[[], str]) -> Callable[[], str]:
        blueprint.record(
            lambda state: state.app.extensions.setdefault(_OF_BLUEPRINTS, {}).update({blueprint.name: language})
        )
        return language

    return keep


@cache
def _locale(language: str) -> Locale:
    """The same one each time: what is kept by it is then found without a comparison."""
    return Locale.parse(language)


def _language() -> str:
    """The language that the visitor has chosen where they can choose one, else their best of all pages; English for
    commands.
    """
    if not has_request_context():
        return "en_GB"
    of_page = current_app.extensions.get(_OF_BLUEPRINTS, {}).get(request.blueprint)
    if of_page and (language := of_page()) in catalogues.LANGUAGES:
        return language
    return request.accept_languages.best_match(LANGUAGES, "en_GB")
