"""What staff do in a group's name is said in the record, to the group and to whoever decides on its application."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from pb.database import db
from pb.pages.record.sentences import lines_in_words
from pb.projects import actions
from pb.projects.queries import changed_after_a_new_code, done_in_its_name
from pb.projects.rules.whose_hand import CODE_RENEWED, hands, new_code_before_a_change
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.web.access import Actor, Role
from tests.support.makers.projects import APPLICANT, actor_of


def opens_with(visitor, code):
    visitor.opens("/apply/resume")
    return visitor.types("Your code", code).presses("Open it")


def in_the_record() -> list[str]:
    return [
        said for _line, said in lines_in_words(db.session.scalars(select(RecordLine).order_by(RecordLine.position)))
    ]


@pytest.fixture
def asked_to_mend(make):
    """A sent application that the steering group has asked its group to change, and its code."""
    project, code = make.begun(make.applying_round())
    actions.send_application(APPLICANT, project)
    make.decided(project, "fix", "Say who drives.", [1])
    return project, code


def test_a_code_is_renewed_with_a_reason_that_the_group_reads(app, make, visitor, asked_to_mend):
    project, _code = asked_to_mend
    morag = make.account(Role.COORDINATOR, name="Morag Bell")
    for reason in ("", "  ", "x" * 301):
        with pytest.raises(Refusal, match="Say who asked"):
            actions.renew_code(actor_of(morag), project, reason)
    code = actions.renew_code(actor_of(morag), project, "Rose phoned, she lost the paper.")
    page = opens_with(visitor, code)
    assert "The office gave out a new code for this application Morag Bell did it on" in page.main
    assert "Reason: “Rose phoned, she lost the paper.”" in page.main


def test_what_is_changed_with_a_new_code_is_told_to_assessors_and_group(app, make, new_visitor, asked_to_mend):
    project, _code = asked_to_mend
    round_id, project_id = project.round_id, project.id
    office = new_visitor().signed_in_as(make.account(Role.COORDINATOR, name="Morag Bell"))
    office.opens(f"/rounds/{round_id}/applications/{project_id}/new-code")
    page = office.types("Why does the group need a new code?", "It is lost.").presses("Make a new code")
    code = re.search(r"[A-Z2-9]{5}[- ][A-Z2-9]{5}", page.main)[0]
    member = new_visitor().signed_in_as(make.staff(Role.STEERING))
    listed = f"/rounds/{round_id}/applications"
    for path in (listed, f"{listed}/{project_id}"):
        assert "Changed after the office gave out a new code" not in member.opens(path).main
    stranger = new_visitor()
    opens_with(stranger, code)
    stranger.opens("/apply/what?then=check")
    stranger.types("What do you want to do?", "Something else.").presses("Save and continue")
    page = stranger.presses("Send the application")
    assert "Answers were changed with a code that staff know too" in page.main and "It was sent with" in page.main
    for path in (listed, f"{listed}/{project_id}"):
        assert "Changed after the office gave out a new code" in member.opens(path).main
    assert "What was done in the group’s name" in member.page.main and "What they want to do." in member.page.main
    acts = [said.partition(" application ")[0] for said in in_the_record() if " application " in said]
    assert acts[-3:] == ["gave", "saved answers for", "sent"]
    assert all("with a code that staff know too" in said for said in in_the_record()[-2:])


def test_what_staff_type_send_and_mend_is_said_as_theirs(app, make, visitor):
    typist = actor_of(make.account(Role.FACILITATOR, name="Flo Reid"))
    project, code = make.begun(make.applying_round(), by=typist, came_by="paper")
    actions.save_answers(typist, project, {"title": "Trips"})
    actions.save_answers(typist, project, {"helper": "Jo"})
    actions.send_application(typist, project)
    said = in_the_record()[-4:]
    assert all(sentence.endswith("in the group’s name") for sentence in said), said
    page = opens_with(visitor, code)
    assert "Flo Reid began to type this in for the group on" in page.main
    assert "Flo Reid typed in answers for the group, last on" in page.main and "Short name; Who helped." in page.main
    assert "Flo Reid sent it for the group on" in page.main


def test_whoever_typed_it_in_cannot_pass_for_the_group_with_its_code(app, make):
    typist = actor_of(make.staff(Role.FACILITATOR))
    project, _code = make.begun(make.applying_round(), by=typist, came_by="telephone")
    actions.save_answers(APPLICANT, project, {"title": "Another"})
    assert in_the_record()[-1].endswith("with a code that staff know too")
    assert [hand.way for hand in done_in_its_name(project)] == ["staff", "known_code"]


def test_a_project_that_was_carried_over_says_by_whom(app, make, asked_to_mend):
    project, _code = asked_to_mend
    earlier, by = make.application(make.applying_round()), make.staff(Role.COORDINATOR)
    project.carried_from_id, project.typed_by = earlier.id, by.id
    assert [(hand.act, hand.account_id) for hand in done_in_its_name(project)] == [("round.followed", by.id)]


def test_a_group_with_its_own_code_leaves_no_such_word(app, make, visitor, asked_to_mend):
    project, code = asked_to_mend
    actions.save_answers(APPLICANT, project, {"title": "Another"})
    assert done_in_its_name(project) == [] and changed_after_a_new_code(project.round_id) == {}
    assert "in your group’s name" not in opens_with(visitor, code).main
    assert not any("group’s name" in said or "staff know" in said for said in in_the_record())


def test_only_what_came_after_the_newest_code_counts_as_changed_after_it():
    def line(act, hour, **facts):
        return type("Line", (), {"act": act, "at": datetime(2026, 6, 1, hour, tzinfo=UTC), "facts": facts}
                    | {"actor_id": 7 if act == CODE_RENEWED else None, "reason": None})  # fmt: skip

    saved, renewed = "application.saved", CODE_RENEWED
    before = [line(saved, 1, fields=["what"]), line(renewed, 2)]
    assert new_code_before_a_change(hands(before, typed_in=False)) is None
    after = [*before, line(saved, 3, fields=["what"]), line(renewed, 4)]
    assert new_code_before_a_change(hands(after, typed_in=False)) == datetime(2026, 6, 1, 2, tzinfo=UTC)
    assert [hand.act for hand in hands(after, typed_in=False)] == [renewed, saved, renewed]


@pytest.mark.parametrize("account_id", [None, 0])
def test_the_act_itself_says_whose_hand_it_was(app, make, asked_to_mend, account_id):
    project, _code = asked_to_mend
    actions.renew_code(actor_of(make.staff(Role.COORDINATOR)), project, "Lost.")
    by = APPLICANT if account_id is None else Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR)
    if by is not APPLICANT:
        with pytest.raises(Refusal, match="filling in its own application"):
            actions.save_answers(by, project, {"title": "Mine"})
        return
    actions.save_answers(by, project, {"title": "Mine"})
    line = db.session.scalars(select(RecordLine).order_by(RecordLine.position.desc()).limit(1)).one()
    assert line.facts["way"] == "known_code"


def test_a_group_whose_code_staff_gave_out_reads_how_to_withdraw(visitor, make):
    project = make.application(make.applying_round())
    code = actions.renew_code(actor_of(make.staff(Role.COORDINATOR)), project, "They lost it.")
    visitor.opens("/apply/resume")
    page = visitor.types("Your code", code).presses("Open it")
    assert (
        "it cannot be withdrawn on this website. Tell any of our staff." in page.main
        and "Withdraw this" not in page.main
    )
