"""An opening that ends half-way, wherever that is, has opened nothing and lost nothing; the next press opens the whole box."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pb import clock
from pb.database import db
from pb.record.queries import check_everything
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.voting.actions import box_contents, box_opening
from pb.voting.actions.ballot_keys import load_ballot_key
from pb.voting.models import Ballot, Choice, Envelope, Receipt, Turnout, VotingRight
from tests.support.makers.voting import COMMAND

pytestmark = pytest.mark.both_databases

#: What the opening does one after the other: it is cut off before the first of these, or after it.
STEPS = {
    "as it reads ahead": (box_contents.EnvelopeReader, "read_ahead"),
    "as it makes ballots": (box_opening, "ballot_rows"),
    "as it looks under its lock": (box_opening, "_look_at_all"),
    "as it writes ballots": (box_opening, "send"),
    "as it destroys envelopes": (box_opening, "destroy_and_rewrite"),
    "as it notes itself": (box_opening, "_write_box_opening"),
}
LEFT = (VotingRight, Turnout, Envelope, Ballot, Choice, Receipt)


class Cut(BaseException):
    """The program is ended: nothing that handles an error hears of it."""


def rows() -> dict[str, list]:
    """All that votes and an opening leave, in the order of their keys."""
    db.session.rollback()
    return {
        model.__table__.name: db.session.execute(select(model.__table__).order_by(*model.__table__.primary_key)).all()
        for model in LEFT
    }


def opens(round_id: int) -> int:
    round_ = db.session.get_one(Round, round_id)
    with clock.moved(round_.post_closes_at + timedelta(hours=1)):
        return actions.decrypt_ballot_box(COMMAND, round_)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_everything_is_as_it_was_and_the_next_press_opens_all_of_it(make, monkeypatch, step, when):
    round_ = make.voting_round()
    round_id = round_.id
    make.cast(round_, (1,), (2, 3), (1, 2))
    before, key = rows(), load_ballot_key(round_).private
    place, name = STEPS[step]
    does = getattr(place, name)

    def is_cut_off(*given, **more):
        if when == "after":
            does(*given, **more)
        raise Cut

    with monkeypatch.context() as cut, pytest.raises(Cut):
        cut.setattr(place, name, is_cut_off)
        opens(round_id)
    assert rows() == before and queries.box_opening_of(round_id) is None
    assert load_ballot_key(db.session.get_one(Round, round_id)).private == key
    assert opens(round_id) == 3 and check_everything() == []
    assert db.session.scalar(select(func.count()).select_from(Envelope)) == 0
