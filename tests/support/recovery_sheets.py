"""The sheets on which a ballot key is printed in words."""

from __future__ import annotations

import re

from tests.support.document import Page


def words_on(page: Page) -> str:
    """The words of the ballot key on the sheets on ``page``, in order."""
    return _words(page, "The words of the key")


def checking_words_on(page: Page) -> str:
    """The words of the key "marks" on the sheets on ``page``, in order."""
    return _words(page, "The words of the key for checking")


def _words(page: Page, label: str) -> str:
    lists = re.findall(rf'<ol[^>]*aria-label="{label}">(.*?)</ol>', page.html, re.DOTALL)
    return " ".join(word for each in lists for word in re.findall(r'word-sheet__word">([a-z]+)<', each))
