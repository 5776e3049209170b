"""The privacy notice says who answers for personal data, what is kept, why and how long, and promises nothing that the
program does not do. Where a setting is missing it says less.
"""

import re

import pytest

from pb.config import Misconfigured, load
from pb.pages.vote.reloaded import IDLE_MINUTES
from pb.setting_kinds import LAWFUL_BASES
from tests.support.sources import TOP

#: What the notice of the Information Commissioner's model has, as headings of the page.
PARTS = [
    "Who we are",
    "If you vote",
    "If you apply for a group",
    "If you work with us",
    "To stop people from guessing codes",
    "Why we may keep it",
    "Who can see it",
    "How long we keep it",
    "Cookies",
    "What your browser keeps while you vote",
    "Your rights",
    "If you want to complain",
]


def test_it_has_every_part_and_tells_where_to_complain(visitor):
    page = visitor.opens("/about/privacy")
    assert [heading for heading in page.headings if heading in PARTS] == PARTS
    assert "ico.org.uk/make-a-complaint" in page.main


def test_it_names_who_answers_for_it_and_where_to_write(visitor, app):
    app.config.update(ORGANISATION="Thistlemoor Council", CONTACT_EMAIL="pb@thistlemoor.example")
    app.config.update(HELP_PHONE="01632 960 123", CONTACT_ADDRESS="1 High Street, Thistlemoor")
    page = visitor.opens("/about/privacy")
    for words in ("Thistlemoor Council runs this programme", "01632 960 123", "1 High Street, Thistlemoor"):
        assert words in page.main
    assert page.links["pb@thistlemoor.example"] == "mailto:pb@thistlemoor.example"
    app.config["DATA_PROTECTION_EMAIL"] = "data@thistlemoor.example"
    page = visitor.opens("/about/privacy")
    assert "data@thistlemoor.example" in page.links and "pb@thistlemoor.example" not in page.links


def test_where_nothing_is_set_it_is_true_and_says_less(visitor):
    page = visitor.opens("/about/privacy")
    assert "Our staff can tell you who runs this programme" in page.main and "controller" not in page.main
    assert "Email:" not in page.main and "Write to:" not in page.main and "Talk to any of our staff." in page.main
    assert "Ask us which part of the law lets us do this." in page.main


@pytest.mark.parametrize("basis", LAWFUL_BASES)
def test_it_names_the_lawful_basis_that_is_set_and_no_other(basis, visitor, app):
    app.config["LAWFUL_BASIS"] = basis
    main = visitor.opens("/about/privacy").main
    assert [other for other in LAWFUL_BASES if f"“{other}”" in main] == [basis]
    assert ("You can change your mind" in main) == ("a copy that you can take" in main) == (basis == "consent")


def test_cookies_it_tells_of_are_those_that_are_set(visitor):
    page = visitor.opens("/about/privacy")
    assert "We use one cookie" in page.main and "has a second cookie" in page.main
    assert "everyone can read about it from then on, without the name of your group" in page.main
    assert "Staff who order many voting cards have one more for a day" in page.main
    visitor.opens("/vote")
    assert {cookie.key for cookie in visitor.client._cookies.values()} == {"session"}


def test_what_a_voters_browser_keeps_is_named_with_why_and_until_when(visitor):
    """The sealed page, and that a cast is on its way; a script that kept more would have to be told of here."""
    main = visitor.opens("/about/privacy").main
    assert f"only for {IDLE_MINUTES} minutes after you last pressed something" in main
    for said in (
        "a locked copy of the page that you are on, with what you have chosen",
        "so that you lose nothing if the page is loaded again",
        "a note that it is. The note says nothing about your vote.",
        "The copy goes when your vote is saved, and the note when our answer comes. Both go when you leave",
    ):
        assert said in main
    (row,) = [line for line in (TOP / "docs/dpia.md").read_text().splitlines() if "`sessionStorage`" in line]
    kept = re.findall(r"^const [A-Z]+ = '(\w+)';", (TOP / "static/js/ballot/kept-ballot.mjs").read_text(), re.MULTILINE)
    assert kept == ["ballot", "casting"] and all(f'"{name}"' in row for name in kept)


def test_scripts_use_the_browsers_memory_in_those_places_alone_that_are_told_of():
    memory = re.compile(r"\b(sessionStorage|localStorage|indexedDB\.open|caches\.|document\.cookie|serviceWorker)")
    found = {
        (file.relative_to(TOP / "static/js").as_posix(), name)
        for file in (TOP / "static/js").rglob("*.mjs")
        for name in memory.findall(file.read_text())
    }
    assert found == {
        ("ballot/kept-ballot.mjs", "sessionStorage"),
        ("device-key/key-store.mjs", "indexedDB.open"),
        ("paper/kept-counts.mjs", "localStorage"),  # numbers of a session's account, of no voter, until they are sent
        ("kiosk/kept-settings.mjs", "localStorage"),  # how the voter of the open ballot reads, until it ends
        ("screen-size/kept-screen.mjs", "localStorage"),  # how large the screen of a tablet of ours is
        # a tablet of ours that works without a network: the pages of the ballot, and sealed votes until they are sent
        ("kiosk/fetched.mjs", "caches."),
        ("kiosk/set-up.mjs", "serviceWorker"),
        ("kiosk/transactions.mjs", "indexedDB.open"),
        ("kiosk/upkeep.mjs", "serviceWorker"),
        ("worker/serve.mjs", "caches."),
    }


def test_it_tells_what_a_tablet_of_ours_keeps(visitor):
    main = visitor.opens("/about/privacy").main
    assert "A tablet of ours that works without a network keeps the pages of the ballot" in main
    assert "It goes as soon as it has reached us." in main


def test_it_says_for_how_long_and_who_deletes(visitor, app):
    assert (
        "for 24 months after its last result is published. Then our staff delete it"
        in visitor.opens("/about/privacy").main
    )
    app.config["RETENTION_MONTHS"] = 1
    assert "for 1 month after its last result" in visitor.opens("/about/privacy").main


def test_what_a_result_depends_on_is_not_promised_to_be_deleted_on_request(visitor):
    page = visitor.opens("/about/privacy")
    assert "Until then we cannot change what a result depends on" in page.main
    assert "the same if you withdraw your application" in page.main


def test_the_period_is_a_setting_of_the_programme(tmp_path, monkeypatch):
    monkeypatch.delenv("RETENTION_MONTHS", raising=False)
    assert load(tmp_path)["RETENTION_MONTHS"] == 24
    monkeypatch.setenv("RETENTION_MONTHS", "6")
    assert load(tmp_path)["RETENTION_MONTHS"] == 6


@pytest.mark.parametrize("period", ["", "0", "-3", "two years", "1.5"])
def test_a_period_that_cannot_be_promised_is_refused(period, tmp_path, monkeypatch):
    monkeypatch.setenv("RETENTION_MONTHS", period)
    with pytest.raises(Misconfigured, match="RETENTION_MONTHS must be a whole number, 1 or more"):
        load(tmp_path)
