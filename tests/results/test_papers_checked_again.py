"""The papers are looked at again before a result is signed: from the count to what came of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from pb import clock
from pb.database import db
from pb.paper.actions import give_up_lost_keys
from pb.paper.models import Ruling
from pb.paper.queries import agreed_papers
from pb.paper.rules import PaperReading
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.results import actions
from pb.results.models import CheckStage, Sighting
from pb.results.queries.checklist import checklist
from pb.results.queries.counts import latest_count
from pb.results.queries.facts import published_facts_of
from pb.results.queries.paper_checks import cannot_go_on, check_state, papers_to_look_at
from pb.results.rules.paper_checks import MISSING, Finding
from pb.web.access import Actor, Role
from tests.support.deciding import withdraw
from tests.support.makers.checks import DICE
from tests.support.makers.voting import COMMAND

PAPERS = ("1 2", "1 2", "1 3", "4")
BALLOTS = ((1, 2), (1, 2), (1, 3))
GONE = PaperReading(kind=MISSING)


def facts(act: str) -> dict:
    return db.session.scalars(
        select(RecordLine.facts).where(RecordLine.act == act).order_by(RecordLine.position.desc())
    ).first()


def serials(round_) -> dict[str, str]:
    """The number of one paper that says each of these."""
    return {paper.counted.text: paper.serial for paper in agreed_papers(round_.id).values() if paper.counted}


def steps(make, round_) -> dict[str, str]:
    with clock.moved(round_.post_closes_at + timedelta(hours=2)):
        return {each.key: each.state for each in checklist(make.fresh(round_))}


@pytest.fixture
def checking(make):
    """Four papers, three votes from screens, counted; both members can look."""
    return make.with_papers_to_check(*PAPERS, ballots=BALLOTS)


@pytest.mark.both_databases
def test_two_people_look_at_all_the_papers_and_the_result_is_signed(make, checking):
    counted, state = facts("result.counted"), check_state(checking.id)
    assert counted["entries_hash"] == state.check.entries_hash and (counted["papers"], counted["to_look_at"]) == (4, 4)
    assert state.turns is None and steps(make, checking)["check"] == "next"
    with pytest.raises(Refusal, match="The papers must be checked again"):
        make.sign(checking)
    assert make.looked_at(checking) == Finding("confirmed")
    assert facts("papers.checked") | {"finding": "confirmed", "looked": 4, "differ": 0} == facts("papers.checked")
    assert steps(make, checking)["check"] == "done" and steps(make, checking)["sign"] == "next"
    make.signed(checking)
    said = published_facts_of(make.fresh(checking), latest_count(checking.id))["paper_check"]
    numbers = {"looked": 4, "differ": 0, "otherwise": 0, "again": 0}
    assert said == {"papers": 4, "all": True, "finding": "confirmed"} | numbers


def test_no_paper_is_looked_at_by_who_typed_it_or_ran_its_session(make, checking):
    paper = papers_to_look_at(check_state(checking.id))[0]
    assert len(paper.not_by) == 3
    for account_id in paper.not_by:
        with pytest.raises(Refusal, match="You typed this paper, ruled on it, or were on the team"):
            make.sees(checking, Actor(account_id, Role.COUNTER), paper.paper.serial, "1 2")


@pytest.mark.both_databases
def test_no_paper_is_looked_at_by_who_ruled_on_it(make):
    """Two people who ruled that papers count as something else are not the two who say that this is right."""
    costs = {"costs": [100_000, 100_000], "projects": 2, "max_choices": 1}
    round_ = make.with_papers_to_check("1", "1", "2", ruled={"1": "2"}, **costs)
    rulings = list(db.session.execute(select(Ruling.paper_id, Ruling.proposed_by, Ruling.agreed_by)))
    assert len(rulings) == 2
    for paper_id, *rulers in rulings:
        paper = next(each for each in papers_to_look_at(check_state(round_.id)) if each.paper.paper_id == paper_id)
        assert set(rulers) <= paper.not_by and len(paper.not_by) == 5
        for account_id in rulers:
            with pytest.raises(Refusal, match="You typed this paper, ruled on it"):
                make.sees(round_, Actor(account_id, Role.COUNTER), paper.paper.serial, "2")
    wrong = {f"p{agreed_papers(round_.id)[paper_id].serial}": "1" for paper_id, *_rulers in rulings}
    assert make.looked_at(round_, **wrong).kind == "unconfirmed", "others see what the papers say"


def test_what_two_saw_differently_is_looked_at_again_and_then_by_nobody(make, checking):
    one, two, three = (make.actor(Role.STEERING) for _ in range(3))
    paper = papers_to_look_at(check_state(checking.id))[0].paper.serial
    make.sees(checking, one, paper, "1")
    with pytest.raises(Refusal, match="You have already looked at this paper"):
        make.sees(checking, one, paper, "2")
    make.sees(checking, two, paper, "1 2")
    assert papers_to_look_at(check_state(checking.id))[0].state == "differs"
    with pytest.raises(Refusal, match="Two people must still look at"):
        actions.conclude(one, make.fresh(checking))
    make.sees(checking, one, paper, "1 2")  # they look once more, and agree
    assert papers_to_look_at(check_state(checking.id))[0].state == "done"
    for by in (one, three):
        with pytest.raises(Refusal, match="Two people have already looked"):
            make.sees(checking, by, paper, "1 2")


def test_what_was_typed_wrong_and_changes_nothing_is_said(make, checking):
    paper = serials(checking)["1 2"]
    assert make.looked_at(checking, **{f"p{paper}": "1 2 3"}).kind == "confirmed"
    stage = check_state(checking.id).over
    assert (stage.looked, stage.differ, stage.one_vote, stage.two_votes) == (4, 1, 0, 0)


def test_papers_that_say_something_else_do_not_confirm_the_result_and_it_can_still_be_signed(make):
    round_ = make.with_papers_to_check("1", "1", "2", costs=[100_000, 100_000], projects=2, max_choices=1)
    papers = {paper.serial: paper for paper in agreed_papers(round_.id).values()}
    wrong = {f"p{serial}": "2" for serial, paper in papers.items() if paper.counted.text == "1"}
    assert make.looked_at(round_, **wrong).kind == "unconfirmed"
    make.signed(round_)
    assert published_facts_of(make.fresh(round_), latest_count(round_.id))["paper_check"]["finding"] == "unconfirmed"


def test_a_paper_that_is_not_there_counts_against_the_result(make):
    round_ = make.with_papers_to_check("1", "1", "2", costs=[100_000, 100_000], projects=2, max_choices=1)
    paper = serials(round_)["2"]
    assert make.looked_at(round_, **{f"p{paper}": GONE}).kind == "unconfirmed", "it may have been a vote for 1 or 2"


@pytest.mark.both_databases
def test_dice_that_two_people_typed_choose_the_papers(make):
    round_ = make.counted(make.opened_with_papers(*PAPERS, ballots=BALLOTS))
    make.check_of_a_sample(round_, drawn=3)
    one, two = make.actor(Role.COORDINATOR), make.actor(Role.STEERING)
    paper = next(iter(agreed_papers(round_.id).values())).serial
    for refused in (lambda: make.sees(round_, two, paper, "1"), lambda: actions.conclude(one, make.fresh(round_))):
        with pytest.raises(Refusal, match="The dice must be rolled"):
            refused()
    for typed, said in (("3142", "at least 20"), (DICE[:-1] + "7", "from 1 to 6")):
        with pytest.raises(Refusal, match=said):
            actions.type_dice(one, make.fresh(round_), typed)
    assert actions.type_dice(one, make.fresh(round_), DICE)[0] == "waiting"
    assert cannot_go_on(latest_count(round_.id)) == [one.account_id]
    state, sentence = actions.type_dice(two, make.fresh(round_), DICE[::-1])
    assert state == "differs" and "Digit 1 is different" in str(sentence)
    make.rolled(round_)
    drawn = papers_to_look_at(check_state(round_.id))
    assert sum(each.times for each in drawn) == 3 and facts("dice.typed")["dice"] == DICE
    left = set(agreed_papers(round_.id)) - {each.paper.paper_id for each in drawn}
    for paper_id in left:
        with pytest.raises(Refusal, match="This paper was not drawn"):
            make.sees(round_, two, agreed_papers(round_.id)[paper_id].serial, "1")
    with pytest.raises(Refusal, match="only be rolled once"):
        actions.type_dice(two, make.fresh(round_), DICE)


def test_more_papers_are_drawn_by_the_same_dice_until_all_are_looked_at(make):
    round_ = make.counted(make.opened_with_papers(*("1 2",) * 12, ballots=((1, 2),) * 4))
    make.check_of_a_sample(round_, drawn=4, margin=9)
    make.rolled(round_)
    first = {each.paper.serial: each.times for each in papers_to_look_at(check_state(round_.id))}
    wrong = next(iter(first))
    found = make.looked_at(round_, **{f"p{wrong}": "3"})
    assert found.kind in ("more", "all")
    again = {each.paper.serial: each.times for each in papers_to_look_at(check_state(round_.id))}
    assert all(again[serial] >= times for serial, times in first.items()) and len(again) >= len(first)
    while found.kind in ("more", "all"):
        found = make.looked_at(round_)
    assert [each.number for each in check_state(round_.id).stages] == list(
        range(1, len(check_state(round_.id).stages) + 1)
    )
    assert check_state(round_.id).over and not papers_to_look_at_again(make, round_, wrong)


def papers_to_look_at_again(make, round_, serial: str) -> bool:
    with pytest.raises(Refusal, match="The check of the papers is over"):
        make.sees(round_, make.actor(Role.STEERING), serial, "1")
    return False


def test_a_new_count_begins_a_new_check(make, checking):
    make.looked_at(checking)
    withdraw(make, checking, 4)
    actions.count_round(make.actor(Role.COORDINATOR), make.fresh(checking))
    state = check_state(checking.id)
    assert state.check.version == 2 and not state.stages and steps(make, checking)["check"] == "next"
    assert all(each.state == "nobody" for each in papers_to_look_at(state))


def test_papers_that_cannot_be_read_any_more_end_the_check_and_the_result_says_so(make, checking):
    members = [make.actor(Role.STEERING) for _ in range(2)]
    serials_ = [each.paper.serial for each in papers_to_look_at(check_state(checking.id))]
    for serial in serials_:
        for by in members:
            make.sees(checking, by, serial, "1 2")
    (make.app.config["KEYS_DIR"] / f"desk-{checking.id}.key").unlink()
    make.app.extensions["pb_loaded_keys"].clear()
    db.session.remove()
    give_up_lost_keys(COMMAND)
    assert {each.state for each in papers_to_look_at(check_state(checking.id))} == {"differs"}, "nobody can read it"
    for serial in serials_:
        for by in members:
            make.sees(checking, by, serial, "1 2")
    assert actions.conclude(members[0], make.fresh(checking)) == Finding("unreadable")
    make.signed(checking)


def test_where_papers_are_not_checked_there_is_no_step_and_the_result_says_that_nobody_looked(make):
    round_ = make.counted(make.opened_with_papers("1 2"))
    assert "check" not in steps(make, round_) and check_state(round_.id) is None
    make.signed(round_)
    assert published_facts_of(make.fresh(round_), latest_count(round_.id))["paper_check"] is None


def test_without_papers_there_is_nothing_to_check(make):
    round_ = make.counted(make.opened_box(make.voting_round(papers_checked=True), (1, 2)))
    assert "check" not in steps(make, round_)
    make.signed(round_)
    assert "paper_check" not in published_facts_of(make.fresh(round_), latest_count(round_.id))
    with pytest.raises(Refusal, match="no papers to check"):
        actions.conclude(make.actor(Role.STEERING), make.fresh(round_))


def test_no_row_says_in_clear_what_anybody_saw(make, checking):
    make.looked_at(checking)
    rows = db.session.execute(select(Sighting.sealed)).scalars().all()
    assert len(rows) == 8 and all(re.fullmatch(r"[\w=-]{300,400}", sealed) for sealed in rows)
    columns = {column.name for model in (CheckStage,) for column in model.__table__.columns}
    assert "paper_id" not in columns, "what came of one paper stands nowhere"
    assert not db.session.execute(text("SELECT 1 FROM record_line WHERE facts LIKE '%paper_id%'")).all()
