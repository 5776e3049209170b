"""The ballot box is opened once nothing is open at the desk, at the sessions and on their tablets."""

from __future__ import annotations

from pb.paper.queries import beside_the_entries, gaps
from pb.refusals import Refusal
from pb.roles import Actor
from pb.rounds.models import Round
from pb.voting.actions import ConfirmedSetAside, decrypt_ballot_box
from pb.words import lazy_gettext as _l


def open_ballot_box(
    by: Actor, round_: Round, mnemonics: list[str] | None = None, confirmed: ConfirmedSetAside | None = None
) -> int:
    """Open the box of a round; returns the number of votes that will be counted. Refuses while anything on the list
    "After the close" is open, looked at under the lock of the act, and what ``pb.voting.actions.decrypt_ballot_box`` refuses.
    """
    return decrypt_ballot_box(
        by, round_, mnemonics, confirmed, asked_first=_require_nothing_open, look_at_papers=beside_the_entries
    )


def _require_nothing_open(round_id: int) -> None:
    if gaps(round_id):
        raise Refusal(
            _l("Something is still open, so the ballot box cannot be opened yet."),
            _l("The list “After the close” says what has to be done first."),
        )
