"""When the voter's screens are offered in a language: a speaker has read them, and not a word was changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pb.words import lazy_gettext as _l

#: Names of the acts in the record (``pb.voting.actions.languages``).
APPROVED, WITHDRAWN = "language.approved", "language.withdrawn"
LONGEST_NAME = 120
NAME_THE_SPEAKER = _l("Enter the name of the person who speaks the language.")
SAY_WHY = _l("Enter the reason. Everyone who works in the programme can read it.")


@dataclass(frozen=True)
class Approval:
    """A line of the record. ``speaker``: the name, as it was typed; ``fingerprint``: of the words as they were then."""

    language: str
    fingerprint: str
    speaker: str
    at: datetime

    def is_of(self, fingerprint: str) -> bool:
        """Whether what was approved is what voters would read now."""
        return self.fingerprint == fingerprint
