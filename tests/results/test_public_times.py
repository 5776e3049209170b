"""A signed result waits for its time: it becomes public by itself, is moved by two, or is stopped before."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.database import db
from pb.projects.queries import ballot_lines
from pb.refusals import Refusal
from pb.results import actions
from pb.results.models import Publication, PublicTime
from pb.results.queries.checklist import step
from pb.results.queries.corrections import correction_under_way, publications_of, said_to_be_wrong
from pb.results.queries.counts import newest_publication_of, publication_of, published_rounds
from pb.results.queries.earlier import earlier_results
from pb.results.queries.public_times import new_time_of, public_from
from pb.rounds import actions as decisions
from pb.web.access import Role

pytestmark = pytest.mark.databases_in_turn

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1)]
REASON = "Project 1 had folded, and nobody had told us."
HOUR = timedelta(hours=1)


@pytest.fixture
def round_(make, clock):
    found = make.voting_round()
    make.opened_box(found, *BALLOTS)
    clock.set(found.post_closes_at + 2 * HOUR)
    make.signed(make.counted(found))
    return found


@pytest.fixture
def until(round_, make):
    """When the result of ``round_`` becomes public."""
    at = program_clock.now() + 48 * HOUR
    actions.publish_from(make.actor(Role.COORDINATOR), make.fresh(round_), at)
    return at


def stopped(make, round_) -> None:
    found = actions.propose_correction(make.actor(Role.COORDINATOR), make.fresh(round_), REASON)
    actions.agree_to_correct(make.actor(Role.STEERING), make.fresh(round_), found)


def moved(make, round_, at) -> None:
    found = actions.propose_time(make.actor(Role.COORDINATOR), make.fresh(round_), at)
    actions.agree_to_time(make.actor(Role.STEERING), make.fresh(round_), found)


def test_it_becomes_public_by_itself_at_that_moment(make, round_, until, clock):
    clock.set(until - timedelta(seconds=1))
    assert publication_of(round_.id) is None and published_rounds() == set() and publications_of(round_.id) == []
    assert newest_publication_of(round_.id).public_at == until == public_from(round_.id)
    assert "by itself" in str(step(make.fresh(round_), "publish").missing[0])
    clock.set(until)
    assert publication_of(round_.id).public_at == until and published_rounds() == {round_.id}
    assert public_from(round_.id) is None and step(make.fresh(round_), "publish").state == "done"


def test_no_later_round_tells_of_it_before(make, round_, until, clock):
    later = make.voting_round(voting_opens_at=round_.voting_opens_at + HOUR)
    assert earlier_results(make.fresh(later), "GBP") == []
    clock.set(until)
    assert [each.name for each in earlier_results(make.fresh(later), "GBP")] == [round_.name]


def test_until_then_nothing_of_it_can_be_changed(make, round_, until):
    project = ballot_lines(round_.id)[0].project_id
    with pytest.raises(Refusal, match="no more decisions"):
        decisions.propose_withdrawal(make.actor(Role.STEERING), make.fresh(round_), project, "Folded.")
    for act in (
        lambda: actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_)),
        lambda: make.sign(round_),
        lambda: actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_)),
    ):
        with pytest.raises(Refusal, match="Until then nothing of it can be changed"):
            act()


def test_two_people_move_it_earlier_and_later(make, round_, until, clock):
    moved(make, round_, until - 24 * HOUR)
    assert public_from(round_.id) == until - 24 * HOUR
    moved(make, round_, until + 24 * HOUR)
    assert public_from(round_.id) == until + 24 * HOUR
    clock.set(until + HOUR)
    assert publication_of(round_.id) is None
    clock.set(until + 24 * HOUR)
    assert publication_of(round_.id).public_at == until + 24 * HOUR


def test_a_proposal_alone_moves_nothing_and_ends(make, round_, until, clock):
    proposed = actions.propose_time(make.actor(Role.STEERING), make.fresh(round_), until + HOUR)
    with pytest.raises(Refusal, match="already proposed another time"):
        actions.propose_time(make.actor(Role.COORDINATOR), make.fresh(round_), until + 2 * HOUR)
    assert public_from(round_.id) == until
    with pytest.raises(Refusal, match="Only a steering group member can turn down"):
        actions.withdraw_time(make.actor(Role.COORDINATOR), proposed)
    actions.withdraw_time(make.actor(Role.STEERING), proposed)
    assert new_time_of(newest_publication_of(round_.id)) is None
    moved(make, round_, until + 3 * HOUR)
    with pytest.raises(Refusal, match="in force"):
        actions.withdraw_time(make.actor(Role.COORDINATOR), db.session.get(PublicTime, (round_.id, 1, 2)))


def test_times_that_cannot_be(make, round_, clock):
    by, now = make.actor(Role.COORDINATOR), program_clock.now()
    for at, saying in ((now, "over"), (now - HOUR, "over"), (now + timedelta(days=91), "too far off")):
        with pytest.raises(Refusal, match=saying):
            actions.publish_from(by, make.fresh(round_), at)
    with pytest.raises(Refusal, match="no time any more"):
        actions.propose_time(by, make.fresh(round_), now + HOUR)
    actions.publish_from(by, make.fresh(round_), now + HOUR)
    with pytest.raises(Refusal, match="set already"):
        actions.propose_time(by, make.fresh(round_), now + HOUR)
    proposed = actions.propose_time(by, make.fresh(round_), now + 2 * HOUR)
    clock.set(now + HOUR)
    with pytest.raises(Refusal, match="no time any more"):
        actions.agree_to_time(make.actor(Role.STEERING), make.fresh(round_), proposed)
    assert publication_of(round_.id).public_at == now + HOUR


def test_who_moves_it(make, round_, until):
    one = make.actor(Role.STEERING)
    proposed = actions.propose_time(one, make.fresh(round_), until + HOUR)
    with pytest.raises(Refusal, match=r"[Ss]omeone else|[Aa]nother"):
        actions.agree_to_time(one, make.fresh(round_), proposed)
    for role in (Role.COORDINATOR, Role.COUNTER):
        with pytest.raises(Refusal):
            actions.agree_to_time(make.actor(role), make.fresh(round_), proposed)
    with pytest.raises(Refusal):
        actions.publish_from(make.actor(Role.STEERING), make.fresh(round_), until)


def test_what_is_stopped_never_becomes_public_and_the_next_version_says_so(make, round_, until, clock):
    stopped(make, round_)
    assert public_from(round_.id) is None and correction_under_way(round_.id)
    with pytest.raises(Refusal, match="no time any more"):
        actions.propose_time(make.actor(Role.COORDINATOR), make.fresh(round_), until + HOUR)
    clock.set(until + HOUR)
    assert publication_of(round_.id) is None and publications_of(round_.id) == []
    actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert [each.version for each in publications_of(round_.id)] == [2]
    said = json.loads(publication_of(round_.id).facts)
    assert [(each["version"], each["reason"]) for each in said["stopped"]] == [(1, REASON)] and "corrects" not in said


def test_a_proposal_to_stop_it_that_comes_too_late_corrects_it(make, round_, until, clock):
    found = actions.propose_correction(make.actor(Role.COORDINATOR), make.fresh(round_), REASON)
    clock.set(until)
    actions.agree_to_correct(make.actor(Role.STEERING), make.fresh(round_), found)
    assert publication_of(round_.id).version == 1 and said_to_be_wrong(round_.id)


def test_a_new_version_waits_too_and_the_old_one_stands_until_then(make, round_, until, clock):
    clock.set(until)
    stopped(make, round_)
    actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.signed(round_)
    actions.publish_from(make.actor(Role.COORDINATOR), make.fresh(round_), until + 24 * HOUR)
    assert publication_of(round_.id).version == 1 and said_to_be_wrong(round_.id)
    clock.set(until + 24 * HOUR)
    assert [each.version for each in publications_of(round_.id)] == [1, 2] and not said_to_be_wrong(round_.id)
    assert json.loads(publication_of(round_.id).facts)["corrects"]["version"] == 1


def test_a_result_that_is_published_at_once_or_comes_from_a_file_has_no_time(make, round_):
    publication = actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert db.session.get(Publication, (round_.id, publication.version)).public_from is None
    assert publication_of(round_.id).public_at == publication.published_at
