"""How long the cookie of a visit is good for.

A staff sign-in ends after ``SIGN_IN_MINUTES`` without use, and in any case ``SIGN_IN_HOURS`` after it began: a cookie
that somebody copied cannot be kept alive for ever. A visitor who is not signed in has only the token of their forms in
it, and a voter may read a ballot for hours: that token stays good for a day, and is signed anew when it is used.
"""

from __future__ import annotations

from typing import cast

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, TimestampSigner

#: Seconds that a page may lie open before its form is refused.
A_DAY = 24 * 3600
_TOKEN = "csrf_token"
#: Under these Flask-Login keeps who is signed in, and we since when (seconds since 1970, by the clock that signs
#: cookies).
_WHO, _SINCE = "_user_id", "signed_in_at"


class Visits(SecureCookieSessionInterface):
    """Flask's signed cookie; of a visit without a sign-in the token of its forms outlives the sign-in's time."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        found = super().open_session(app, request)
        if found is not None and _WHO in found and self._is_over(app, found):
            return self.session_class()
        return found if found else self._token_alone(app, request) or found

    def _is_over(self, app: Flask, visit: SecureCookieSession) -> bool:
        serializer = self.get_signing_serializer(app)
        assert serializer is not None  # what was opened was signed
        now = cast(TimestampSigner, serializer.make_signer(serializer.salt)).get_timestamp()
        if _SINCE not in visit:
            visit[_SINCE] = now
        return now - visit[_SINCE] > app.config["SIGN_IN_HOURS"] * 3600

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nobody's cookie rides on an answer that a cache may keep and give to others."""
        if not response.cache_control.public:
            super().save_session(app, session, response)

    def _token_alone(self, app: Flask, request: Request) -> SecureCookieSession | None:
        serializer, cookie = self.get_signing_serializer(app), request.cookies.get(self.get_cookie_name(app))
        try:
            kept = serializer.loads(cookie, max_age=A_DAY) if serializer and cookie else {}
        except BadSignature:
            return None
        if kept.get("_permanent") or _TOKEN not in kept:  # a sign-in that is over stays over
            return None
        visit = self.session_class({_TOKEN: kept[_TOKEN]})
        visit.modified = True
        return visit
