"""A tablet shows the code of one envelope and sends another, or has votes of an older version: what the server makes of it."""

from __future__ import annotations

from base64 import b64encode

from sqlalchemy import select

from pb.codes import older_receipt_of, shown
from pb.database import db
from pb.voting import queries
from pb.voting.models import Envelope, Kiosk
from pb.voting.rules.envelope_digest import envelope_digest
from pb.voting.rules.sealing import seal_ballot
from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET
from tests.support.tablets import Tablet
from tests.support.voters import desk

#: Somebody has changed what waits on the tablet: by the key of its right, what is put in place of what was there.
CHANGED = """(changes) => new Promise((done, fail) => {
    const opening = indexedDB.open('pb-kiosk-votes');
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
        const work = opening.result.transaction(['waiting'], 'readwrite'), waiting = work.objectStore('waiting');
        waiting.openCursor().onsuccess = ({ target: { result } }) => {
            if (!result) { return; }
            const vote = { ...result.value, ...changes[result.value.right] };
            if (vote.digest === null) { delete vote.digest; }
            result.update(vote);
            result.continue();
        };
        work.oncomplete = () => { opening.result.close(); done(); };
    }; })"""


def set_up_without_network(new_browser_visitor, voting_session):
    tablet = new_browser_visitor(TABLET, has_touch=True, service_workers="allow")
    alone.set_up(tablet, voting_session)
    tablet.context.set_offline(True)
    return tablet


def waiting(tablet) -> list[dict]:
    return tablet.page.evaluate(alone.EVERYTHING_KEPT)["waiting"]


def sends(tablet, has_come) -> None:
    def look() -> bool:
        db.session.rollback()
        return has_come()

    tablet.context.set_offline(False)
    alone.until(look, tablet.page)


def test_another_envelope_than_the_one_whose_code_was_shown_is_told_at_the_desk_by_the_tablets_name(
    new_browser_visitor, voting_session, round_, facilitator, visitor
):
    tablet = set_up_without_network(new_browser_visitor, voting_session)
    alone.at_the_ballot(tablet)
    alone.gives(tablet, {3: 1})
    alone.press(tablet, "Check my choices", "Check your choices")
    below = "".join(tablet.page.locator(".tablet-check .code__value").inner_text().split())
    assert "this code is your receipt code" in tablet.page.locator(".tablet-check").inner_text()
    tablet.page.locator("body:not([data-settling])").wait_for()
    alone.press(tablet, "Cast my vote", "Your vote is saved")
    assert "".join(tablet.page.locator(".code__value").inner_text().split()) == below
    assert "the code that was below your choices" in tablet.page.locator("main").inner_text()
    tablet.page.get_by_role("link", name="I have finished").click()
    alone.sees(tablet, alone.READY)
    (vote,) = waiting(tablet)
    public_key = queries.require_frozen_ballot(round_.id).public_key
    other = seal_ballot(public_key, round_.id, vote["right"], {1: 1})
    tablet.page.evaluate(CHANGED, {vote["right"]: {"sealed": b64encode(other).decode()}})
    sends(tablet, lambda: queries.held_under_other_codes(voting_session.id).total() == 1)
    page = visitor.signed_in_as(facilitator).opens(desk(voting_session))
    name = queries.kiosks_of(voting_session.id)[0].name
    assert "Votes came without their right code." in page.main
    assert f"{name}: one vote came without the code of its envelope, or with another one." in page.main
    assert "No vote is lost: two people decide if these can be counted." in page.main
    assert below not in page.html and shown(below) not in page.html, "the desk does not say whose"
    assert queries.envelopes_in(round_.id) == 0


def test_votes_that_an_older_version_left_on_a_tablet_are_taken_under_the_receipts_that_it_showed(
    new_browser_visitor, voting_session, round_
):
    tablet = set_up_without_network(new_browser_visitor, voting_session)
    for choices in ({1: 1}, {2: 1, 3: 1}):
        alone.votes(tablet, choices)
    older = waiting(tablet)
    tablet.page.evaluate(CHANGED, {vote["right"]: {"digest": None} for vote in older})
    Tablet(db.session.scalars(select(Kiosk)).one(), older_scripts=True)
    newest = alone.votes(tablet, {5: 1})
    sends(tablet, lambda: queries.envelopes_in(round_.id) == 3)
    alone.all_are_sent(tablet)
    found = {each.right_key: each for each in db.session.scalars(select(Envelope))}
    assert {each.receipt for each in found.values()} == {newest, *(older_receipt_of(each["attempt"]) for each in older)}
    assert len(newest) == 16
    for vote in older:
        assert len(found[vote["right"]].receipt) == 12
        assert envelope_digest(round_.id, vote["right"], found[vote["right"]].sealed) == vote["digest"]
