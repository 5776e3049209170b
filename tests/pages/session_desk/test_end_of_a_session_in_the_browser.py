"""The end of a session on a phone whose connection dies: the numbers stay, and are sent once."""

from __future__ import annotations

from pb.database import db
from pb.paper.models import BallotPaperAccount
from pb.record.models import RecordLine
from pb.web.access import FACILITATOR
from tests.support import browser


def test_numbers_stay_on_the_phone_and_are_sent_once_when_there_is_a_connection(make, new_browser_visitor):
    round_ = make.voting_round(entitlement="vouch")
    who = make.staff(FACILITATOR, declared_in=round_)
    session = make.session_at(round_, who)
    make.papers(session, printed=30, issued=20)
    here = f"/rounds/{round_.id}/session-desk/{session.id}/ballot-paper-account"
    person = new_browser_visitor(browser.PHONE).signed_in_as(who)
    person.opens(here)
    page = person.page
    for label, typed in (
        ("Papers received", "30"), ("Papers issued", "20"), ("Unused papers", "10"), ("Spoiled papers", "0"),
        ("Papers taken away", "0"), ("Voters counted", "20"),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill(typed)
    page.reload()
    page.get_by_text("These numbers were typed on this device before").wait_for()
    assert page.get_by_label("Unused papers", exact=True).input_value() == "10"
    page.get_by_label("Who counted the voters?").fill("Nan, the host")
    page.get_by_label("Number on the seal of the session box").fill("A 4711")
    person.context.set_offline(True)
    button = page.get_by_role("button", name="Submit the ballot paper account")
    button.click()
    page.get_by_text("There is no connection. Keep this page open").wait_for()
    button.click()
    person.context.set_offline(False)
    page.get_by_text("every paper is accounted for").wait_for()
    account = db.session.query(BallotPaperAccount).one()
    assert (account.received, account.unused, account.seal) == (30, 10, "A4711")
    assert db.session.query(RecordLine).filter_by(act="session.accounted").count() == 1
    assert page.evaluate("localStorage.length") == 0, "what has arrived is forgotten"
