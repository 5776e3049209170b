"""The page of a result that has just been published, as somebody sees it: while its pictures are drawn, and then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.job_running import run_next
from pb.results import actions
from pb.web.access import Role
from tests.support import browser
from tests.support.whole_words import require_whole_words

LARGEST = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('html { font-size: 250% !important }');
    document.adoptedStyleSheets = [sheet];
    return document.documentElement.scrollWidth - document.documentElement.clientWidth; }"""


@pytest.mark.parametrize("size", [browser.PHONE, browser.DESK], ids=["phone", "desk"])
def test_the_page_shows_the_pictures_as_soon_as_they_are_drawn(make, new_browser_visitor, size, clock):
    round_ = make.opened_box(make.voting_round(projects=3), (1, 2), (1,), (3,))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(make.signed(make.counted(round_))))
    somebody = new_browser_visitor(size).opens(f"/rounds/{round_.id}/results")
    somebody.looks()
    assert "The pictures are being drawn" in somebody.text
    assert run_next()
    somebody.page.locator(".chart__picture").first.wait_for()  # the page looks again by itself
    somebody.looks()
    assert "being drawn" not in somebody.text
    require_whole_words(somebody.page)
    assert somebody.page.evaluate(LARGEST) == 0, "nothing is wider than the screen, in the largest letters"
    folded = [" ".join(each.split()) for each in somebody.page.locator("summary").all_inner_texts()]
    assert len(folded) == len(set(folded)) > 3, "somebody who hears one after another knows which table it is"
