"""The sheets on which a ballot key is printed in words."""

from __future__ import annotations

import re

from tests.support.document import Page


def words_on(page: Page) -> str:
    """The words of the sheets on ``page``, in order."""
    return " ".join(re.findall(r'word-sheet__word">([a-z]+)<', page.html))
