"""Rows that are only looked at are read as plain values, and none that was changed outside the program passes."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from pb.damaged import naming_the_damaged
from pb.database import db
from pb.marked import Forged
from pb.plain_rows import plain_rows
from pb.projects.models import Assessment, BallotText, Project, TextAnswer
from pb.projects.queries import applications_with_texts, eligible, text_stands_of, with_costs
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.projects.rules.text_answers import TextStands
from pb.roles import FACILITATOR
from pb.rounds.models import Round
from pb.venues.models import TeamMember, Venue, VotingSession
from pb.venues.queries import is_on_team, sessions_to_look_at, teams_in
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


# --- with what belongs to them ---
@pytest.fixture
def on_the_ballot(make):
    """An application with costs, a decision of two and an approved text."""
    return make.on_the_ballot(make.applying_round(max_choices=3))


def test_an_application_to_look_at_has_what_belongs_to_it_and_is_no_object(on_the_ballot):
    (found,) = with_costs(applications_with_texts(on_the_ballot.round_id))
    (same,) = eligible(on_the_ballot.round_id)
    assert not isinstance(found, Project) and isinstance(same, Project)
    for name in ("id", "title", "came_by", "sent_at", "cost_pence", "least_pence", "withdrawn_at"):
        assert getattr(found, name) == getattr(same, name), name
    for name in ("title", "body", "approved_by", "silence_until", "project_id"):
        assert getattr(found.ballot_text, name) == getattr(same.ballot_text, name), name
    assert [each.id for each in found.assessments] == [each.id for each in same.assessments] != []
    assert (found.proposal, found.open_appeal, len(found.text_answers)) == (None, None, 1)
    assert found.assessments[0].project is found is found.ballot_text.project
    assert found.assessments[0].decided_at == same.assessments[0].decided_at
    assert status_of(found) == ApplicationStatus.ELIGIBLE == status_of(same)
    round_ = db.session.get_one(Round, on_the_ballot.round_id)
    assert text_stands_of(round_, found) == TextStands.AGREED == text_stands_of(round_, same)


def test_a_session_to_look_at_has_its_venue(make):
    round_ = make.voting_round()
    one = make.session_at(round_, make.staff(FACILITATOR), venue="Leith Library")
    (found,) = sessions_to_look_at(round_.id)
    assert not isinstance(found, VotingSession) and found.venue.name == "Leith Library"
    assert (found.id, found.starts_at, found.ends_at, found.venue_id) == (
        one.id,
        one.starts_at,
        one.ends_at,
        one.venue_id,
    )


#: What somebody writes into the database, and what then reads it.
CHANGED = {
    "a decision": ("UPDATE assessment SET outcome = 'not_eligible'", Assessment, applications_with_texts),
    "a text": ("UPDATE ballot_text SET title = 'Another title'", BallotText, applications_with_texts),
    "a venue": ("UPDATE venue SET name = 'Another hall'", Venue, sessions_to_look_at),
    "a session": ("UPDATE voting_session SET note = 'Come tomorrow'", VotingSession, sessions_to_look_at),
    "what a group said": ("UPDATE text_answer SET text_hash = 'another'", TextAnswer, applications_with_texts),
}


@pytest.mark.parametrize("what", CHANGED)
def test_what_was_changed_outside_is_refused_or_named(make, on_the_ballot, what):
    statement, model, read = CHANGED[what]
    round_id = on_the_ballot.round_id
    make.session_at(db.session.get_one(Round, round_id), make.staff(FACILITATOR))
    assert read(round_id)
    tampering.without_any_guard()
    with db.engine.begin() as connection:
        connection.execute(text(statement))
    with pytest.raises(Forged):
        read(round_id)
    db.session.rollback()
    with naming_the_damaged(db.session()) as named:
        (found,) = read(round_id)
        assert found.id and [type(each) for each in named] == [model]
