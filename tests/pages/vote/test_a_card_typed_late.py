"""Who types a voting code when voting has closed is told what is true then."""

from __future__ import annotations

from datetime import timedelta

from pb.database import transaction
from pb.voting import actions as voting


def test_who_types_a_card_after_the_close_is_told_where_the_result_is(visitor, make, clock):
    """Until it is public: that it will be there; then with a link. A card that was used is told as before."""
    round_ = make.voting_round()
    card, used = make.cards(round_, 2)
    with transaction() as session:
        voting.cast(session, make.vote(round_, used, 1))
    clock.set(round_.voting_closes_at + timedelta(minutes=1))
    assert "The results will be on this site." in types(visitor, card.code).main
    clock.set(round_.post_closes_at + timedelta(days=1))
    make.published(make.fresh(round_))
    page = types(visitor, card.code)
    assert page.status == 409 and "The result is on this site now." in page.main and "will be" not in page.main
    assert visitor.follows("Read the result").heading == f"Result: {round_.name}"
    assert "has already been cast" in types(visitor, used.code).text


def types(visitor, code: str):
    visitor.opens("/vote")
    return visitor.types("Your voting code", code).presses("Continue")
