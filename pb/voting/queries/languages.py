"""In which languages the voter's screens are offered."""

from __future__ import annotations

from typing import NamedTuple

from flask import current_app

from pb.catalogues import LANGUAGES, language_fingerprint
from pb.practice import is_practice
from pb.record.queries import lines_of_acts
from pb.voting.rules.languages import APPROVED, WITHDRAWN, Approval


class Language(NamedTuple):
    """A language with a catalogue. ``approval``: the newest that was not taken back; ``is_draft``: nobody has approved its
    words as they are now.
    """

    code: str
    name: str
    approval: Approval | None
    is_draft: bool


def languages() -> list[Language]:
    """Each language but English, as it stands now."""
    approvals = _approvals()
    return [_language(code, approvals.get(code)) for code in LANGUAGES]


def language_with(code: str) -> Language:
    return _language(code, _approvals().get(code))


def offered_languages() -> list[Language]:
    """Those that voters can choose besides English. Drafts are among them where no vote counts."""
    drafts = shows_drafts()
    return [each for each in languages() if drafts or not each.is_draft]


def shows_drafts() -> bool:
    """Whether this is the demo or a practice."""
    return is_practice() or current_app.config["DEMO"]


def _language(code: str, approval: Approval | None) -> Language:
    return Language(code, LANGUAGES[code], approval, approval is None or not approval.is_of(language_fingerprint(code)))


def _approvals() -> dict[str, Approval]:
    found: dict[str, Approval] = {}
    for line in lines_of_acts(APPROVED, WITHDRAWN):
        code = line.facts["language"]
        found.pop(code, None)
        if line.act == APPROVED:
            speaker = line.reason.text if line.reason else ""
            found[code] = Approval(code, line.facts["fingerprint"], speaker, line.at)
    return {code: approval for code, approval in found.items() if code in LANGUAGES}
