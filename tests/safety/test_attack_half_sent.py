"""Somebody sends the beginning of many requests and never the rest. Each would keep a thread of the program waiting, so
only a proxy that reads requests whole before it passes them on may reach it.
"""

from __future__ import annotations

import http.client
import select
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from pb.serving import THREADS
from tests.support.safety.production import production
from tests.support.safety.proxy import NoProxy, nginx

#: More than all threads of all processes here.
HALVES = 300
HALF_SENT = {
    "headers": b"GET /vote HTTP/1.1\r\nHost: vote.example.org\r\nUser-Age",
    "body": b"POST /vote HTTP/1.1\r\nHost: vote.example.org\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 100\r\n\r\ncsrf_token=a",
}
HEADERS = {"Host": "vote.example.org", "X-Forwarded-Proto": "https"}


@pytest.fixture
def proxy(database, tmp_path):
    """nginx, as documented, before the program, as documented."""
    try:
        with (
            production(database, tmp_path, TRUSTED_HOSTS="vote.example.org", TRUSTED_PROXIES="1") as server,
            nginx(server.port, tmp_path / "nginx") as proxy,
        ):
            yield proxy
    except NoProxy as reason:
        pytest.skip(f"a proxy in front of the program: {reason}")


@contextmanager
def held_open(port: int, beginning: bytes) -> Iterator[list[socket.socket]]:
    with ExitStack() as open_ones:
        held = [open_ones.enter_context(socket.create_connection(("127.0.0.1", port), 600)) for _ in range(HALVES)]
        for each in held:
            each.sendall(beginning)
        yield held


def asks(port: int, method: str, path: str, body: bytes | None = None) -> int:
    """The status of the answer. The ten minutes are only there to end a test that hangs."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body, HEADERS | form)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


@pytest.mark.parametrize("beginning", HALF_SENT.values(), ids=HALF_SENT)
def test_readers_are_served_while_300_half_sent_requests_are_held_open(proxy, beginning):
    with held_open(proxy.port, beginning) as held:
        for _ in range(2 * THREADS):
            assert asks(proxy.port, "GET", "/vote") == 200
        ended, _, _ = select.select(held, [], [], 0)
        assert not ended, "all were still waiting: no time-out freed what served the readers"


def test_what_a_voter_sends_and_sees_is_never_written_to_the_proxys_disk(proxy):
    """nginx warns of each body and answer that it puts in a file of its own."""
    assert asks(proxy.port, "POST", "/vote", b"code=" + b"x" * 1_000_000) == 400  # no token
    assert asks(proxy.port, "GET", "/vote") == 200
    said = proxy.log.read_text()
    assert "temporary file" not in said, said


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "vote.example.org"])
def test_the_program_listens_to_this_machine_only(app, served, host):
    answer = app.test_cli_runner().invoke(args=["serve", "--host", host])
    assert answer.exit_code != 0 and served == []
    assert "Put a proxy on this machine" in answer.output and "docs/running.md" in answer.output


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1"])
def test_every_address_of_this_machine_alone_will_do(app, served, host):
    assert app.test_cli_runner().invoke(args=["serve", "--host", host]).exit_code == 0 and served == ["wsgi:app"]
