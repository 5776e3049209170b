"""Nothing that is stored or shown tells in which order papers were printed, and so who was given which."""

from __future__ import annotations

import math
import random

import pytest
from sqlalchemy import select, text

from pb.database import db
from pb.paper import actions as desk
from pb.paper.models import Paper
from pb.paper.queries import serials_of
from pb.web.access import Role
from tests.support.makers.papers import counter


@pytest.mark.both_databases
def test_neither_ids_nor_the_place_of_rows_tell_in_which_order_papers_were_printed(app, make, new_visitor):
    round_ = make.voting_round(projects=2, entitlement="vouch")
    voting_session = make.session_at(round_, make.staff(Role.FACILITATOR))
    make.papers(voting_session, printed=200, issued=0)
    batch = db.session.scalar(select(Paper.batch_id).limit(1))
    place = "rowid" if db.engine.dialect.name == "sqlite" else "ctid"
    orders = [
        list(db.session.execute(text(f"SELECT serial FROM paper ORDER BY {by}")).scalars())
        for by in ("id", place, "serial")
    ]
    db.session.rollback()
    piles = []
    for _ in range(2):
        page = (
            new_visitor()
            .signed_in_as(make.account(Role.COORDINATOR))
            .opens(f"/rounds/{round_.id}/paper-desk/batches/{batch}")
        )
        shown = [serial for serial in page.text.replace(" ", "").split("Paper") if serial[:7] in orders[2]]
        piles.append([serial[:7] for serial in shown])
    assert sorted(piles[0]) == sorted(piles[1]) == orders[2], "every paper is printed once"
    for pile in piles:
        for order in (*orders, *(each for each in piles if each is not pile)):
            assert by_chance(pile, order)
    assert not by_chance(orders[0], orders[0]) and not by_chance(orders[0], orders[0][::-1]), "the judge can tell"


def by_chance(one: list[str], other: list[str]) -> bool:
    """Whether Spearman's rank correlation of two orders is what chance makes (one in ten million is not)."""
    place = {serial: rank for rank, serial in enumerate(other)}
    n = len(one)
    apart = sum((rank - place[serial]) ** 2 for rank, serial in enumerate(one))
    return math.erfc(abs(1 - 6 * apart / (n * (n * n - 1))) * math.sqrt(n - 1) / math.sqrt(2)) > 1e-7


def test_the_judge_of_orders_takes_shuffled_ones_for_chance():
    serials = [f"{n:07d}" for n in range(200)]
    assert by_chance(random.Random(5).sample(serials, 200), serials)


def test_an_id_that_is_taken_is_not_given_again(make, monkeypatch):
    round_ = make.voting_round()
    drawn = iter([5, 5, 9, 5, 12])
    monkeypatch.setattr("pb.paper.actions.printing._random_id", lambda: next(drawn))
    by = counter(make.staff(Role.COUNTER))
    batches = [desk.print_batch(by, round_.id, None, how_many) for how_many in (2, 1)]
    assert [len(serials_of(batch.id)) for batch in batches] == [2, 1]
    assert set(db.session.scalars(select(Paper.id))) == {5, 9, 12}
