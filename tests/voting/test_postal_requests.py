"""Somebody cannot come and asks for a vote by post: a card goes to them, and who they are is kept apart and deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text

from pb.database import db, transaction
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.regular_work import do_regular_work
from pb.roles import COORDINATOR, COUNTER
from pb.voting import actions
from pb.voting.models import PostalAddress, PostalAsk, PostalRequest, VotingRight
from pb.voting.queries import right_of_card, rights_in_numbers
from pb.voting.queries.post import address_of, post_account, postal_votes
from pb.voting.rules.post import (
    ADDRESSES_KEPT,
    MOST_TO_ONE_ADDRESS,
    NotANumber,
    number_on_envelope,
    read_number_on_envelope,
)
from tests.support.makers.voting import COMMAND

pytestmark = pytest.mark.both_databases

ROSE = ("Rose Grant", "Flat 2, 7 Quay Street\nThistlemoor EH6 1AA")


@pytest.fixture
def round_(make):
    round_ = make.voting_round()
    make.cards(round_, 8)
    return round_


@pytest.fixture
def office(make):
    return make.actor(COORDINATOR)


def asks(office, round_, number=1, who=ROSE) -> None:
    actions.take_request(office, round_, number, *who, "telephone", large_print=True)


def test_a_request_is_written_down_posted_and_comes_back_and_makes_no_vote_more(make, office, round_):
    before = sum(rights_in_numbers(round_.id).values())
    asks(office, round_)
    assert actions.send_requests(office, round_, " 1 ") == 1
    assert post_account(round_.id).not_returned == 1
    actions.check_in_envelope(make.actor(COUNTER), round_.id, right_of_card(round_.id, 1))
    account = post_account(round_.id)
    assert (account.to_send, account.sent, account.came_back, account.not_returned) == (0, 1, 1, 0)
    found = db.session.execute(
        select(VotingRight.kind, VotingRight.status).where(VotingRight.round_id == round_.id)
    ).all()
    assert found.count(("code", "exchanged")) == found.count(("post", None)) == 1 and len(found) == before + 1


def test_the_record_says_which_card_and_never_to_whom(office, round_):
    asks(office, round_)
    actions.send_requests(office, round_, "1")
    lines = [f"{each.act} {each.facts}" for each in db.session.scalars(select(RecordLine)).all()]
    assert any(each.startswith("post.asked") for each in lines) and any(each.startswith("post.sent") for each in lines)
    assert not [each for each in lines if "Rose" in each or "Quay" in each]


def test_no_key_leads_to_a_person_or_from_one(app):
    look = inspect(db.engine)
    assert look.get_foreign_keys("postal_address") == []
    keys = [each["referred_table"] for table in look.get_table_names() for each in look.get_foreign_keys(table)]
    assert "postal_address" not in keys and keys.count("postal_request") == 1  # of what came back


@pytest.mark.parametrize(
    ("number", "who", "match"),
    [
        (99, ROSE, "There is no card"), (1, ("", "Here"), "Enter the name and address"),
        (1, ("Rose", " "), "Enter the name and address"),
    ],
)  # fmt: skip
def test_what_is_refused(office, round_, number, who, match):
    with pytest.raises(Refusal, match=match):
        asks(office, round_, number, who)
    assert not postal_votes(round_.id)


def test_a_card_that_is_used_or_new_or_goes_out_already_is_refused_and_who_asked_is_written_down(office, make, round_):
    actions.check_in_envelope(COMMAND, round_.id, right_of_card(round_.id, 1))
    with pytest.raises(Refusal, match="can no longer be used"):
        asks(office, round_, 1)
    assert "card.looked_at" in [each.act for each in db.session.scalars(select(RecordLine)).all()]
    actions.issue_cards(COMMAND, round_, 1)
    with pytest.raises(Refusal, match="does not work yet"):
        asks(office, round_, 9)
    asks(office, round_, 2)
    with pytest.raises(Refusal, match="already goes to someone"):
        asks(office, round_, 2, ("Jim", "Elsewhere"))


def test_one_address_gets_so_many_however_it_is_written(office, round_):
    for number in range(1, MOST_TO_ONE_ADDRESS + 1):
        asks(office, round_, number, (f"Person {number}", "The Home, 1 High Street"))
    with pytest.raises(Refusal, match="No more postal votes can go to this address"):
        asks(office, round_, 7, ("Person 7", "the home\n1  HIGH street."))
    asks(office, round_, 7, ("Person 7", "The Home, 2 High Street"))


def test_only_what_waits_is_posted_and_all_or_nothing(office, round_):
    asks(office, round_, 1)
    asks(office, round_, 3, ("Jim", "Elsewhere"))
    for wrong in ("2", "1-3", "x", "", "1, 1"):
        with pytest.raises(Refusal, match="Enter only numbers"):
            actions.send_requests(office, round_, wrong)
    assert post_account(round_.id).sent == 0
    assert actions.send_requests(office, round_, "1, 3") == 2
    with pytest.raises(Refusal, match="Enter only numbers"):
        actions.send_requests(office, round_, "1")


def test_a_request_is_removed_with_its_address_until_it_is_posted(office, round_):
    asks(office, round_)
    actions.remove_request(office, round_, 1)
    assert not postal_votes(round_.id) and address_of(round_.id, 1) is None
    with pytest.raises(Refusal, match="Nobody has asked"):
        actions.remove_request(office, round_, 1)
    asks(office, round_)
    actions.send_requests(office, round_, "1")
    with pytest.raises(Refusal, match="has been posted"):
        actions.remove_request(office, round_, 1)


def test_a_lost_one_is_replaced_and_the_old_number_no_longer_works(make, office, round_):
    asks(office, round_)
    actions.send_requests(office, round_, "1")
    with pytest.raises(Refusal, match="No card has been released in place"):
        actions.send_in_place(office, round_, 1)
    new = make.replaced_card(round_, 1).number
    assert actions.send_in_place(office, round_, 1) == new
    assert [(each.request.number, each.name, each.cancelled) for each in postal_votes(round_.id)] == [
        (1, "", True), (new, ROSE[0], False),
    ]  # fmt: skip
    actions.send_requests(office, round_, str(new))
    with pytest.raises(Refusal):
        actions.check_in_envelope(COMMAND, round_.id, right_of_card(round_.id, 1))
    actions.check_in_envelope(COMMAND, round_.id, right_of_card(round_.id, new))
    assert (post_account(round_.id).sent, post_account(round_.id).came_back) == (2, 1)


def test_nobody_asks_or_posts_once_screens_have_closed(office, round_, clock):
    asks(office, round_)
    clock.set(round_.voting_closes_at + timedelta(hours=1))
    with pytest.raises(Refusal, match="has closed"):
        asks(office, round_, 2)
    with pytest.raises(Refusal, match="has closed"):
        actions.send_requests(office, round_, "1")


def test_the_timer_deletes_names_and_addresses_and_says_how_many(office, round_, clock):
    asks(office, round_)
    asks(office, round_, 2, ("Jim", "Elsewhere"))
    actions.ask_online(round_, "Ann", "1 Far Away", large_print=False, alone=False)
    actions.send_requests(office, round_, "1")
    clock.set(round_.post_closes_at + ADDRESSES_KEPT - timedelta(minutes=1))
    assert do_regular_work() and len(db.session.scalars(select(PostalAddress)).all()) == 2
    clock.set(round_.post_closes_at + ADDRESSES_KEPT)
    assert actions.forget_addresses(lambda: True) == 0
    assert do_regular_work(), "what flask jobs run does every minute"
    assert db.session.scalars(select(PostalAddress)).all() == db.session.scalars(select(PostalAsk)).all() == []
    assert actions.forget_addresses() == 0
    assert [each.name for each in postal_votes(round_.id)] == ["", ""] and post_account(round_.id).sent == 1
    (line,) = [each for each in db.session.scalars(select(RecordLine)).all() if each.act == "post.addresses_deleted"]
    assert line.facts["count"] == 3


def test_envelopes_are_put_aside_with_a_reason_and_say_of_no_card_whose_they_are(make, office, round_, clock):
    counter = make.actor(COUNTER)
    asks(office, round_)
    actions.send_requests(office, round_, "1")
    actions.put_aside(counter, round_.id, "open", number=1)
    actions.put_aside(counter, round_.id, "unknown")
    actions.put_aside(counter, round_.id, "unknown", number=5)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    actions.put_aside(counter, round_.id, "late")
    account = post_account(round_.id)
    assert (account.came_back, account.not_returned) == (1, 0)
    assert account.unopened == {"open": 1, "unknown": 2, "late": 1}
    actions.remove_put_aside(counter, round_.id, "unknown")
    assert post_account(round_.id).unopened["unknown"] == 1
    with pytest.raises(Refusal, match="No envelope was put aside"):
        actions.remove_put_aside(counter, round_.id, "used")
    names = {each["name"] for each in inspect(db.engine).get_columns("unopened_envelope")}
    assert names == {"id", "round_id", "reason", "keyed_mark"}


def test_nothing_is_put_aside_before_voting_starts(make, round_, clock):
    clock.set(round_.voting_opens_at - timedelta(hours=1))
    with pytest.raises(Refusal, match="has not started"):
        actions.put_aside(make.actor(COUNTER), round_.id, "late")


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ("UPDATE postal_request SET sent = false", "its request stays"), ("DELETE FROM postal_request", "cannot be removed"),
        ("UPDATE postal_request SET number = 2", "its request stays"), ("UPDATE unopened_envelope SET reason = 'used'", "stay on"),
        ("INSERT INTO postal_address (round_id, number, name, address) VALUES (1, 5, 'A', 'B')", "Nobody has asked"),
    ],
)  # fmt: skip
def test_the_database_keeps_it(office, make, round_, said, match):
    asks(office, round_)
    actions.send_requests(office, round_, "1")
    actions.put_aside(make.actor(COUNTER), round_.id, "late")
    with pytest.raises(Refusal, match=match), transaction() as session:
        session.execute(text(said))


def test_a_number_on_an_envelope_finds_every_wrong_digit_and_most_that_changed_places():
    for number in (1, 17, 40, 999, 12_345):
        assert read_number_on_envelope(f" {number_on_envelope(number)} ") == number
        digits = number_on_envelope(number).replace("-", "")
        for at in range(len(digits)):
            for other in set("0123456789") - {digits[at]}:
                with pytest.raises(NotANumber):
                    read_number_on_envelope(digits[:at] + other + digits[at + 1 :])
    assert read_number_on_envelope("ABCD-EFGH") is None and read_number_on_envelope("7") is None


def test_no_row_of_a_paper_or_a_vote_has_a_column_of_a_request(app):
    columns = {name: set(table.columns.keys()) for name, table in db.metadata.tables.items()}
    assert {"way", "large_print"} <= columns[PostalRequest.__tablename__]
    for table in ("paper", "entry", "bundle", "envelope", "ballot", "choice", "turnout"):
        assert not [each for each in columns[table] if "postal" in each or "request" in each or "address" in each]
