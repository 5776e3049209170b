"""200 wrong guesses at the same moment at each page that takes a code, a password or a PIN: how many are looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextvars import Context
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.trust_record import Databases

if TYPE_CHECKING:
    from flask import Flask

    from tests.support.clock import MovedClock

GUESSES = 200
#: What a page says to somebody whose guess was not looked at.
HELD_BACK = re.compile(r"Wait \d+ (second|minute)|This device is locked")


@dataclass(frozen=True)
class Door:
    """A page at which people guess. ``free``: so many of 200 may be looked at; ``wrong``: what it says of those;
    ``guess``: makes the guess with this number, and gives what the page says.
    """

    name: str
    free: int
    wrong: str
    guess: Callable[[int], str]
    #: In so many parts, with an hour between them.
    parts: int = 1


def _page(app: Flask, person: Any, path: str, fields: Callable[[int], dict[str, str]]) -> Callable[[int], str]:
    """Guesses of many browsers at one address that have opened the page which ``person`` sees at ``path``."""
    name = app.config["SESSION_COOKIE_NAME"]
    person.opens(path)
    token = next(each.get("value") for each in person.page.all("input") if each.get("name") == "csrf_token")
    cookie = person.client.get_cookie(name).value

    def guess(number: int) -> str:
        browser = app.test_client()
        browser.set_cookie(name, cookie)
        data = {"csrf_token": token, **fields(number)}
        return Context().run(lambda: browser.post(path, data=data)).get_data(as_text=True)

    return guess


def _kiosk(app: Flask, form: Callable[[Any, dict[str, Any]], Any], kiosk_id: int) -> Callable[[int], str]:
    """Guesses at a kiosk's form. (Its page takes signed requests one after another, so fewer would come that far.)"""
    from pb.database import db
    from pb.voting.models import Kiosk

    def guess(_number: int) -> str:
        with app.test_request_context("/kiosk", method="POST", data={"pin": "1357"}):
            filled = form(db.session.get_one(Kiosk, kiosk_id), {"csrf": False})
            filled.validate()
            return " ".join(map(str, filled.pin.errors))

    return guess


def doors(app: Flask, make: Any, clock: MovedClock) -> Iterator[Door]:
    """Every page at which people guess, one after the other: each has something to guess at when its turn comes."""
    yield from _doors_of_kiosks(app, make, clock)
    yield from _doors_of_pages(app, make, clock)


def _doors_of_pages(app: Flask, make: Any, clock: MovedClock) -> Iterator[Door]:
    from pb.codes import new_code
    from pb.web import rate_limits
    from tests.support.makers.people import PASSWORD
    from tests.support.visitor import Visitor

    unknown, wrong = "We do not recognise this code.", "The sign-in name or password is wrong."
    person = make.account(sign_in_name="jean")
    _has_an_app(person)
    vote, resume, sign_in = "/vote", "/apply/resume", "/account/sign-in"
    guess = _page(app, Visitor(app), vote, lambda _n: {"code": new_code()})
    yield Door("voting codes, one address", rate_limits.VOTING_CODES.free, unknown, guess)
    guess = _page(app, Visitor(app), resume, lambda _n: {"code": new_code()})
    yield Door("resume codes, one address", rate_limits.RESUME_CODES.free, unknown, guess)
    round_, group = make.applying_round(), Visitor(app)
    group.opens("/apply")
    group.posts("/apply", {"round_id": str(round_.id)})
    guess = _page(app, group, "/apply/group", lambda n: {"group_name": f"Group {n}"})
    yield Door("applications begun, one address", rate_limits.BEGINNINGS.free, "redirected automatically", guess)
    no_such = "The code is wrong, too old or used"
    new = "/account/new-password"
    guess = _page(app, Visitor(app), new, lambda n: _forgotten(f"nobody{n}"))
    yield Door("codes for a password, many accounts", rate_limits.PASSWORD_CODES.free, no_such, guess)
    clock.forward(hours=1)
    guess = _page(app, Visitor(app), new, lambda _n: _forgotten("jean"))
    yield Door("codes for a password, one account", rate_limits.PASSWORD_CODES_OF_ACCOUNT.free, no_such, guess)
    guess = _page(app, Visitor(app), sign_in, lambda n: {"sign_in_name": f"nobody{n}", "password": "wrong"})
    yield Door("passwords of many accounts, one address", rate_limits.SIGN_IN.free, wrong, guess)
    clock.forward(hours=1)
    guess = _page(app, Visitor(app), sign_in, lambda _n: {"sign_in_name": "jean", "password": "wrong"})
    yield Door("passwords of one account, one address", rate_limits.ACCOUNT.free, wrong, guess)
    clock.forward(hours=1)
    jean = Visitor(app)
    jean.opens(sign_in)
    jean.types("Your sign-in name", "jean").types("Your password", PASSWORD).presses("Sign in")
    guess = _page(app, jean, "/account/sign-in/code", lambda n: {"security_code": f"{n:06}"})
    free = rate_limits.security_codes(person.id).free
    yield Door("security codes of one account, one address", free, "This security code is wrong", guess)


def _doors_of_kiosks(app: Flask, make: Any, _clock: MovedClock) -> Iterator[Door]:
    from pb.pages.kiosk.forms import LeaveForm, NextVoterForm
    from pb.voting.actions import pair
    from pb.voting.queries import kiosks_of
    from pb.voting.rules.pins import MOST_WRONG
    from pb.web import rate_limits
    from pb.web.access import Actor, Role
    from tests.support.kiosks import KioskKey

    round_, team = make.voting_round(entitlement="vouch"), make.staff(Role.FACILITATOR)
    round_id, voting_session = round_.id, make.session_at(round_, team)
    by = Actor(team.id, Role.FACILITATOR)
    pair(by, voting_session, name="Tablet", next_pin="2580", leave_pin="1470", public_key=KioskKey().public)
    kiosk, wrong = kiosks_of(voting_session.id)[0].id, "This is not the right PIN."
    next_voter = _kiosk(app, lambda kiosk, meta: NextVoterForm(kiosk, round_id, entitlement="vouch", meta=meta), kiosk)
    yield Door("PIN for the next voter, one kiosk", rate_limits.PINS.free, wrong, next_voter)
    leave = _kiosk(app, lambda kiosk, meta: LeaveForm(kiosk, meta=meta), kiosk)
    yield Door("PIN to end the kiosk, 10 hours, 20 at once in each", MOST_WRONG, wrong, leave, parts=10)


def _forgotten(name: str) -> dict[str, str]:
    from pb.codes import new_code

    password = "four old words make one"
    return {"sign_in_name": name, "code": new_code(), "password": password, "again": password}


def _has_an_app(person: Any) -> None:
    from pyotp import TOTP, random_base32

    from pb import clock
    from pb.people import actions
    from pb.web.access import Actor, Role

    secret = random_base32()
    by = Actor(person.id, Role.COORDINATOR)
    actions.set_up_app(by, person, secret=secret, typed=TOTP(secret).at(clock.now()), token="", are_first=False)


def let_through(app: Flask, door: Door, clock: MovedClock, guesses: int = GUESSES) -> int:
    """How many of so many guesses are looked at. Every one of the others is told to wait."""
    from tests.support.safety.racing import at_once

    said: list[str] = []
    for part in range(door.parts):
        numbers = range(part, guesses, door.parts)
        said += at_once(app, [lambda number=number: door.guess(number) for number in numbers])  # type: ignore[misc]
        clock.forward(hours=1)
    looked, held = sum(door.wrong in each for each in said), sum(bool(HELD_BACK.search(each)) for each in said)
    assert looked + held == guesses, next(
        each for each in said if door.wrong not in each and not HELD_BACK.search(each)
    )
    return looked


def _measure(name: str, url: str, folder: Path) -> list[str]:
    from pb.clock import now
    from pb.database import db
    from tests.support.clock import MovedClock
    from tests.support.make import Make
    from tests.support.program import program

    wrong, clock = [], MovedClock()
    clock.set(now().replace(minute=5))
    with program(url, folder, SECOND_FACTOR=True) as app, app.app_context():
        db.create_all()
        make = Make(app)
        for door in doors(app, make, clock):
            db.session.rollback()
            looked = let_through(app, door, clock)
            print(f"| {name} | {door.name} | {looked} | {door.free} |", flush=True)
            if looked != door.free:
                wrong.append(f"{name}: of {GUESSES} guesses at {door.name} {looked} were looked at")
    clock.release()
    return wrong


def table(databases: Databases, _full: bool) -> list[str]:
    """Print a row for each door and database; at which of them another number than the limit was looked at."""
    print(f"{GUESSES} wrong guesses at the same moment, each from a thread of its own")
    print("| database | guesses at | let through | limit |\n|---|---|---|---|")
    return [each for name, url, folder in databases() for each in _measure(name, url, folder)]
