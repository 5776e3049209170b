"""A group that needs more than there is in its pot reads so while it types, and may go on."""

from __future__ import annotations

from pb.database import exclusive_transaction
from pb.rounds.models import Pot


def test_a_project_that_needs_more_than_its_pot_has_is_told_so_at_once_and_may_go_on(visitor, make):
    """Two pots: one group can ask for £500, and there is £200 in the smaller one."""
    round_ = make.applying_round(pots=("North", "South"))
    with exclusive_transaction() as session:
        session.get_one(Pot, round_.pots[0].id).amount_pence = 20_000
    visitor.opens("/apply")
    visitor.presses("Start")
    visitor.types("The name of your group", "The Larks").presses("Save and continue")
    visitor.opens("/apply/pot")
    visitor.ticks("North").presses("Save and continue")
    assert "There is £200 in the pot." in visitor.opens("/apply/cost").main
    visitor.types("What for?", "Bus", within="Line 1").types("How much?", "350", within="Line 1")
    page = visitor.presses("Save and continue")
    assert page.status == 200 and "Your project needs £350, and there is £200 in the pot" in page.text
    assert "Your project needs £350" in visitor.opens("/apply/check").main
    visitor.opens("/apply/cost")
    visitor.types("How much?", "200", within="Line 1").presses("Save and continue")
    assert "Your project needs" not in visitor.opens("/apply/check").main
