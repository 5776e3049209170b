"""``/healthz``, ``/readyz`` and ``/metrics`` are for this machine only, and tell nothing of voters."""

from __future__ import annotations

import os
import re

import pytest

from pb import disk_questions
from pb.config import NO_DATABASE
from pb.database import db
from pb.web import health
from pb.web.measures import BUCKETS, PLACES, Measures
from tests.support.program import program

HERE = {"Host": "127.0.0.1:8000"}
PATHS = ("/healthz", "/readyz", "/metrics")


@pytest.fixture
def asks(app):
    """A request to the server's own port, past everything that a browser would do."""

    def ask(path: str, *, address: str = "127.0.0.1", method: str = "GET", **headers: str):
        db.session.rollback()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return app.test_client().open(
            path, method=method, headers={**HERE, **named}, environ_overrides={"REMOTE_ADDR": address}
        )

    return ask


@pytest.mark.both_databases
def test_up_and_ready(asks, make):
    make.cards(make.voting_round())
    assert (asks("/healthz").status_code, asks("/healthz").text) == (200, "up\n")
    assert (asks("/readyz").status_code, asks("/readyz").text) == (200, "ready\n")
    assert asks("/metrics", Host="localhost:8000").status_code == 200
    assert asks("/healthz", address="::1", Host="[::1]:8000").status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "how",
    [
        {"X_Forwarded_For": "203.0.113.9"},
        {"X_Forwarded_For": "127.0.0.1"},
        {"X_Forwarded_Proto": "https"},
        {"X_Forwarded_Host": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"X_Real_IP": "127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Host": "vote.example.org"},
        {"Host": "127.0.0.1.example.org"},
        {"Host": "localhost.example.org:8000"},
        {"Host": "[::1].example.org"},
        {"Host": ""},
        {"address": "203.0.113.9"},
        {"address": "a socket"},
        {"method": "POST"},
    ],
    ids=lambda how: " ".join(map(str, how.items())),
)
def test_for_everybody_else_they_are_not_there(asks, path, how):
    answer = asks(path, **how)
    assert answer.status_code in (400, 404, 405) and "ready" not in answer.text and "pb_" not in answer.text


def test_they_are_there_for_this_machine_although_the_program_trusts_other_names(database, tmp_path):
    with program(database, tmp_path, TRUSTED_HOSTS="vote.example.org", TRUSTED_PROXIES=1) as app:
        client = app.test_client()
        assert client.get("/healthz", headers=HERE).status_code == 200
        assert client.get("/", headers=HERE).status_code == 400
        spoofed = {"Host": "vote.example.org", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1"}
        assert client.get("/healthz", headers=spoofed).status_code in (400, 404)


def test_what_is_wrong_is_named_and_up_needs_no_database(asks, make, app, monkeypatch):
    make.cards(make.voting_round())
    (app.config["KEYS_DIR"] / "codes.key").unlink()
    answer = asks("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready: keys\n")
    monkeypatch.setattr(disk_questions, "LEAST_FREE", 10**18)
    assert asks("/readyz").text == "not ready: disk, keys\n"
    app.config["DATABASE_URL"] = NO_DATABASE
    assert asks("/readyz").text.startswith("not ready: database") and asks("/healthz").status_code == 200


def numbers(text: str) -> dict[str, float]:
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in text.splitlines() if line[0] != "#")}


def test_requests_are_counted_together_and_nothing_is_said_of_pages_or_people(asks, app, make, visitor, monkeypatch):
    fresh = Measures()
    monkeypatch.setattr(health, "measures", fresh)
    make.cards(make.voting_round(name="A round for Leith"))
    visitor.opens("/vote")
    visitor.downloads("/no-such-page")
    visitor.posts("/vote", {"code": "K7QM2XWD"})
    text = asks("/metrics").text
    found = numbers(text)
    assert found['pb_requests_total{status="4xx"}'] == 2 or found['pb_requests_total{status="4xx"}'] == 1
    assert sum(found[f'pb_requests_total{{status="{each}"}}'] for each in ("2xx", "3xx", "4xx", "5xx")) == 3
    assert found["pb_request_seconds_count"] == found['pb_request_seconds_bucket{le="+Inf"}'] == 3
    assert found["pb_requests_in_hand"] == 0 and found["pb_processes"] == 1
    assert found['pb_database_connections{state="most"}'] == app.config["DATABASE_POOL"]
    labels = set(re.findall(r'\{(\w+)="([^"]*)"\}', text))
    allowed = {("status", each) for each in ("2xx", "3xx", "4xx", "5xx")} | {("state", "in_use"), ("state", "most")}
    assert labels == allowed | {("le", str(each)) for each in (*BUCKETS, "+Inf")}
    assert "Leith" not in text and "vote" not in text and "K7QM" not in text and "127.0.0.1" not in text


def test_each_line_is_of_the_form_that_prometheus_reads(asks):
    asks("/healthz")
    for line in asks("/metrics").text.splitlines():
        assert re.fullmatch(
            r'# (HELP pb_\w+ .+|TYPE pb_\w+ (counter|gauge|histogram))|pb_\w+(\{\w+="[^"]+"\})? [\d.e+-]+', line
        )


def test_slow_answers_are_in_the_upper_buckets_only(monkeypatch):
    monkeypatch.setattr("pb.web.measures.time.perf_counter", iter([0.0, 0.3, 10.0, 10.05, 20.0, 29.0]).__next__)
    measures = Measures()
    for status in (200, 304, 500):
        measures.ends(measures.begins(), status)
    found = numbers(measures.text())
    assert [found[f'pb_request_seconds_bucket{{le="{each}"}}'] for each in (*BUCKETS, "+Inf")] == [1, 2, 2, 2, 3]
    assert found["pb_request_seconds_sum"] == pytest.approx(9.35)


def test_several_processes_are_one_and_what_one_of_them_did_outlives_it(monkeypatch):
    measures, alive = Measures(), {100, 101}
    monkeypatch.setattr("pb.web.measures._lives", lambda pid: pid in alive)
    for pid in (100, 101):
        monkeypatch.setattr(os, "getpid", lambda pid=pid: pid)
        measures._mine = None  # as after a fork
        measures.ends(measures.begins(), 200)
        measures.begins()
    found = numbers(measures.text())
    assert found["pb_request_seconds_count"] == 2 and found["pb_requests_in_hand"] == 2 and found["pb_processes"] == 2
    alive.remove(100)
    found = numbers(measures.text())
    assert found["pb_request_seconds_count"] == 2 and found["pb_requests_in_hand"] == 1 and found["pb_processes"] == 1
    alive.add(102)
    monkeypatch.setattr(os, "getpid", lambda: 102)
    measures._mine = None
    measures.ends(measures.begins(), 200)
    assert numbers(measures.text())["pb_request_seconds_count"] == 3
    for pid in range(200, 200 + 2 * PLACES):  # more than there is room for: still no error
        monkeypatch.setattr(os, "getpid", lambda pid=pid: pid)
        measures._mine = None
        measures.ends(measures.begins(), 200)
        alive.add(pid)


def test_forked_processes_share_the_numbers():
    measures = Measures()
    measures.ends(measures.begins(), 200)
    child = os.fork()
    if child == 0:
        measures.ends(measures.begins(), 404)
        os._exit(0)
    os.waitpid(child, 0)
    found = numbers(measures.text())
    assert found['pb_requests_total{status="2xx"}'] == 1 and found['pb_requests_total{status="4xx"}'] == 1
