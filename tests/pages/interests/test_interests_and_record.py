"""People say how they stand to groups and venues; every act is read as a sentence in the record."""

from __future__ import annotations

import pytest

from pb.people.queries import has_declared_interest, interests_of
from pb.record.queries import newest_hash
from pb.web.access import Role


@pytest.fixture
def round_(make):
    return make.applying_round()


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.COUNTER, Role.STEERING, Role.COORDINATOR])
def test_somebody_without_an_interest_says_so(visitor, make, round_, role):
    rose = make.account(role)
    visitor.signed_in_as(rose).opens(f"/rounds/{round_.id}/interests")
    page = visitor.ticks("No").presses("Save my answer")
    assert "Your answer has been saved." in page.text
    assert [(each.description, each.project_id) for each in interests_of(rose.id, round_.id)] == [("", None)]
    assert "checked" in visitor.opens(f"/rounds/{round_.id}/interests").html


def test_an_interest_in_a_project_is_declared_changed_and_makes_somebody_step_aside(visitor, make, round_):
    ina, project = make.account(Role.STEERING, name="Ina"), make.application(round_)
    visitor.signed_in_as(ina).opens(f"/rounds/{round_.id}/interests")
    visitor.ticks("Yes", f"{project.group_name}: {project.title}").types(
        "If yes, what is your interest?", "I sing in their choir"
    )
    assert "saved" in visitor.presses("Save my answer").text
    assert has_declared_interest(ina.id, project.id)
    visitor.opens(f"/rounds/{round_.id}/interests")
    visitor.ticks("No").presses("Save my answer")
    assert [each.description for each in interests_of(ina.id, round_.id)] == [""]
    assert has_declared_interest(ina.id, project.id), "who takes it back still stays out of deciding there"
    page = visitor.opens(f"/rounds/{round_.id}/applications/{project.id}")
    assert "Propose this decision" not in page.buttons and "You cannot take part in checking" in page.text


def test_yes_needs_words_and_neither_answer_is_no_answer(visitor, make, round_):
    visitor.signed_in_as(make.account(Role.COUNTER)).opens(f"/rounds/{round_.id}/interests")
    assert visitor.presses("Save my answer").errors == ["Select whether you have an interest to declare."]
    page = visitor.ticks("Yes").presses("Save my answer")
    assert page.status == 422 and page.errors == ["Enter a few words about your interest."]


def test_only_the_coordinator_sees_what_everybody_has_said(visitor, new_visitor, make, round_):
    visitor.signed_in_as(make.account(Role.COUNTER, name="Rose")).opens(f"/rounds/{round_.id}/interests")
    visitor.ticks("Yes").types("If yes, what is your interest?", "My sister runs the club").presses("Save my answer")
    other = new_visitor().signed_in_as(make.account(Role.COUNTER))
    assert "My sister" not in other.opens(f"/rounds/{round_.id}/interests").text + other.opens("/record").text
    boss = new_visitor().signed_in_as(make.account())
    assert (
        "My sister" in str(boss.opens(f"/rounds/{round_.id}/interests").tables)
        and "My sister" in boss.opens("/record").text
    )


def test_the_record_is_read_in_sentences_and_filtered_by_round(visitor, make, round_):
    other = make.set_up_round(name="Autumn")
    visitor.signed_in_as(make.account(name="Morag")).opens("/invitations/new")
    visitor.types("Name", "Hamish").ticks("Counter").presses("Get the link")
    page = visitor.opens("/record")
    rows = page.tables["Newest lines first"]
    assert rows[1][2] == "Morag (coordinator) invited Hamish as: Counter." and newest_hash() in page.text
    assert "the command line set up the round." in str(rows)
    page = visitor.selects("Show", "Autumn").presses("Show")
    assert f"round={other.id}" in page.address
    assert [row[3] for row in page.tables["Newest lines first"][1:]] == ["Autumn"]


def test_long_records_are_read_page_by_page(visitor, make, monkeypatch):
    from pb.pages.record import record

    monkeypatch.setattr(record, "LINES_ON_A_PAGE", 2)
    boss = make.account()
    for _ in range(4):
        make.set_up_round()
    visitor.signed_in_as(boss).opens("/record")
    assert [row[0] for row in visitor.page.tables["Newest lines first"][1:]] == ["4", "3"]
    assert [row[0] for row in visitor.follows("Older lines").tables["Newest lines first"][1:]] == ["2", "1"]
    assert "Older lines" not in visitor.page.links


def test_the_record_is_for_people_who_work_in_the_programme(visitor):
    assert visitor.opens("/record").heading == "Sign in"
