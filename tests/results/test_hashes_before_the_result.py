"""Whoever reads a hash before the result cannot find the ballots or the outcome of a small vote by trying."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import chain, combinations, combinations_with_replacement

import pytest
from sqlalchemy import select

from pb.database import db
from pb.record.models import RecordLine
from pb.record.queries.lines import content_of
from pb.record.rules import chained
from pb.results.queries.counts import latest_count
from pb.roles import Role
from pb.voting.queries import box_opening_of
from pb.voting.rules.ballots_hash import ballots_hash

BALLOTS = [(1,), (1, 3), (2,)]


@pytest.fixture
def counted(make):
    return make.counted(make.opened_box(make.voting_round(projects=3, objection_days=2), *BALLOTS))


def tried(salt: str | None = None) -> set[str]:
    """The hashes of everything that three voters can have chosen among three projects."""
    each = list(chain.from_iterable(combinations((1, 2, 3), n) for n in range(4)))
    return {
        ballots_hash(((dict.fromkeys(ballot, 1).items(), 1) for ballot in all_), salt)
        for all_ in combinations_with_replacement(each, len(BALLOTS))
    }


def test_no_ballots_that_somebody_tries_have_the_hash_that_is_written_into_the_minutes(counted):
    opening = box_opening_of(counted.id)
    assert opening.ballots_hash not in tried() and latest_count(counted.id).ballots_hash not in tried()
    assert opening.ballots_hash in tried(opening.ballots_salt), "who has the salt finds them"


def test_each_opening_draws_a_salt_of_its_own(make):
    one, two = (make.opened_box(make.voting_round(projects=3), *BALLOTS) for _ in range(2))
    one, two = box_opening_of(one.id), box_opening_of(two.id)
    assert len(one.ballots_salt) == 32 and one.ballots_salt != two.ballots_salt and one.ballots_hash != two.ballots_hash


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.COUNTER, Role.FACILITATOR, Role.EVALUATOR, Role.FINANCE])
def test_no_page_of_those_who_may_not_read_the_count_has_a_hash_of_it(app, make, counted, new_visitor, role):
    """Also the one that is told to those who can object has a salt that nobody reads before the result."""
    visitor = new_visitor()
    if role != Role.PUBLIC:
        visitor.signed_in_as(make.account(role))
    found, looked = latest_count(counted.id), 0
    opening = box_opening_of(counted.id)
    unsaid = {found.outcome_hash, opening.ballots_salt, ballots_hash([(((n, 1) for n in each), 1) for each in BALLOTS])}
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.arguments <= {"round_id"} and not rule.rule.endswith(".pdf"):
            address = rule.rule.replace("<int:round_id>", str(counted.id))
            page = visitor.client.get(address)
            looked += page.status_code == 200
            text = page.get_data(as_text=False)
            assert not [each for each in unsaid if each.encode() in text], address
    assert looked > 10


def test_the_fingerprint_of_the_record_is_of_more_than_the_count(counted):
    """It stands on the round's public page at once, and the line of the count has both hashes. Its totals are sums of keyed marks:
    who tries outcomes would have to know them too.
    """
    found = latest_count(counted.id)
    query = select(RecordLine).where(RecordLine.act == "result.counted", RecordLine.round_id == counted.id)
    line = db.session.scalars(query).one()
    assert line.facts["outcome_hash"] == found.outcome_hash
    content = content_of(line)
    assert chained(content) == line.hash and content.totals
    for totals in (None, hashlib.sha256(b"").hexdigest()):
        assert chained(replace(content, totals=totals)) != line.hash
