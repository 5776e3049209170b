"""Acts of two after the opening of the box, as ``test_one_coordinator_alone`` plays them."""

from __future__ import annotations

from datetime import timedelta

from pb import clock
from pb.counting import Outcome
from pb.database import db
from pb.results import actions as results
from pb.results.models import Lot
from pb.results.queries.corrections import correction_under_way
from pb.results.queries.counts import latest_count, recounts_of, signatures_of
from pb.results.queries.departures import decided_beside
from pb.results.queries.objections import objections_in
from pb.results.queries.paper_checks import check_state
from pb.results.queries.public_times import public_from
from pb.roles import Actor, Role
from pb.voting import actions as voting
from pb.voting.queries import key_destruction_of
from tests.support.makers.checks import DICE
from tests.support.makers.results import DIGITS
from tests.support.safety.alone import Alone, Play


def lot(alone: Alone) -> Play:
    round_ = alone.make.opened_box(alone.make.voting_round(), (1, 2))
    view = "after_close.type_lot"
    results.type_lot(alone.actor(view), alone.make.fresh(round_), DIGITS)
    return Play(
        (view,),
        lambda by: results.type_lot(by, alone.make.fresh(round_), DIGITS),
        lambda: db.session.get(Lot, round_.id) is not None,
        alone.ina,
    )


def signature(alone: Alone) -> Play:
    round_ = alone.make.counted(alone.make.opened_box(alone.make.voting_round(), (1, 2)))
    outcome = latest_count(round_.id).outcome_hash
    results.sign(alone.ina, alone.make.fresh(round_), outcome)
    return Play(
        ("after_close.sign",),
        lambda by: results.sign(by, alone.make.fresh(round_), outcome),
        lambda: len(signatures_of(latest_count(round_.id))) > 1,
        alone.hugh,
    )


def dice(alone: Alone) -> Play:
    round_ = alone.make.counted(alone.make.opened_with_papers("1", "1", "2"))
    alone.make.check_of_a_sample(round_, drawn=2)
    view = "after_close.type_dice"
    results.type_dice(alone.actor(view), alone.make.fresh(round_), DICE)
    return Play(
        (view,),
        lambda by: results.type_dice(by, alone.make.fresh(round_), DICE),
        lambda: check_state(round_.id).dice != "",
        alone.ina,
    )


def recount(alone: Alone) -> Play:
    round_ = alone.make.counted(alone.make.opened_box(alone.make.voting_round(least_alike=2), (1, 2)))
    awards = Outcome.from_json(latest_count(round_.id).outcome).awards
    for member in (alone.ina, alone.hugh):
        results.take_ballots(member, alone.make.fresh(round_))
    results.recount(alone.ina, alone.make.fresh(round_), awards)
    return Play(
        ("after_close.confirm_recount",),
        lambda by: results.recount(by, alone.make.fresh(round_), awards),
        lambda: len(recounts_of(latest_count(round_.id))) > 1,
        alone.hugh,
    )


def correction(alone: Alone) -> Play:
    """A published result is found wrong."""
    round_ = alone.make.published(alone.make.voting_round(), (1, 2))
    by = alone.actor("after_close.correction")
    found = results.propose_correction(by, alone.make.fresh(round_), "Project 1 had folded.")
    return Play(
        ("after_close.agree_to_correct",),
        lambda by: results.agree_to_correct(by, alone.make.fresh(round_), found),
        lambda: correction_under_way(round_.id) is not None,
        alone.ina,
    )


def public_time(alone: Alone) -> Play:
    """A signed result becomes public at another time."""
    make, round_ = alone.make, alone.make.voting_round()
    make.opened_box(round_, (1, 2))
    with clock.moved(round_.post_closes_at + timedelta(hours=2)):
        make.signed(make.counted(round_))
    until = clock.now() + timedelta(days=60)
    results.publish_from(alone.actor("after_close.publish"), make.fresh(round_), until)
    found = results.propose_time(alone.actor("after_close.public_time"), make.fresh(round_), until + timedelta(days=1))
    return Play(
        ("after_close.agree_to_time",),
        lambda by: results.agree_to_time(by, make.fresh(round_), found),
        lambda: public_from(round_.id) != until,
        alone.ina,
    )


def answer_to_objection(alone: Alone) -> Play:
    """Somebody has objected to how a vote was run."""
    make = alone.make
    round_ = make.counted(make.opened_box(make.voting_round(objection_days=3), (1, 2)))
    number = results.object_to(Actor(None, Role.PUBLIC), make.fresh(round_), "The box stood open.")
    by = alone.actor("after_close.propose_answer")
    found = results.propose_answer(by, make.fresh(round_), number, "A box.", "It was sealed.", upheld=False)
    return Play(
        ("after_close.agree_to_answer",),
        lambda by: results.agree_to_answer(by, make.fresh(round_), found),
        lambda: objections_in(round_.id)[0].answered,
        alone.ina,
    )


def departure(alone: Alone) -> Play:
    """A member proposes that a project which the count funds gets nothing."""
    make = alone.make
    round_ = make.counted(make.opened_box(make.voting_round(costs=[100_00, 100_00]), (1, 2)))
    found = results.propose_departure(alone.hugh, make.fresh(round_), 1, 0, "It has folded.")
    return Play(
        ("after_close.agree_to_departure",),
        lambda by: results.agree_to_departure(by, make.fresh(round_), found),
        lambda: decided_beside(latest_count(round_.id)) != [],
        alone.ina,
    )


def key_copies(alone: Alone) -> Play:
    round_ = alone.make.opened_box(alone.make.voting_round(), (1, 2))
    voting.report_key_copies_destroyed(alone.actor("after_close.report_key_copies"), round_)
    return Play(
        ("after_close.confirm_key_copies",),
        lambda by: voting.confirm_key_copies_destroyed(by, alone.make.fresh(round_)),
        lambda: key_destruction_of(round_.id).agreed_by is not None,
        alone.ina,
    )
