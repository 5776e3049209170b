"""Our settings in the words of Flask and its extensions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any


def flask_settings(values: Mapping[str, Any]) -> dict[str, Any]:
    """What Flask and its extensions want to hear, from our settings."""
    return {
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "PERMANENT_SESSION_LIFETIME": timedelta(minutes=values["SIGN_IN_MINUTES"]),
        "SESSION_COOKIE_NAME": "practice_session" if values["PRACTICE"] else "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": values["PB_PRODUCTION"],
        "SQLALCHEMY_DATABASE_URI": values["DATABASE_URL"],
        "WTF_CSRF_SSL_STRICT": False,  # would ask for a Referer, which our own Referrer-Policy tells browsers not to send
        # Invitations and the QR codes of cards carry the address of the request, so nobody may choose it from outside.
        "TRUSTED_HOSTS": [name.strip() for name in values["TRUSTED_HOSTS"].split(",") if name.strip() not in ("", "0")]
        or None,
        "WTF_CSRF_TIME_LIMIT": None,  # a ballot may lie open for hours; the session's end is the limit
        "BABEL_DEFAULT_LOCALE": "en_GB",
        "BABEL_DEFAULT_TIMEZONE": "Europe/London",
    }
