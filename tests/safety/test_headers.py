"""What each answer says to browsers: no inline code, no frames, nothing kept; and cookies that only https carries."""

from __future__ import annotations

import secrets

from pb import create_app
from pb.web.access import Role
from tests.support.safety import routes

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def test_every_answer_has_its_headers_and_no_inline_code_is_allowed(app, make, new_visitor):
    person = new_visitor().signed_in_as(make.staff(Role.COORDINATOR))
    for rule in routes.rules(app):
        if "GET" in routes.methods(rule):
            answer = person._sends("GET", routes.address(app, rule))
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, rule.rule
            may_be_kept = (
                rule.endpoint.startswith(("media.media", "projects.picture")) or rule.endpoint == "kiosk.worker"
            )
            assert may_be_kept or "no-store" in answer.headers["Cache-Control"], rule.rule


def test_in_production_cookies_are_secure_and_https_is_remembered(database, tmp_path):
    settings = {
        "PB_PRODUCTION": True,
        "SECRET_KEY": secrets.token_hex(32),
        "DATABASE_URL": database,
        "KEYS_DIR": str(tmp_path),
        "TRUSTED_HOSTS": "localhost",
        "TRUSTED_PROXIES": 0,
    }
    answer = create_app(settings, instance=tmp_path / "instance").test_client().get("/vote")
    cookie = answer.headers["Set-Cookie"]
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert "max-age" in answer.headers["Strict-Transport-Security"]
