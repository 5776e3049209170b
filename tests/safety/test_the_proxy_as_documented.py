"""nginx with the lines of docs/running.md: its own page while the program is away, and what it makes smaller."""

from __future__ import annotations

import http.client
import socket
import ssl

import pytest

from tests.support.safety.production import free_port, production
from tests.support.safety.proxy import NoProxy, nginx, own_certificate

HOST = "vote.example.org"


@pytest.fixture
def behind(database, tmp_path):
    with production(database, tmp_path, TRUSTED_HOSTS=HOST, TRUSTED_PROXIES="1") as server:
        yield server


@pytest.fixture
def proxy(app, behind, tmp_path):
    try:
        with nginx(behind.port, tmp_path / "nginx") as proxy:
            app.config["TRUSTED_HOSTS"] = [HOST]  # as in production: links are made for this name only
            written = app.test_cli_runner().invoke(args=["sorry-page", str(proxy.pages)])
            assert written.exit_code == 0, written.output
            yield proxy
    except NoProxy as reason:
        pytest.skip(f"a proxy in front of the program: {reason}")


def asks(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    """The ten minutes are only there to end a test that hangs."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


def is_our_page(answer) -> bool:
    return b"This website is not working at the moment" in answer[2] and b"your vote is saved, it is safe" in answer[2]


def test_pages_are_made_smaller_but_not_those_of_the_vote(proxy):
    assert asks(proxy.port, "/")[1].get("Content-Encoding") == "gzip"
    for path in ("/vote", "/kiosk/start"):
        assert "Content-Encoding" not in asks(proxy.port, path)[1], path


def test_what_the_program_refuses_is_said_by_the_program(proxy):
    status, _headers, body = asks(proxy.port, "/vote/nothing-here")
    assert status == 404 and b"page" in body.lower() and not is_our_page((0, {}, body))


def test_the_page_is_shown_during_maintenance_and_when_the_program_is_away(proxy, behind):
    switch = proxy.pages / "maintenance"
    switch.touch()
    for path in ("/", "/vote", "/rounds/1/after-close"):
        shown = asks(proxy.port, path)
        assert shown[0] == 503 and is_our_page(shown), path
    switch.unlink()
    assert asks(proxy.port, "/vote")[0] == 200
    behind.kill()
    for path in ("/", "/vote", "/rounds/1/after-close"):
        shown = asks(proxy.port, path)
        assert shown[0] == 502 and is_our_page(shown), path
    sheet = asks(proxy.port, "/sorry/css/main.css")
    assert sheet[0] == 200 and sheet[1]["Content-Type"] == "text/css"


@pytest.fixture
def secured(tmp_path):
    """With HTTPS, as the lines stand; nobody is behind."""
    try:
        with nginx(free_port(), tmp_path / "nginx", certificate=own_certificate(tmp_path / "certificate")) as proxy:
            yield proxy
    except NoProxy as reason:
        pytest.skip(f"a proxy in front of the program: {reason}")


def test_a_browser_that_can_gets_http_2_over_https(secured):
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE  # nobody has signed the certificate of a test
    for offered, chosen in ((["h2", "http/1.1"], "h2"), (["http/1.1"], "http/1.1")):
        trusting.set_alpn_protocols(offered)
        with (
            socket.create_connection(("127.0.0.1", secured.port), timeout=600) as plain,
            trusting.wrap_socket(plain, server_hostname=HOST) as line,
        ):
            assert line.selected_alpn_protocol() == chosen
            assert line.version() in ("TLSv1.2", "TLSv1.3")
    assert secured.log.read_text() == "", "nginx warns of a line of the docs"


def test_who_comes_without_https_is_sent_to_it_at_the_same_address(secured):
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(600)
        line.connect(str(secured.plain))
        line.sendall(f"GET /rounds/1?number=7 HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: line.recv(4096), b"")).decode()
    assert answer.startswith("HTTP/1.1 301 ") and f"\r\nLocation: https://{HOST}/rounds/1?number=7\r\n" in answer
