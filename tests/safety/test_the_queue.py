"""Beyond its limit an address's codes wait in a queue: who waits longest is tried next, right codes included."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from pb.codes import new_code
from pb.database import db
from pb.web import rate_limits, waiting_queue
from tests.support.safety.racing import at_once
from tests.support.visitor import Visitor

ADDRESS = "10.0.0.1"
WELCOME = "Before you vote"


@pytest.fixture
def round_(make):
    return make.voting_round()


@pytest.fixture
def used_up(app, round_, clock):
    """An address from which as many wrong codes came as are free, at 10:05."""
    clock.set("2026-11-24 10:05")
    for _ in range(rate_limits.VOTING_CODES.free):
        rate_limits.spend(rate_limits.VOTING_CODES, ADDRESS)


def somebody(app, address: str = ADDRESS) -> Visitor:
    person = Visitor(app)
    person.client.environ_base["REMOTE_ADDR"] = address
    person.opens("/vote")
    return person


def types_code(person: Visitor, code: str) -> str:
    """The page that comes: its heading, or what stands beside the field."""
    page = person.posts("/vote", {"code": code})
    return page.heading if page.status == 200 else page.text


@pytest.mark.both_databases
def test_who_waits_longest_is_tried_next_although_others_ask_first(app, make, used_up, clock):
    card = make.cards(make.fresh(make.voting_round()))[0]
    voter, pushy = somebody(app), somebody(app)
    said = types_code(voter, card.code)
    assert "Wait 2 seconds and try again" in said and "Your place in the queue is kept. You are next." in said
    clock.forward(seconds=2)
    for _ in range(3):  # quicker, and again and again: one place, behind the voter's
        assert "Wait 2 seconds" in types_code(pushy, new_code())
    assert types_code(voter, card.code) == WELCOME


def test_the_page_says_how_many_are_before_you_and_asking_too_early_loses_nothing(app, used_up, clock):
    people = [somebody(app) for _ in range(3)]
    said = [types_code(person, new_code()) for person in people]
    assert "Wait 2 seconds" in said[0] and "You are next." in said[0]
    assert "Wait 4 seconds" in said[1] and "1 person is before you." in said[1]
    assert "Wait 6 seconds" in said[2] and "2 people are before you." in said[2]
    clock.forward(seconds=3)
    assert "Wait 3 seconds" in types_code(people[2], new_code())
    assert "Wait 1 second and" in types_code(people[1], new_code())
    clock.forward(seconds=3)
    assert "We do not recognise this code." in types_code(people[2], new_code())


def test_a_place_is_kept_for_minutes_after_its_turn_and_worth_one_try(app, make, round_, used_up, clock):
    card, voter = make.cards(round_)[0], somebody(app)
    types_code(voter, card.code)
    for _ in range(4):
        clock.forward(seconds=60)
        types_code(somebody(app), new_code())
    types_code(somebody(app), new_code())
    assert types_code(voter, card.code) == WELCOME, "four minutes late, while others wait"
    voter.opens("/vote")
    assert "Wait" in types_code(voter, card.code), "the place was used up"


def test_a_place_that_nobody_came_back_for_is_over(app, used_up, clock):
    late = somebody(app)
    types_code(late, new_code())
    clock.forward(minutes=11)
    types_code(somebody(app), new_code())
    assert "Wait 2 seconds" in types_code(late, new_code())
    names = db.session.scalar(select(func.count()).select_from(waiting_queue.PlaceInQueue))
    assert names == 1, "rows that are over are removed"


@pytest.mark.both_databases
def test_a_place_sent_many_times_at_once_is_tried_once(app, used_up, clock):
    with app.test_request_context():
        with pytest.raises(rate_limits.TooManyTries):
            rate_limits.spend(rate_limits.VOTING_CODES, ADDRESS)
        place = waiting_queue.my_place()
    clock.forward(seconds=2)
    looked = []

    def again():
        with app.test_request_context():
            waiting_queue.keep_place(place)
            rate_limits.tried(rate_limits.VOTING_CODES, ADDRESS, lambda: looked.append(1))

    done = at_once(app, [again] * 20)
    assert 1 <= len(looked) <= 2 and len(looked) + sum(each is not None for each in done) == 20
    # Two: the place's own, and the address's next try, which nobody had waited for.


def test_no_more_codes_are_tried_than_without_a_queue(app, used_up, clock):
    looked = []

    def guess():
        with app.test_request_context():
            waiting_queue.keep_place(held.pop(0) if held else None)
            try:
                rate_limits.tried(rate_limits.VOTING_CODES, ADDRESS, lambda: looked.append(1))
            except rate_limits.TooManyTries:
                waiting.append(waiting_queue.my_place())

    held: list[str | None] = []
    for _second in range(30):
        waiting: list[str | None] = []
        for _ in range(5):
            guess()
        held = waiting
        clock.forward(seconds=1)
    assert 14 <= len(looked) <= 16


def test_the_queue_has_an_end_so_that_nobody_waits_for_hours(app, used_up, monkeypatch):
    monkeypatch.setattr(waiting_queue, "MOST", 60)
    for _ in range(waiting_queue.MOST):
        with app.test_request_context(), pytest.raises(rate_limits.TooManyTries) as wait:
            rate_limits.spend(rate_limits.VOTING_CODES, ADDRESS)
    assert wait.value.ahead is None, "the last places are drawn by lot"
    said = types_code(somebody(app), new_code())
    assert "Wait 10 seconds" in said and "place in the queue" not in said
    assert db.session.scalar(select(func.count()).select_from(waiting_queue.PlaceInQueue)) == waiting_queue.MOST


def test_a_place_of_one_address_is_no_place_of_another(app, used_up, clock):
    with app.test_request_context():
        with pytest.raises(rate_limits.TooManyTries):
            rate_limits.spend(rate_limits.VOTING_CODES, ADDRESS)
        place = waiting_queue.my_place()
    other = "10.0.0.9"
    for _ in range(rate_limits.VOTING_CODES.free):
        rate_limits.spend(rate_limits.VOTING_CODES, other)
    with app.test_request_context():
        waiting_queue.keep_place(place)
        with pytest.raises(rate_limits.TooManyTries) as wait:
            rate_limits.spend(rate_limits.VOTING_CODES, other)
        assert wait.value.ahead == 0 and waiting_queue.my_place() != place


def test_resume_codes_wait_in_a_queue_too(app, make, clock):
    clock.set("2026-11-24 10:05")
    make.applying_round()
    for _ in range(rate_limits.RESUME_CODES.free):
        rate_limits.spend(rate_limits.RESUME_CODES, ADDRESS)
    person = somebody(app)
    person.opens("/apply/resume")
    page = person.posts("/apply/resume", {"code": new_code()})
    assert "Wait 2 seconds" in page.text and "You are next." in page.text
    clock.forward(seconds=2)
    assert "We do not recognise this code." in person.posts("/apply/resume", {"code": new_code()}).text


@pytest.mark.both_databases
def test_staff_who_sign_in_wait_in_a_queue_too(app, make, clock):
    """Somebody on the same Wi-Fi tries passwords all the time, and keeps nobody out."""
    clock.set("2026-11-24 10:05")
    make.account(sign_in_name="morag")
    for _ in range(rate_limits.SIGN_IN.free):
        rate_limits.spend(rate_limits.SIGN_IN, ADDRESS)
    morag, pushy = (somebody(app) for _ in range(2))

    def signs_in(person: Visitor, name: str, password: str):
        return person.posts("/account/sign-in", {"sign_in_name": name, "password": password})

    assert "You are next." in signs_in(morag, "morag", "lentil soup on tuesdays").text
    clock.forward(seconds=2)
    for number in range(3):
        assert "Wait 2 seconds" in signs_in(pushy, f"somebody{number}", "a wrong password").text
    assert signs_in(morag, "morag", "lentil soup on tuesdays").heading == "Dashboard"


@pytest.mark.both_databases
def test_who_forgot_a_password_waits_in_a_queue_and_not_for_what_others_typed(app, make, clock):
    """Somebody on the same Wi-Fi types codes all the time, for many names: the person with a code is next."""
    clock.set("2026-11-24 10:05")
    make.account(sign_in_name="morag")
    for number in range(rate_limits.PASSWORD_CODES.free):
        rate_limits.spend(rate_limits.PASSWORD_CODES, ADDRESS)
        rate_limits.spend(rate_limits.PASSWORD_CODES_OF_ACCOUNT, f"somebody{number} from {ADDRESS}")
    morag, pushy = (somebody(app) for _ in range(2))

    def types_one(person: Visitor, name: str) -> str:
        password = "four old words make one"
        form = {"sign_in_name": name, "code": new_code(), "password": password, "again": password}
        return person.posts("/account/new-password", form).text

    assert "You are next." in types_one(morag, "morag")
    clock.forward(seconds=2)
    assert "Wait 2 seconds" in types_one(pushy, "somebody")
    assert "The code is wrong, too old or used" in types_one(morag, "morag"), "it was looked at"


def test_guesses_at_one_account_get_dearer_and_make_nobody_else_wait(app, make, clock):
    clock.set("2026-11-24 10:05")
    limit = rate_limits.PASSWORD_CODES_OF_ACCOUNT
    for _ in range(limit.free):
        rate_limits.spend(limit, f"morag from {ADDRESS}")
    for wait in limit.waits[:4]:
        with pytest.raises(rate_limits.TooManyTries):
            rate_limits.spend(limit, f"morag from {ADDRESS}")
        clock.forward(seconds=wait)
        rate_limits.spend(limit, f"morag from {ADDRESS}")
    rate_limits.spend(limit, "morag from 10.0.0.9")
    rate_limits.spend(limit, f"ina from {ADDRESS}")


def test_where_turns_are_far_apart_the_queue_is_short(app, clock):
    clock.set("2026-11-24 10:05")
    limit = rate_limits.BEGINNINGS
    for _ in range(limit.free):
        rate_limits.spend(limit, ADDRESS)
    places = 0
    for _ in range(40):
        with app.test_request_context(), pytest.raises(rate_limits.TooManyTries) as wait:
            rate_limits.spend(limit, ADDRESS)
        places += wait.value.ahead is not None
    assert places == 30 - waiting_queue.BY_LOT, "ten minutes of turns, twenty seconds apart"
    assert db.session.scalar(select(func.count()).select_from(waiting_queue.PlaceInQueue)) <= 31
