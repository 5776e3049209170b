"""A voter at a library's computer, whose browser writes what it sends into the files of its profile: a form that is sent as a
form leaves the code and the choices there; the scripts of the ballot send nothing as a form. And the computer at which papers
are typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import product

import pytest

from pb.pages.vote.draft import SEALED_AS_DRAFT, NoDraft, opened_values
from pb.pages.vote.reloaded import KEPT
from pb.paper.rules import shown_serial
from pb.voting.queries import envelopes_in
from pb.web.access import COUNTER, FACILITATOR
from tests.support import browser, effort
from tests.support.visitor import Visitor
from tests.support.voters import choice_of, noted

CHOSEN = (2, 5)
#: A text that the server has sealed.
SEALED = re.compile(rb"gAAAA[0-9A-Za-z_-]{200,}={0,2}")


def votes_in_a_profile(chromium, server, folder, codes: list[str], *, scripts: bool) -> None:
    """One vote after another, up to the saved page, in one browser that keeps its profile in ``folder``, and is closed."""
    with profile(chromium, server, folder, scripts=scripts) as person:
        for code in codes:
            votes(person.pages[0], code, scripts=scripts)


@contextmanager
def profile(chromium, server, folder, *, scripts: bool) -> Iterator:
    """A browser of its own that keeps its profile in ``folder``, and is closed."""
    person = chromium.browser_type.launch_persistent_context(
        str(folder),
        executable_path=browser.whole_executable(),
        args=browser.FLAGS,
        base_url=server.url,
        java_script_enabled=scripts,
        timeout=browser.SAFETY,
    )
    person.set_default_timeout(browser.SAFETY)
    yield person
    person.close()


def votes(page, code: str, *, scripts: bool) -> None:
    """A vote at home, step by step."""

    def presses(button: str, heading: str) -> None:
        page.get_by_role("button", name=button, exact=True).click()
        page.get_by_role("heading", level=1, name=heading).wait_for()
        browser.until_a_press_counts(page)

    page.goto("/vote")
    page.get_by_label("Your voting code").fill(code)
    presses("Continue", "Before you vote")
    page.get_by_text("Yes, this is true for me").click()
    presses("Show me the ballot", "Choose projects")
    presses(choice_of(CHOSEN[0]), "Choose projects")
    if scripts:
        with page.expect_response(lambda answer: noted(*CHOSEN) in (answer.request.post_data or "")):
            presses(choice_of(CHOSEN[1]), "Choose projects")
        expect_a_reload_to_lose_nothing(page)
    else:
        presses(choice_of(CHOSEN[1]), "Choose projects")
    presses("Check my choices", "Check your choices")
    presses("Cast my vote", "Your vote is saved")


def expect_a_reload_to_lose_nothing(page) -> None:
    """What was chosen is there again; another page in between, and the ballot begins with the code."""
    kept = "sessionStorage.getItem('ballot')"
    page.wait_for_function(f"{kept} !== null")
    page.reload()
    page.get_by_role("heading", level=1, name="Choose projects").wait_for()
    assert page.locator("[data-choose][aria-pressed=true]").evaluate_all(
        "all => all.map(each => each.dataset.choose)"
    ) == [str(number) for number in CHOSEN]
    page.wait_for_function(f"{kept} !== null")
    assert page.evaluate("location.pathname + location.hash") == "/vote"
    again = page.context.new_page()  # a tab that is opened again has the memory of the one before
    again.goto("/vote")
    again.evaluate("kept => sessionStorage.setItem('ballot', kept)", page.evaluate(kept))
    with again.expect_response("**/vote/leave"):
        again.goto("/vote")
    again.get_by_role("heading", level=1, name="Enter your voting code").wait_for()
    assert again.evaluate(f"{kept} === null")
    again.close()


def left_in(folder, *secrets: str) -> set[str]:
    """Which of the secrets stand in the profile's files, as plain text of one or two bytes for each letter."""
    files = [each.read_bytes() for each in folder.rglob("*") if each.is_file()]
    return {
        secret
        for secret in secrets
        if any(secret.encode() in each or secret.encode("utf-16-le") in each for each in files)
    }


def opened_with_the_servers_secret(folder) -> list[dict]:
    """Half-made ballots in the profile that whoever has all files of the server reads: its secret is the same for ever."""
    files = [each.read_bytes() for each in folder.rglob("*") if each.is_file()]
    texts = {text for each in files for some in (each, each.replace(b"\0", b"")) for text in SEALED.findall(some)}
    ballots = []
    for text, what in product(sorted(texts), (SEALED_AS_DRAFT, KEPT)):
        with suppress(NoDraft):
            ballots.append(opened_values(text.decode(), what))
    return ballots


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_profile_of_the_browser_after_a_vote(app, chromium, live_server, make, tmp_path, scripts):
    round_ = make.voting_round(min_choices=1, max_choices=2)
    codes = [card.code for card in make.cards(round_, effort.runs(1, 50))]
    votes_in_a_profile(chromium, live_server, tmp_path, codes, scripts=scripts)
    assert envelopes_in(round_.id) == len(codes)
    found = left_in(tmp_path, *codes, noted(*CHOSEN), "choose=2", "choose=5")
    read = opened_with_the_servers_secret(tmp_path)
    if scripts:
        assert found == set() and read == []
    else:
        assert found & set(codes) and read, "what docs/safety.md says of a browser without scripts"


def test_the_profile_of_the_browser_in_which_papers_were_typed(app, chromium, live_server, make, tmp_path):
    """Neither the number of a paper nor what is marked on it, without scripts either: the page that was left is loaded anew."""
    round_ = make.voting_round(projects=24, entitlement="vouch", max_choices=3)
    one, two = (make.staff(COUNTER, declared_in=round_) for _ in range(2))
    voting_session = make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))
    typed = dict(zip(make.papers(voting_session, printed=3, issued=2)[:2], ("3 17 22", "13 19 21"), strict=True))
    bundle = make.bundle(voting_session, in_box=2, one=one, two=two)
    with profile(chromium, live_server, tmp_path / "profile", scripts=False) as person:
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = Visitor(app).signed_in_as(one).client.get_cookie(name)
        person.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url, "httpOnly": True}])
        page = person.pages[0]
        page.goto(f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}/typing/1")
        for done, (serial, marks) in enumerate(typed.items(), start=1):
            page.locator("#serial").fill(serial)
            page.locator("[name=entry]").fill(marks)
            page.get_by_role("button", name="Next paper").click()
            page.get_by_text(f"{done} of 2").first.wait_for()
    said = [each for marks in typed.values() for each in (marks, marks.replace(" ", "+"))]
    titles = ("Project number 17", "Project number 19")
    assert left_in(tmp_path / "profile", *typed, *map(shown_serial, typed), *said, *titles) == set()
