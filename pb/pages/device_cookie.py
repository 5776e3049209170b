"""Which kiosk a request comes from: a device is set up at a session's desk, and known from then on by its cookie."""

from __future__ import annotations

from typing import Any

from flask import current_app, g, request
from werkzeug import Response

from pb.pages.request_signatures import SignatureCheck, signature_by
from pb.practice import cookie_name
from pb.voting import queries
from pb.voting.models import Kiosk

#: The device key: a cookie of its own, so that it outlives every turn and no staff sign-in is needed.
DEVICE_COOKIE = "pb_kiosk"
#: Seconds. A box may stay at a venue for days; a device that was forgotten stops by itself after two weeks.
DEVICE_LASTS = 14 * 24 * 3600
#: What a kiosk that was stopped may do as well: send the votes that are on it, and say how many there are.
ALSO_STOPPED = {"kiosk.contact", "kiosk.take_votes"}


#: No script reads it, and no other site's page sends it.
FLAGS: dict[str, Any] = {"httponly": True, "samesite": "Strict"}


def give_device_cookie(answer: Response, token: str) -> None:
    """From now on this browser's requests come from the kiosk whose ``token`` this is."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(cookie_name(DEVICE_COOKIE), token, max_age=DEVICE_LASTS, secure=secure, **FLAGS)


def take_device_cookie(answer: Response) -> None:
    """The browser is no kiosk any longer."""
    answer.delete_cookie(cookie_name(DEVICE_COOKIE), **FLAGS)


def device_kiosk() -> Kiosk | None:
    """The kiosk that this request's cookie names, paired, neither stopped nor ended. A cookie can be copied: it opens nothing."""
    if "kiosk" not in g:
        token = request.cookies.get(cookie_name(DEVICE_COOKIE))
        g.kiosk = queries.kiosk_of_device(token) if token else None
    return g.kiosk


def paired_kiosk() -> Kiosk | None:
    """The kiosk of this request: its cookie names one, and the browser of that one has signed it."""
    kiosk = _kiosk_that_may_send() if request.endpoint in ALSO_STOPPED else device_kiosk()
    return kiosk if kiosk and signature_by(kiosk) is SignatureCheck.RIGHT else None


def _kiosk_that_may_send() -> Kiosk | None:
    token = request.cookies.get(cookie_name(DEVICE_COOKIE))
    return queries.kiosk_of_device(token, stopped_too=True) if token else None
