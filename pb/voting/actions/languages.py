"""A language of the voter's screens is approved by somebody who speaks it, and taken back when its words are wrong."""

from __future__ import annotations

from pb.catalogues import LANGUAGES, NO_SUCH_LANGUAGE, language_fingerprint, untranslated
from pb.edits import LOAD_AGAIN, NothingChanged
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.unicode_text import tidy
from pb.voting.queries.languages import language_with
from pb.voting.rules.languages import APPROVED, NAME_THE_SPEAKER, SAY_WHY, WITHDRAWN
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

LANGUAGE_APPROVED = Act(
    APPROVED,
    _l("noted that a speaker has approved the voters’ screens in this language: %(language)s"),
    only=(COORDINATOR,),
    changes_no_row=True,
)


def approve_language(by: Actor, code: str, *, speaker: str, read: str) -> None:
    """``speaker``, who speaks the language, has read its words and found them right. From now on voters can choose it,
    until one of its words is changed. ``read``: the fingerprint of what they read. Refuses a language that has no catalogue,
    and while a sentence is missing: voters would read it in English.
    """
    _require_known(code)
    if not tidy(speaker):
        raise Refusal(NAME_THE_SPEAKER, status=422)
    if missing := untranslated(code):
        raise Refusal(
            _ln("%(num)s sentence is not translated yet.", "%(num)s sentences are not translated yet.", missing),
            _l("Ask the person who looks after the server to add what is missing."),
        )
    with acting(by, LANGUAGE_APPROVED, reason=tidy(speaker), language=code, fingerprint=read):
        if read != language_fingerprint(code):
            raise Refusal(
                _l("The words of this language have changed since you opened this page."),
                LOAD_AGAIN,
            )
        if not language_with(code).is_draft:
            raise NothingChanged


LANGUAGE_WITHDRAWN = Act(
    WITHDRAWN, _l("stopped offering voters this language: %(language)s"), only=(COORDINATOR,), changes_no_row=True
)


def withdraw_language(by: Actor, code: str, *, reason: str) -> None:
    """Voters can no longer choose the language. Who has begun to vote in it goes on. Refuses one that has no catalogue."""
    _require_known(code)
    if not tidy(reason):
        raise Refusal(SAY_WHY, status=422)
    with acting(by, LANGUAGE_WITHDRAWN, reason=tidy(reason), language=code):
        if language_with(code).is_draft:
            raise NothingChanged


def _require_known(code: str) -> None:
    """Before anything is looked up: a catalogue is a file, found by this code."""
    if code not in LANGUAGES:
        raise Refusal(
            NO_SUCH_LANGUAGE,
            _l("Choose one of the languages on the page “Languages for voters”."),
            status=404,
        )
