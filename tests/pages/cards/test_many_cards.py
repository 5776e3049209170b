"""Many cards are ordered: made by a job, printed once in the browser that ordered them, cancelled if nobody prints them."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, text

from pb import clock as the_clock
from pb.codes import read_code
from pb.database import db
from pb.job_failures import sentences_of
from pb.job_running import run_next
from pb.jobs import Job, JobPart
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.roles import Role
from pb.voting import actions, queries
from pb.voting.actions import card_orders
from pb.voting.queries.cards import CARD_ORDER

MANY = "450"


@pytest.fixture
def round_(make):
    """Its id alone: a job ends the session of who runs it, and with it what was read there."""
    return SimpleNamespace(id=make.voting_round().id)


@pytest.fixture
def morag(visitor, make):
    return visitor.signed_in_as(make.account(Role.COORDINATOR, name="Morag"))


@pytest.fixture
def callum(new_visitor, make):
    return new_visitor().signed_in_as(make.account(Role.COORDINATOR, name="Callum"))


@pytest.fixture
def ina(new_visitor, make):
    return new_visitor().signed_in_as(make.account(Role.STEERING, name="Ina"))


def orders(person, round_, how_many: str = MANY):
    person.opens(f"/rounds/{round_.id}/cards")
    return person.types("How many cards do you need?", how_many).presses("Make cards to print")


def made(person, round_):
    """The page of an order of 450 cards that have been made."""
    orders(person, round_)
    while run_next():
        pass
    return person.follows("Look again")


def codes_on(page) -> list[str]:
    return [read_code(code) for code in re.findall(r"[2-9A-Y]{5}-[2-9A-Y]{5}", page.text)]


def statuses(round_) -> dict:
    db.session.rollback()
    return dict(queries.card_counts(round_.id))


def acts(round_) -> list[str]:
    query = select(RecordLine.act).where(RecordLine.round_id == round_.id).order_by(RecordLine.position)
    return list(db.session.scalars(query))


@pytest.mark.both_databases
def test_cards_are_made_beside_the_request_and_printed_part_by_part(make, morag, ina, round_):
    page = orders(morag, round_)
    assert page.heading == "450 voting cards" and "0 of 450" in page.text and statuses(round_) == {}
    assert run_next() and not run_next()
    page = morag.follows("Look again")
    assert "The cards with the numbers 1 to 450 have been made" in page.text
    first = codes_on(morag.presses("Print cards 1 to 300"))
    assert len(set(first)) == 300
    page = morag.follows("Back to voting cards")
    assert "Print cards 1 to 300" not in page.buttons
    assert "Release these cards" not in ina.opens(f"/rounds/{round_.id}/cards").buttons, "not all are printed yet"
    with pytest.raises(Refusal, match="have not been printed"):
        actions.release_cards(make.actor(Role.STEERING), queries.packs(round_.id)[0], 450)
    morag.presses("Download the cards as a CSV file")
    rows = list(csv.DictReader(io.StringIO(morag.answer.get_data().decode("utf-8-sig"))))
    assert [row["card_number"] for row in rows] == [str(number) for number in range(301, 451)]
    assert "no longer here" in morag.opens(page.address).text
    ina.opens(f"/rounds/{round_.id}/cards")
    assert "Their codes now work." in ina.types("How many cards are in the pack?", "450").presses().text
    for code in (first[0], read_code(rows[-1]["code"])):
        assert queries.right_of_code(code) and queries.is_released(queries.right_of_code(code))
    assert acts(round_)[-4:] == ["cards.issued", "cards.fetched", "cards.fetched", "cards.released"]


@pytest.mark.both_databases
def test_the_codes_are_nowhere_in_the_database_and_its_key_is_in_the_cookie_alone(morag, round_):
    page = made(morag, round_)
    sealed = {(part.first, part.last): part.sealed for part in db.session.scalars(select(JobPart))}
    everything = str(list(db.session.execute(text("SELECT * FROM job"))))
    cookie = morag.client.get_cookie(f"pb_card_order_{page.address.rsplit('/', 1)[1]}", path=page.address)
    assert cookie.http_only and cookie.same_site == "Strict" and cookie.path == page.address
    assert cookie.value not in everything and all(cookie.value.encode() not in each for each in sealed.values())
    assert list(sealed) == [(1, 300), (301, 450)]
    codes = codes_on(morag.presses("Print cards 1 to 300"))
    assert not any(code.encode() in each for code in codes for each in sealed.values())
    assert db.session.scalar(select(func.count()).select_from(JobPart)) == 1


def test_nobody_else_fetches_them_nor_another_browser_of_the_same_person(morag, callum, ina, round_):
    page = made(morag, round_)
    there = page.address
    assert "Print them" not in (seen := callum.opens(there)).text and "Morag ordered these cards" in seen.text
    ina.opens(f"/rounds/{round_.id}/cards")
    ina.opens("/account/password")  # it has a form
    for person in (callum, ina):
        assert person.posts(f"{there}/print", {"first": "1"}).status == 403
        assert person.posts(f"{there}/table").status == 403
    # With a copy of the cookie, but as somebody else.
    key = morag.client.get_cookie(f"pb_card_order_{there.rsplit('/', 1)[1]}", path=there).value
    callum.client.set_cookie(f"pb_card_order_{there.rsplit('/', 1)[1]}", key, path=there)
    assert "Someone else ordered these cards" in callum.posts(f"{there}/table").text
    # The same person without it, or with another key.
    morag.client.delete_cookie(f"pb_card_order_{there.rsplit('/', 1)[1]}", path=there)
    assert "only be printed there" in morag.opens(there).text and "Download" not in str(morag.page.buttons)
    for wrong in ("", "1" * 64, "no key"):
        morag.client.set_cookie(f"pb_card_order_{there.rsplit('/', 1)[1]}", wrong, path=there)
        assert "in the browser in which they were ordered" in morag.posts(f"{there}/table").text
    assert db.session.scalar(select(func.count()).select_from(JobPart)) == 2


@pytest.mark.both_databases
def test_codes_that_nobody_fetched_are_cancelled_after_a_day_and_never_made_again(morag, ina, round_, clock):
    page = made(morag, round_)
    morag.presses("Print cards 1 to 300")
    clock.set(the_clock.now() + timedelta(hours=23, minutes=59))
    assert not run_next()
    clock.forward(minutes=2)
    assert "no longer here" in morag.opens(page.address).text
    assert "not printed in time" in morag.posts(f"{page.address}/table").text, "also where no job has run yet"
    assert run_next() and not run_next()
    assert statuses(round_) == {None: 300, "void": 150}
    line = db.session.scalars(select(RecordLine).order_by(RecordLine.position.desc())).first()
    assert (line.act, line.facts) == ("cards.left", {"cards": 150, "numbers": "301-450"})
    assert db.session.scalar(select(func.count()).select_from(JobPart)) == 0
    ina.opens(f"/rounds/{round_.id}/cards")
    assert "Their codes now work." in ina.types("How many cards are in the pack?", "300").presses().text


def test_where_all_were_fetched_the_day_after_says_nothing(morag, round_, clock):
    made(morag, round_)
    morag.presses("Download the cards as a CSV file")
    clock.set(the_clock.now() + timedelta(hours=25))
    before = acts(round_)
    assert run_next() and statuses(round_) == {None: 450} and acts(round_) == before


def test_cards_that_could_not_be_printed_are_cancelled_all_together_but_not_once_released(morag, ina, round_):
    page = made(morag, round_)
    morag.presses("Print cards 1 to 300")
    morag.opens(page.address)
    assert morag.presses("Cancel all these cards").status == 422
    cancelled = page.address
    page = morag.types("What happened to the cards?", "The printer caught fire").presses("Cancel all these cards")
    assert "have been cancelled" in page.text and statuses(round_) == {"void": 450}
    assert "Release these cards" not in ina.opens(f"/rounds/{round_.id}/cards").buttons
    page = made(morag, round_)
    morag.presses("Download the cards as a CSV file")
    ina.opens(f"/rounds/{round_.id}/cards")
    ina.types("How many cards are in the pack?", "450").presses("Release these cards")
    assert "Cancel all these cards" not in morag.opens(page.address).buttons
    assert morag.posts(f"{page.address}/cancel", {"reason": "Lost"}).status == 409
    assert morag.posts(f"{cancelled}/cancel", {"reason": "Lost"}).status == 409, "they are cancelled already"
    assert statuses(round_) == {"void": 450, None: 450}


@pytest.mark.both_databases
def test_one_order_of_a_round_at_a_time_and_few_cards_are_made_at_once(morag, round_):
    orders(morag, round_)
    page = orders(morag, round_)
    assert page.status == 409 and "being done already" in page.text
    assert len(set(codes_on(orders(morag, round_, "200")))) == 200
    assert run_next() and statuses(round_) == {None: 650}
    assert orders(morag, round_).status == 200


def test_an_order_that_fails_says_why_and_is_begun_again(morag, new_visitor, make, round_, monkeypatch):
    orders(morag, round_)
    refused = Refusal("The cards stick together.", "Shake them.")

    def issue_codes(*_given):
        raise refused

    with monkeypatch.context() as broken:
        broken.setattr(card_orders, "issue_codes", issue_codes)
        assert run_next()
    page = morag.follows("Look again")
    assert "The cards stick together." in page.text and "Shake them." in page.text
    assert "not made" in morag.opens(f"/rounds/{round_.id}/cards").text
    jean = new_visitor().signed_in_as(make.account(Role.COORDINATOR, name="Jean"))
    assert "Try again" not in jean.opens(page.address).buttons
    answer = jean.posts(f"{page.address}/again")
    assert answer.status == 403 and "Only the person who started this can try it again." in answer.text
    morag.opens(page.address)
    assert "are being made" in morag.presses("Try again").text
    assert run_next() and "have been made" in morag.opens(page.address).text
    assert morag.posts(f"{page.address}/again").status == 409


def test_who_has_lost_their_role_meanwhile_gets_no_cards(morag, round_, make):
    from pb.database import exclusive_transaction
    from pb.people.models import Account

    orders(morag, round_)
    make.account(Role.COORDINATOR, name="Another")  # the last one stays
    card_order = db.session.scalars(select(Job).where(Job.kind == CARD_ORDER)).one()
    who = card_order.account_id
    db.session.rollback()
    with exclusive_transaction() as session:
        session.get_one(Account, who).closed_at = the_clock.now()
    assert run_next() and statuses(round_) == {}
    db.session.rollback()
    card_order = db.session.scalars(select(Job).where(Job.kind == CARD_ORDER)).one()
    said = " ".join(str(each) for each in sentences_of(card_order))
    assert card_order.state == "failed" and "Your role in the programme has changed" in said
