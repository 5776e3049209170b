"""A cache between the program and its readers: it may keep pictures and charts, and must never keep anybody's cookie."""

from __future__ import annotations

import pytest

from pb.config import flask_settings
from pb.database import saving
from pb.projects.models import Media
from pb.web.access import COORDINATOR

SHA = "ab" * 32


@pytest.fixture
def picture(app):
    with saving() as session:
        session.add(Media(sha256=SHA, media_type="image/jpeg", data=b"\xff\xd8\xff"))
    return f"/media/{SHA}"


def test_a_picture_that_may_be_kept_carries_no_sign_in(visitor, make, picture):
    visitor.signed_in_as(make.staff(COORDINATOR), _permanent=True)
    answer = visitor.asks("GET", picture)
    assert answer.status_code == 200 and answer.cache_control.public
    assert "Set-Cookie" not in answer.headers


def test_pages_are_kept_by_nobody_and_go_on_renewing_the_sign_in(visitor, make):
    visitor.signed_in_as(make.staff(COORDINATOR), _permanent=True)
    for page in ("/", "/dashboard", "/people", "/vote"):
        answer = visitor.asks("GET", page)
        assert answer.headers["Cache-Control"] == "no-store" and "session=" in answer.headers["Set-Cookie"]


def test_in_a_real_vote_a_browser_keeps_style_and_letters_for_an_hour_and_no_page(app, visitor, make):
    app.config["STATIC_KEPT"] = flask_settings({**app.config, "PB_PRODUCTION": True, "TRUSTED_HOSTS": ""})[
        "STATIC_KEPT"
    ]
    visitor.signed_in_as(make.staff(COORDINATOR), _permanent=True)
    with visitor.asks("GET", "/static/css/main.css") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=3600" and "Set-Cookie" not in answer.headers
    assert "public" not in visitor.asks("GET", "/static/no-such-file.css").headers.get("Cache-Control", "")
    assert visitor.asks("GET", "/vote").headers["Cache-Control"] == "no-store"
