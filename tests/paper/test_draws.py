"""Which papers are drawn: what docs/counting.md prints draws the same ones."""

from __future__ import annotations

import random
import re
from collections import Counter

from pb.paper.rules.draws import drawn_papers
from tests.support.sources import TOP


def printed_program():
    """The function in docs/counting.md, by which anybody can draw again; it knows nothing of this program."""
    page = (TOP / "docs" / "counting.md").read_text(encoding="utf-8")
    [found] = re.findall(r"```python\n(import hashlib\n.*?)```", page, re.DOTALL)
    names: dict = {}
    exec(found, names)
    return names["drawn"]


def test_the_printed_program_draws_the_same_papers_for_a_thousand_seeds():
    again, seeds = printed_program(), random.Random("dice")
    for _ in range(1_000):
        digits = "".join(seeds.choices("123456", k=20))
        papers, turns = seeds.randint(1, 5_000), seeds.randint(1, 150)
        assert drawn_papers(digits, papers, turns) == Counter(again(digits, papers, turns))


def test_what_was_drawn_stays_drawn_when_more_are():
    digits = "31425161243526136412"
    first, more = drawn_papers(digits, 1_204, 300), drawn_papers(digits, 1_204, 420)
    assert first <= more and more.total() == 420


def test_each_paper_is_drawn_as_often_as_another():
    found = drawn_papers("31425161243526136412", 10, 5_000)
    assert set(found) == set(range(1, 11)) and all(400 < times < 600 for times in found.values())


def test_a_draw_that_was_worked_out_by_hand():
    """`printf '%s' 31425161243526136412,1 | sha256sum`, its number divided by 1,000 with bc, and one more."""
    assert drawn_papers("31425161243526136412", 1_000, 3) == Counter([982, 606, 386])
