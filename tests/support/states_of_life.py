"""How a team brings a round into the states before its publication and at an end without a result (see ``states``)."""

from __future__ import annotations

from pb.rounds import actions as decisions
from tests.support.team import Team


def draft(team: Team):
    return team.declared(decisions.make_round(team.actor("Morag"), team.make.settings(), draft=True))


def abandoning_proposed(team: Team):
    round_ = team.voting()
    return decisions.propose_abandoning(team.actor("Morag"), round_, "The council took the money back.")


def abandoned(team: Team):
    decisions.agree_to_abandon(team.actor("Ina"), abandoning_proposed(team))
