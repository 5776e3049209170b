"""A cache between the program and its readers: it may keep pictures and charts, and must never keep anybody's
cookie.
"""

from __future__ import annotations

import hashlib
import re

import pytest

from pb.database import exclusive_transaction
from pb.projects.models import Media
from pb.web.access import COORDINATOR

PICTURE = b"\xff\xd8\xff"
SHA = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def picture(app):
    with exclusive_transaction() as session:
        session.add(Media(sha256=SHA, media_type="image/jpeg", data=PICTURE))
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


def test_browsers_keep_style_and_letters_for_a_year_under_the_address_of_their_contents_and_no_page(visitor, make):
    visitor.signed_in_as(make.staff(COORDINATOR), _permanent=True)
    page = visitor.asks("GET", "/vote")
    assert page.headers["Cache-Control"] == "no-store"
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert len(addresses) > 5
    for address in addresses:
        with visitor.asks("GET", address) as answer:
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", address
            assert "Set-Cookie" not in answer.headers, address


@pytest.mark.parametrize("address", ["/static/no-such-file.css", "/static/0123456789ab/no-such-file.css"])
def test_that_a_file_is_not_there_is_kept_by_nobody(visitor, address):
    answer = visitor.asks("GET", address)
    assert answer.status_code == 404 and answer.headers["Cache-Control"] == "no-store"
