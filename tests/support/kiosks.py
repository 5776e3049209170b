"""What the browser of a kiosk does in ``static/js/device-key``, for people who are played over Flask's test client."""

from __future__ import annotations

import base64
import hashlib
from io import BytesIO
from types import MethodType
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

#: Where a kiosk's browser signs: its own pages and the voter's.
_SIGNED = ("/kiosk", "/vote")


class KioskKey:
    """A key that a browser has made, and the number of the last request that it signed."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._spki = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.public = base64.b64encode(self._spki).decode()
        self.name = hashlib.sha256(self._spki).hexdigest()[:32]
        self.count = 0

    def header(self, method: str, path: str, body: bytes = b"", count: int | None = None) -> str:
        """The header for one request; its number is the next one unless ``count`` says another."""
        self.count = self.count + 1 if count is None else count
        digest = hashlib.sha256(body).hexdigest()
        text = "\n".join(("pb kiosk request 1", self.name, str(self.count), method, path, digest))
        halves = decode_dss_signature(self._key.sign(text.encode(), ec.ECDSA(SHA256())))
        signature = b"".join(half.to_bytes(32) for half in halves)
        return f"{self.count} {base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def signs(client: Any, key: KioskKey) -> None:
    """From now on ``client`` signs what it sends to the pages of a kiosk, each request of a redirect too."""
    send = type(client).run_wsgi_app

    def signed(self: Any, environ: dict[str, Any], buffered: bool = False) -> Any:
        if environ["PATH_INFO"].startswith(_SIGNED):
            body = environ["wsgi.input"].read()
            environ["wsgi.input"] = BytesIO(body)
            query = f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else ""
            path = environ["SCRIPT_NAME"] + environ["PATH_INFO"] + query
            environ["HTTP_PB_KIOSK_SIGNATURE"] = key.header(environ["REQUEST_METHOD"], path, body)
        return send(self, environ, buffered=buffered)

    client.run_wsgi_app = MethodType(signed, client)
