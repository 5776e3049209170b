"""What every page has: words in the visitor's language, CSRF tokens, the programme's name and help line."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, get_locale, gettext, ngettext
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from pb import words
from pb.web.session_cookie import SessionCookie

#: Languages that may be shown to voters. A draft is added here once a named speaker has approved it.
LANGUAGES = ("en_GB",)

csrf = CSRFProtect()
babel = Babel()


def install(app: Flask) -> None:
    """Set up gettext, CSRF for every unsafe request, and the variables of the layout."""
    app.session_interface = SessionCookie()
    babel.init_app(app, locale_selector=_language)
    words.translate_with(gettext, ngettext)
    csrf.init_app(app)
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.context_processor(layout_context)


def layout_context() -> dict[str, Any]:
    """Variables of every page; they ask the database for nothing."""
    language = get_locale()
    return {
        "page_language": str(language).replace("_", "-"),
        "page_direction": language.text_direction,
        "programme_name": current_app.config["PROGRAMME_NAME"],
        "help_phone": current_app.config["HELP_PHONE"],
    }


def _language() -> str:
    """The visitor's best offered language; English for commands."""
    return request.accept_languages.best_match(LANGUAGES, "en_GB") if has_request_context() else "en_GB"
