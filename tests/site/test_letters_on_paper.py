"""Titles in many alphabets on papers, cards and charts: every letter has a font, or is named, and no print fails."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

import pytest

from pb import TOP, fonts
from pb.charts.drawing import draw
from pb.charts.pictures import FORMS, Bar, Picture
from pb.fonts import AsItIs, letters_without_font, missing_fonts, printable, texts_without_font
from pb.paper.rules.squares import square_svg
from pb.typesetting import pages_with_numbers
from pb.unicode_text import isolated
from pb.voting.actions.cards import NewCard
from pb.voting.queries.card_files import cards_pdf
from tests.support.pdf import numbers_on_pages, says

TITLES = [
    "Tŷ Ŵyn tea dance", "Żurek i śmiech", "Українська кухня", "بزرگوں کے لیے چائے (12)", "बुज़ुर्गों के लिए चाय", "Cèilidh", "שלום לכולם 5",
    "ਪੰਜਾਬੀ ਚਾਹ", "বাংলা", "தமிழ்", "Ελληνικά", "Singing 🎶 and tea ☕ 👨\u200d👩\u200d👧 👍🏽 ❤️", "Lip\u2011reading",
    "Donau" * 16, "Ŵ" * 80,
]  # fmt: skip
CHINESE = "社區長者午餐會"
#: Korean syllables, a hieroglyph, a sign for private use: no font of ours has them.
IN_NO_FONT = "한 𓀀 \ue000"
needs_chinese = pytest.mark.skipif(
    not fonts.CHINESE.is_file(), reason=".ci/system-packages installs the font for Chinese"
)


@pytest.fixture
def without_chinese(monkeypatch):
    monkeypatch.setattr(fonts, "CHINESE", Path("/nowhere/none.ttf"))
    fonts.fonts.cache_clear()
    yield
    fonts.fonts.cache_clear()


def paper(*titles: str, large: bool = False, circles: Sequence[int] = ()) -> bytes:
    words = dict.fromkeys(
        ("rule", "limit", "how", "rotated", "help", "send", "paper", "number", "project", "cost", "mark"), "word"
    )
    words["mark"] = "Circle one"
    lines = [{"number": at, "title": title, "cost": "£1"} for at, title in enumerate(titles, start=1)]
    told = {
        "title": "Round",
        "language": "en",
        "large": large,
        "words": words,
        "papers": [{"serial": "123 4567", "square": AsItIs(square_svg("123 4567")), "list": 0, "order": ""}],
        "page": "Page {page} of {pages}",
    }
    told |= {"lists": [[{"name": "", "said": "", "lines": lines}]], "circles": list(circles), "box": ""}
    form = TOP / "templates" / "paper_desk"
    return pages_with_numbers(form / "paper_form.typ", form / "paper_stamp.typ", told)


def test_every_letter_of_these_alphabets_has_a_font():
    assert letters_without_font(*TITLES) == []


@needs_chinese
def test_chinese_has_one_where_debian_has_it():
    assert letters_without_font(CHINESE) == [] and missing_fonts() == []


def test_a_missing_font_is_told_and_stops_nothing(without_chinese, app):
    assert missing_fonts() == ["no font for Chinese: sudo apt-get install fonts-droid-fallback"]
    assert letters_without_font(CHINESE) == list(dict.fromkeys(CHINESE))
    said = app.test_cli_runner().invoke(args=["check"]).output
    assert "letters: OK (no font for Chinese: sudo apt-get install fonts-droid-fallback)" in said
    assert paper(CHINESE).startswith(b"%PDF") and draw(Picture((Bar(CHINESE, 1, "1"),), 1))


def test_a_letter_in_no_font_is_named():
    assert printable("A 한 \ue000!") == "A [hangul syllable han] [u+e000]!"
    assert texts_without_font([("title", "Tea 𓀀"), ("other", "Tea")]) == [("title", ["𓀀 (egyptian hieroglyph a001)"])]


@pytest.mark.parametrize("large", [False, True])
def test_a_paper_is_printed_with_any_title(large):
    pdf = paper(*TITLES, CHINESE, IN_NO_FONT, large=large)
    assert set(numbers_on_pages(pdf)) == {"123 4567"} and pdf.count(b"/Type /Page\n") <= 3


def test_a_paper_of_several_pages_says_which_one_it_is():
    pdf = paper(*["A garden"] * 30, large=True)
    assert says(pdf, "Page 1 of 2") == says(pdf, "Page 2 of 2") == 1 and set(numbers_on_pages(pdf)) == {"123 4567"}
    assert says(paper("A garden"), "Page 1 of 1") == 0


@pytest.mark.parametrize("large", [False, True])
def test_what_to_do_with_circles_stands_above_them(large):
    assert says(paper("A garden", large=large, circles=range(1, 6)), "Circle one")


def test_cards_are_printed_with_any_name_of_a_round(app, make):
    for name in (*TITLES, CHINESE, IN_NO_FONT):
        round_ = type("Round", (), {"name": name, "id": 1, "frozen": False})()
        with app.app_context():
            pdf = cards_pdf(round_, [NewCard(1, "ABCDEFGHJK")], "https://vote.example.org")
        assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize("form", FORMS)
def test_a_chart_has_every_letter_and_is_no_wider_than_its_paper(form):
    bars = tuple(
        Bar(f"{at}. {isolated(title)}", at, "votes") for at, title in enumerate((*TITLES, IN_NO_FONT), start=1)
    )
    picture = Picture(bars, 20, form=form)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a letter that it draws as a box
        drawn = draw(picture)
    assert drawn == draw(picture)
