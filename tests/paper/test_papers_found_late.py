"""Papers that are found when the votes of their session are in the ballot box: two people say how many, none is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db
from pb.edits import NothingChanged
from pb.paper import actions, queries
from pb.paper.models import Resolution
from pb.paper.rules.resolutions import CHOICES
from pb.paper.rules.sums import every_vote_is_in
from pb.refusals import Refusal
from pb.results.queries.rights_facts import published_rights
from pb.rounds.models import Round
from pb.voting.queries import envelopes_in
from pb.web.access import COUNTER, FACILITATOR, STEERING
from tests.support.makers.papers import counter

IN_THE_CAR, AT_THE_VENUE = CHOICES["found"][:2]


@pytest.fixture
def voting_session(make):
    """Of three papers that were issued one is in the box, and its vote is cast; two were said to be taken away."""
    round_ = make.voting_round(projects=3, entitlement="vouch")
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    serials = make.papers(voting_session, 3, 3)
    one, two = (make.staff(COUNTER, declared_in=round_) for _ in range(2))
    bundle = make.bundle(voting_session, in_box=1, one=one, two=two)
    make.typed(bundle, one, 1, {serials[0]: "1"})
    make.typed(bundle, two, 2, {serials[0]: "1"})
    return voting_session, bundle, counter(one)


@pytest.fixture
def cast(voting_session):
    here, bundle, by = voting_session
    assert actions.cast_bundle(by, bundle) == 1
    return here


@pytest.fixture
def two(make):
    return make.actor(STEERING), make.actor(STEERING)


def found_gaps(round_id: int) -> list[tuple[str, int]]:
    return [(gap.kind, gap.number) for gap in queries.gaps(round_id) if gap.kind == "found"]


def test_one_says_so_and_another_agrees_and_no_vote_comes_of_it(cast, two):
    round_id = cast.round_id
    sums = queries.whereabouts(round_id).sums()
    assert every_vote_is_in(sums)
    actions.record_found_papers(two[0], cast, 1, AT_THE_VENUE)
    proposed = actions.record_found_papers(two[0], cast, 2, IN_THE_CAR)
    assert Resolution.query.all() == [proposed] and found_gaps(round_id) == [("found", 2)]
    with pytest.raises(NothingChanged):
        actions.record_found_papers(two[0], cast, 2, IN_THE_CAR)
    with pytest.raises(Refusal, match="You proposed this"):
        actions.agree_resolution(two[0], proposed)
    assert "found_late" not in published_rights(round_id)
    actions.agree_resolution(two[1], proposed)
    after = queries.whereabouts(round_id)
    assert not found_gaps(round_id) and after.sums() == sums and envelopes_in(round_id) == 1
    assert queries.found_late(round_id) == 2 and not every_vote_is_in(after.sums(), 2)
    rights = published_rights(round_id)
    assert (rights["found_late"], rights["refused"]) == (2, 0)


def test_what_nobody_has_agreed_to_is_taken_back_and_what_two_said_adds_up(cast, two):
    first = actions.record_found_papers(two[0], cast, 2, IN_THE_CAR)
    assert actions.record_found_papers(two[1], cast, 0, IN_THE_CAR) is None
    assert Resolution.query.count() == 0 and first is not None
    with pytest.raises(NothingChanged):
        actions.record_found_papers(two[1], cast, 0, IN_THE_CAR)
    for papers in (1, 2):
        actions.agree_resolution(two[1], actions.record_found_papers(two[0], cast, papers, IN_THE_CAR))
    assert [each.number for each in queries.found_at(cast)] == [1, 2]


def test_papers_that_can_still_be_counted_are_not_found_too_late(voting_session, two):
    here, _bundle, _by = voting_session
    with pytest.raises(Refusal, match="can still be counted") as refused:
        actions.record_found_papers(two[0], here, 1, IN_THE_CAR)
    assert "count its papers with those that were found" in str(refused.value.next_step)
    with pytest.raises(Refusal, match="Choose one of the answers"):
        actions.record_found_papers(two[0], here, 1, CHOICES["surplus"][0])
    assert Resolution.query.count() == 0


def test_the_box_waits_for_the_second_person_and_what_is_found_later_is_written_down_too(make, clock, cast, two):
    round_ = db.session.get_one(Round, cast.round_id)
    proposed = actions.record_found_papers(two[0], cast, 1, IN_THE_CAR)
    clock.set(round_.post_closes_at + timedelta(hours=3))
    with pytest.raises(Refusal):
        make.opened_box(round_)
    actions.agree_resolution(two[1], proposed)
    make.opened_box(round_)
    ballots = len(db.session.execute(text("SELECT key FROM ballot")).all())
    later = actions.record_found_papers(two[0], cast, 2, AT_THE_VENUE)
    assert found_gaps(round_.id) == [("found", 2)]
    actions.agree_resolution(two[1], later)
    assert len(db.session.execute(text("SELECT key FROM ballot")).all()) == ballots
    assert published_rights(round_.id)["found_late"] == 3


@pytest.mark.both_databases
def test_no_row_says_that_found_papers_count_or_were_none(app, cast, two):
    made = actions.record_found_papers(two[0], cast, 1, IN_THE_CAR)
    for change in ("outcome = 'count'", "number = 0", "number = -1", "session_id = NULL", "agreed_by = proposed_by"):
        with db.engine.connect().execution_options(pb_write=True) as connection, pytest.raises(IntegrityError):
            connection.execute(text(f"UPDATE resolution SET {change} WHERE id = :id"), {"id": made.id})
