"""Reply envelopes are opened together, at an address of their own, and become a bundle of the post."""

from __future__ import annotations

from sqlalchemy import select

from pb.database import db
from pb.paper.models import Bundle
from pb.web.access import COUNTER


def test_envelopes_that_were_checked_in_are_opened_as_a_bundle_of_the_post(visitor, make):
    round_ = make.voting_round(min_choices=1)
    card, round_id = make.cards(round_)[0], round_.id
    visitor.signed_in_as(make.staff(COUNTER, declared_in=round_)).opens(f"/rounds/{round_id}/paper-desk")
    assert "Open the envelopes and count the papers" not in visitor.page.text
    visitor.follows("Check in reply envelopes")
    visitor.types("Code on the envelope", card.code).presses("Check in this envelope")
    visitor.opens(f"/rounds/{round_id}/paper-desk")
    assert visitor.follows("Open the envelopes and count the papers").heading == "Open reply envelopes"
    page = visitor.types("Papers you counted", "1").presses("Save my count")
    assert "A second person must now count the same papers." in page.text
    bundle = db.session.scalars(select(Bundle)).one()
    assert (bundle.round_id, bundle.session_id, bundle.channel, bundle.papers_in_box) == (round_id, None, "post", 1)


def test_there_is_no_voting_session_0(visitor, make):
    round_ = make.voting_round()
    visitor.signed_in_as(make.staff(COUNTER, declared_in=round_))
    assert visitor.opens(f"/rounds/{round_.id}/paper-desk/bundles/of-session/0").status == 404
