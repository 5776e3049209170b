"""A number that a row once had is given to no other: a page that speaks of it can only mean the one that was shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, text

from pb.database import db
from pb.given_ids import LastId
from pb.marked import models
from pb.paper import actions as desk
from pb.paper.models import Resolution
from pb.paper.rules.resolutions import CHOICES
from pb.projects.queries import ballot_lines
from pb.record.queries import check_everything
from pb.roles import Actor, Role
from pb.rounds import actions as rounds
from pb.rounds.models import Decision, Round
from pb.venues.actions import import_or_order
from pb.venues.models import Venue, VotingSession
from tests.support.safety import tampering

pytestmark = pytest.mark.both_databases


@pytest.fixture
def proposed(make):
    """Proposes to withdraw the first project of one round; the decision."""
    round_id = make.voting_round().id
    by = Actor(make.staff(Role.STEERING).id, Role.STEERING)

    def propose() -> Decision:
        round_ = db.session.get_one(Round, round_id)
        return rounds.propose_withdrawal(by, round_, ballot_lines(round_id)[0].project_id, "The group has folded.")

    propose.by = by
    return propose


def test_a_decision_that_was_taken_back_leaves_its_number_to_nobody(proposed):
    first = proposed().id
    rounds.withdraw_proposal(proposed.by, db.session.get_one(Decision, first))
    assert proposed().id > first
    assert check_everything() == []


def test_so_does_one_that_was_removed_outside_the_program(proposed):
    first = proposed().id
    tampering.without_any_guard()
    with db.engine.begin() as connection:
        assert connection.execute(text("DELETE FROM decision WHERE id = :id"), {"id": first}).rowcount == 1
    assert proposed().id > first


def test_so_does_the_newest_one_of_a_database_that_is_older_than_this_promise(proposed):
    first = proposed().id
    with db.engine.begin() as connection:  # as the migration leaves it
        connection.execute(text("DELETE FROM last_id"))
        connection.execute(text("DELETE FROM mark_total WHERE table_name = 'last_id'"))
    rounds.withdraw_proposal(proposed.by, db.session.get_one(Decision, first))
    assert proposed().id > first


def test_a_proposal_that_replaces_another_has_a_number_of_its_own(make):
    round_ = make.voting_round()
    by = Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR)
    batch_id = desk.print_batch(by, round_.id, None, 3).id
    made = [desk.propose_resolution(by, round_.id, "batch", batch_id, CHOICES["batch"][n]).id for n in (0, 1)]
    assert made[0] < made[1] and db.session.scalar(select(func.count()).select_from(Resolution)) == 1


def test_every_number_of_a_row_that_acts_give_is_kept(proposed):
    proposed()
    kept = {each.table_name: each.given for each in db.session.scalars(select(LastId))}
    numbered = [model.__table__ for model in models().values() if not model.outside_acts]
    for table in (each for each in numbered if each.autoincrement_column is not None):
        highest = db.session.scalar(select(func.max(table.autoincrement_column)))
        assert kept.get(table.name) == highest, table.name


def test_a_number_that_was_meddled_with_stops_nothing_and_is_told_of(proposed):
    first = proposed().id
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE last_id SET given = 0 WHERE table_name = 'decision'"))
    rounds.withdraw_proposal(proposed.by, db.session.get_one(Decision, first))
    proposed()
    assert "last_id" in " ".join(map(str, check_everything()))


def test_many_rows_at_once_have_numbers_of_their_own_and_the_highest_is_written_down_once(make):
    round_ = make.voting_round()
    make.session_at(round_)
    day = f"{round_.voting_opens_at + timedelta(days=1):%d/%m/%Y}"
    lines = [f"Hall {number},{day},10:00,11:00" for number in range(40)]
    by = Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR)
    written: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *sent: written.append(sent[2]))
    import_or_order(by, round_, "\n".join(["venue,date,starts,ends", *lines]).encode())
    assert sum("last_id" in each and not each.startswith("SELECT") for each in written) == 2, "venues and sessions"
    for model in (Venue, VotingSession):
        ids = list(db.session.scalars(select(model.id)))
        assert len(ids) == len(set(ids)) == 41
        assert db.session.get_one(LastId, model.__tablename__).given == max(ids)
    assert check_everything() == []
    assert make.session_at(round_).id == 42
