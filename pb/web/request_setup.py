"""What each request goes through before a view: the proxy in front, the session cookie, CSRF tokens, the language,
and what a page need not read twice.
"""

from __future__ import annotations

from flask import Flask, has_request_context, request
from flask_babel import Babel, gettext, ngettext
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from pb import read_once, words
from pb.web import isolates
from pb.web.session_cookie import SessionCookie

#: Languages that may be shown to voters. A draft is added here once a named speaker has approved it.
LANGUAGES = ("en_GB",)

csrf = CSRFProtect()
babel = Babel()


def install(app: Flask) -> None:
    """Set up gettext, CSRF for every unsafe request, the session cookie, and what the proxy says of the visitor."""
    app.session_interface = SessionCookie()
    babel.init_app(app, locale_selector=_language)
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


def _language() -> str:
    """The visitor's best offered language; English for commands."""
    return request.accept_languages.best_match(LANGUAGES, "en_GB") if has_request_context() else "en_GB"
