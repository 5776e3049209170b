"""What a request may bring: a NUL that no database can keep, and megabytes from people who may not send them."""

from __future__ import annotations

import io
import time

import pytest

from pb.database import db, exclusive_transaction
from pb.people.actions.sign_ins import end_sign_ins_of
from pb.record.queries import newest_hash
from pb.web.access import APPOINTED, COORDINATOR, COUNTER, STEERING
from tests.support.makers.people import PASSWORD
from tests.support.safety import routes

MEGABYTE = 1024 * 1024
#: Nobody is coordinator and steering group member at once.
ALL_BUT_MEMBERS = [role for role in APPOINTED if role != STEERING]


@pytest.mark.both_databases
def test_a_nul_in_a_form_is_refused_and_nothing_is_stored(visitor, make):
    round_ = make.applying_round()
    make.account(COORDINATOR, sign_in_name="ada")
    visitor.opens("/account/sign-in")
    for name, password in (("a\0da", PASSWORD), ("ada", f"{PASSWORD}\0")):
        assert visitor.posts("/account/sign-in", {"sign_in_name": name, "password": password}).status == 400
    visitor.posts("/account/sign-in", {"sign_in_name": "ada", "password": PASSWORD})
    before = newest_hash()
    assert visitor.opens("/venues/new").status == 200
    assert visitor.posts("/venues/new", {"name": "Leith\0Library", "kind": "library"}).status == 400
    assert visitor.posts(f"/rounds/{round_.id}/interests", {"description": "none\0"}).status == 400
    assert visitor.posts("/apply", {"round_id": str(round_.id), "group_name": "The\0Larks"}).status == 400
    assert visitor.posts("/vote", {"code": "ABCDE\0FGHJ"}).status == 400
    db.session.rollback()
    assert newest_hash() == before


@pytest.mark.both_databases
def test_a_nul_in_any_address_or_question_is_no_error_of_ours(app, make, visitor):
    app.config["WTF_CSRF_ENABLED"] = False
    visitor.signed_in_as(make.account(*ALL_BUT_MEMBERS))
    for rule in routes.rules(app):
        for method in routes.methods(rule):
            address = routes.address(app, rule)
            assert visitor.asks(method, f"{address}?before=%00&act=%00&next=%00&venue=%00").status_code in (
                400,
                401,
                403,
            ), rule.rule
    for address in (
        "/media/%00",
        "/invitations/%00",
        "/rounds/1/paper-desk/bundles/1/papers/%00",
        "/rounds/1/results/charts/%00.svg",
    ):
        assert visitor.asks("GET", address).status_code == 404


def sends_a_file(visitor, address: str, size: int):
    return visitor.asks(
        "POST", address, data={"sheet": (io.BytesIO(b"x" * size), "sheet.csv")}, content_type="multipart/form-data"
    )


@pytest.mark.parametrize(
    "address", ["/vote", "/account/sign-in", "/apply/resume", "/rounds/1/after-close/box", "/rounds/new", "/kiosk/next"]
)
def test_two_megabytes_are_too_much_for_every_page_that_takes_no_file(visitor, make, address):
    visitor.signed_in_as(make.account(*ALL_BUT_MEMBERS))
    assert sends_a_file(visitor, address, 2 * MEGABYTE).status_code == 413


@pytest.mark.parametrize("address", ["/rounds/1/sessions/from-file", "/rounds/1/ballot-texts/1"])
def test_files_are_taken_from_the_people_of_the_page_alone(visitor, make, address):
    assert sends_a_file(visitor, address, 5 * MEGABYTE).status_code == 401, "somebody whose sign-in is over"
    visitor.signed_in_as(make.account(COUNTER))
    assert sends_a_file(visitor, address, 5 * MEGABYTE).status_code == 403, "staff of another room"
    visitor.signed_in_as(make.account(COORDINATOR))
    assert sends_a_file(visitor, address, 5 * MEGABYTE).status_code == 400, "taken in whole, and then without its token"


@pytest.mark.parametrize("address", ["/vote/review", "/vote", "/account/sign-in"])
def test_thousands_of_fields_are_refused_before_they_are_taken_apart(visitor, address):
    visitor.opens("/vote")
    body, took = "draft=x&" + "project=1&" * 90_000, []
    for _ in range(3):
        before = time.process_time()
        answer = visitor.asks("POST", address, data=body, content_type="application/x-www-form-urlencoded")
        took.append(time.process_time() - before)
        assert answer.status_code == 413
    assert min(took) <= 0.05, f"{took} processor seconds"
    assert visitor.asks("GET", f"{address}?{'a=1&' * 2_000}").status_code in (405, 413)


def test_only_a_lapsed_sign_in_of_the_page_s_own_people_may_bring_a_file(app, visitor, make, clock):
    """The words beside a file are read to be kept. A cookie of yesterday is not enough: it may be a copy of one whose
    person has signed out, or left.
    """
    address, coordinator = "/rounds/1/ballot-texts/1", make.account(COORDINATOR, sign_in_name="ada")
    cookies = {}
    for who in (make.account(COUNTER, sign_in_name="cal"), coordinator):
        visitor.client.delete_cookie("session")
        visitor.opens("/account/sign-in")
        visitor.types("Your sign-in name", who.sign_in_name).types("Your password", PASSWORD).presses("Sign in")
        cookies[who.sign_in_name] = visitor.client.get_cookie("session").value
    clock.forward(hours=app.config["SIGN_IN_HOURS"], minutes=1)

    def sends(name: str) -> int:
        visitor.client.set_cookie("session", cookies[name])
        return sends_a_file(visitor, address, 5 * MEGABYTE).status_code

    assert sends("ada") == 400, "her sign-in has lapsed: all of it is read"
    assert sends("cal") == 401, "the page is not his"
    with exclusive_transaction():
        end_sign_ins_of(db.session(), coordinator.id)
    assert sends("ada") == 401, "she has signed out"
