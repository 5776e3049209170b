"""Staff write what the ballot says of a project; a second person checks that it gives no group or place away."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.edits import NothingChanged, require_unedited, requires_change
from pb.marked import delete_rows
from pb.people.actions import require_no_interest_in
from pb.projects.models import BallotLine, BallotText, Media, Project, TextWriter
from pb.projects.queries import media_with_hash, text_as_edited, writers_of
from pb.projects.rules.appeals import end_of_day_after
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.projects.rules.ballot_texts import BallotTextChange, text_errors
from pb.projects.rules.media import Medium, hash_of_copies
from pb.projects.rules.sentences import (
    CHANGE_THE_TEXT_AGAIN,
    CHECK_THE_APPLICATION,
    CORRECT_THE_TEXT,
    ONLY_ELIGIBLE_PROJECTS,
    TEXTS_ARE_FROZEN,
    WRITE_THE_TEXT,
)
from pb.projects.rules.text_writers import Word, words_of, writers_now
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor
from pb.rounds.models import Round
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

BALLOT_TEXT_WRITTEN = Act(
    "ballot_text.written", _l("wrote the ballot text for application %(project)s"), only=(COORDINATOR, STEERING)
)


def write_ballot_text(by: Actor, project: Project, draft: BallotTextChange) -> BallotText:
    """Staff write or change a ballot text. Any change takes its approval away.

    Refuses a project that is not eligible, somebody with a declared interest, a text that the rules refuse, a frozen
    ballot.
    """
    with (
        acting(by, BALLOT_TEXT_WRITTEN, round_id=project.round_id, project=project.id) as act,
        requires_change(lambda: text_as_edited(project.ballot_text)),
    ):
        _require_open_for_writing(act.session, by, project)
        require_unedited(by, text_as_edited(project.ballot_text))
        text = project.ballot_text or BallotText()
        before, said = {each for each in (text.picture_id, text.sound_id) if each}, _words(project.ballot_text)
        _put(act.session, text, draft)
        _require_good_text(text)
        writer = text.written_by
        text.written_by, text.written_at = by.account_id, clock.now()  # type: ignore[assignment]
        text.approved_by = text.approved_at = text.silence_until = None
        project.ballot_text = text
        act.session.flush()
        _keep_writers(act.session, text, said, writer)
        _delete_what_nothing_shows(
            act.session, {each for each in before if each not in (text.picture_id, text.sound_id)}
        )
    return text


BALLOT_TEXT_APPROVED = Act(
    "ballot_text.approved",
    _l("approved the ballot text for application %(project)s"),
    only=(COORDINATOR, STEERING),
    people=2,
    shows=lambda text: (text, text.project.title, text.project.cost_pence),
)


def approve_ballot_text(by: Actor, project: Project) -> None:
    """A second person says that the text gives no group and no place away.

    Refuses everybody whose words stand in it, somebody with a declared interest, and a text that was changed since that
    person read it.
    """
    with acting(by, BALLOT_TEXT_APPROVED, round_id=project.round_id, project=project.id) as act:
        _require_open_for_writing(act.session, by, project)
        text = project.ballot_text
        if text is None:
            raise Refusal(_l("There is no ballot text to check yet."), WRITE_THE_TEXT)
        if by.account_id in writers_of([text])[project.id]:
            raise Refusal(
                _l("You wrote this text, or part of it."),
                _l("Ask someone else to check it. A second person may notice something you missed."),
            )
        act.require_as_shown(text)
        if text.approved_by is not None:  # approved again it would give the group its days of silence again
            raise NothingChanged
        text.approved_by, text.approved_at = by.account_id, clock.now()
        # The group reads it from now on: the day that it is told is the one that counts.
        text.silence_until = end_of_day_after(
            text.approved_at, act.session.get_one(Round, project.round_id).silence_days
        )


def _require_open_for_writing(session: Session, by: Actor, project: Project) -> None:
    require_no_interest_in(by, project.id)
    if session.get_one(Round, project.round_id).frozen:
        raise Refusal(TEXTS_ARE_FROZEN, CORRECT_THE_TEXT)
    if status_of(project) != ApplicationStatus.ELIGIBLE:
        raise Refusal(ONLY_ELIGIBLE_PROJECTS, CHECK_THE_APPLICATION)


def _put(session: Session, text: BallotText, draft: BallotTextChange) -> None:
    text.title, text.body = tidy(draft.title), tidy(draft.body)
    if draft.picture or draft.without_picture:
        text.picture_id = store_medium(session, draft.picture).id if draft.picture else None
    if draft.sound or draft.without_sound:
        text.sound_id = store_medium(session, draft.sound).id if draft.sound else None
    text.picture_alt = "" if draft.without_picture and not draft.picture else tidy(draft.picture_alt)


def _words(text: BallotText | None) -> list[Word]:
    return words_of(text_as_edited(text))


def _keep_writers(session: Session, text: BallotText, before: list[Word], writer: int | None) -> None:
    """Whose words stand in the text now. ``writer``: who had changed it last; a text that is older than the list of its
    writers was theirs.
    """
    rows = session.scalars(select(TextWriter).where(TextWriter.project_id == text.project_id)).all()
    theirs = {row.account_id: row.numbers for row in rows}
    if writer is not None and not theirs:
        theirs = {writer: list(range(len(before)))}
    now = writers_now(before, theirs, _words(text), text.written_by)
    for row in rows:
        if row.account_id not in now:
            session.delete(row)
    kept = {row.account_id: row for row in rows}
    for account_id, places in sorted(now.items()):
        row = kept.get(account_id) or TextWriter(project_id=text.project_id, account_id=account_id)
        row.places = " ".join(str(each) for each in places)
        session.add(row)
    session.flush()


def _require_good_text(text: BallotText) -> None:
    if wrong := text_errors(text.title, text.body, text.picture_alt, pictured=text.picture_id is not None):
        raise Refusal(next(iter(wrong.values())), CHANGE_THE_TEXT_AGAIN, status=422)


def store_medium(session: Session, medium: Medium) -> Media:
    """Keep a picture or sound, the same bytes once; its row."""
    sha256 = hashlib.sha256(medium.data).hexdigest()
    kept = media_with_hash(sha256)
    if kept is None:
        kept = Media(sha256=sha256, copies_sha256=hash_of_copies(medium.webp, medium.small_webp), **vars(medium))
        session.add(kept)
        session.flush()
    return kept


def _delete_what_nothing_shows(session: Session, gone: set[int]) -> None:
    """A picture that was replaced may show what it should not: it goes, unless another text still uses it."""
    for media_id in gone:
        uses = [
            select(model.project_id).where((model.picture_id == media_id) | (model.sound_id == media_id)).limit(1)
            for model in (BallotText, BallotLine)
        ]
        if all(session.scalar(use) is None for use in uses):
            delete_rows(session, Media, Media.id == media_id)
