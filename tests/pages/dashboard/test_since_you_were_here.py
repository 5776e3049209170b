"""Members and coordinators see in sentences, with facts, what the others did since they were last here."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db
from pb.pages.dashboard.dashboard import THINGS_SHOWN
from pb.people import actions as people
from pb.people.models import Account
from pb.people.queries import last_read
from pb.projects.actions import save_answers
from pb.record.queries import length, lines_of
from pb.roles import Actor, Role
from pb.venues.actions import add_venue, change_session, plan_session
from pb.voting.actions import issue_cards
from tests.support.document import words
from tests.support.links import said_twice
from tests.support.makers.projects import APPLICANT
from tests.support.round_settings import change_settings

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def morag(make):
    return Actor(make.account(Role.COORDINATOR, name="Morag").id, Role.COORDINATOR)


@pytest.fixture
def ina_account(make):
    return make.account(Role.STEERING, name="Ina")


@pytest.fixture
def ina(visitor, ina_account):
    return visitor.signed_in_as(ina_account)


def test_what_the_others_did_stands_there_with_its_facts(ina, make, morag):
    issue_cards(morag, make.voting_round(), 1200)
    people.appoint(morag, make.account(Role.FACILITATOR, name="Jean"), (Role.FACILITATOR, Role.COUNTER))
    page = ina.opens("/dashboard")
    assert "Morag (coordinator) made 1,200 voting cards, with the numbers 1 to 1200." in page.main
    assert "Morag (coordinator) changed the roles of Jean to: Counter and Facilitator." in page.main


def test_a_session_that_was_added_and_moved_and_a_date_that_moved(ina, make, morag):
    round_ = make.voting_round()
    venue = add_venue(morag, "Kestrel Hall")
    starts = round_.voting_closes_at - timedelta(days=2)
    planned = plan_session(morag, round_, venue, starts, starts + timedelta(hours=2))
    change_session(morag, planned, starts + timedelta(days=1), starts + timedelta(days=1, hours=2), [])
    earlier = make.set_up_round()
    change_settings(morag, earlier, voting_closes_at=earlier.voting_closes_at + timedelta(days=1))
    page = ina.opens("/dashboard")
    assert "Morag (coordinator) added a venue: Kestrel Hall." in page.main
    assert "planned a session: Kestrel Hall, " in page.main and "It was planned for" in page.main
    assert "changed the settings of the round: Voting closes, from " in page.main


def test_i_have_read_this_and_then_only_what_is_new(ina, ina_account, make, morag):
    round_ = make.voting_round()
    issue_cards(morag, round_, 3)
    ina.opens("/dashboard")
    issue_cards(morag, round_, 4)  # while she reads
    page = ina.presses("I have read this")
    assert "made 3 voting cards" not in page.main and "made 4 voting cards" in page.main
    page = ina.presses("I have read this")
    assert "Nothing new." in page.main and last_read(ina_account.id) == length()
    assert "made 3 voting cards" in ina.opens("/record").text, "the record keeps it"


def test_only_what_was_shown_is_marked_as_read(ina, ina_account, make, morag):
    for number in range(THINGS_SHOWN + 2):
        add_venue(morag, f"Hall {number}.")
    page = ina.opens("/dashboard")
    assert "Hall 0." in page.main and f"Hall {THINGS_SHOWN}." not in page.main
    assert "There are 2 newer lines. You will see them when you have read these." in page.main
    page = ina.presses("I have read this")
    assert last_read(ina_account.id) == length() - 2
    assert f"Hall {THINGS_SHOWN}." in page.main and f"Hall {THINGS_SHOWN + 1}." in page.main
    assert "Hall 0." not in page.main and "newer line" not in page.main
    assert "Nothing new." in ina.presses("I have read this").main and last_read(ina_account.id) == length()


def test_the_saved_pages_of_a_form_are_told_once_and_the_record_keeps_each(ina, ina_account, make, morag, clock):
    round_ = make.applying_round()
    one, other = make.begun(round_)[0], make.begun(round_)[0]
    for number in range(4):
        save_answers(APPLICANT, one, {"whom": f"{number} people"})
    save_answers(APPLICANT, other, {"whom": "Everybody"})
    clock.forward(minutes=20)
    save_answers(APPLICANT, one, {"whom": "Fewer people"})
    clock.forward(minutes=61)
    save_answers(APPLICANT, one, {"whom": "More people"})
    page = ina.opens("/dashboard")
    said = f"application {one.id}"
    lines = [words(each) for each in page.all("li") if said in words(each) and "saved" in words(each)]
    assert len(lines) == 2, lines
    assert "5 times in all, until " in lines[0] and "in all" not in lines[1]
    assert ina.presses("I have read this").status == 200 and last_read(ina_account.id) == length()
    assert len([line for line in lines_of(newest=200) if line.act == "application.saved"]) == 7


def test_work_in_two_rounds_and_two_sessions_of_one_day_has_words_of_its_own(visitor, make, morag):
    hall = add_venue(morag, "Kestrel Hall")
    for round_ in (make.voting_round(name="Spring"), make.voting_round(name="Summer")):
        day = (round_.voting_closes_at - timedelta(days=2)).replace(hour=9, minute=0)
        for hour in (0, 5):
            plan_session(morag, round_, hall, day + timedelta(hours=hour), day + timedelta(hours=hour + 2))
    page = visitor.signed_in_as(db.session.get_one(Account, morag.account_id)).opens("/dashboard")
    assert said_twice(page.html) == {}
    runs = [words for words in page.links if words.startswith("Choose who runs the session at Kestrel Hall (")]
    assert len(runs) == 4 and {words.split(": ")[-1] for words in runs} == {"Spring", "Summer"}


def test_what_somebody_did_themself_is_no_news_to_them(visitor, make, morag):
    from pb.database import db
    from pb.people.models import Account

    issue_cards(morag, make.voting_round(), 3)
    page = visitor.signed_in_as(db.session.get_one(Account, morag.account_id)).opens("/dashboard")
    assert "made 3 voting cards" not in page.main


def test_nobody_marks_as_read_what_is_not_there_yet_or_goes_back(ina, ina_account, make, morag):
    issue_cards(morag, make.voting_round(), 3)
    ina.opens("/dashboard")
    ina.posts("/record/read", {"up_to": "999999"})
    assert last_read(ina_account.id) == length()
    ina.opens("/dashboard")
    ina.posts("/record/read", {"up_to": "0"})
    assert last_read(ina_account.id) == length()


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.COUNTER])
def test_it_is_for_members_and_coordinators(visitor, make, role):
    page = visitor.signed_in_as(make.account(role)).opens("/dashboard")
    assert "What has happened since" not in page.main


def test_a_member_agrees_or_refuses_on_the_dashboard(ina, make, morag, new_visitor):
    hugh = new_visitor().signed_in_as(make.account(Role.STEERING, name="Hugh"))
    people.invite(morag, name="Una Doyle", role=Role.COUNTER)
    people.invite(morag, name="Rab Mackay", role=Role.FACILITATOR)
    page = ina.opens("/dashboard")
    assert "Una Doyle joins as: Counter" in page.main and "Proposed by Morag" in page.main
    page = ina.presses("I agree Una Doyle joins as: Counter")
    assert "You have agreed." in page.text and "Agreed" not in str(page.tables)
    page = hugh.opens("/dashboard")
    assert "Una Doyle joins" not in page.main.split("What has happened since")[0]
    assert "agreed to this: Una Doyle joins as: Counter." in page.main
    assert "turned down" in hugh.presses("I do not agree Rab Mackay joins as: Facilitator").text


def test_who_proposed_it_takes_it_back(ina, make, morag, new_visitor):
    make.account(Role.STEERING, name="Hugh")
    people.invite(morag, name="Una Doyle", role=Role.COUNTER)
    desk = new_visitor().signed_in_as(db.session.get(Account, morag.account_id))
    page = desk.opens("/people")
    assert "A steering group member must agree: not the person who proposed it" in page.main
    assert "Turn this down" not in page.main and "I agree" not in page.main
    assert "Una Doyle joins" not in desk.presses("Take this back Una Doyle joins as: Counter").main
    assert "Una Doyle joins" not in ina.opens("/people").main


def test_of_older_days_only_the_day_and_the_number_stand_open(ina, make, morag, clock):
    add_venue(morag, "Kestrel Hall")
    add_venue(morag, "Rowan Hall")
    clock.forward(days=1)
    add_venue(morag, "Lark Hall")
    page = ina.opens("/dashboard")
    (older,) = [each for each in page.all("details") if "things" in words(each)]
    assert "Kestrel Hall" in words(older) and "Rowan Hall" in words(older) and "Lark Hall" not in words(older)
    assert "added a venue: Lark Hall." in page.main
