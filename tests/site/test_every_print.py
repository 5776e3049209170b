"""Every print of a programme in which each typed word has 80 letters, and a letter in no font: it is made, in a practice as
well, its tables go over pages, and no word runs off the paper or over another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pb.pages.results import venue_sheets
from pb.pages.results.result_view import published
from pb.practice import BEGINS
from tests.support.pdf import Word, needs_a_ruler, words_on_pages
from tests.support.prints import TYPED, Prints, long_programme, words_outside, words_over_each_other

#: What a typed letter is called that no font has: it is on every print that says what somebody typed.
NAMED = "hieroglyph"


@pytest.fixture
def prints(at_noon, make, visitor, monkeypatch) -> Prints:
    found = long_programme(make, visitor)
    told = [{"names": [f"{each}{TYPED}"[:80]], "ballots": 20} for each in range(3)]
    result = published(found.told.id)
    with_places = replace(result, facts={**result.facts, "turnout": {"ballots": 60, "places": told}})
    monkeypatch.setattr(venue_sheets, "published", lambda _round_id: with_places)
    found.asks_for_a_vote_by_post()
    return found


def every(app, prints: Prints) -> Iterator[tuple[str, str, list[list[Word]]]]:
    """(route, address, words on each page) of every print that the program has."""
    files = [
        ("cards", "cards", prints.cards),
        ("letters.letters_pdf", "letters", prints.letters),
        *prints.all(),
    ]
    is_printed = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.endswith(".pdf")}
    assert is_printed == {route for route, _address, _make_it in files} - {"cards"}
    return ((route, address, words_on_pages(make_it())) for route, address, make_it in files)


@needs_a_ruler
def test_no_word_runs_off_a_print_or_over_another_and_each_letter_is_told(app, prints):
    faults = {}
    for route, address, pages in every(app, prints):
        found = [*words_outside(route, pages)[:3], *words_over_each_other(pages)[:3]]
        if not any(NAMED in word.text for page in pages for word in page):
            found.append("A letter without a font is not named.")
        if found:
            faults[address] = found
    assert faults == {}


@needs_a_ruler
def test_a_practice_prints_everything_and_tables_go_over_pages(app, prints):
    app.config |= {"PRACTICE": True, BEGINS: True}
    long = set()
    for route, address, pages in every(app, prints):
        assert all(any("PRACTICE" in word.text for word in page) for page in pages), address
        long |= {route} if len(pages) > 2 else set()
    assert {"results.pack", "results.chart_pdf", "paper_desk.packing_pdf", "letters.letters_pdf"} <= long
