"""What was typed under a wrong number is removed, as far as two people have counted; and what was ruled on it goes too."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.database import db
from pb.paper import actions, queries
from pb.paper.models import Ruling
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, Actor
from pb.voting.queries import frozen_ballot
from tests.support.makers.papers import counter

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def people(make):
    return [make.staff(COUNTER) for _ in range(3)]


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)


@pytest.fixture
def typed(make, voting_session, people):
    """Of two papers, typed alike by two people, the second under a number that is on no paper: (bundle, serials)."""
    serials = make.papers(voting_session, printed=3, issued=2)
    bundle = make.bundle(voting_session, in_box=2, one=people[0], two=people[1])
    for number, who in ((1, people[0]), (2, people[1])):
        make.typed(bundle, who, number, {serials[0]: "1", serials[2]: "2"})
    return bundle, serials


def test_a_number_that_one_person_has_counted_removes_nothing_that_two_typed(make, typed, people):
    bundle, serials = typed
    actions.count_bundle_again(counter(people[2]), bundle, 0)
    alone = Actor(make.staff(COORDINATOR).id, COORDINATOR)
    for serial in (serials[0], serials[2]):
        with pytest.raises(Refusal, match="typed once"):
            actions.remove_entry(alone, bundle, make.paper(bundle, serial), "A slip.")
    assert queries.typed_in_pass(bundle.id, 1) == queries.typed_in_pass(bundle.id, 2) == 2


def test_with_the_last_entry_of_a_paper_goes_what_was_ruled_on_it(make, typed, people):
    bundle, serials = typed
    one, two, third = map(counter, people)
    wrong = make.paper(bundle, serials[2])
    actions.propose_ruling(third, bundle, wrong, reason="typed_wrong", counts=None)
    actions.propose_stray(one, bundle, "A menu")
    actions.agree_stray(two, bundle, queries.strays(bundle.id)[0])
    for by in (one, two):
        actions.remove_entry(by, bundle, wrong, "On no paper.")
    assert db.session.scalars(select(Ruling)).all() == []
    statuses = queries.paper_statuses([bundle.id], frozen_ballot(bundle.round_id))[bundle.id]
    assert [each.paper.serial for each in statuses] == [serials[0]]
    assert actions.cast_bundle(third, bundle) == 1
