"""Rows that are only looked at are read as plain values, and none that was changed outside the program passes."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from pb.damaged import naming_the_damaged
from pb.database import db
from pb.marked import Forged
from pb.plain_rows import plain_rows
from pb.roles import FACILITATOR
from pb.venues.models import TeamMember
from pb.venues.queries import is_on_team, teams_in
from tests.support.safety import tampering


@pytest.fixture
def on_the_team(make):
    """A session with one person on its team: its round, its id, the account; and somebody who is on none."""
    round_, who, other = make.voting_round(), make.staff(FACILITATOR), make.staff(FACILITATOR)
    return round_.id, make.session_at(round_, who).id, who.id, other.id


@pytest.fixture
def changed(on_the_team):
    """The same, after somebody has put the other person there in the database; its row had been read before."""
    _round_id, session_id, who, other = on_the_team
    assert {each.account_id for each in members(session_id)} == {who}
    db.session.rollback()
    tampering.without_any_guard()
    with db.engine.begin() as connection:
        connection.execute(
            text("UPDATE team_member SET account_id = :other WHERE session_id = :session"),
            {"other": other, "session": session_id},
        )
    return on_the_team


def members(session_id: int) -> list[TeamMember]:
    return plain_rows(db.session(), TeamMember, select(TeamMember).where(TeamMember.session_id == session_id))


def test_they_have_their_columns_by_name_and_are_no_objects_of_the_session(on_the_team):
    round_id, session_id, who, other = on_the_team
    (found,) = members(session_id)
    assert (found.session_id, found.account_id) == (session_id, who) and not isinstance(found, TeamMember)
    assert teams_in(round_id) == {session_id: frozenset({who})}
    assert is_on_team(who, session_id) and not is_on_team(other, session_id) and not is_on_team(None, session_id)


def test_what_is_to_be_written_is_among_them(on_the_team):
    _round_id, session_id, _who, other = on_the_team
    db.session.info["writing"] = True
    db.session.add(TeamMember(session_id=session_id, account_id=other))
    assert other in {each.account_id for each in members(session_id)}
    db.session.rollback()


def test_one_that_was_changed_is_refused(changed):
    round_id, session_id, _who, _other = changed
    with pytest.raises(Forged):
        members(session_id)
    with pytest.raises(Forged):
        teams_in(round_id)


def test_one_that_was_changed_is_named_where_the_damaged_are_named(changed):
    round_id, session_id, _who, other = changed
    with naming_the_damaged(db.session()) as named:
        assert teams_in(round_id) == {session_id: frozenset({other})}
        assert [(type(each), each.account_id) for each in named] == [(TeamMember, other)]
    assert is_on_team(other, session_id)
