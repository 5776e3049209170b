"""What voters do, for every test that needs somebody at a ballot: at home, at a kiosk, and many at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from pb.codes import shown
from pb.database import db, transaction
from pb.refusals import Refusal
from pb.voting import actions
from pb.voting.models import Envelope, Turnout, VotingRight


# --- at home ---
def at_the_ballot(visitor, make, round_, card=None):
    """From the code to the ballot; the card, a new one of the round when none is given."""
    card = card or make.cards(round_)[0]
    visitor.opens("/vote")
    visitor.types("Your voting code", shown(card.code).lower()).presses("Continue")
    visitor.ticks("Yes, this is true for me").presses("Show me the ballot")
    return card


def choice_of(number: int) -> str:
    """The name of a project's button on the ballots that ``make.voting_round`` makes."""
    return f"Choose Number {number}, Project number {number}"


def chosen(number: int) -> str:
    """The same once the project is chosen; pressed again, it is taken off."""
    return f"Chosen Number {number}, Project number {number}"


def chooses(visitor, *numbers: int):
    """Choose these projects; the page on which the choices are looked at."""
    for number in numbers:
        visitor.presses(choice_of(number))
    return visitor.presses("Check my choices")


def noted(*numbers: int, lines: int = 6, shown: int = 0) -> str:
    """What the script of a ballot's page notes where these projects are chosen on a ballot of 1 to ``lines``."""
    return "s" + "".join(f"{value:03}" for value in (shown, *(int(line in numbers) for line in range(1, lines + 1))))


def draft_on(page) -> str:
    """The half-made ballot that a page carries."""
    return next(box.get("value") for box in page.all("input") if box.get("name") == "draft")


def chosen_on(page) -> list[str]:
    """The numbers of the projects that are chosen on a ballot's page."""
    return [
        each.get("data-choose")
        for each in page.all("button")
        if each.get("name") == "take_off" and "data-choose" in each.attrib
    ]


# --- at a kiosk ---
def desk(voting_session) -> str:
    """The address of a session's desk."""
    return f"/rounds/{voting_session.round_id}/session-desk/{voting_session.id}"


def paired(visitor, facilitator, voting_session):
    """The facilitator makes the device in front of ``visitor`` a kiosk of the session at Leith Library."""
    visitor.signed_in_as(facilitator)
    visitor.opens(desk(voting_session))
    visitor.follows("Use this device as a kiosk")
    visitor.types("PIN for the next voter", "2468").types("PIN to end the kiosk", "97531")
    visitor.presses("Set up this device as a kiosk")
    page = visitor.follows("Skip this")
    assert page.heading == "Ready for the next voter" and "Leith Library" in page.text
    return visitor


def at_the_kiosks_ballot(tablet, *ticks: str):
    """A turn is begun with the PIN (``ticks``: what the facilitator notes of it); the ballot's page."""
    tablet.opens("/kiosk")
    tablet.types("PIN for the next voter", "2468").ticks(*ticks).presses("Open the ballot for the next voter")
    return tablet.ticks("Yes, this is true for me").presses("Show me the ballot")


def stops(tablet):
    """The voter goes without a vote, and says so twice."""
    tablet.presses("Stop without voting")
    return tablet.presses("Stop without voting")


# --- many at the same moment ---
def all_at_once(app, make, round_, votes):
    """Cast the votes so that all of them wait while another vote goes in; each receipt or what was raised."""
    db.session.rollback()
    actions.cast_vote(make.vote(round_, make.cards(round_)[0], 1))  # the door is there
    door = app.extensions["pb_voting_door"]

    def press(vote):
        with app.app_context():
            try:
                return actions.cast_vote(vote)
            except (Refusal, IntegrityError) as trouble:
                return trouble

    with ThreadPoolExecutor(len(votes)) as people:
        door.is_taken = True
        pressed = [people.submit(press, vote) for vote in votes]
        while len(door.waiting) < len(votes):
            threading.Event().wait(0.005)
        door.pass_on()
        return [each.result(600) for each in pressed]


def in_the_box() -> int:
    with transaction() as session:
        rows = {session.scalar(select(func.count()).select_from(table)) for table in (Envelope, Turnout)}
        spent = session.scalar(select(func.count()).where(VotingRight.status == "cast"))
    assert rows == {spent}
    return spent
