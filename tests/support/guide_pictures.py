"""``make guides``: the pictures in the guides, taken from the demo as a person in each role sees it."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from pb import clock
from pb.database import db
from pb.paper.models import Bundle
from pb.people.models import Account
from pb.rounds.models import Round
from pb.venues.models import VotingSession
from tests.support import browser, demo, run
from tests.support.server import serving
from tests.support.sources import TOP

FOLDER = TOP / "static" / "img" / "guides"
#: Width and height in CSS pixels, as templates/components/screen.html says too.
SIZE = (1000, 640)
#: Which picture is whose: the name of the file and the sign-in name of one of the demo's people.
PICTURES = {"dashboard": "morag", "session-desk": "jean", "typing": "effie", "after-close": "morag"}


def goes_to(name: str, person: browser.BrowserVisitor) -> None:
    """Bring ``person`` to where the picture is taken, by the links that everybody follows."""
    round_id = db.session.scalar(select(func.max(Round.id)))
    if name == "session-desk":
        today = clock.now() - timedelta(hours=1), clock.now() + timedelta(days=1)
        jean = account("jean").id
        of_round = select(VotingSession).where(VotingSession.round_id == round_id)
        sessions = db.session.scalars(of_round.where(VotingSession.ends_at.between(*today)))
        session = next(each for each in sessions if each.has_on_team(jean))
        person.opens(f"/rounds/{round_id}/session-desk/{session.id}")
    elif name == "typing":
        for bundle in db.session.scalars(select(Bundle.id).where(Bundle.round_id == round_id)).all():
            person.opens(f"/rounds/{round_id}/paper-desk/bundles/{bundle}/typing/1")
            if person.page.get_by_text("papers in this bundle have been typed").count() == 0:
                break
        person.page.evaluate("scrollTo(0, 0)")
    elif name == "after-close":
        person.opens(f"/rounds/{round_id}/after-close")
    else:
        person.opens("/dashboard")


def account(sign_in_name: str) -> Account:
    """One of the demo's people."""
    return db.session.scalars(select(Account).where(Account.sign_in_name == sign_in_name)).one()


def main() -> None:
    """Take them all anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    run.begin()
    with (
        tempfile.TemporaryDirectory() as folder,
        demo.seeded_demo(Path(folder), demo.BALLOTS) as (app, _said),
        serving(app) as server,
        browser.chromium() as window,
    ):
        for name, who in PICTURES.items():
            person = browser.BrowserVisitor(window, server, SIZE)
            person.signed_in_as(account(who))
            goes_to(name, person)
            person.page.screenshot(path=FOLDER / f"{name}.png")
            person.leaves()
    run.end()


if __name__ == "__main__":
    main()
