"""What a database refuses is told as what it is. A sentence like "There is already a round with this name" may only be
said where the name was refused; whoever catches an IntegrityError asks which promise it was.
"""

from __future__ import annotations

import ast

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db
from pb.guards import is_still_used, is_taken
from tests.support.sources import expect_none, modules

#: What asks which promise it was.
ASKS = {"is_taken", "is_still_used"}
#: Passes on a guard's own sentence, and everything else as it came.
PASSES_ON = "pb.database"


def _catches(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "IntegrityError" for each in ast.walk(handler.type or handler))


def _says_something_of_everything(handler: ast.ExceptHandler) -> bool:
    names = {each.id for each in ast.walk(handler) if isinstance(each, ast.Name)}
    passed_on = any(isinstance(each, ast.Raise) and each.exc is None for each in ast.walk(handler))
    return not (names & ASKS and passed_on)


def test_whoever_catches_a_broken_promise_asks_which_it_was():
    found = [
        (module, handler)
        for module in modules()
        for handler in ast.walk(module.tree)
        if isinstance(handler, ast.ExceptHandler) and _catches(handler)
    ]
    assert len(found) >= 10
    expect_none(
        f"{module.place(handler)} answers every IntegrityError with one sentence"
        for module, handler in found
        if module.name != PASSES_ON and _says_something_of_everything(handler)
    )


def refused(statement: str) -> IntegrityError:
    with pytest.raises(IntegrityError) as found:
        db.session.execute(text(statement))
    db.session.rollback()
    return found.value


@pytest.mark.both_databases
def test_each_promise_is_known_by_its_columns(make):
    round_ = make.set_up_round()
    make.account(sign_in_name="rose")
    make.account()
    pot, id = round_.pots[0].id, round_.id
    twice = refused(
        f"INSERT INTO pot (round_id, name, amount_pence) SELECT round_id, name, 1 FROM pot WHERE id = {pot}"
    )
    taken = refused("UPDATE account SET sign_in_name = 'rose'")
    not_there = refused("INSERT INTO pot (round_id, name, amount_pence) VALUES (4711, 'North', 1)")
    wrong = refused(f"INSERT INTO pot (round_id, name, amount_pence) VALUES ({id}, 'South', 0)")
    assert is_taken(twice, "pot.name", "pot.round_id") and is_taken(taken, "account.sign_in_name")
    assert not is_taken(twice, "pot.name") and not is_taken(twice, "round.name") and not is_taken(taken, "pot.name")
    assert is_still_used(not_there) and not any(map(is_still_used, (twice, taken, wrong)))
    assert not is_taken(wrong, "pot.name", "pot.round_id") and not is_taken(not_there, "pot.name", "pot.round_id")
