"""Papers that are found too late are written down from the bundle's page and the session's account, and everybody reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db
from pb.pages.results.rights_sentences import rights_in_words
from pb.paper import actions
from pb.paper.rules.resolutions import CHOICES
from pb.refusals import Refusal
from pb.results.actions import publish
from pb.results.queries.checklist import step
from pb.rounds.models import Round
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, STEERING
from tests.support.makers.papers import counter
from tests.support.safety.to_decide import agree

FOUND_MORE = "Were more papers of this session found?"


@pytest.fixture
def session_and_bundle(make):
    """One paper lies in the box, settled and not cast yet; who counts it."""
    round_ = make.voting_round(projects=3, entitlement="vouch")
    voting_session = make.session_at(round_, make.staff(FACILITATOR), venue="Leith Library")
    serials = make.papers(voting_session, 3, 3)
    one, two = (make.staff(COUNTER, declared_in=round_) for _ in range(2))
    bundle = make.bundle(voting_session, in_box=1, one=one, two=two)
    make.typed(bundle, one, 1, {serials[0]: "1"})
    make.typed(bundle, two, 2, {serials[0]: "1"})
    return voting_session, bundle, one


def test_they_are_written_down_from_the_bundle_and_agreed_and_told(visitor, new_visitor, make, session_and_bundle):
    voting_session, bundle, one = session_and_bundle
    round_id, bundle_id, session_id = voting_session.round_id, bundle.id, voting_session.id
    address = f"/rounds/{round_id}/after-close/found-papers/{session_id}"
    visitor.signed_in_as(one)
    assert FOUND_MORE not in visitor.opens(f"/rounds/{round_id}/paper-desk/bundles/{bundle_id}").main
    page = visitor.opens(address)
    assert "can still be counted" in page.main and "Save, and ask a second person" not in page.buttons
    actions.cast_bundle(counter(one), bundle)
    visitor.opens(f"/rounds/{round_id}/paper-desk/bundles/{bundle_id}")
    visitor.follows(FOUND_MORE)
    page = visitor.presses("Save, and ask a second person")
    assert "Select where they were." in page.text
    visitor.types("How many papers were found?", "2")
    visitor.ticks("Found too late to be counted: on the way, in a car or a bag")
    page = visitor.presses("Save, and ask a second person")
    said = "Leith Library, "
    assert said in page.main and "2 papers were found too late to be counted" in page.main
    assert "Waiting for a second person" in page.main
    second = new_visitor().signed_in_as(make.account(STEERING, name="Hugh"))
    page = second.opens(f"/rounds/{round_id}/after-close")
    assert "Not every vote is in: 2 papers were found too late to be counted." in page.text
    second.opens(f"/rounds/{round_id}/after-close/resolutions")
    page = second.presses(agree(second.page))
    assert "Two people have now decided this." in page.text and "in a car or a bag (2)" in page.main
    coordinator = new_visitor().signed_in_as(make.account(COORDINATOR))
    page = coordinator.opens(f"/rounds/{round_id}/session-desk/{session_id}/ballot-paper-account")
    assert "Found too late and not counted" in page.main and FOUND_MORE in page.main
    assert "Hugh" in visitor.opens(address).main


def test_the_published_result_says_so_and_waits_for_the_second_person(app, visitor, make, clock, session_and_bundle):
    voting_session, bundle, one = session_and_bundle
    actions.cast_bundle(counter(one), bundle)
    round_ = db.session.get_one(Round, voting_session.round_id)
    round_ = make.signed(make.counted(make.opened_box(round_)))
    clock.set(round_.post_closes_at + timedelta(hours=3))
    found = actions.record_found_papers(make.actor(COUNTER), voting_session, 1, CHOICES["found"][0])
    first = "A second person must first agree about papers that were found too late"
    assert first in str(step(make.fresh(round_), "publish").missing[0])
    with pytest.raises(Refusal, match=first):
        publish(make.actor(COORDINATOR), make.fresh(round_))
    other = visitor.signed_in_as(make.account(STEERING))
    other.opens(f"/rounds/{round_.id}/after-close/resolutions")
    assert "Two people have now decided this." in other.presses(agree(other.page)).text
    assert found.agreed_by is not None
    publish(make.actor(COORDINATOR), make.fresh(round_))
    page = visitor.opens(f"/rounds/{round_.id}/results")
    assert "One ballot paper was found too late, and its vote was not counted." in page.text
    page = visitor.opens(f"/rounds/{round_.id}/after-close/found-papers/{voting_session.id}")
    assert "The result has been published" in page.main and "Save, and ask a second person" not in page.buttons


def test_a_round_without_such_papers_says_nothing_of_them(app):
    with app.test_request_context():
        said = " ".join(rights_in_words({"codes": 0, "without_vote": 0, "spoiled": 0, "taken_away": 0}))
        more = {"codes": 0, "without_vote": 0, "spoiled": 0, "taken_away": 0, "found_late": 2}
        assert "found too late" not in said
        assert "2 ballot papers were found too late" in " ".join(rights_in_words(more))
