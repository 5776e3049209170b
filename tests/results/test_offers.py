"""A part of the money is offered: the group takes it, or does not, or says nothing, and the votes are counted on."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import datetime, time, timedelta

import jsonschema
import pytest
from sqlalchemy import text

from pb import clock
from pb.clock import LOCAL
from pb.counting import recount_naive
from pb.database import db, exclusive_transaction
from pb.pages.offer_sentences import offers_said
from pb.people.actions import declare_interest
from pb.people.models import Interest
from pb.projects.queries import ballot_lines
from pb.projects.rules.said_for import SaidBy
from pb.refusals import Refusal
from pb.results import actions
from pb.results.queries.checklist import step
from pb.results.queries.corrections import publications_of
from pb.results.queries.counts import latest_count, publication_of
from pb.results.queries.offers import offers_now, open_offer_of
from pb.roles import Actor
from pb.web.access import Role
from tests.support.makers.projects import APPLICANT

pytestmark = pytest.mark.databases_in_turn

# Pot £1,000. 1 costs £500; 2 costs £700 and is offered £500; without it 3 costs £600 and is offered £500; then 4 fits.
COSTS = [500_00, 700_00, 600_00, 200_00]
BALLOTS = [(1, 2), (1, 2), (1, 2), (1, 3), (3,), (4,)]


@pytest.fixture
def round_(make, clock):
    found = make.published(make.voting_round(costs=COSTS, least=100_00, part_funding=True, min_choices=1), *BALLOTS)
    clock.set(publication_of(found.id).published_at + timedelta(days=1))
    return make.fresh(found)


def project(round_, number: int):
    return ballot_lines(round_.id)[number - 1].project


def published_anew(make, round_) -> None:
    actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))


def awards(round_) -> dict:
    return json.loads(publication_of(round_.id).counted.outcome)["awards"]


def test_the_group_takes_its_part_and_nothing_is_counted_again(make, round_):
    [offered] = offers_now(round_.id)
    published_on = publication_of(round_.id).published_at.astimezone(clock.LOCAL).date()
    assert (offered.number, offered.amount, offered.cost) == (2, 500_00, 700_00) and offered.is_open
    assert offered.until == published_on + timedelta(days=14)
    actions.accept_part(APPLICANT, project(round_, 2), 500_00)
    [taken] = offers_now(round_.id)
    assert taken.answer == "accepted" and open_offer_of(project(round_, 2)) is None
    assert step(make.fresh(round_), "publish").state == "done"
    with pytest.raises(Refusal):
        actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    with pytest.raises(Refusal):
        actions.decline_part(APPLICANT, project(round_, 2), 500_00)


def test_after_a_no_the_next_is_offered_the_money_until_somebody_takes_it(make, round_):
    actions.decline_part(APPLICANT, project(round_, 2), 500_00)
    assert step(make.fresh(round_), "count").state == "next" and publication_of(round_.id).version == 1
    published_anew(make, round_)
    assert awards(round_) == {"1": 500_00, "3": 500_00}
    [offered] = offers_now(round_.id)
    assert (offered.number, offered.amount, offered.is_open) == (3, 500_00, True)
    told = json.loads(publication_of(round_.id).facts)
    assert told["counted_on"] == [{"number": 2, "amount": 500_00, "answer": "declined", "version": 1}]
    actions.decline_part(APPLICANT, project(round_, 3), 500_00)
    published_anew(make, round_)
    assert awards(round_) == {"1": 500_00, "4": 200_00} and offers_now(round_.id) == []
    assert [each.version for each in publications_of(round_.id)] == [1, 2, 3]
    assert json.loads(latest_count(round_.id).outcome)["declined"] == ["2", "3"]
    first = json.loads(publications_of(round_.id)[0].counted.outcome)
    assert first["awards"] == {"1": 500_00, "2": 500_00} and "declined" not in first
    assert step(make.fresh(round_), "publish").state == "done"


def test_silence_counts_as_no_only_after_the_last_day(make, round_, clock):
    coordinator, here = make.actor(Role.COORDINATOR), project(round_, 2)
    clock.set(datetime.combine(offers_now(round_.id)[0].until, time(23, 59), LOCAL))
    with pytest.raises(Refusal, match="can still answer"):
        actions.note_silence(coordinator, here)
    clock.set(datetime.combine(offers_now(round_.id)[0].until + timedelta(days=1), time(0, 1), LOCAL))
    with pytest.raises(Refusal, match="last day"):
        actions.accept_part(APPLICANT, here, 500_00)
    actions.note_silence(coordinator, here)
    published_anew(make, round_)
    assert json.loads(latest_count(round_.id).outcome)["declined"] == ["2"]


def test_staff_write_down_what_was_said_on_a_day_between_the_publication_and_the_last(make, round_, clock):
    here, by = project(round_, 2), make.actor(Role.COORDINATOR)
    began = publication_of(round_.id).published_at
    for said, amount in (
        (None, 500_00),
        (SaidBy("Rose", "telephone", began - timedelta(days=3)), 500_00),
        (SaidBy("Rose", "telephone", began + timedelta(days=3)), 500_00),
        (SaidBy("", "telephone", began), 500_00),
        (SaidBy("Rose", "telephone", began), 400_00),
    ):
        with pytest.raises(Refusal):
            actions.accept_part(by, here, amount, said)
    clock.set(began + timedelta(days=30))
    actions.accept_part(by, here, 500_00, SaidBy("Rose", "paper", began + timedelta(days=10)))
    assert offers_now(round_.id)[0].answer == "accepted"


def test_nobody_with_an_interest_writes_an_answer_down(make, round_):
    member = make.staff(Role.STEERING)
    _interest(member, project(round_, 2))
    said = SaidBy("Rose", "telephone", publication_of(round_.id).published_at)
    with pytest.raises(Refusal):
        actions.decline_part(Actor(member.id, Role.STEERING), project(round_, 2), 500_00, said)


def _interest(member, its_project) -> None:
    with exclusive_transaction() as session:
        session.add(
            Interest(
                account_id=member.id,
                round_id=its_project.round_id,
                project_id=its_project.id,
                description="My sister is in it.",
                declared_at=clock.now(),
            )
        )


def test_the_database_keeps_an_answer_and_takes_none_to_an_older_version(make, round_):
    actions.decline_part(APPLICANT, project(round_, 2), 500_00)
    published_anew(make, round_)
    columns = "round_id, version, project_id, amount_pence, answer, came_by, said_by, received_at, made_at"
    for statement in (
        "UPDATE offer_answer SET answer = 'accepted', came_by = 'online'",
        "DELETE FROM offer_answer",
        f"INSERT INTO offer_answer ({columns}) SELECT round_id, 1, {project(round_, 3).id}, 1, 'accepted', 'online', '', "
        "received_at, made_at FROM offer_answer",
    ):
        with pytest.raises(Exception, match="guard|offer|newest"), exclusive_transaction() as session:
            session.execute(text(statement))
        db.session.rollback()


def test_files_and_two_other_programs_say_the_same_of_each_version(make, round_, visitor, tmp_path, capsys):
    actions.decline_part(APPLICANT, project(round_, 2), 500_00)
    published_anew(make, round_)
    data = visitor.downloads(f"/rounds/{round_.id}/results/files/everything.zip").get_data()
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path)
    told = json.loads((tmp_path / "result.json").read_text())
    jsonschema.validate(told, json.loads((tmp_path / "result.schema.json").read_text()))
    assert told["declined"] == [2] and [each["number"] for each in told["offers"]] == [3]
    recount_naive.main([str(tmp_path / "election.pb")])
    assert json.loads(capsys.readouterr().out)["awards"] == awards(round_)
    command = [sys.executable, "-m", "pb.counting", str(tmp_path / "election.pb"), "--json"]
    assert subprocess.run(command, capture_output=True).stdout.strip() == (tmp_path / "outcome.json").read_bytes()


def test_the_page_of_the_round_and_of_the_result_say_what_is_waited_for(make, round_, visitor, app):
    here = f"/rounds/{round_.id}"
    for address in (here, f"{here}/results"):
        page = visitor.opens(address).main
        assert "is offered £500 of £700. We wait for its answer until" in page
    assert "14 days from the publication" in visitor.opens(here).main
    actions.decline_part(APPLICANT, project(round_, 2), 500_00)
    page = visitor.opens(f"{here}/results").main
    assert "The votes are being counted on" in page and "and said no on" in page
    published_anew(make, round_)
    page = visitor.opens(f"{here}/results").main
    assert "did not take it. So the count went on without it." in page and "What has changed:" in page
    assert "it was offered £500, and its group did not take it" in page
    old = visitor.opens(f"{here}/results/v/1").main
    assert "The votes were counted on, and there is a newer one" in old
    with app.test_request_context():
        assert len(offers_said(make.fresh(round_))) == 1


def test_nobody_with_an_interest_in_another_project_writes_down_a_no(make, round_):
    """The money of a group that declines goes to the next project in line."""
    by = make.actor(Role.STEERING)
    declare_interest(by, round_id=round_.id, project_id=project(round_, 3).id, description="My sister leads it.")
    said = SaidBy("Rose", "telephone", publication_of(round_.id).published_at)
    with pytest.raises(Refusal, match="interest in a project on this ballot"):
        actions.decline_part(by, project(round_, 2), 500_00, said)
    actions.accept_part(APPLICANT, project(round_, 2), 500_00)
