"""A long list of sessions is added by a job: whole or not at all, once, and its page says what came of it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from pb import clock as program_clock
from pb.database import db, exclusive_transaction
from pb.job_files import KEPT_FOR
from pb.job_running import LEASE, MOST_ATTEMPTS, PAUSE, run_next
from pb.jobs import JobPart, jobs_of
from pb.people.models import Account
from pb.record.models import RecordLine
from pb.roles import Role
from pb.venues import actions, queries
from pb.venues.actions import sessions_file
from pb.venues.models import TeamMember, Venue, VotingSession
from pb.venues.queries import SHEET_ORDER
from pb.venues.rules import planning
from tests.support.job_work import Killed
from tests.support.long_list import orders, planned_meanwhile, round_for_it, six_sessions, the_job

pytestmark = pytest.mark.databases_in_turn
ADDED = "Sessions added: 6. New venues added: 2. Venues changed: 1."


@pytest.fixture
def round_(make, monkeypatch):
    return round_for_it(make, monkeypatch)


@pytest.fixture
def sheet(make):
    return six_sessions(make)


@pytest.fixture
def morag(visitor, make):
    return visitor.signed_in_as(make.account(Role.COORDINATOR, name="Morag"))


@pytest.fixture
def callum(new_visitor, make):
    return new_visitor().signed_in_as(make.account(Role.COORDINATOR, name="Callum"))


def sessions(round_) -> int:
    return _number(VotingSession, VotingSession.round_id == round_.id)


def lines_of_record() -> int:
    return _number(RecordLine, RecordLine.act == "sessions.imported")


def _number(model, *which) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*which))


def test_it_is_added_beside_the_request_and_the_page_says_what_was_added(morag, round_, sheet):
    page = orders(morag, round_, sheet)
    assert page.heading == "Sessions from your file are being added" and "0 of 6" in page.text
    assert sessions(round_) == 0 and lines_of_record() == 0
    assert "Sessions from a file are being added" in morag.opens(f"/rounds/{round_.id}/sessions").text
    morag.follows("See how far it has got")
    assert run_next() and not run_next()
    page = morag.follows("Look again")
    assert page.heading == "Sessions were added from the file" and ADDED in page.text
    assert "Uploaded by Morag." in page.text
    line = db.session.scalars(select(RecordLine).where(RecordLine.act == "sessions.imported")).one()
    assert line.facts == {"sessions": 6, "new_venues": 2, "changed_venues": 1} and line.role == "coordinator"
    assert line.actor_id == the_job(round_).account_id
    assert [member.account_id for member in queries.sessions_of(round_.id)[0].team] != []
    assert _number(TeamMember) == 1 and _number(Venue) == 3 and sessions(round_) == 6
    assert _number(JobPart) == 0, "the file is wiped with the last word"
    assert "are being added" not in morag.opens(f"/rounds/{round_.id}/sessions").text


def test_a_list_of_few_lines_is_added_at_once_by_the_same_press(morag, round_, sheet):
    few = "\n".join(sheet.splitlines()[:4])
    page = orders(morag, round_, few)
    assert "Sessions added: 3. New venues added: 2. Venues changed: 0." in page.text
    assert sessions(round_) == 3 and jobs_of(round_.id, SHEET_ORDER) == []


def test_many_people_on_the_teams_of_few_lines_are_a_long_list_too(morag, round_, sheet, monkeypatch):
    monkeypatch.setattr(planning, "MOST_ON_TEAMS", 0)
    few = "\n".join(sheet.splitlines()[:2])
    assert "0 of 1" in orders(morag, round_, few).text and sessions(round_) == 0


def test_what_is_kept_for_the_job_cannot_be_read_in_the_database(morag, round_, sheet):
    orders(morag, round_, sheet)
    part = db.session.scalars(select(JobPart)).one()
    everything = str(list(db.session.execute(text("SELECT * FROM job")))) + part.sealed.decode()
    assert "Side door" not in everything and "rose" not in everything and (part.first, part.last) == (1, 6)


def test_a_line_that_became_wrong_meanwhile_is_named_and_nothing_is_added(morag, round_, sheet):
    orders(morag, round_, sheet)
    planned_meanwhile(round_, "Rowan Library", 14, 16)
    assert run_next()
    page = morag.follows("Look again")
    assert page.heading == "Nothing was added from the file" and "There is 1 problem in this file." in page.text
    assert page.tables["Problems in the file"][1:] == [["7", "rowan library already has a session at this time."]]
    assert sessions(round_) == 1 and _number(Venue) == 1 and lines_of_record() == 0 and _number(JobPart) == 0
    assert "Try again" not in page.buttons, "the same file has the same problem"
    assert "Nothing was added from the file" in morag.opens(f"/rounds/{round_.id}/sessions/from-file").text
    assert morag.follows("See why").heading == "Nothing was added from the file"
    assert morag.follows("Choose another file").heading == "Add venues and sessions from a file"


def test_of_many_problems_the_first_are_named_and_all_are_counted(morag, round_, sheet, monkeypatch):
    monkeypatch.setattr(planning, "MOST_FAULTS", 2)
    orders(morag, round_, sheet)
    planned_meanwhile(round_, "Hall 0", 9, 17)
    assert run_next()
    page = morag.follows("Look again")
    assert "There are 3 problems in this file." in page.text and "The first 2 problems are shown here." in page.text
    assert [line for line, _reason in page.tables["Problems in the file"][1:]] == ["2", "4"]
    assert len(actions.faults_of(the_job(round_))) == 2


def test_faults_are_told_at_once_and_nothing_is_ordered(morag, round_, sheet):
    wrong = sheet.replace("rose", "Nobody Known")
    morag.opens(f"/rounds/{round_.id}/sessions/from-file")
    page = morag.attaches("Your spreadsheet or CSV file", wrong.encode(), "s.csv").presses("Check the file")
    assert page.status == 422 and "There is no facilitator called Nobody Known." in page.text
    answer = morag.posts(f"/rounds/{round_.id}/sessions/from-file/add", {"text": wrong})
    assert answer.status == 422 and "Nothing was added. Line 2" in answer.text
    assert jobs_of(round_.id, SHEET_ORDER) == [] and _number(JobPart) == 0


@pytest.mark.both_databases
@pytest.mark.parametrize("at", [0, 1, 3, "the end of the act"])
def test_who_is_killed_leaves_nothing_and_it_is_added_once(morag, round_, sheet, clock, monkeypatch, at):
    orders(morag, round_, sheet)
    runs = iter([None] * (at if isinstance(at, int) else 0) + [Killed()])

    def killed(*_given):
        if ended := next(runs):
            raise ended

    where = "pb.job_running.JobWork.goes_on" if isinstance(at, int) else "pb.venues.actions.sessions_file.forget_file"
    with monkeypatch.context() as here, pytest.raises(Killed):
        here.setattr(where, killed)
        run_next()
    assert sessions(round_) == 0 and lines_of_record() == 0 and not run_next(), "its lease still holds"
    clock.forward(seconds=LEASE.total_seconds() + 1)
    assert run_next() and not run_next()
    assert sessions(round_) == 6 and lines_of_record() == 1 and the_job(round_).state == "done"


def test_what_breaks_is_begun_again_by_who_uploaded_it_and_its_file_is_kept_for_a_day(
    morag, callum, round_, sheet, clock, monkeypatch
):
    page = orders(morag, round_, sheet)
    with monkeypatch.context() as broken:
        broken.setattr(sessions_file, "_write", lambda *_: 1 / 0)
        for _ in range(MOST_ATTEMPTS):
            assert run_next()
            clock.forward(seconds=MOST_ATTEMPTS * PAUSE.total_seconds() + 1)
    here = page.address
    assert "something went wrong on this website" in morag.opens(here).text and sessions(round_) == 0
    assert "Try again" not in callum.opens(here).buttons and "Uploaded by Morag." in callum.page.text
    answer = callum.posts(f"{here}/again")
    assert answer.status == 403 and "Only the person who started this can try it again." in answer.text
    morag.opens(here)
    assert "are being added" in morag.presses("Try again").text
    assert run_next() and ADDED in morag.opens(here).text and lines_of_record() == 1


def test_a_file_that_nobody_came_back_for_is_wiped_after_a_day(morag, round_, sheet, clock, monkeypatch):
    page = orders(morag, round_, sheet)
    with monkeypatch.context() as broken:
        broken.setattr(sessions_file, "_write", lambda *_: 1 / 0)
        for _ in range(MOST_ATTEMPTS):
            assert run_next()
            clock.forward(seconds=MOST_ATTEMPTS * PAUSE.total_seconds() + 1)
    clock.forward(seconds=KEPT_FOR.total_seconds() - 600)
    assert not run_next() and _number(JobPart) == 1
    clock.forward(seconds=600)
    assert run_next() and _number(JobPart) == 0 and sessions(round_) == 0
    assert "Try again" not in morag.opens(page.address).buttons
    assert "Nothing was added" not in morag.opens(f"/rounds/{round_.id}/sessions").text, "it is no news any longer"
    assert "are being added" in morag.posts(f"{page.address}/again").text, "the button of a page from before"
    assert run_next()
    page = morag.opens(page.address)
    assert "The file is no longer here." in page.text and "Upload it again." in page.text


@pytest.mark.both_databases
def test_one_long_file_of_a_round_at_a_time(morag, callum, round_, sheet):
    orders(morag, round_, sheet)
    page = orders(callum, round_, sheet)
    assert page.status == 409 and "being done already" in page.text and _number(JobPart) == 1


def test_who_has_lost_their_role_meanwhile_adds_nothing(morag, callum, round_, sheet):
    page = orders(morag, round_, sheet)
    who = the_job(round_).account_id
    db.session.rollback()
    with exclusive_transaction() as session:
        session.get_one(Account, who).closed_at = program_clock.now()
    assert run_next() and sessions(round_) == 0
    assert "Your role in the programme has changed" in callum.opens(page.address).text


def test_only_who_may_upload_sees_it_and_another_round_has_no_such_order(morag, new_visitor, round_, sheet, make):
    page = orders(morag, round_, sheet)
    rose = new_visitor().signed_in_as(make.account(Role.FACILITATOR, name="Another Rose"))
    assert rose.opens(page.address).status == 403 and rose.opens(f"/rounds/{round_.id}/sessions").status == 200
    assert "being added" not in rose.page.text
    other = make.voting_round().id
    assert morag.opens(page.address.replace(f"/rounds/{round_.id}/", f"/rounds/{other}/")).status == 404
