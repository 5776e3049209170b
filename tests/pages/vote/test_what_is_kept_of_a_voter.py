"""A half-made choice lives only in an encrypted field of the voter's own page; of a vote no hour is kept."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict

import pytest
from sqlalchemy import Date, DateTime, Time, inspect, select

from pb.database import UTCTime, db
from pb.pages.vote.draft import BallotDraft
from pb.voting import queries
from pb.voting.models import Envelope, Turnout, VotingRight
from tests.support.voters import choice_of

#: Everything that these tables hold. A new column needs a reason here, and none may say when somebody voted.
COLUMNS = {
    VotingRight: {
        "key",
        "round_id",
        "kind",
        "status",
        "from_stock",
        "with_card",
        "code_hash",
        "card_number",
        "session_id",
        "kiosk_id",
        "assisted",
        "given_again",
        "keyed_mark",
    },
    Turnout: {"right_key", "round_id", "cast_on", "venue_id", "channel", "assisted"},
    Envelope: {"right_key", "round_id", "attempt_hash", "receipt", "sealed", "keyed_mark"},
}


def at_the_review(visitor, round_, card):
    """The voter has chosen 2 and 5; gives what the database held before they pressed."""
    visitor.opens("/vote")
    visitor.types("Your voting code", card.code).presses("Continue")
    visitor.ticks("Yes, this is true for me").presses("Show me the ballot")
    for number in (2, 5):
        visitor.presses(choice_of(number))
    before = all_tables()
    assert visitor.presses("Check my choices").heading == "Check your choices"
    return before


def all_tables() -> dict[str, list]:
    db.session.rollback()
    tables = {table.name: sorted(map(repr, db.session.execute(select(table)))) for table in db.metadata.sorted_tables}
    db.session.rollback()
    return tables


def test_nobody_can_read_the_field_that_carries_a_half_made_choice(app, visitor, make):
    round_ = make.voting_round(min_choices=1)
    card = make.cards(round_)[0]
    at_the_review(visitor, round_, card)
    fields = {box.get("value") for box in visitor.page.all("input") if box.get("name") == "draft"}
    key = queries.right_of_code(card.code).key
    for field in fields:
        draft = BallotDraft.from_token(field)
        assert draft.choices == {2: 1, 5: 1} and draft.right_key == key, "the program itself reads it"
        plain = json.dumps(asdict(draft)).encode()
        readable = [key.encode(), draft.attempt.encode(), b'"choices"', b'"2": 1', b'"5": 1', b"right_key"]
        assert all(words in plain for words in readable), "what is looked for is what would be there"
        for sent in (field.encode(), base64.urlsafe_b64decode(field)):
            assert not any(words in sent for words in [*readable, bytes.fromhex(key), bytes.fromhex(draft.attempt)])
            assert json.dumps({"2": 1, "5": 1}).encode() not in sent
    assert fields, "the review page carries the ballot on"
    assert key not in visitor.page.html and card.code not in visitor.page.html


def test_looking_at_the_choices_leaves_nothing_on_the_server_and_nothing_in_the_cookie(app, visitor, make):
    round_ = make.voting_round(min_choices=1)
    before = at_the_review(visitor, round_, make.cards(round_)[0])
    assert before["voting_right"] and before["ballot_line"]
    assert all_tables() == before
    assert queries.envelopes_in(round_.id) == 0
    with visitor.client.session_transaction() as session:
        assert set(session) == {"csrf_token"}
    assert {name for _domain, _path, name in visitor.client._cookies} == {"session"}
    visitor.presses("Cast my vote")
    assert all_tables() != before, "a vote that goes in does change them"


@pytest.mark.parametrize("model", COLUMNS, ids=lambda model: model.__name__)
@pytest.mark.both_databases
def test_of_a_vote_the_day_is_kept_and_never_the_hour(app, model):
    assert set(model.__table__.columns.keys()) == COLUMNS[model]
    found = {column["name"]: column["type"] for column in inspect(db.engine).get_columns(model.__tablename__)}
    assert set(found) == COLUMNS[model], "the database has no other columns"
    types = [*found.values(), *(column.type for column in model.__table__.columns)]
    assert not [kind for kind in types if isinstance(kind, DateTime | Time | UTCTime)]
    days = {name for name, kind in found.items() if isinstance(kind, Date)}
    assert days == ({"cast_on"} if model is Turnout else set())
