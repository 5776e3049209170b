"""The one place where it is decided whether a request comes from the browser that was set up as a kiosk.

``docs/safety.md`` ("A kiosk signs its requests") says what is signed, what is refused, and what it is not worth.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from flask import g, request

from pb.database import db
from pb.refusals import Refusal
from pb.voting import actions
from pb.voting.models import Kiosk
from pb.voting.rules.request_signatures import SignedRequest
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: The header of a signed request: its number, a space, the signature.
SIGNATURE = "PB-Kiosk-Signature"
#: In the answer to a request whose number was too low: the highest number that was taken. Only a signature gets it.
COUNT = "PB-Kiosk-Count"
#: Bodies that a kiosk sends: none, a form, what its own program says.
_BODIES = ("", "application/x-www-form-urlencoded", "application/json")


class RefusedRequest(NamedTuple):
    """What somebody reads whose request is refused."""

    sentence: Sentence
    next_step: Sentence
    status: int


class SignatureCheck(Enum):
    """What is the matter with the signature of a request."""

    RIGHT = None
    WRONG = RefusedRequest(
        _l("This is not the browser that was set up as this kiosk."),
        _l(
            "Please tell the facilitator. They can sign in on this device and set it up as a kiosk again. "
            "Nothing was cast just now."
        ),
        403,
    )
    OLD = RefusedRequest(
        _l("This was sent before, or something newer has come since."),
        _l("Go back to the start, or tell the facilitator. Nothing was cast just now."),
        409,
    )


def signature_by(kiosk: Kiosk) -> SignatureCheck:
    """Whether the browser of this kiosk sent this request, now, for the first time, as it arrived.

    The request's number is spent by asking; who asks again in the same request is told the same.
    """
    found: dict[int, SignatureCheck] = g.setdefault("kiosk_signatures", {})
    if kiosk.id not in found:
        found[kiosk.id] = _look(kiosk)
    return found[kiosk.id]


def require_signature(kiosk_id: int) -> None:
    """Refuse a request that was not signed by this kiosk: a draft that was opened there is worth nothing elsewhere."""
    kiosk = db.session.get(Kiosk, kiosk_id)
    said = (signature_by(kiosk) if kiosk else SignatureCheck.WRONG).value
    if said is not None:
        raise Refusal(said.sentence, said.next_step, status=said.status)


def _look(kiosk: Kiosk) -> SignatureCheck:
    sent = _sent()
    if sent is None or kiosk.public_key is None or not sent.is_signed_with(kiosk.public_key):
        return SignatureCheck.WRONG
    newest = actions.take_request_number(kiosk.id, sent.count)
    if newest is None:
        return SignatureCheck.RIGHT
    g.newest_kiosk_count = newest
    return SignatureCheck.OLD


def _sent() -> SignedRequest | None:
    """This request with its signature. What is signed is the body as it came; of a form with files werkzeug has read
    it by now, and no kiosk sends one."""
    if request.mimetype not in _BODIES:
        return None
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return SignedRequest.read(
        request.headers.get(SIGNATURE, ""),
        method=request.method,
        path=request.root_path + request.path + query,
        body=request.get_data(),
    )
