"""What those who sign and everybody else are told of the checks of papers: who was overruled, how often people looked, and what became
of checks that were begun before.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from pb import clock
from pb.paper.queries import agreed_papers
from pb.record.queries import facts_of
from pb.refusals import Refusal
from pb.results import actions
from pb.results.queries.counts import latest_count
from pb.results.queries.facts import published_facts_of
from pb.results.queries.paper_checks import check_state, papers_to_look_at
from pb.results.rules.paper_check_sentences import checks_of_papers_in_words
from pb.web.access import Role
from tests.support.deciding import withdraw


@pytest.fixture
def checking(make):
    """Four papers, three votes from screens, counted."""
    return make.with_papers_to_check("1 2", "1 2", "1 3", "4", ballots=((1, 2), (1, 2), (1, 3)))


def test_who_saw_something_else_looks_once_more_and_then_a_third_person_does(make, checking):
    """Nobody types guesses until they have what another saw: an oracle for one paper."""
    honest, nosy, third = (make.actor(Role.STEERING) for _ in range(3))
    paper = next(each.serial for each in agreed_papers(checking.id).values() if each.counted.text == "1 3")
    make.sees(checking, honest, paper, "1 3")
    for guess in ("1", "2"):
        make.sees(checking, nosy, paper, guess)
    for says in ("3", "1 3"):
        with pytest.raises(Refusal, match="You have already looked at this paper. Someone else must"):
            make.sees(checking, nosy, paper, says)
    make.sees(checking, honest, paper, "1 3")
    with pytest.raises(Refusal, match="You have already looked at this paper. Someone else must"):
        make.sees(checking, honest, paper, "1 3")
    make.sees(checking, third, paper, "1 3")
    assert (
        next(each for each in papers_to_look_at(check_state(checking.id)) if each.paper.serial == paper).state == "done"
    )
    make.looked_at(checking)
    stage = check_state(checking.id).over
    assert (stage.differ, stage.otherwise, stage.again) == (0, 1, 3)
    line = facts_of("papers.checked", checking.id)
    assert (line["otherwise"], line["again"]) == (1, 3)


def test_whoever_is_overruled_is_not_unseen(make):
    round_ = make.with_papers_to_check("1", "1", "2", costs=[100_000, 100_000], projects=2, max_choices=1)
    honest, one, two = (make.actor(Role.STEERING) for _ in range(3))
    for serial, says in {each.serial: each.typed[0].text for each in agreed_papers(round_.id).values()}.items():
        if says == "1":
            make.sees(round_, honest, serial, "2")
        for by in (one, two):
            make.sees(round_, by, serial, says)
    assert actions.conclude(one, make.fresh(round_)).kind == "confirmed"
    make.signed(round_)
    said = [str(each) for each in told(make, round_)]
    assert "On 2 papers, someone first saw something else than what two people saw in the end." in said
    assert "2 more looks were needed than two for each paper." in said


def told(make, round_) -> list:
    """What the publication will say of the checks, to those who sign: they know how many papers there are."""
    facts = published_facts_of(make.fresh(round_), latest_count(round_.id))
    return checks_of_papers_in_words({name: said for name, said in facts.items() if name != "turnout"})


def test_no_number_of_papers_is_told_where_turnout_tells_none():
    checked = {"papers": 7, "all": True, "looked": 7, "differ": 2, "otherwise": 3, "again": 1, "finding": "confirmed"}
    earlier = {"papers": 6, "all": False, "looked": 4, "differ": 1, "finding": "more", "more": 2, "because": []}
    facts = {"paper_check": checked, "earlier_checks": [earlier]}
    together = {"channels": [{"names": ["kiosk", "paper"], "ballots": 30}]}
    said = " ".join(map(str, checks_of_papers_in_words(facts | {"turnout": together})))
    assert re.findall(r"\d+", said) == ["1"], "the number of the check"
    assert "Some of them are different from what was counted" in said and "The paper part confirms the result." in said
    apart = {"channels": [{"names": ["kiosk"], "ballots": 30}, {"names": ["paper"], "ballots": 12}]}
    assert "each of the 7 papers again" in " ".join(map(str, checks_of_papers_in_words(facts | {"turnout": apart})))
    by_dice = facts | {"paper_check": checked | {"all": False, "finding": "rate"}, "turnout": together}
    said = " ".join(map(str, checks_of_papers_in_words(by_dice)))
    assert re.findall(r"\d+", said) == ["1"] and "This does not confirm the result itself" in said


@pytest.mark.both_databases
def test_a_check_that_did_not_confirm_stays_on_the_pages_when_another_is_begun(make):
    """Two members withdraw a project that gets no money, and the votes are counted again."""
    settings = {"costs": [100_000, 100_000, 100_000], "projects": 3, "max_choices": 1}
    round_ = make.with_papers_to_check("1", "1", "2", "3", **settings)
    papers = agreed_papers(round_.id).values()
    wrong = {f"p{each.serial}": "2" for each in papers if each.counted.text == "1"}
    assert make.looked_at(round_, **wrong).kind == "unconfirmed"
    assert "Check 1" not in " ".join(map(str, told(make, round_)))
    counted_again(make, round_, 3)
    said = " ".join(str(each) for each in told(make, round_))
    earlier = (
        "Check 1 of the papers came before this one: it did not confirm the result of its count. 2 of them are different from "
        "what was counted, or were not found. Then the votes were counted again, because project 3 was withdrawn, and another "
        "check was begun."
    )
    assert said == earlier, "also before the second check has ended"
    make.looked_at(round_)
    make.signed(round_)
    said = " ".join(str(each) for each in told(make, round_))
    assert "The paper part confirms the result." in said and said.endswith(earlier)
    made = published_facts_of(make.fresh(round_), latest_count(round_.id))["earlier_checks"]
    assert [(each["finding"], each["because"]) for each in made] == [("unconfirmed", [["withdraw", 3]])]


def counted_again(make, round_, without: int) -> None:
    with clock.moved(round_.post_closes_at + timedelta(hours=2)):
        withdraw(make, round_, without)
        actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))


def test_a_check_that_nobody_ended_is_told_too(make, checking):
    counted_again(make, checking, 4)
    made = published_facts_of(make.fresh(checking), latest_count(checking.id))["earlier_checks"]
    assert made == [{"papers": 4, "all": True, "finding": "not ended", "because": [["withdraw", 4]]}]
    assert "it was not ended. Then" in " ".join(str(each) for each in told(make, checking))


def test_a_check_that_asked_for_more_papers_is_told_too(make):
    round_ = make.counted(make.opened_with_papers(*("1 2",) * 12, ballots=((1, 2),) * 4))
    make.check_of_a_sample(round_, drawn=4, margin=9)
    make.rolled(round_)
    wrong = papers_to_look_at(check_state(round_.id))[0].paper.serial
    found = make.looked_at(round_, **{f"p{wrong}": "3"})
    counted_again(make, round_, 9)
    make.check_of_a_sample(round_, drawn=4, margin=9)
    (made,) = published_facts_of(make.fresh(round_), latest_count(round_.id))["earlier_checks"]
    assert (made["finding"], made.get("more", 0)) == (found.kind, found.more) and found.kind in ("more", "all")
    end = (
        f"{found.more} more papers had to be looked at"
        if found.kind == "more"
        else "all the papers had to be looked at"
    )
    assert f"{end}, and it was not ended." in " ".join(str(each) for each in told(make, round_))
