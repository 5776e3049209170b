"""Under the lock of an act that touches every project on the ballot: whether who acts has an interest in one of them."""

from __future__ import annotations

from pb.projects.queries import interested_on_the_ballot
from pb.record.actions import asked_of_the_impartial
from pb.refusals import Refusal
from pb.roles import Actor
from pb.words import lazy_gettext as _l


@asked_of_the_impartial
def require_no_interest_on_the_ballot(by: Actor, round_id: int) -> None:
    """Refuse somebody who has declared an interest in a project on the ballot of this round, until two people have
    released them from it.
    """
    if by.account_id in interested_on_the_ballot(round_id):
        raise Refusal(
            _l("You have declared an interest in a project on this ballot, so you cannot do this."),
            _l(
                "Ask someone without an interest. If your interest is over, two others can say so on the page “Interests”."
            ),
        )
