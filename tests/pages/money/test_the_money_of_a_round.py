"""The money of a round, for those who look after it: pots, what groups ask for, what is funded; and nothing else."""

from __future__ import annotations

import csv
import io

import pytest

from pb.projects.queries import ballot_lines
from pb.roles import COORDINATOR, FINANCE, Actor, Role
from pb.rounds import actions as decisions
from pb.rounds.queries import members_of

CONTACT = ("Jean Contact", "0131 496 0123", "jean@example.org", "3 Hidden Lane")


@pytest.fixture
def reader(visitor, make):
    return visitor.signed_in_as(make.account(FINANCE))


def rows_of(visitor, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(visitor.downloads(address).get_data(as_text=True).removeprefix("\ufeff"))))


def test_before_the_result_it_shows_what_is_asked_for_and_nobody_to_phone(reader, make):
    round_ = make.applying_round()
    name, phone, email, address = CONTACT
    contact = {"contact_name": name, "contact_phone": phone, "contact_email": email, "contact_address": address}
    sent = make.eligible(
        round_, title="A bench", cost_lines=[("Wood", 12_050), ("Screws", 450)], least_pence=None, **contact
    )
    make.begun(round_, title="Not sent yet")
    page = reader.opens(f"/rounds/{round_.id}/money")
    assert all(each in page.main for each in ("A bench", "£125", "Wood: £120.50", "Eligible"))
    assert "What each group gets is shown here when the result is public" in page.main
    assert not any(each in page.main for each in (*CONTACT, "Not sent yet"))
    costs = rows_of(reader, f"/rounds/{round_.id}/money/costs.csv")
    assert [row[4:] for row in costs[1:]] == [["Wood", "120.50", ""], ["Screws", "4.50", ""]]
    assert costs[1][:2] == [sent.title, sent.group_name] and not {*CONTACT} & {cell for row in costs for cell in row}
    (pot,) = rows_of(reader, f"/rounds/{round_.id}/money/pots.csv")[1:]
    assert pot[4:] == ["125.00", "", ""] and float(pot[1]) + float(pot[2]) == float(pot[3])


def test_once_the_result_is_public_it_shows_what_each_group_gets(reader, make):
    round_ = make.voting_round(projects=3)
    before = reader.opens(f"/rounds/{round_.id}/money").main
    assert "Left over" not in before and "Gets" not in before
    make.published(round_, (1, 2), (2,))
    page = reader.opens(f"/rounds/{round_.id}/money")
    assert "Spent" in page.main and "Left over" in page.main and "Funded" in page.main
    (pot,) = rows_of(reader, f"/rounds/{round_.id}/money/pots.csv")[1:]
    gets = [row[6] for row in rows_of(reader, f"/rounds/{round_.id}/money/costs.csv")[1:]]
    spent = sum(float(each) for each in gets if each)
    assert spent > 0 and float(pot[5]) == spent and float(pot[5]) + float(pot[6]) == float(pot[3])


def test_a_project_that_two_took_off_the_ballot_is_withdrawn_on_every_list(reader, new_visitor, make):
    round_ = make.ready_round(3)
    make.freezes(round_)
    one, two = (Actor(member.account_id, Role.STEERING) for member in members_of(round_.id)[:2])
    gone, *rest = (line.project for line in ballot_lines(round_.id))
    asked = [each.cost_pence / 100 for each in (gone, *rest)]
    (before,) = rows_of(reader, f"/rounds/{round_.id}/money/pots.csv")[1:]
    decisions.agree_to(two, decisions.propose_withdrawal(one, make.fresh(round_), gone.id, "The group has folded."))
    (after,) = rows_of(reader, f"/rounds/{round_.id}/money/pots.csv")[1:]
    assert (float(before[4]), float(after[4])) == (sum(asked), sum(asked[1:]))
    stands = {row[0]: row[3] for row in rows_of(reader, f"/rounds/{round_.id}/money/costs.csv")[1:]}
    assert stands == {gone.title: "Withdrawn", **{each.title: "Eligible" for each in rest}}
    desk = new_visitor().signed_in_as(make.account(COORDINATOR))
    said = {row[0]: row[6] for row in rows_of(desk, f"/rounds/{round_.id}/applications/applications.csv")[1:]}
    assert said == stands
    counted = {row[1]: row[2] for row in rows_of(desk, f"/rounds/{round_.id}/numbers/numbers.csv")[1:]}
    assert (counted["Eligible"], counted["Withdrawn"]) == ("2", "1")
    assert "Withdrawn" in desk.opens(f"/rounds/{round_.id}/applications/{gone.id}").main


def test_of_votes_applications_and_people_it_opens_nothing(reader, make):
    round_ = make.voting_round(projects=2)
    closed = ("applications", "ballot-texts", "decisions", "after-close", "paper-desk", "cards", "sessions", "numbers")
    assert {part: reader.opens(f"/rounds/{round_.id}/{part}").status for part in closed} == dict.fromkeys(closed, 403)
    assert [reader.opens(each).status for each in ("/people", "/record", "/venues")] == [403, 403, 403]
