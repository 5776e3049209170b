"""How long the session cookie is valid.

A staff sign-in ends after ``SIGN_IN_MINUTES`` without use, and always ``SIGN_IN_HOURS`` after it began, so that a
copied cookie cannot be used for ever. The cookie of someone who is not signed in holds only the CSRF token of their
forms. A voter may read a ballot for hours, so that token is valid for a day from its last use.
"""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from pb.web.signing import Signer

#: For so many seconds after a page was loaded its form is accepted.
A_DAY = 24 * 3600
_TOKEN = "csrf_token"
#: Secrets of what was typed too late (``pb.web.kept_typed``); each opens only for whoever typed it.
_KEPT = "kept_typed"
#: Keys in the cookie: Flask-Login's for who is signed in, and ours for when they signed in (seconds since 1970, by the
#: clock that signs cookies).
_WHO, _SINCE = "_user_id", "signed_in_at"


class SessionCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, in which the CSRF token of someone who is not signed in is valid for longer than a
    sign-in."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        found = super().open_session(app, request)
        if found is not None and _WHO in found:
            now = Signer("").get_timestamp()
            found.setdefault(_SINCE, now)
            if now - found[_SINCE] > app.config["SIGN_IN_HOURS"] * 3600:
                return self.session_class()
        return found if found else self._token_alone(app, request) or found

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Flask's, signing by our clock."""
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = Signer
        return serializer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Never sends a cookie with a page that a cache may keep and give to other people."""
        if not response.cache_control.public:
            super().save_session(app, session, response)

    def _token_alone(self, app: Flask, request: Request) -> SecureCookieSession | None:
        serializer, cookie = self.get_signing_serializer(app), request.cookies.get(self.get_cookie_name(app))
        if not (serializer and cookie):
            return None
        try:
            kept, signed_at = serializer.loads(cookie, return_timestamp=True)
        except BadSignature:
            return None
        if Signer("").get_timestamp() - signed_at.timestamp() > A_DAY:  # from the future: the clock was put back
            return None
        if kept.get("_permanent") or not (_TOKEN in kept or _KEPT in kept):  # a sign-in that is over stays over
            return None
        alone = self.session_class({name: kept[name] for name in (_TOKEN, _KEPT) if name in kept})
        alone.modified = True
        return alone


class PastSignIn(NamedTuple):
    """What a browser's cookie says of a sign-in that is over, and of what was typed in one. It lets nobody in."""

    token: str
    kept: list[list[str]]


def who_left(app: Flask, request: Request) -> PastSignIn:
    """What this browser had within a day; its cookie is signed, so nobody has it who never signed in."""
    interface = app.session_interface
    assert isinstance(interface, SessionCookie)
    serializer, cookie = interface.get_signing_serializer(app), request.cookies.get(interface.get_cookie_name(app))
    if not (serializer and cookie):
        return PastSignIn("", [])
    try:
        kept, signed_at = serializer.loads(cookie, return_timestamp=True)
    except BadSignature:
        return PastSignIn("", [])
    is_old = Signer("").get_timestamp() - signed_at.timestamp() > A_DAY
    return PastSignIn("", []) if is_old else PastSignIn(kept.get(_WHO, ""), kept.get(_KEPT, []))
