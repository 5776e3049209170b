"""Words and numbers that a narrow table breaks in two: "Li / ne"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Every word of the headings and numbers that can be seen in tables which keep their columns; whether it is on two lines.
_LOOK = """() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
    const words = [];
    for (const cell of document.querySelectorAll('.table:not(.table--stack) :is(thead th, .table__number)')) {
        const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (texts.nextNode())
            for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
                const range = document.createRange();
                range.setStart(texts.currentNode, word.index);
                range.setEnd(texts.currentNode, word.index + word[0].length);
                const lines = new Set([...range.getClientRects()].map(line => Math.round(line.top))).size;
                if (lines) words.push([word[0], lines]);
            }
    }
    return words;
}"""


def require_whole_words(page: Page) -> None:
    """Fail where a heading or a number of a table is broken within a word, or where no such table is seen."""
    words = page.evaluate(_LOOK)
    assert words, "no table that keeps its columns is seen"
    broken = sorted({word for word, lines in words if lines > 1})
    assert not broken, f"broken within the word: {', '.join(broken)}"
