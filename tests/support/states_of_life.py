"""How a team brings a round into the states before its publication and at an end without a result (see ``states``)."""

from __future__ import annotations

from datetime import timedelta

from pb import clock as program_clock
from pb.people import actions as people
from pb.programme.actions import propose_freeze
from pb.projects.queries import applications
from pb.rounds import actions as decisions
from tests.support import states
from tests.support.round_settings import change_settings
from tests.support.team import Team


def draft(team: Team):
    return team.declared(decisions.make_round(team.actor("Morag"), team.make.settings(), draft=True))


def abandoning_proposed(team: Team):
    round_ = team.voting()
    return decisions.propose_abandoning(team.actor("Morag"), round_, "The council took the money back.")


def abandoned(team: Team):
    decisions.agree_to_abandon(team.actor("Ina"), abandoning_proposed(team))


def freeze_proposed(team: Team):
    """Morag has proposed the freeze."""
    round_ = states.ready(team)
    propose_freeze(team.actor("Morag"), round_, substitute=team.people["Jo"].id)
    return team.fresh(round_)


def freeze_for_the_impartial(team: Team):
    """The same, and Ina has an interest in a project of the ballot."""
    round_ = states.ready(team)
    own = [applications(round_.id)[0].id]
    people.declare_interests(team.actor("Ina"), round_id=round_.id, description="My sister", project_ids=own)
    propose_freeze(team.actor("Morag"), team.fresh(round_), substitute=team.people["Jo"].id)
    return team.fresh(round_)


def freeze_overtaken(team: Team):
    """The same, and Morag has changed the minutes of grace since."""
    round_ = freeze_proposed(team)
    change_settings(team.actor("Morag"), round_, grace_minutes=20)
    return team.fresh(round_)


def freezes(coordinator, members):
    """Rows of the table of states: what is so, and how it comes, what is to be done, who is asked, what their page offers."""
    agree, button = "Check the ballot, and agree to freeze it", "I agree: freeze the ballot"
    propose, overtaken = "Propose to freeze the ballot", "Nobody can agree to this freeze now"
    return (
        ("ready to freeze", (states.ready, propose, coordinator, "Propose to freeze")),
        ("the freeze waits for a second person", (freeze_proposed, agree, members, button)),
        ("who has an interest does not agree to it", (freeze_for_the_impartial, agree, members[1:], button)),
        ("it was overtaken by a change", (freeze_overtaken, propose, coordinator, overtaken)),
    )


def changing(team: Team):
    """A group was asked to change something, and has time for it."""
    with program_clock.moved(program_clock.now() - timedelta(days=15)):
        round_ = team.make.applying_round(max_choices=3, fix_days=21)
        team.make.decided(team.make.application(round_), "fix", "Please say what the bus costs.")
    return team.declared(round_)
