"""Reply envelopes that come by post: checked in unopened."""

from __future__ import annotations

from pb import clock
from pb.database import transaction
from pb.people.actions.who_acts import require_role
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, Actor
from pb.rounds.rules import Phase, phase
from pb.voting.actions.rights import VOTING_STARTS_AFTER_THAT, require_phase, take_card
from pb.voting.models import VotingRight
from pb.voting.queries import dates_of, require_frozen_ballot
from pb.voting.rules.sentences import POST_HAS_CLOSED, WRITE_LATE


def check_in_envelope(by: Actor, round_id: int, card: VotingRight) -> None:
    """A reply envelope came by post: its code is exchanged for a right of kind "post", and the envelope is opened
    apart.

    Who does it is asked for their role and written down nowhere. Refuses others than those of the paper desk, a used or
    cancelled code, and an envelope that comes after the last post.
    """
    require_role(by, (COORDINATOR, COUNTER))
    with transaction() as session:
        ballot = require_frozen_ballot(round_id, VOTING_STARTS_AFTER_THAT)
        if phase(dates_of(ballot), clock.now()) == Phase.CLOSED:
            raise Refusal(POST_HAS_CLOSED, WRITE_LATE)
        require_phase(ballot, (Phase.VOTING, Phase.POST))
        take_card(session, ballot, card)
        session.add(VotingRight(round_id=round_id, kind="post"))
