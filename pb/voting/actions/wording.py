"""The words of a ballot and its first vote: of the two at one moment, one waits for the other."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session

from pb.database import is_engine_of_sqlite
from pb.projects.queries import how_often_corrected
from pb.refusals import Refusal
from pb.voting.queries import FrozenBallot, texts_may_change
from pb.words import lazy_gettext as _l


class TextsCorrected(Refusal):
    """Two people have corrected a text on the ballot since it was shown."""

    def __init__(self) -> None:
        super().__init__(
            _l("A text on this ballot has been corrected since you opened it. Your vote was not cast."),
            _l("Go back to your choices, read the text again and cast your vote."),
        )


def hold_the_texts(session: Session, *, to_correct: bool = False) -> None:
    """Until the end of this transaction no text is corrected; ``to_correct``: no right is given or used, and no kiosk gets
    openings. (SQLite has one writer at a time in any case.)
    """
    if not is_engine_of_sqlite(session.get_bind()):
        mode = "SHARE ROW EXCLUSIVE" if to_correct else "ROW EXCLUSIVE"
        session.execute(text(f"LOCK TABLE voting_right IN {mode} MODE"))


def with_old_words(session: Session, ballots: Iterable[FrozenBallot]) -> set[tuple[int, int]]:
    """Round and wording of the ballots among these whose words are no longer in force, under the lock of the cast."""
    may_change = {(each.round_id, each.corrected) for each in ballots if texts_may_change(each.round_id)}
    if may_change:
        hold_the_texts(session)
    return {(round_id, corrected) for round_id, corrected in may_change if how_often_corrected(round_id) != corrected}
