"""Who writes into the database changes no picture and no sound: other bytes than those of the address are not served, because
a browser would keep them for a year.
"""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import text

from pb.database import db, transaction
from pb.projects.models import Media
from pb.projects.rules.media import hash_of_copies

SOUND, PICTURE, LARGE, SMALL = b"a sound", b"a picture", b"a large copy", b"a small copy"
WEBP = {"Accept": "image/webp"}


def address(data: bytes) -> str:
    return f"/media/{hashlib.sha256(data).hexdigest()}"


@pytest.fixture
def kept(app):
    with transaction() as session:
        copies = {"webp": LARGE, "small_webp": SMALL, "copies_sha256": hash_of_copies(LARGE, SMALL)}
        session.add(Media(sha256=address(PICTURE)[7:], media_type="image/jpeg", data=PICTURE, **copies))
        session.add(Media(sha256=address(SOUND)[7:], media_type="audio/mpeg", data=SOUND))


def rewritten(column: str) -> None:
    db.session.execute(text(f"UPDATE media SET {column} = :bytes"), {"bytes": b"something else"})
    db.session.commit()


def test_a_sound_that_was_changed_is_not_served(kept, visitor):
    assert visitor.downloads(address(SOUND)).data == SOUND
    rewritten("data")
    assert visitor.downloads(address(SOUND)).status_code == 503


def test_of_a_picture_whose_copy_was_changed_the_picture_itself_is_shown(kept, visitor):
    small = f"{address(PICTURE)}/small"
    assert visitor.asks("GET", small, headers=WEBP).data == SMALL
    rewritten("small_webp")
    assert visitor.asks("GET", small, headers=WEBP).data == PICTURE
    rewritten("data")
    assert visitor.asks("GET", small, headers=WEBP).status_code == 503
