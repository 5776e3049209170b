"""What can still be done with an application, and when: send, mend, withdraw, read the answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb.database import db
from pb.projects import actions
from pb.projects.models import Project
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.web.access import Role
from tests.support.makers.projects import APPLICANT, actor_of


def opens_with(visitor, code):
    visitor.opens("/apply/resume")
    return visitor.types("Your code", code).presses("Open it")


def acts() -> list[str]:
    return list(db.session.scalars(select(RecordLine.act).order_by(RecordLine.position)))


def test_nothing_can_be_sent_while_an_answer_is_missing(app, make):
    project, _code = make.begun(make.applying_round())
    actions.save_answers(APPLICANT, project, {"least_pence": None})
    other, _code = actions.begin_application(APPLICANT, make.applying_round(), {"group_name": "The Larks"})
    with pytest.raises(Refusal, match="Enter a short name for your idea") as refused:
        actions.send_application(APPLICANT, other)
    assert refused.value.status == 422 and other.sent_at is None


def test_costs_lowered_below_the_least_amount_are_noticed_before_sending(visitor, make):
    project, code = make.begun(make.applying_round())
    actions.save_answers(APPLICANT, project, {"cost_lines": [("Bus", 20_000)]})
    opens_with(visitor, code)
    page = visitor.follows("Continue")
    assert "The smallest amount you could work with must not be more than the £200 you are asking for." in page.links
    with pytest.raises(Refusal, match="must not be more than"):
        actions.send_application(APPLICANT, project)


def test_an_application_is_sent_once_and_then_stands(app, make):
    project = make.application(make.applying_round())
    for act in (
        lambda: actions.send_application(APPLICANT, project),
        lambda: actions.save_answers(APPLICANT, project, {"title": "Another"}),
    ):
        with pytest.raises(Refusal, match="has been sent"):
            act()
    assert acts()[-1] == "application.sent"


def test_applications_end_with_the_close(visitor, make, clock):
    round_ = make.applying_round()
    project, code = make.begun(round_)
    clock.forward(days=15)
    assert "You cannot apply at the moment" in visitor.opens("/apply").headings
    visitor.opens("/apply/resume")
    page = visitor.posts("/apply", {"round_id": round_.id})
    assert page.status == 409 and "Applications have closed." in page.main
    page = opens_with(visitor, code)
    assert "Applications have closed. This one was not sent in time." in page.main
    assert visitor.opens("/apply/what").heading == "Your application"
    with pytest.raises(Refusal, match="closed"):
        actions.send_application(APPLICANT, project)
    with pytest.raises(Refusal, match="closed"):
        actions.begin_application(APPLICANT, round_, {"group_name": "Late"})
    assert db.session.get_one(Project, project.id).sent_at is None


def begun_at_the_close(visitor, make, clock, minutes: int):
    """A group types while applications close, and presses so many minutes later; what they then see."""
    round_ = make.applying_round()
    project, code = make.begun(round_)
    opens_with(visitor, code)
    visitor.opens("/apply/what")
    visitor.types("What do you want to do?", "A long answer about a bus.")
    clock.set(round_.applications_close_at + timedelta(minutes=minutes))
    return project, visitor.presses("Save and continue")


def test_what_is_typed_when_applications_close_is_sent_within_the_grace(visitor, make, clock):
    project, page = begun_at_the_close(visitor, make, clock, 14)
    assert (
        page.heading == "The people it helps"
        and "You began in time, so you can still finish and send this one" in page.main
    )
    assert "You can still finish and send this one until" in visitor.opens("/apply/your-application").main
    visitor.opens("/apply/check")
    assert "We have your application" in visitor.presses("Send the application").main
    assert db.session.get_one(Project, project.id).what == "A long answer about a bus."


def test_what_is_typed_after_the_grace_is_kept_to_be_read_and_not_sent(visitor, make, clock):
    project, page = begun_at_the_close(visitor, make, clock, 15)
    assert page.address == "/apply/typed" and "A long answer about a bus." in page.main
    assert "Applications have closed. This one was not sent in time." in page.main
    assert "long answer" not in db.session.get_one(Project, project.id).what
    assert "Nothing is kept here" not in visitor.opens("/apply/typed").main
    visitor.presses("Delete all of it")
    assert "Nothing is kept here" in visitor.opens("/apply/typed").main


def test_the_group_mends_what_the_steering_group_asked_for(visitor, make, clock):
    round_ = make.applying_round()
    project, code = make.begun(round_)
    actions.send_application(APPLICANT, project)
    clock.forward(days=15)
    make.decided(project, "fix", "Please say where the bus goes.", [2])
    page = opens_with(visitor, code)
    assert "The steering group has asked you to change something Please say where the bus goes." in page.main
    visitor.follows("Change my answers")
    visitor.opens("/apply/what?then=check")
    page = visitor.types("What do you want to do?", "The bus goes to the sea.").presses("Save and continue")
    assert page.heading == "Check your answers"
    page = visitor.presses("Send the application")
    assert "We have your application" in page.main
    make.decided(project, "eligible")
    page = visitor.opens("/apply/your-application")
    assert "Your application has been accepted Your application meets all the rules." in page.main
    assert [each.outcome for each in project.assessments] == ["fix", "eligible"] and project.assessments[0].fixed_at


@pytest.mark.both_databases
def test_a_text_is_checked_again_when_its_application_was_mended(app, make):
    project = make.on_the_ballot(make.applying_round())
    make.decided(project, "fix", "The bus costs less now.", [1])
    actions.save_answers(APPLICANT, project, {"cost_lines": [("Bus", 25_000), ("Tea", 6_000)]})
    actions.send_application(APPLICANT, project)
    make.decided(project, "eligible")
    assert project.cost_pence == 31_000 and project.ballot_text.approved_by is None


def test_the_group_reads_a_kind_no(visitor, make):
    project, code = make.begun(make.applying_round())
    actions.send_application(APPLICANT, project)
    make.decided(project, "not_eligible", "We cannot pay for party politics.", [1])
    page = opens_with(visitor, code)
    assert "Your application has not been accepted We cannot pay for party politics." in page.main


def test_a_group_withdraws_its_application(visitor, make):
    project, code = make.begun(make.applying_round())
    actions.send_application(APPLICANT, project)
    opens_with(visitor, code)
    assert visitor.follows("Withdraw this application").heading == "Withdraw your application?"
    page = visitor.presses("Yes, withdraw it")
    assert "This application was withdrawn" in page.main and "Withdraw this application" not in page.links
    assert acts()[-1] == "application.withdrawn"
    for act in (actions.withdraw_application, actions.send_application):
        with pytest.raises(Refusal, match="withdrawn"):
            act(APPLICANT, project)


def test_nobody_who_knows_a_code_that_staff_gave_out_withdraws_in_the_groups_name(visitor, make):
    project, _code = make.begun(make.applying_round())
    actions.send_application(APPLICANT, project)
    code = actions.renew_code(actor_of(make.staff(Role.COORDINATOR)), project, "They lost it.")
    opens_with(visitor, code)
    assert "Withdraw this application" not in visitor.page.links
    assert "A steering group member will record" in visitor.posts("/apply/withdraw").main
    assert db.session.get(Project, project.id).withdrawn_at is None


def test_nobody_of_staff_withdraws_what_they_typed_in_once_it_was_sent(app, make):
    by = actor_of(make.staff(Role.FACILITATOR))
    round_ = make.applying_round()
    project, _code = make.begun(round_, by=by, came_by="paper")
    actions.send_application(by, project)
    with pytest.raises(Refusal, match="typed in this application"):
        actions.withdraw_application(by, project)


def test_a_lost_code_is_replaced_and_the_old_one_stops_working(visitor, new_visitor, make):
    project, old = make.begun(make.applying_round())
    office, inside = new_visitor().signed_in_as(make.staff(Role.COORDINATOR)), new_visitor()
    opens_with(inside, old)
    page = office.opens(f"/rounds/{project.round_id}/applications/{project.id}")
    assert page.status == 403 and "We would like to hire a bus" not in page.text, "it has not been sent"
    office.opens(f"/rounds/{project.round_id}/applications")
    office.follows("A new code for ")
    assert "Rose Gray, 0131 555 0100" in office.page.main
    assert office.presses("Make a new code").status == 422, "without a reason there is none"
    page = office.types("Why does the group need a new code?", "Rose phoned.").presses("Make a new code")
    assert page.heading == "A new code for the group" and old not in page.main.replace(" ", "")
    page = opens_with(visitor, old)
    assert page.status == 422 and "We do not recognise this code" in page.errors[0]
    for address in ("/apply/your-application", "/apply/what"):
        assert "hire a bus" not in inside.opens(address).text, "a browser that was let in by the old code is out"


def test_an_application_is_nowhere_without_its_code(visitor, make):
    project, _code = make.begun(make.applying_round(), title="A very secret trip")
    for path in ("/", "/apply", "/apply/your-application", "/apply/check", "/apply/what", "/apply/withdraw"):
        page = visitor.opens(path)
        assert "secret" not in page.text
    assert visitor.opens(f"/rounds/{project.round_id}/applications").heading != "Applications"


@pytest.mark.parametrize("was_sent", [False, True])
def test_a_group_brings_its_application_back_as_it_stood(visitor, make, was_sent):
    project, code = make.begun(make.applying_round())
    if was_sent:
        actions.send_application(APPLICANT, project)
    opens_with(visitor, code)
    visitor.opens("/apply/withdraw")
    assert "You can bring it back with your code until applications close on" in visitor.page.main
    visitor.presses("Yes, withdraw it")
    page = visitor.presses("Bring it back")
    assert "Your application is back." in page.main and "This application was withdrawn" not in page.main
    assert ("We have your application" if was_sent else "has not been sent yet") in page.main
    assert acts()[-1] == "application.brought_back"
    with pytest.raises(Refusal, match="has not been withdrawn"):
        actions.bring_back_application(APPLICANT, project)


def test_nothing_is_brought_back_once_applications_have_closed(visitor, make, clock):
    project, code = make.begun(make.applying_round())
    actions.withdraw_application(APPLICANT, project)
    clock.forward(days=15)
    assert "Bring it back" not in opens_with(visitor, code).buttons
    page = visitor.posts("/apply/bring-back")
    assert page.status == 409 and "Applications have closed, so this one cannot be brought back." in page.main
    other, code = make.begun(make.applying_round())
    actions.send_application(APPLICANT, other)
    clock.forward(days=15)
    opens_with(visitor, code)
    assert "You cannot undo this." in visitor.follows("Withdraw this application").main


def test_nobody_of_staff_brings_an_application_back_in_the_groups_name(visitor, make):
    round_, typist = make.applying_round(), actor_of(make.staff(Role.FACILITATOR))
    coordinator = actor_of(make.staff(Role.COORDINATOR))
    typed, _code = make.begun(round_, by=typist, came_by="paper")
    actions.withdraw_application(typist, typed)
    own, _code = make.begun(round_)
    actions.withdraw_application(APPLICANT, own)
    with pytest.raises(Refusal, match="Only the group can bring back"):
        actions.bring_back_application(coordinator, own)
    code = actions.renew_code(coordinator, own, "They lost it.")
    for by, project in ((typist, typed), (coordinator, typed), (APPLICANT, typed), (APPLICANT, own)):
        with pytest.raises(Refusal, match="Only the group can bring back") as refused:
            actions.bring_back_application(by, project)
        assert "can start a new application" in str(refused.value.next_step)
        assert db.session.get_one(Project, project.id).withdrawn_at is not None
    assert "Bring it back" not in opens_with(visitor, code).buttons
