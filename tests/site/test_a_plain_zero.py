"""The zero of pages, cards and papers has no slash; every other letter is as the Braille Institute drew it."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from tests.support.plain_zero import ON_PAGES, PRINTED, STYLES, of_the_package, with_a_plain_zero


@pytest.mark.parametrize("style", STYLES)
def test_only_the_zero_differs_from_the_font_as_it_was_published(style):
    ours, published = TTFont(PRINTED / f"AtkinsonHyperlegible-{style}.ttf"), of_the_package(style)
    assert ours.getGlyphOrder() == published.getGlyphOrder() and ours["hmtx"].metrics == published["hmtx"].metrics
    drawn = [font["glyf"] for font in (ours, published)]
    different = {name for name in ours.getGlyphOrder() if drawn[0][name] != drawn[1][name]}
    assert "zero" in different and different <= {"zero", "zero.tf"}
    assert drawn[0]["zero"] == with_a_plain_zero(style)["glyf"]["zero"], "made by tests/support/plain_zero.py"
    assert [drawn[0]["zero"].numberOfContours, drawn[1]["zero"].numberOfContours] == [2, 3]


@pytest.mark.parametrize("style", STYLES[:3])
def test_pages_have_the_same_zero(style):
    alone = TTFont(ON_PAGES / f"AtkinsonHyperlegible-Zero-{style}.woff")
    drawn = alone["glyf"]["zero"].getCoordinates(alone["glyf"])[0]
    printed = TTFont(PRINTED / f"AtkinsonHyperlegible-{style}.ttf")
    assert list(drawn) == list(printed["glyf"]["zero"].getCoordinates(printed["glyf"])[0])
    assert alone["hmtx"]["zero"] == printed["hmtx"]["zero"] and sorted(alone.getBestCmap()) == [ord("0")]
