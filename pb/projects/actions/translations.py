"""Staff write what a ballot text says in another language; a second person checks it. What nobody has checked stays off the
ballot, where voters then read the English words.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from pb import clock
from pb.catalogues import LANGUAGES, NO_SUCH_LANGUAGE
from pb.edits import NothingChanged, require_unedited, requires_change
from pb.people.actions import require_no_interest_in
from pb.projects.models import BallotText, Project, TextTranslation
from pb.projects.queries.translations import translation_as_edited, translation_of
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.projects.rules.sentences import (
    CHANGE_THE_TEXT_AGAIN,
    CHECK_THE_APPLICATION,
    CHOOSE_A_LANGUAGE,
    NO_ENGLISH_TEXT,
    ONLY_ELIGIBLE_PROJECTS,
    TEXTS_ARE_FROZEN,
    WRITE_THE_TEXT,
)
from pb.projects.rules.translations import Translation, english_fingerprint, is_of, translation_errors
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor
from pb.rounds.models import Round
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

BALLOT_TEXT_TRANSLATED = Act(
    "ballot_text.translated",
    _l("wrote the ballot text for application %(project)s in another language: %(language)s"),
    only=(COORDINATOR, STEERING),
)


def translate_ballot_text(by: Actor, project: Project, language: str, said: Translation) -> TextTranslation:
    """Somebody writes, or changes, what a ballot text says in a language. A change takes its check away.

    Refuses a language without screens, a project without a ballot text or that is not eligible, words that the rules refuse,
    somebody with a declared interest, English words that changed while the page was open, and a frozen ballot (guards
    `translation_frozen_insert` and `translation_frozen_update`).
    """
    with (
        acting(by, BALLOT_TEXT_TRANSLATED, round_id=project.round_id, project=project.id, language=language) as act,
        requires_change(lambda: _as_written(project, language)),
    ):
        text = _require_open(act.session, by, project, language)
        translation = translation_of(project.id, language)
        require_unedited(by, translation_as_edited(translation, text))
        if wrong := translation_errors(said, language, pictured=text.picture_id is not None):
            raise Refusal(next(iter(wrong.values())), CHANGE_THE_TEXT_AGAIN, status=422)
        translation = translation or TextTranslation(project_id=project.id, language=language, writers="")
        translation.title, translation.body = tidy(said.title), tidy(said.body)
        translation.picture_alt, translation.speaker = tidy(said.picture_alt), tidy(said.speaker)
        if not text.picture_id:
            translation.picture_alt = ""
        translation.of_text = english_fingerprint(text)
        if by.account_id not in translation.written_by_any_of:
            translation.writers = f"{translation.writers} {by.account_id}".lstrip()
        translation.written_by, translation.written_at = by.account_id, clock.now()  # type: ignore[assignment]
        translation.approved_by = translation.approved_at = None
        act.session.add(translation)
    return translation


def _as_written(project: Project, language: str) -> tuple[dict[str, str], str]:
    translation = translation_of(project.id, language)
    return translation_as_edited(translation, None), translation.of_text if translation else ""


TRANSLATION_APPROVED = Act(
    "ballot_text.translation_approved",
    _l("checked the ballot text for application %(project)s in another language: %(language)s"),
    only=(COORDINATOR, STEERING),
    people=2,
)


def approve_translation(by: Actor, project: Project, language: str) -> None:
    """A second person has made sure that it says what the English text says, and gives nobody away.

    Refuses everybody who has written in it (guard `translators_do_not_check`), somebody with a declared interest, and
    a translation of English words that have changed since.
    """
    with acting(by, TRANSLATION_APPROVED, round_id=project.round_id, project=project.id, language=language) as act:
        text = _require_open(act.session, by, project, language)
        translation = translation_of(project.id, language)
        if translation is None:
            raise Refusal(_l("Nobody has written this text in this language yet."), _l("Write the translation first."))
        if by.account_id in translation.written_by_any_of:
            raise Refusal(
                _l("You wrote in this translation."),
                _l("Ask someone else to check it. A second person may notice something you missed."),
            )
        act.require_as_shown(translation)
        if not is_of(translation, text):
            raise Refusal(
                _l("The English text has changed since this translation was written."),
                _l("Ask the person who speaks the language to look at it again, and save it."),
            )
        if translation.approved_by is not None:
            raise NothingChanged
        translation.approved_by, translation.approved_at = by.account_id, clock.now()


def _require_open(session: Session, by: Actor, project: Project, language: str) -> BallotText:
    require_no_interest_in(by, project.id)
    if language not in LANGUAGES:
        raise Refusal(NO_SUCH_LANGUAGE, CHOOSE_A_LANGUAGE, status=404)
    if session.get_one(Round, project.round_id).frozen:
        raise Refusal(TEXTS_ARE_FROZEN)
    if status_of(project) != ApplicationStatus.ELIGIBLE:
        raise Refusal(ONLY_ELIGIBLE_PROJECTS, CHECK_THE_APPLICATION)
    if project.ballot_text is None:
        raise Refusal(NO_ENGLISH_TEXT, WRITE_THE_TEXT)
    return project.ballot_text
