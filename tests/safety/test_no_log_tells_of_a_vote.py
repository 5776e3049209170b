"""Nothing of a vote is in any log: unmistakable titles and codes, every kind of failure, then all logs are searched."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlencode

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import OperationalError

from pb.codes import new_code, shown
from pb.database import db, exclusive_transaction, transaction
from pb.mark_keeping import without_guards
from pb.marked import change_rows
from pb.projects.models import BallotLine
from pb.voting.models import Turnout
from tests.support import postgres
from tests.support.make import Make
from tests.support.program import program
from tests.support.safety.drafts import Ready, ready_to_cast
from tests.support.safety.production import production
from tests.support.voters import noted

TITLE = "Canary-zx7391-quilting-aviary"


@dataclass
class Browser:
    """A browser far away, as the proxy in front reports it."""

    port: int
    cookie: str
    token: str
    address: str = "203.0.113.77"

    def posts(self, path: str, body: bytes | None = None, **form: str) -> tuple[int, str]:
        sent = body if body is not None else urlencode({"csrf_token": self.token, **form}).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self.cookie,
            "X-Forwarded-For": self.address,
        }
        connection.request("POST", path, sent, headers)
        answer = connection.getresponse()
        page = unescape(answer.read().decode())
        connection.close()
        return answer.status, page


def hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}"')[1].split('value="')[1].split('"')[0]


def goes_all_the_way(person: Browser, code: str) -> str:
    """From the code to the receipt, by the pages; gives the draft that was cast."""
    status, page = person.posts("/vote", code=code)
    assert status == 200
    page = person.posts("/vote/declaration", draft=hidden(page, "draft"), declared="y")[1]
    assert TITLE in page
    page = person.posts("/vote/review", draft=hidden(page, "draft"), noted=noted(1, lines=5))[1]
    assert TITLE in page
    draft = hidden(page, "draft")
    assert "Your vote is saved" in person.posts("/vote/cast", draft=draft)[1]
    return draft


def refused_in_every_way(person: Browser, code: str, ready: Ready) -> list[str]:
    """Slips, guesses, used codes, broken ballots. What was typed must be in no log."""
    wrong, slip = new_code(), "CANARYSLIP"
    assert person.posts("/vote", code=slip)[0] == 422
    assert person.posts("/vote", code=wrong)[0] == 422
    assert person.posts("/vote", code=code)[0] == 409
    assert person.posts("/vote/cast", draft="canary-draft-broken")[0] == 400
    assert person.posts("/vote/cast", body=ready.form.replace(b"csrf_token=", b"csrf_token=x"))[0] == 400
    return [wrong, shown(wrong), slip, "canary-draft-broken"]


def a_unique_violation(person: Browser, ready: Ready, round_id: int) -> None:
    """Somebody meddled: the turnout is there before the vote, so the program meets an error that it does not expect."""
    from pb import clock

    with transaction() as session:
        row = {
            "right_key": ready.right_key,
            "round_id": round_id,
            "cast_on": clock.today(),
            "channel": "post",
            "assisted": False,
        }
        session.execute(insert(Turnout), [row])
    assert person.posts("/vote/cast", body=ready.form)[0] == 500


def a_missing_table(person: Browser, ready: Ready) -> None:
    for name, other in (("envelope", "hidden_away"), ("hidden_away", "envelope")):
        with db.engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {name} RENAME TO {other}"))
        if name == "envelope":
            assert person.posts("/vote/cast", body=ready.form)[0] == 500
    assert "Your vote is saved" in person.posts("/vote/cast", body=ready.form)[1]


def a_deadlock(person: Browser, ready: Ready) -> None:
    """We hold the round and want the right; the cast holds the right and wants the round. PostgreSQL ends one of us."""
    answers: list[int] = []
    with db.engine.connect() as ours:
        ours.execute(text("SELECT id FROM round FOR UPDATE"))
        press = threading.Thread(target=lambda: answers.append(person.posts("/vote/cast", body=ready.form)[0]))
        press.start()
        waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        while not db.session.scalar(waiting):
            db.session.rollback()
        with suppress(OperationalError):
            ours.execute(text("UPDATE voting_right SET assisted = assisted WHERE key = :key"), {"key": ready.right_key})
        ours.rollback()
        press.join(600)
    assert answers and answers[0] in (200, 500, 503)


def an_evening_of_voting(app, folder, url: str, more: Callable[[Browser, Ready], None]) -> tuple[list[str], str]:
    """Everything that can happen; what must be in no log, and the log of program and server."""
    make = Make(app)
    round_ = make.voting_round(projects=5)
    # Before anybody has read the ballot.
    with exclusive_transaction() as session, without_guards(session, [BallotLine.__table__.name]):
        change_rows(session, BallotLine, [BallotLine.round_id == round_.id], title=TITLE, body=f"{TITLE} in words")
    card, round_id = make.cards(round_)[0], round_.id
    ready = ready_to_cast(app, round_, [(1, 2)] * 4)
    token = parse_qs(ready[0].form.decode())["csrf_token"][0]
    db.session.rollback()
    with production(url, folder, TRUSTED_PROXIES="1") as server:
        person = Browser(server.port, ready[0].cookie, token)
        draft = goes_all_the_way(person, card.code)
        typed = refused_in_every_way(person, card.code, ready[0])
        a_unique_violation(person, ready[0], round_id)
        a_missing_table(person, ready[1])
        more(person, ready[2])
    secret = [TITLE, card.code, shown(card.code), card.code.lower(), draft, person.address, token, "/vote", *typed]
    secret += [each for one in ready for each in (one.receipt, one.right_key)]
    return secret, server.log.read_text()


#: 14:05, 14:05:09, 2:05 pm; not a line of a program, which follows a name ("cast.py:92").
CLOCK_TIME = re.compile(r"(?<![\w.])\d{1,2}[:.h]\d{2}(?!\w)")


def expect_no_hour(log: str) -> None:
    """A line about a voting page that failed does not say when: its voter pressed again at once and the vote went
    in.
    """
    assert CLOCK_TIME.search("[2026-05-04 14:05:09 +0000] error 500"), "what is looked for would be found"
    of_voting = [
        line
        for line in log.splitlines()
        if "error 50" in line and ("voting/" in line or "pages/vote/" in line) or "votes could not" in line
    ]
    assert of_voting
    for line in of_voting:
        assert not CLOCK_TIME.search(line), line


def expect_silence(log: str, secret: list[str]) -> None:
    told = log.lower().replace("pages/vote/", "")  # where an error was in our code, which is no address
    for each in secret:
        assert each.lower() not in told, f"{each!r} is in a log"


def test_no_log_of_program_and_server_holds_anything_of_a_vote(app, database, tmp_path):
    secret, log = an_evening_of_voting(app, tmp_path, database, lambda person, ready: None)
    for kind in ("IntegrityError", "OperationalError"):  # noted with their place, without their words
        assert re.search(rf"error 500: {kind} at .*voting/actions/cast.py", log)
    expect_no_hour(log)
    expect_silence(log, secret)


def test_postgresqls_own_log_holds_nothing_of_a_vote_either(tmp_path):
    """With the two settings that docs/safety.md asks for."""
    try:
        with postgres.server(log_error_verbosity="terse", log_parameter_max_length_on_error="0") as cluster:
            cluster.make("canary")
            url = cluster.url("canary")
            with program(url, tmp_path) as app, app.app_context():
                db.create_all()
                secret, log = an_evening_of_voting(app, tmp_path, url, a_deadlock)
            theirs = cluster.log.read_text()
            for happened in ("duplicate key value", "deadlock detected", 'relation "envelope" does not exist'):
                assert happened in theirs
            expect_silence(log + theirs, secret)
            expect_no_hour(log)
    except postgres.NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")
