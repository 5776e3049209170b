"""Limits on guessing: of tries at the same moment no more are looked at, and nobody makes somebody else wait."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import text

from pb import passwords
from pb.codes import new_code
from pb.database import db
from pb.pages import password_again
from pb.people import actions as people
from pb.web import rate_limits
from pb.web.access import Actor, Role
from pb.web.too_many_tries import TooManyTries
from tests.support.safety.racing import at_once
from tests.support.visitor import Visitor

PASSWORD = "four old words make one"
#: Every limit that there is.
LIMITS = {name: each for name, each in vars(rate_limits).items() if isinstance(each, rate_limits.RateLimit)}
LIMITS["security codes"] = rate_limits.security_codes(1)


@pytest.fixture
def round_(make):
    return make.voting_round()


def from_address(app, address: str) -> Visitor:
    person = Visitor(app)
    person.client.environ_base["REMOTE_ADDR"] = address
    person.opens("/vote")
    return person


def types_code(person: Visitor, code: str) -> int:
    return person.posts("/vote", {"code": code}).status


def test_slips_are_not_counted_and_wrong_codes_are(app, round_):
    person = from_address(app, "10.0.0.1")
    for _ in range(10):
        assert types_code(person, "23456") == 422
    for _ in range(rate_limits.VOTING_CODES.free - 5):
        fails("10.0.0.1")
    for _ in range(5):
        types_code(person, new_code())
        assert "We do not recognise this code." in person.page.text
    types_code(person, new_code())
    assert (
        "It may not have been you. Wait 2 seconds and try again, or ask any of our staff for help." in person.page.text
    )
    types_code(person, "23456")
    assert "This voting code is not right." in person.page.text, "a slip is still told as a slip"


def test_beyond_its_limit_an_address_gets_one_try_in_two_seconds_right_codes_included(app, make, round_, clock):
    clock.set("2026-11-24 10:05")
    card, person = make.cards(round_)[0], from_address(app, "10.0.0.1")
    for _ in range(rate_limits.VOTING_CODES.free):
        fails("10.0.0.1")
    assert types_code(person, card.code) == 422 and "Wait 2 seconds" in person.page.text
    assert card.code in person.answer.get_data(as_text=True), "nothing typed is lost"
    clock.forward(seconds=2)
    assert types_code(person, card.code) == 200 and person.page.heading == "Before you vote"


def test_neighbours_in_one_64_of_ipv6_are_one_address(app):
    addresses = []
    for remote in ("2001:db8:0:7::1", "2001:db8:0:7:aaaa::2", "2001:db8:0:8::1", "::ffff:10.0.0.9", "10.0.0.9", None):
        with app.test_request_context(environ_base={"REMOTE_ADDR": remote}):
            addresses.append(rate_limits.address())
    assert addresses == [
        "2001:db8:0:7::/64",
        "2001:db8:0:7::/64",
        "2001:db8:0:8::/64",
        "10.0.0.9",
        "10.0.0.9",
        "unknown",
    ]


@pytest.mark.both_databases
@pytest.mark.parametrize("name", LIMITS)
def test_of_200_guesses_at_once_as_many_are_looked_at_as_the_limit_allows(app, clock, name):
    clock.set("2026-11-24 10:05")
    limit, looked = LIMITS[name], []
    done = at_once(app, [lambda: rate_limits.tried(limit, "10.0.0.1", lambda: looked.append(1))] * 200)
    assert len(looked) == limit.free
    assert [type(each).__name__ for each in done if each is not None] == ["TooManyTries"] * (200 - limit.free)


@pytest.mark.both_databases
def test_right_tries_are_given_back(app, clock):
    clock.set("2026-11-24 10:05")
    for _ in range(3 * rate_limits.PINS.free):
        assert rate_limits.tried(rate_limits.PINS, "kiosk", lambda: True)
    for _ in range(rate_limits.PINS.free):
        assert not rate_limits.tried(rate_limits.PINS, "kiosk", lambda: False)
    with pytest.raises(rate_limits.TooManyTries):
        rate_limits.tried(rate_limits.PINS, "kiosk", lambda: True)


@pytest.mark.both_databases
def test_the_wait_for_one_account_grows_and_never_becomes_a_wall(app, clock):
    clock.set("2026-11-24 10:05")
    for _ in range(rate_limits.ACCOUNT.free - 1):
        rate_limits.spend(rate_limits.ACCOUNT, "jean from here")
    waited = []
    for _ in range(10):
        rate_limits.spend(rate_limits.ACCOUNT, "jean from here")
        with pytest.raises(rate_limits.TooManyTries) as wait:
            rate_limits.spend(rate_limits.ACCOUNT, "jean from here")
        waited.append(str(wait.value.next_step).partition(" and")[0])
        clock.forward(seconds=rate_limits.ACCOUNT.waits[min(len(waited), 9) - 1])
    assert waited == [
        "Wait 2 seconds", "Wait 4 seconds", "Wait 8 seconds", "Wait 15 seconds", "Wait 30 seconds",
        "Wait 60 seconds", "Wait 2 minutes", "Wait 5 minutes", "Wait 10 minutes", "Wait 10 minutes",
    ]  # fmt: skip


def test_a_venue_behind_one_address_is_not_locked_out_by_a_few_wrong_cards(app, make, round_):
    chance, wrong = random.Random(1), 0
    for card in make.cards(round_, 60):
        voter = from_address(app, "10.0.0.2")
        if chance.random() < 0.2:
            assert types_code(voter, new_code()) == 422
            wrong += 1
        assert types_code(voter, card.code) == 200
    assert wrong > 10


def test_after_an_hour_an_address_may_try_again(app, make, round_, clock):
    clock.set("2026-11-24 10:05")
    for _ in range(rate_limits.VOTING_CODES.free):
        fails("10.0.0.3")
    assert is_to_wait("10.0.0.3")
    clock.forward(hours=1)
    assert not is_to_wait("10.0.0.3") and not is_to_wait("10.0.0.3")


@pytest.mark.both_databases
def test_under_attack_from_everywhere_each_address_keeps_a_few_tries(app, round_, monkeypatch, clock):
    clock.set("2026-11-24 10:05")
    monkeypatch.setattr(rate_limits, "VOTING_CODES", replace(rate_limits.VOTING_CODES, free=4, in_all=30))
    for n in (*range(26), 99, 99, 99, 99):
        fails(f"10.1.0.{n}")
    for _ in range(rate_limits.VOTING_CODES.under_attack):
        assert not is_to_wait("10.2.0.1")
    for who, why in (("10.2.0.1", "from many places. It is not you"), ("10.1.0.99", "have come from this place")):
        with pytest.raises(TooManyTries, match=why):
            fails(who)
    assert not is_to_wait("10.2.0.2")


@pytest.mark.both_databases
def test_tries_are_counted_in_the_database_so_that_all_processes_share_them(app, tmp_path, round_, clock):
    from tests.support.program import program

    clock.set("2026-11-24 10:05")
    for _ in range(rate_limits.VOTING_CODES.free):
        fails("10.0.0.4")
    with program(app.config["DATABASE_URL"], tmp_path) as other, other.app_context():
        assert is_to_wait("10.0.0.4")
    kept = str(db.session.execute(text("SELECT * FROM spent_tries")).all())
    assert kept.count("voting:") == 2 and "10.0.0.4" not in kept


def fails(address: str) -> None:
    rate_limits.spend(rate_limits.VOTING_CODES, address)


def is_to_wait(address: str) -> bool:
    """One more try of this address: whether it is told to wait."""
    try:
        fails(address)
    except rate_limits.TooManyTries as refusal:
        return refusal.status == 429
    return False


@pytest.fixture
def account(app):
    by = Actor(None, Role.COMMAND)
    return people.make_account(by, name="Jean", sign_in_name="jean", password=PASSWORD, roles=(Role.COORDINATOR,))


def signs_in(person: Visitor, name: str, password: str) -> int:
    return person.posts("/account/sign-in", {"sign_in_name": name, "password": password}).status


def test_wrong_passwords_make_nobody_wait_elsewhere(app, account, monkeypatch, clock):
    clock.set("2026-11-24 10:05")
    monkeypatch.setattr(
        password_again, "verify_password", lambda stored, typed: stored is not None and typed == PASSWORD
    )
    stranger = from_address(app, "10.3.0.1")
    for _ in range(rate_limits.ACCOUNT.free):
        assert signs_in(stranger, "jean", "wrong") == 422 and "is wrong. Check both" in stranger.page.text
    assert signs_in(stranger, "jean", PASSWORD) == 422
    assert "for this account on this connection. Wait 2 seconds" in stranger.page.text
    jean = from_address(app, "10.3.1.1")
    assert signs_in(jean, "jean", PASSWORD) in (200, 302) and jean.opens("/dashboard").heading == "Dashboard"
    clock.forward(seconds=2)
    assert signs_in(stranger, "jean", "wrong") == 422 and "is wrong. Check both" in stranger.page.text


def test_an_unknown_name_costs_the_same_work_as_a_wrong_password(app, account, monkeypatch):
    """Not measured with a clock: in each case one hash is verified, and all hashes are equally dear."""
    verified: list[str] = []
    verify = PasswordHasher.verify

    def noted(hasher, stored, typed):
        verified.append(stored)
        return verify(hasher, stored, typed)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    costs = []
    for name in ("jean", "nobody"):
        verified.clear()
        person = Visitor(app)
        person.opens("/account/sign-in")
        assert signs_in(person, name, "wrong") == 422
        costs.append([extract_parameters(stored) for stored in verified])
    assert costs[0] == costs[1] and len(costs[0]) == 1
    assert (costs[0][0].time_cost, costs[0][0].memory_cost) == (
        app.config["PASSWORD_PASSES"],
        app.config["PASSWORD_MEMORY_KIB"],
    )
    assert not passwords.verify_password(None, "wrong") and not passwords.verify_password(
        account.password_hash, "wrong"
    )


def test_a_sign_in_ends_after_a_time_without_use_and_with_a_new_password(app, account, visitor, clock):
    clock.set("2026-11-24 10:00")
    visitor.opens("/account/sign-in")
    signs_in(visitor, "jean", PASSWORD)
    assert visitor.opens("/dashboard").status == 200 and visitor.page.address == "/dashboard"
    assert app.config["PERMANENT_SESSION_LIFETIME"] == timedelta(minutes=app.config["SIGN_IN_MINUTES"])
    people.set_password(Actor(account.id, Role.COORDINATOR), account, PASSWORD + " more")
    assert visitor.opens("/dashboard").address.startswith("/account/sign-in")
