"""Ballot texts in other languages."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from pb.database import db
from pb.plain_rows import plain_rows
from pb.projects.models import BallotText, LineTranslation, Project, TextTranslation


def translation_of(project_id: int, language: str) -> TextTranslation | None:
    """What the ballot text of a project says in a language; None while nobody has written it."""
    return db.session.get(TextTranslation, (project_id, language))


def translations_of(project_id: int) -> dict[str, TextTranslation]:
    """What was written of one project, by language."""
    query = select(TextTranslation).where(TextTranslation.project_id == project_id)
    return {each.language: each for each in db.session.scalars(query)}


def translations_in(round_id: int) -> list[TextTranslation]:
    """Everything that was written for a round, by project and language."""
    query = select(TextTranslation).join(Project, Project.id == TextTranslation.project_id)
    query = query.where(Project.round_id == round_id)
    return list(
        plain_rows(db.session(), TextTranslation, query.order_by(TextTranslation.project_id, TextTranslation.language))
    )


def line_translations(round_id: int, corrected: Collection[int]) -> list[LineTranslation]:
    """The lines of the frozen ballot in other languages, by number and language, without those of the numbers that were
    ``corrected``: their English words are others by now.
    """
    query = select(LineTranslation).where(LineTranslation.round_id == round_id)
    found = db.session.scalars(query.order_by(LineTranslation.number, LineTranslation.language))
    return [each for each in found if each.number not in corrected]


def translation_as_edited(translation: TextTranslation | None, text: BallotText | None) -> dict[str, str]:
    """What the form of a translation edits, and the ``english`` words that it is made from."""
    names = ("title", "body", "picture_alt", "speaker")
    english = [text.title, text.body, text.picture_alt] if text else []
    return {
        **{name: getattr(translation, name) if translation else "" for name in names},
        "english": "\n\n".join(each for each in english if each),
    }
