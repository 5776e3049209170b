"""Finding the sounds that were made of words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from sqlalchemy import select

from pb.database import db
from pb.projects.models import MadeSound
from pb.record.queries import part_of_verifying
from pb.record.rules import fault_in_words


def made_sounds(identities: Iterable[str]) -> dict[str, str]:
    """The content hashes of the sounds that are there, by what they are known by."""
    query = select(MadeSound.identity, MadeSound.sha256).where(MadeSound.identity.in_(set(identities)))
    return dict(db.session.execute(query).all())


def made_sound_with_hash(sha256: str) -> MadeSound | None:
    """The made sound with this content hash; of two sets of words that sound alike, either."""
    return db.session.scalar(select(MadeSound).where(MadeSound.sha256 == sha256).limit(1))


@part_of_verifying
def faults_of_made_sounds() -> Iterator[str]:
    """Made sounds that are not what their fingerprint says, which stands under the mark."""
    for sha256, data in db.session.execute(select(MadeSound.sha256, MadeSound.data)):
        if hashlib.sha256(data).hexdigest() != sha256:
            yield fault_in_words("medium", number=sha256[:8])
