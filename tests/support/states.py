"""How a team brings a round into each of its states. A new one is a function here, and a row in the table of
``tests/pages/dashboard/test_each_state_says_the_next_act.py``."""

from __future__ import annotations

from datetime import timedelta

from pb import clock as program_clock
from pb.database import exclusive_transaction
from pb.handover import new_pair
from pb.jobs import Job
from pb.paper import actions as paper
from pb.paper.actions.resolutions import propose_resolution
from pb.paper.queries import paper_of
from pb.paper.rules import PaperCounts
from pb.paper.rules.resolutions import CHOICES
from pb.projects.queries import applications, ballot_lines
from pb.results import actions as results
from pb.results.queries.counts import latest_count
from pb.rounds import actions as decisions
from pb.rounds.models import Round
from pb.voting import actions as voting
from pb.voting.queries import right_of_code
from pb.voting.queries.card_account import stacks_of
from tests.support.makers.results import DIGITS
from tests.support.makers.voting import COMMAND
from tests.support.team import Team


def set_up(team: Team):
    return team.declared(team.make.set_up_round())


def set_up_with_a_session(team: Team):
    round_ = set_up(team)
    team.session(round_)
    return round_


def applying(team: Team):
    return team.declared(team.make.applying_round())


def applying_with_one(team: Team):
    round_ = applying(team)
    team.make.application(round_)


def no_applications(team: Team):
    with program_clock.moved(program_clock.now() - timedelta(days=15)):
        return team.declared(team.make.applying_round())


def refused(team: Team):
    round_ = team.applied()
    team.make.decided(applications(round_.id)[0], "not_eligible", "It is outside the city.", (1,))


def approved_alone(team: Team):
    with program_clock.moved(program_clock.now() - timedelta(days=15)):
        round_ = team.make.applying_round(max_choices=3)
        team.make.on_the_ballot(round_)
    return team.declared(round_)


def ready(team: Team):
    return team.declared(team.make.ready_round(3))


def frozen(team: Team):
    round_ = team.voting()
    team.clock.set(round_.voting_opens_at - timedelta(hours=5))
    return team.fresh(round_)


def frozen_with_cards(team: Team):
    round_ = frozen(team)
    voting.issue_cards(team.actor("Morag"), round_, 3)
    return round_


def ordered(team: Team):
    round_ = frozen(team)
    voting.order_cards(team.actor("Morag"), round_, 300, new_pair()[1])
    return round_


def order_failed(team: Team):
    ordered(team)
    with exclusive_transaction() as session:
        job = session.query(Job).filter_by(kind="cards").one()
        job.state, job.ended_at = "failed", program_clock.now()


def released(team: Team):
    round_ = frozen(team)
    team.make.cards(round_, 3)
    return round_


def with_a_session_to_come(*names):
    def brings(team):
        round_ = released(team)
        with program_clock.moved(round_.voting_opens_at + timedelta(days=1)):
            team.make.session_at(round_, *(team.people[each] for each in names), venue="Leith Library")

    return brings


def two_sessions(team: Team):
    round_ = team.voting()
    team.session(round_, "Rose", venue="Leith Library", hours=1)
    team.session(round_, "Neil", venue="Rowan Hall", hours=5)


def session_over(team: Team):
    round_ = team.voting()
    voting_session = team.session(round_)
    team.make.papers(voting_session, 3, 2)
    team.clock.set(voting_session.ends_at + timedelta(minutes=1))
    return voting_session


def account_waits(team: Team):
    team.account(session_over(team), PaperCounts(3, 2, 0, 0, 0), "A paper is missing.")


def account_closed_early(team: Team):
    round_ = team.voting()
    first = team.session(round_, "Rose", venue="Leith Library")
    team.session(round_, "Neil", venue="Rowan Hall", hours=5)
    team.account(first, PaperCounts(0, 0, 0, 0, 0))


def boxes(how_many):
    def brings(team):
        round_ = team.voting()
        sessions = [team.session(round_, venue=f"Hall {number}") for number in range(1, how_many + 1)]
        for each in sessions:
            team.make.papers(each, 2, 2)
        team.clock.set(sessions[0].ends_at + timedelta(minutes=1))
        for each in sessions:
            team.account(each, PaperCounts(2, 2, 0, 0, 0))

    return brings


def counted_once(team: Team):
    round_, voting_session, _serials = team.box(2)
    paper.open_bundle(team.actor("Ann"), round_.id, voting_session, 2, seal=team.make.seal)


def in_doubt(team: Team):
    return team.typed(("1 2 3 4 5 6", "1 2 3 4 5 6"))


def ruled(team: Team):
    _round, bundle, serials = in_doubt(team)
    paper.propose_ruling(
        team.actor("Ann"), bundle, paper_of(bundle.round_id, serials[0]), reason="too_many", counts=None
    )


def envelopes(team: Team):
    round_ = team.voting()
    cards = team.make.cards(round_, 2)
    for card in cards:
        voting.check_in_envelope(COMMAND, round_.id, right_of_code(card.code))
    return round_


def post_open(team: Team):
    round_ = team.voting()
    team.clock.set(round_.voting_closes_at + timedelta(hours=1))


def papers_missing(team: Team):
    """Papers were printed for the post and have not come back."""
    round_ = team.voting()
    batch = paper.print_batch(team.actor("Morag"), round_.id, None, 2)
    team.clock.set(round_.post_closes_at + timedelta(hours=1))
    return round_, batch


def resolution_proposed(team: Team):
    round_, batch = papers_missing(team)
    propose_resolution(team.actor("Ann"), round_.id, "batch", batch.id, CHOICES["batch"][0])


def stack_out(team: Team):
    round_ = team.voting()
    team.make.cards(round_, 4)
    voting.send_out_cards(team.actor("Morag"), round_, 1, 4, "the lunch club")
    team.clock.set(round_.post_closes_at + timedelta(hours=1))
    return round_


def stack_counted(team: Team):
    round_ = stack_out(team)
    voting.count_stack(team.actor("Morag"), stacks_of(round_.id)[0], 4, "", "")


def opened(team: Team):
    round_ = team.closed()
    voting.decrypt_ballot_box(team.actor("Morag"), round_)
    return team.fresh(round_)


def keys_reported(team: Team):
    round_ = opened(team)
    voting.report_key_copies_destroyed(team.actor("Ina"), round_)


def lot_typed(team: Team):
    round_ = opened(team)
    results.type_lot(team.actor("Hugh"), round_, DIGITS)
    return team.fresh(round_)


def lot_drawn(team: Team):
    round_ = lot_typed(team)
    results.type_lot(team.actor("Ina"), round_, DIGITS)
    return team.fresh(round_)


def counted(team: Team):
    round_ = lot_drawn(team)
    results.count_round(team.actor("Morag"), round_)
    return team.fresh(round_)


def signed(*names):
    def brings(team) -> Round:
        round_ = counted(team)
        for name in names:
            results.sign(team.actor(name), round_, latest_count(round_.id).outcome_hash)
        return team.fresh(round_)

    return brings


def published(team: Team):
    round_ = signed("Hugh", "Ina")(team)
    results.publish(team.actor("Morag"), round_)


def withdrawal_proposed(team: Team):
    round_ = team.voting()
    line = ballot_lines(round_.id)[0]
    decisions.propose_withdrawal(team.actor("Ina"), round_, line.project_id, "They have moved away.")
