"""Guessing is hopeless and slips are forgiven: codes, limits, sign-in, and what a thief of the database holds."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import text

from pb import codes, passwords
from pb.codes import ALPHABET, LENGTH, Slip, new_code, read_code, shown
from pb.database import db
from pb.pages.account import sign_in
from pb.people import actions as people
from pb.refusals import Refusal
from pb.web import rate_limits
from pb.web.access import Actor, Role
from tests.support import effort
from tests.support.visitor import Visitor

PASSWORD = "four old words make one"


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


# --- the codes themselves ---
def test_every_single_wrong_symbol_and_every_swap_is_a_slip():
    for code in (new_code() for _ in range(effort.runs(10, 200))):
        for place in range(LENGTH):
            for symbol in ALPHABET:
                if symbol != code[place]:
                    with pytest.raises(Slip):
                        read_code(code[:place] + symbol + code[place + 1 :])
        for place in range(LENGTH - 1):
            other = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            if other != code:
                with pytest.raises(Slip):
                    read_code(other)


def test_the_alphabet_has_no_look_alikes_and_reading_is_forgiving():
    assert len(set(ALPHABET)) == 29 and not set("01OILUZ") & set(ALPHABET)
    code = new_code()
    for typed in (
        code.lower(),
        shown(code),
        " ".join(code),
        shown(code).lower() + " ",
        code.replace("2", "z").replace("V", "u"),
    ):
        assert read_code(typed) == code
    for typed in ("", "A", code + "2", code[:-1], "é" * LENGTH, None):
        with pytest.raises(Slip):
            read_code(typed)


def test_codes_come_from_the_systems_randomness_and_do_not_repeat():
    made = [new_code() for _ in range(20_000)]
    assert len(set(made)) == len(made)
    for place in range(LENGTH):
        counts = [sum(code[place] == symbol for code in made) for symbol in ALPHABET]
        expected = len(made) / len(ALPHABET)
        assert sum((n - expected) ** 2 / expected for n in counts) < 75, "chi-squared with 28 degrees: p < 0.000004"


@pytest.mark.both_databases
def test_the_database_holds_no_code_and_its_hash_needs_the_key_folder(app, make, round_):
    cards = make.cards(round_, 20)
    dump = " ".join(
        str(tuple(row)) for table in db.metadata.tables.values() for row in db.session.execute(table.select())
    )
    assert not any(card.code in dump or shown(card.code) in dump for card in cards)
    ours = codes.code_hash("voting", cards[0].code)
    assert ours in dump and codes.code_hash("resume", cards[0].code) != ours
    app.extensions["pb_loaded_keys"]["codes"] = bytes(32)  # another key folder
    assert codes.code_hash("voting", cards[0].code) != ours


# --- limits ---
def test_slips_are_not_counted_and_wrong_codes_are(app, round_):
    person = from_address(app, "10.0.0.1")
    for _ in range(10):
        assert types_code(person, "23456") == 422
    for _ in range(rate_limits.VOTING_CODES.per_key - 5):
        fails("10.0.0.1", app)
    for _ in range(5):
        assert types_code(person, new_code()) == 422
    assert types_code(person, new_code()) == 429
    assert "Wait an hour" in person.page.text
    assert types_code(person, "23456") == 422, "a slip is still told as a slip"


def test_a_venue_behind_one_address_is_not_locked_out_by_a_few_wrong_cards(app, make, round_):
    chance, wrong = random.Random(1), 0
    for card in make.cards(round_, 100):
        voter = from_address(app, "10.0.0.2")
        if chance.random() < 0.2:
            assert types_code(voter, new_code()) == 422
            wrong += 1
        assert types_code(voter, card.code) == 200
    assert wrong > 10


def test_after_an_hour_an_address_may_try_again(app, make, round_, clock):
    clock.set("2026-11-24 10:05")
    for _ in range(rate_limits.VOTING_CODES.per_key):
        fails("10.0.0.3", app)
    assert refused_to("10.0.0.3", app)
    clock.forward(hours=1)
    assert not refused_to("10.0.0.3", app)


@pytest.mark.both_databases
def test_under_attack_from_everywhere_each_address_keeps_a_few_tries(app, round_, monkeypatch):
    few = rate_limits.Limit("voting", per_key=100, in_all=30, under_attack=3)
    monkeypatch.setattr(rate_limits, "VOTING_CODES", few)
    for n in range(30):
        fails(f"10.1.0.{n}", app)
    for _ in range(3):
        assert not refused_to("10.2.0.1", app)
        fails("10.2.0.1", app)
    assert refused_to("10.2.0.1", app)
    assert not refused_to("10.2.0.2", app)


@pytest.mark.both_databases
def test_tries_are_counted_in_the_database_so_that_all_processes_share_them(app, tmp_path, round_):
    from tests.support.program import program

    for _ in range(rate_limits.VOTING_CODES.per_key):
        fails("10.0.0.4", app)
    with program(app.config["DATABASE_URL"], tmp_path) as other, other.app_context():
        assert refused_to("10.0.0.4", other)
    kept = str(db.session.execute(text("SELECT * FROM failed_tries")).all())
    assert "10.0.0.4" not in kept


def fails(address: str, app) -> None:
    rate_limits.record_failure(rate_limits.VOTING_CODES, address)


def refused_to(address: str, app) -> bool:
    try:
        rate_limits.check(rate_limits.VOTING_CODES, address)
    except Refusal as refusal:
        return refusal.status == 429
    finally:
        db.session.rollback()
    return False


# --- sign-in ---
@pytest.fixture
def account(app):
    by = Actor(None, Role.COMMAND)
    return people.make_account(by, name="Jean", sign_in_name="jean", password=PASSWORD, roles=(Role.COORDINATOR,))


def signs_in(person: Visitor, name: str, password: str) -> int:
    return person.posts("/account/sign-in", {"sign_in_name": name, "password": password}).status


def test_wrong_passwords_are_limited_for_an_account_whatever_the_address(app, account, monkeypatch):
    monkeypatch.setattr(sign_in, "verify_password", lambda stored, typed: stored is not None and typed == PASSWORD)
    for n in range(rate_limits.ACCOUNT.per_key):
        person = from_address(app, f"10.3.0.{n}")
        assert signs_in(person, "jean", "wrong") in (200, 422)
    assert signs_in(from_address(app, "10.3.1.1"), "jean", PASSWORD) == 429


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


@pytest.mark.parametrize(
    "way",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
    ],
)
def test_after_signing_in_nobody_is_sent_to_another_host(app, account, way):
    person = Visitor(app)
    person.opens("/account/sign-in")
    answer = person.client.post(
        "/account/sign-in",
        query_string={"next": way},
        data={"csrf_token": person._token, "sign_in_name": "jean", "password": PASSWORD},
    )
    assert answer.status_code == 302
    assert answer.location in ("/dashboard",)
