"""The accessibility statement says what people have tested and found, and claims nothing where nobody has."""

from datetime import date

import pytest

#: The parts of the public sector's model, as headings of the page; the last one where its days are set.
PARTS = [
    "How accessible this website is",
    "Tell us about a problem",
    "If you are not happy with our answer",
    "How well it meets the rules",
    "What does not work",
    "How we test",
    "About this statement",
]
CLAIMS = ("fully compliant", "partially compliant", "We know of nothing", "People last tested", "People have tested")


@pytest.fixture
def statement(visitor, app):
    """The words and headings of the page under these settings."""

    def opened(**settings):
        app.config.update({f"ACCESSIBILITY_{name}": value for name, value in settings.items()})
        return visitor.opens("/about/accessibility")

    return opened


def claims(page):
    return [words for words in CLAIMS if words in page.main]


def test_where_nobody_has_tested_it_claims_nothing(statement):
    page = statement()
    assert claims(page) == [] and "So we do not say that it meets them." in page.main
    assert [heading for heading in page.headings if heading in PARTS] == PARTS[:-1]
    assert "We have no full list yet." in page.main and "We have no date yet of a test by people" in page.main


def test_known_faults_are_listed_even_before_a_test_and_are_no_claim(statement):
    page = statement(FAULTS=("The map has no words.",))
    assert "The map has no words." in page.main and claims(page) == []


def test_a_test_without_what_it_found_is_no_claim(statement):
    page = statement(TESTED=date(2026, 11, 3))
    assert claims(page) == ["People last tested", "People have tested"]
    assert "So we do not say that it meets the rules." in page.main and "on Tuesday 3 November 2026" in page.main


def test_a_test_that_found_faults_or_none(statement):
    page = statement(TESTED=date(2026, 11, 3), TESTED_BY="Access for All", FAULTS=("The map has no words.",))
    assert claims(page) == ["partially compliant", "People last tested"]
    assert "It was tested by Access for All." in page.main and "The map has no words." in page.main
    assert claims(statement(FAULTS=())) == ["fully compliant", "We know of nothing", "People last tested"]


def test_it_says_when_it_was_written_whom_to_ask_and_who_enforces(statement, app):
    app.config.update(ORGANISATION="Thistlemoor Council", CONTACT_EMAIL="pb@thistlemoor.example")
    page = statement(PREPARED=date(2026, 11, 2), REVIEWED=date(2026, 11, 28))
    assert [heading for heading in page.headings if heading in PARTS] == PARTS
    for words in (
        "Thistlemoor Council runs it. We want",
        "We wrote this statement on Monday 2 November 2026.",
        "We last reviewed it on Saturday 28 November 2026.",
        "Equality and Human Rights Commission (EHRC)",
        "Equality Advisory and Support Service (EASS)",
    ):
        assert words in page.main
    assert "pb@thistlemoor.example" in page.links
