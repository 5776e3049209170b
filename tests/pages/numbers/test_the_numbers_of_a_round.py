"""The numbers of a round, for whoever looks at how it went: of votes what is published, of groups counts, of nobody a name."""

from __future__ import annotations

import csv
import io
import json

import pytest

from pb.results.queries.counts import publication_of
from pb.roles import EVALUATOR


@pytest.fixture
def reader(visitor, make):
    return visitor.signed_in_as(make.account(EVALUATOR))


def rows_of(visitor, round_) -> list[list[str]]:
    answer = visitor.downloads(f"/rounds/{round_.id}/numbers/numbers.csv")
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))[1:]


def test_groups_are_counted_and_not_named(reader, make):
    round_ = make.applying_round()
    one = make.eligible(round_, title="A bench", contact_name="Jean Contact", contact_phone="0131 496 0123")
    make.decided(make.application(round_), "not_eligible", "It is not in the area.", unmet=(1,))
    make.application(round_)
    make.begun(round_)
    page = reader.opens(f"/rounds/{round_.id}/numbers")
    counted = {row[1]: int(row[2]) for row in rows_of(reader, round_)}
    assert (counted["Applications that were sent"], counted["Eligible"], counted["Not eligible"]) == (3, 1, 1)
    assert counted["Not decided yet"] == 1 and counted["Withdrawn"] == 0
    assert not any(said in page.main for said in ("A bench", "Jean Contact", "0131 496 0123", one.group_name))


def test_nobody_sees_how_many_voted_before_the_result_is_public(reader, make):
    round_ = make.voting_round(projects=3)
    make.cast(round_, *[(1,)] * 12)
    page = reader.opens(f"/rounds/{round_.id}/numbers")
    assert "before the result is public" in page.main and "12" not in page.main
    assert not [row for row in rows_of(reader, round_) if row[0].startswith("Votes")]


def test_of_votes_it_shows_the_groups_that_were_published(reader, make):
    round_ = make.published(make.voting_round(projects=3), *[(1, 2)] * 12)
    turnout = json.loads(publication_of(round_.id).facts)["turnout"]
    shown = [int(row[2]) for row in rows_of(reader, round_) if row[0].startswith("Votes by")]
    assert shown == [group["ballots"] for key in ("places", "channels", "days") for group in turnout[key]]
    assert all(each >= 10 for each in shown)
    page = reader.opens(f"/rounds/{round_.id}/numbers")
    assert "12 votes were cast" in page.main
    assert reader.follows("What if we had counted another way?").status == 200


def test_it_opens_nothing_of_applications_money_and_people(reader, make):
    round_ = make.voting_round(projects=2)
    closed = ("applications", "ballot-texts", "decisions", "after-close", "paper-desk", "cards", "sessions", "money")
    assert {part: reader.opens(f"/rounds/{round_.id}/{part}").status for part in closed} == dict.fromkeys(closed, 403)
    assert [reader.opens(each).status for each in ("/people", "/record", "/venues")] == [403, 403, 403]
