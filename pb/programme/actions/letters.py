"""Letters are made: one line of the record says how many of which kind, and never who they were for."""

from __future__ import annotations

from pb.programme.queries.letters import may_download
from pb.programme.rules.letters import KINDS
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.words import lazy_gettext as _l

LETTERS_MADE = Act(
    "letters.made", _l("made letters: %(letters)s"), only=(COORDINATOR,), after_the_end=True, changes_no_row=True
)


def make_letters(by: Actor, round_id: int, kind: str, how_many: int) -> None:
    """Note that letters were made; the file is written when it is downloaded, and kept nowhere. Refuses where there is
    nobody to write to.
    """
    with acting(by, LETTERS_MADE, round_id=round_id, kind=kind, letters=how_many):
        if kind not in KINDS or how_many < 1:
            raise Refusal(
                _l("There is nobody to write to yet."),
                _l(
                    "Groups get a letter once the steering group has decided, dates once the ballot is frozen, and the "
                    "result once it is published."
                ),
                status=422,
            )


def require_made(by: Actor, round_id: int, kind: str, how_many: int) -> None:
    """Refuse a file of letters to who has not made them within the last 24 hours, or has made fewer: the record says how
    many left the program.
    """
    if not may_download(by, round_id, LETTERS_MADE.name, kind, how_many):
        raise Refusal(
            _l("These letters are no longer here. We do not keep them."),
            _l("Make them again on the page “Letters”."),
        )
