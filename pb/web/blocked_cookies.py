"""A browser that blocks cookies: its forms are refused, and the page says why and what to do. Without scripts too."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from pb import clock

#: A form that was made so short a time ago, and comes without its cookie, comes from a browser that keeps none.
_JUST_NOW = timedelta(minutes=20)


def blocks_cookies() -> bool:
    """Whether the browser of this refused form was given a cookie with it just now, and has not kept it."""
    if request.cookies:
        return False
    tokens = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="wtf-csrf-token")  # as Flask-WTF makes them
    try:
        _token, made_at = tokens.loads(request.form.get("csrf_token", ""), return_timestamp=True)
    except BadData:
        return False
    lasts = timedelta(minutes=current_app.config["SIGN_IN_MINUTES"])
    return clock.unmoved() - made_at < min(_JUST_NOW, lasts)
