"""Votes that wait on a tablet: a new version of the program loses none, and on a full disk none is said to be saved."""

from __future__ import annotations

import pytest

from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET


@pytest.fixture
def tablet(new_browser_visitor, voting_session, round_):
    person = new_browser_visitor(TABLET, has_touch=True, service_workers="allow")
    return alone.becomes_a_tablet(person, voting_session, round_)


#: As the browser tells of a full disk: what was written in a transaction is taken back when it ends. (Chromium 156
#: does not heed ``Storage.overrideQuotaForOrigin`` for IndexedDB.)
NOTHING_IS_TAKEN = """() => {
    window.isFull = true;
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (...what) {
        const request = add.apply(this, what), { transaction } = this;
        request.addEventListener('success', () => { if (window.isFull) transaction.abort(); });
        return request;
    };
}"""


def waiting(tablet) -> list[dict]:
    return sorted(tablet.page.evaluate(alone.EVERYTHING_KEPT)["waiting"], key=lambda vote: vote["right"])


def test_an_upgrade_while_votes_wait_loses_none(tablet, app):
    def no_way(route) -> None:
        route.abort()

    tablet.context.route("**/kiosk/votes", no_way)
    receipts = {alone.votes(tablet, {3: 1}), alone.votes(tablet, {2: 1, 5: 1})}
    before = waiting(tablet)
    alone.at_the_ballot(tablet)
    app.config["PROGRAMME_NAME"] = "Another programme"
    tablet.server_there.version = "another"
    alone.gives(tablet, {1: 1})
    receipts.add(alone.casts(tablet))
    alone.until(lambda: alone.has_come(tablet, "Another programme"), tablet.page)
    tablet.page.reload()
    alone.sees(tablet, alone.READY)
    assert "Another programme" in tablet.page.locator(".masthead").inner_text()
    after = waiting(tablet)
    assert len(before) == 2 and len(after) == 3 and [each for each in after if each in before] == before
    assert tablet.server_there.votes == {}
    tablet.context.unroute("**/kiosk/votes", no_way)
    tablet.page.reload()
    alone.all_are_sent(tablet)
    assert sorted(map(str, tablet.server_there.ballots())) == ["{1: 1}", "{2: 1, 5: 1}", "{3: 1}"]
    assert tablet.server_there.receipts() == receipts and waiting(tablet) == []


def test_where_the_disk_takes_nothing_no_vote_is_said_to_be_saved_until_it_is(tablet):
    alone.cut(tablet)
    page = tablet.page
    alone.at_the_ballot(tablet)
    alone.gives(tablet, {4: 1})
    alone.press(tablet, "Check my choices", "Check your choices")
    page.locator("body:not([data-settling])").wait_for()
    page.evaluate(NOTHING_IS_TAKEN)
    for _press in range(2):
        page.get_by_role("button", name="Cast my vote", exact=True).click()
        page.get_by_text("That did not go through.").first.wait_for()
        assert page.locator("h1").inner_text() == "Check your choices" and waiting(tablet) == []
    page.evaluate("() => { window.isFull = false; }")
    alone.press(tablet, "Cast my vote", "Your vote is saved")
    receipt = "".join(page.locator(".code__value").inner_text().split())
    alone.mend(tablet)
    page.get_by_role("link", name="I have finished").click()
    alone.all_are_sent(tablet)
    assert tablet.server_there.ballots() == [{4: 1}] and tablet.server_there.receipts() == {receipt}
