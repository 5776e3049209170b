"""Headers on every answer: a strict content security policy, no framing, no referrer, nothing cached unless its
view says so.
"""

from __future__ import annotations

import re

from flask import Flask, Response

from pb.practice import PRACTICE

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


#: On every answer. No view has its own: they are added without looking.
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


#: Before the name under which a file is to be saved.
_FILENAME = re.compile(r'filename="?')


def install(app: Flask) -> None:
    """Set the headers after each request. In a practice each file is saved under a name that says so."""

    @app.after_request
    def say_that_it_is_practice(answer: Response) -> Response:
        saved_as = answer.headers.get("Content-Disposition", "")
        if app.config["PRACTICE"] and saved_as.startswith("attachment"):
            answer.headers["Content-Disposition"] = _FILENAME.sub(rf"\g<0>{PRACTICE}-", saved_as)
        return answer

    @app.after_request
    def secure(answer: Response) -> Response:
        headers = answer.headers
        headers.extend(ALWAYS)
        if app.config["PB_PRODUCTION"]:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        headers.setdefault("Cache-Control", "no-store")  # pb.web.assets says otherwise, and a few views
        return answer
