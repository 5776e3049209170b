"""Fixtures for every test. What they give is described where it lives, in ``tests/support``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.support")

from tests.support import effort, order, run, settling  # noqa: E402  (after the line above, or its assertions would be mute)

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ


def pytest_configure(config: pytest.Config) -> None:
    settling.collect_seldom()
    effort.settle_hypothesis()
    if not IS_WORKER:
        run.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not IS_WORKER:
        run.end()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """On which databases a test runs that says so by a mark."""
    if "database" in metafunc.fixturenames and (kinds := order.databases_of(metafunc.definition, metafunc.module)):
        metafunc.parametrize("database", kinds, indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order.put_longest_first(items)


#: Tests that have begun and not ended, in any worker; what is in it at the end of the run did not end.
_begun: set[str] = set()


def pytest_runtest_logstart(nodeid: str) -> None:
    _begun.add(nodeid)


def pytest_runtest_logfinish(nodeid: str) -> None:
    _begun.discard(nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    effort.begin()
    settling.before_a_test()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    with effort.noted(item):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """How often each test did what it repeats; what this machine could not run is said once more at the end, where it
    is read.
    """
    said = yield  # pytest's own summary comes first
    if effort.FULL or "CI" in os.environ:
        called = (
            report
            for outcome in ("passed", "failed")
            for report in terminalreporter.stats.get(outcome, [])
            if report.when == "call"
        )
        for line in effort.table(called):
            terminalreporter.write_line(line)
    reasons = {
        report.longrepr[2] for report in terminalreporter.stats.get("skipped", []) if isinstance(report.longrepr, tuple)
    }
    for reason in sorted(reasons):
        terminalreporter.write_line(f"NOT RUN HERE: {reason.removeprefix('Skipped: ')}", yellow=True)
    for name in sorted(_begun):
        terminalreporter.write_line(f"DID NOT END: {name}", red=True)
    return said


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, empty database with all tables: SQLite, or what ``both_databases`` says."""
    from tests.support import databases, postgres

    kind = getattr(request, "param", os.environ.get("PB_TEST_DATABASE", "sqlite"))
    try:
        with databases.fresh(kind, tmp_path) as url:
            yield url
    except postgres.NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")


@pytest.fixture
def app(database: str, tmp_path: Path):
    """The program on ``database``, with its application context open for what the test itself does."""
    from tests.support.program import program

    with program(database, tmp_path) as app, app.app_context():
        yield app


@pytest.fixture
def migrated(request: pytest.FixtureRequest, database: str, tmp_path: Path):
    """The program on a database that was made by the migrations."""
    from tests.support import databases
    from tests.support.program import program

    kind = database.partition(":")[0].partition("+")[0]
    home = tmp_path / "migrated"
    with databases.brought_up(kind, tmp_path, home) as url, program(url, home) as app, app.app_context():
        yield app


@pytest.fixture
def make(app):
    """Makers of everything the programme knows: ``make.round()``, ``make.account()`` …"""
    from tests.support.make import Make

    return Make(app)


@pytest.fixture
def facilitator(make, round_):
    """A facilitator who has declared their interests in the test's ``round_``."""
    from pb.web.access import FACILITATOR

    return make.staff(FACILITATOR, declared_in=round_)


@pytest.fixture
def voting_session(make, round_, facilitator):
    """A voting session of ``round_`` that is on now at Leith Library, run by ``facilitator``."""
    return make.session_at(round_, facilitator, venue="Leith Library")


@pytest.fixture
def clock():
    """The program's clock: ``clock.set("2026-05-03 14:30")``, ``clock.forward(days=1)``."""
    from tests.support.clock import MovedClock

    moved = MovedClock()
    yield moved
    moved.release()


@pytest.fixture
def at_noon(clock):
    """The clock stands at the next noon: for what is about hours of a day. Named first, before what is made then."""
    clock.to_noon()
    return clock


@pytest.fixture
def new_visitor(app) -> Callable:
    """Brings one more person with a browser of their own: ``facilitator = new_visitor()``."""
    from tests.support.visitor import Visitor

    return lambda: Visitor(app)


@pytest.fixture
def visitor(new_visitor):
    """A person with a browser."""
    return new_visitor()


@pytest.fixture
def live_server(app):
    """The program behind a real server on 127.0.0.1: ``live_server.url``."""
    from tests.support.server import serving

    with serving(app) as server:
        yield server


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium for all browser tests of this process."""
    from tests.support import browser

    try:
        browser.executable()
    except browser.NoBrowser as reason:
        pytest.skip(f"browser tests: {reason}")
    with browser.chromium() as window:
        yield window


@pytest.fixture
def new_browser_visitor(chromium, live_server) -> Iterator[Callable]:
    """Brings a person at a screen: ``new_browser_visitor(browser.PHONE, java_script_enabled=False)``."""
    from tests.support.browser import BrowserVisitor

    with ExitStack() as everybody:

        def arrives(*size, **context):
            person = BrowserVisitor(chromium, live_server, *size, **context)
            everybody.callback(person.leaves)
            return person

        yield arrives


@pytest.fixture
def browser_visitor(new_browser_visitor):
    """A person at a desk's screen, in a real browser."""
    return new_browser_visitor()


@pytest.fixture
def browser_page(browser_visitor):
    """Playwright's page of ``browser_visitor``, for what has no verb."""
    return browser_visitor.page


@pytest.fixture
def asks_for_codes(app, clock):
    """The programme asks for security codes, and the clock stands still."""
    from pb import clock as program_clock

    app.config["SECOND_FACTOR"] = True
    clock.set(program_clock.now())


@pytest.fixture
def speaks(app, monkeypatch):
    """The program on a machine that speaks: sounds that say which words they are of. What it spoke."""
    from pb import speaking

    spoken: list[tuple[str, str]] = []

    def speak(words: str, language: str) -> bytes:
        spoken.append((words, language))
        return f"{language}: {words}".encode()

    monkeypatch.setitem(app.config, "MADE_SPEECH", True)
    monkeypatch.setattr(speaking, "speaker", lambda: "/usr/bin/espeak-ng")
    monkeypatch.setattr(speaking, "spoken", speak)
    return spoken
