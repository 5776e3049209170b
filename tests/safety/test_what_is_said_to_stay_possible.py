"""What cannot be prevented stands in docs/safety.md by name, beside the promises."""

from __future__ import annotations

import re

import pytest

from tests.support.sources import TOP

#: Under which heading, and in which words.
SAID = {
    "What stays possible": (
        *("bought by an unusual pattern", "Two who collude", "A stolen `KEYS_DIR`"),
        "A whole online vote removed on its own day",
    ),
    "What a dead key may leave behind": (
        *("on a plain disk", "SSDs and memory sticks", "snapshots", "a WAL archive", "swap"),
        "choose **word sheets**",
    ),
    "The thief's script": ("every typed paper by its number", "a library's", "before the opening"),
    "What one person can still do alone": ("fewer than two steering group members", "very quick votes"),
}


def under(heading: str) -> str:
    safety = (TOP / "docs" / "safety.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", safety, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[heading]


@pytest.mark.parametrize(("heading", "words"), [(heading, each) for heading, said in SAID.items() for each in said])
def test_it_is_said_in_its_place(heading, words):
    assert words in under(heading)
