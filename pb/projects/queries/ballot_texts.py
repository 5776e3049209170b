"""Ballot texts, their pictures and sounds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select

from pb import clock
from pb.database import db
from pb.projects.models import BallotText, Media, Project, TextWriter
from pb.projects.queries.ballot_lines import LineAsRead
from pb.projects.rules.media import hash_of_copies
from pb.projects.rules.text_answers import TextStands, text_stands
from pb.record.queries import part_of_verifying
from pb.record.rules import fault_in_words
from pb.rounds.models import Round
from pb.words import Sentence
from pb.words import lazy_gettext as _l


def media_with_hash(sha256: str) -> Media | None:
    """The picture or sound with this content hash."""
    return db.session.scalar(select(Media).where(Media.sha256 == sha256))


def media_hashes(shown: Iterable[BallotText | LineAsRead]) -> dict[int | None, str]:
    """The content hashes of the pictures and sounds of these texts or lines, by their ids. None has no hash."""
    ids = {each for row in shown for each in (row.picture_id, row.sound_id) if each}
    return dict(db.session.execute(select(Media.id, Media.sha256).where(Media.id.in_(ids))).all())


def identifying_names(project: Project, venues: Iterable[str]) -> list[tuple[Sentence, str]]:
    """Names that a ballot text must not hold: (whose name it is, the name)."""
    return [
        (_l("the group’s name"), project.group_name),
        (_l("the name of the group’s contact"), project.contact_name),
        *((_l("the name of a venue"), name) for name in venues),
    ]


@part_of_verifying
def faults_of_media() -> Iterator[str]:
    """Pictures and sounds that are not what their fingerprint says, which stands under the mark."""
    columns = (Media.id, Media.sha256, Media.data, Media.copies_sha256, Media.webp, Media.small_webp)
    for media_id, sha256, data, of_copies, webp, small in db.session.execute(select(*columns)):
        if (hashlib.sha256(data).hexdigest(), hash_of_copies(webp, small)) != (sha256, of_copies):
            yield fault_in_words("medium", number=media_id)


def writers_of(texts: Iterable[BallotText]) -> dict[int, set[int]]:
    """Whose words stand in each of these texts, by project; who changed it last among them. None of them checks it."""
    found = {text.project_id: {text.written_by} for text in texts}
    query = select(TextWriter.project_id, TextWriter.account_id).where(TextWriter.project_id.in_(found))
    for project_id, account_id in db.session.execute(query):
        found[project_id].add(account_id)
    return found


def text_as_edited(text: BallotText | None) -> dict[str, Any]:
    """What the form of a ballot text edits; of a picture and a sound their ids."""
    named = {
        "title": "title",
        "body": "body",
        "picture": "picture_id",
        "picture_alt": "picture_alt",
        "sound": "sound_id",
    }
    return {name: getattr(text, column) if text else None for name, column in named.items()}


def text_stands_of(round_: Round, project: Project) -> TextStands:
    """How far the group and its ballot text are now; after the freeze: as they were at that moment."""
    cost = project.cost_pence if project.text_answers else 0  # without an answer nobody asks which wording it was about
    return text_stands(project.ballot_text, cost, project.text_answers, round_.frozen_at or clock.now())
