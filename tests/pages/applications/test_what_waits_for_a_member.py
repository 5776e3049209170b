"""The list of applications in parts, and the next application that waits for whoever has just decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.people.actions import declare_interest
from pb.projects import actions
from pb.web.access import Role
from tests.support.makers.projects import APPLICANT, actor_of


@pytest.fixture
def round_(make):
    return make.applying_round(criteria=0)


@pytest.fixture
def jean(make):
    return make.account(Role.STEERING, name="Jean")


def titles(person, here, part) -> list[str]:
    """What the list shows of a part, which is chosen by its words and how many there are."""
    person.opens(here)
    page = person.selects("Show", part).presses("Show")
    return [row[0] for table in page.tables.values() for row in table[1:]]


def test_the_list_is_shown_in_parts_with_how_many_there_are(visitor, make, round_, jean):
    to_check, theirs, own, mended, decided, close, gone = (
        make.application(round_, title=title)
        for title in ("To check", "Of another", "Own", "To mend", "Decided", "Close", "Gone")
    )
    make.proposed(theirs)
    declare_interest(actor_of(jean), round_id=round_.id, project_id=close.id, description="I sing there.")
    actions.propose_assessment(actor_of(jean), own, outcome="eligible", reason="")
    make.decided(mended, "fix", "Say who drives.")
    make.decided(decided, "eligible")
    actions.withdraw_application(APPLICANT, gone)
    here = f"/rounds/{round_.id}/applications"
    visitor.signed_in_as(jean)
    for part, listed in (
        ("Waiting for you (2)", ["To check", "Of another"]),
        ("Waiting for a second member (2)", ["Of another", "Own"]),
        ("To be checked (2)", ["To check", "Close"]),
        ("Being changed by the group (1)", ["To mend"]),
        ("Decided (1)", ["Decided"]),
        ("Withdrawn (1)", ["Gone"]),
    ):
        assert titles(visitor, here, part) == listed, part
    assert len(titles(visitor, here, "All applications (7)")) == 7
    assert len(visitor.opens(f"{here}?show=anything").tables["Applications that were sent"]) == 8
    desk = visitor.signed_in_as(make.staff(Role.COORDINATOR)).opens(here)
    assert "Waiting for you" not in desk.main and "Waiting for a second member (2)" in desk.main


def test_a_part_without_applications_says_so(visitor, make, round_, jean):
    make.application(round_)
    visitor.signed_in_as(jean)
    assert titles(visitor, f"/rounds/{round_.id}/applications", "Decided (0)") == []
    assert "Nothing on this list matches what you chose." in visitor.page.main


def test_after_a_decision_the_next_application_is_a_press_away(visitor, make, round_, jean):
    _first, second, third = (make.application(round_, title=title) for title in ("Bus", "Choir", "Tea"))
    make.proposed(third)
    visitor.signed_in_as(jean).opens(f"/rounds/{round_.id}/applications/{second.id}")
    assert "Next application" not in visitor.page.main
    visitor.ticks("Eligible: it goes on the ballot").presses("Propose this decision")
    assert visitor.follows("Next application waiting for you: Tea").heading == "Tea"
    visitor.presses("I agree")
    assert visitor.follows("Next application waiting for you: Bus").heading == "Bus"
    visitor.ticks("Eligible: it goes on the ballot")
    assert "Next application" not in visitor.presses("Propose this decision").main
    other = visitor.signed_in_as(make.staff(Role.COORDINATOR)).opens(f"/rounds/{round_.id}/applications/{second.id}")
    assert "Next application" not in other.main


def test_the_list_is_shown_by_pot_and_saved_as_a_file_that_runs_no_formula(visitor, make, jean):
    round_ = make.applying_round(criteria=0, pots=("North", "South"))
    north, south = round_.pots
    make.application(round_, title="=1+1", pot_id=north.id)
    make.application(round_, title="Tea", pot_id=south.id)
    mended = make.application(round_, title="Bus", pot_id=south.id)
    make.decided(mended, "fix", "Say who drives.")
    page = visitor.signed_in_as(jean).opens(f"/rounds/{round_.id}/applications")
    page = visitor.selects("Pot", "South").selects("Show", "All applications (3)").presses("Show")
    assert [row[0] for row in page.tables["Applications that were sent"][1:]] == ["Tea", "Bus"]
    page = visitor.selects("Show", "Being changed by the group (1)").presses("Show")
    sheet = visitor.downloads(page.links["Save this list as a CSV file"])
    rows = sheet.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert len(rows) == 2 and rows[1].startswith("Bus,") and "South" in rows[1] and rows[1].endswith("Say who drives.")
    whole = visitor.downloads(f"/rounds/{round_.id}/applications/applications.csv")
    text = whole.get_data(as_text=True)
    assert "\r\n'=1+1," in text and "0131" not in text


def test_nobody_is_offered_to_go_on_typing_what_came_too_late(visitor, new_visitor, make):
    """A group that applied on paper was asked to change something, and its days are over."""
    typist = make.staff(Role.FACILITATOR)
    project, _code = make.begun(make.applying_round(fix_days=3), by=actor_of(typist), came_by="paper")
    actions.send_application(actor_of(typist), project)
    make.decided(project, "fix", "Say who drives.", (1,))
    by = project.assessments[-1].fix_until
    here = f"/rounds/{project.round_id}/applications"
    go_on = "Continue typing this application"
    assert go_on in visitor.signed_in_as(typist).opens(f"{here}/type-in").buttons
    assert visitor.presses(go_on).heading == "Check your answers"
    assert go_on in new_visitor().signed_in_as(make.staff(Role.COORDINATOR)).opens(f"{here}/{project.id}").buttons
    with program_clock.moved(by + timedelta(minutes=16), everywhere=True):
        page = visitor.signed_in_as(typist).opens(f"{here}/type-in")
        assert go_on not in page.buttons and "You cannot change this one now." in page.main
        page = new_visitor().signed_in_as(make.staff(Role.COORDINATOR)).opens(f"{here}/{project.id}")
        assert go_on not in page.buttons and "Not changed in time" in page.main


def test_staff_who_look_at_the_page_of_a_group_are_told_that_it_is_the_groups(visitor, make):
    typist = make.staff(Role.FACILITATOR)
    project, _code = make.begun(make.applying_round(), by=actor_of(typist), came_by="paper")
    visitor.signed_in_as(typist).opens(f"/rounds/{project.round_id}/applications/type-in")
    visitor.presses("Continue typing this application")
    page = visitor.opens("/apply/your-application")
    assert "You are looking at this for a group" in page.main
    assert "The group can come back on any day, on any computer, with its code." in page.main
    assert "You can come back" not in page.main
