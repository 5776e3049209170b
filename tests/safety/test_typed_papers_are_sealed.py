"""A stolen database tells nothing of typed papers: no partial result exists before the box is opened."""

from __future__ import annotations

from sqlalchemy import text

from pb.database import db
from pb.web.access import Role


def test_what_was_typed_cannot_be_read_from_the_database_alone(app, make):
    make.typed_bundle("1 2 3", "1 2 3", "7")
    kept = list(db.session.execute(text("SELECT numbers FROM entry")).scalars())
    assert len(kept) == 6 and len(set(kept)) == 6, "equal papers look different"
    assert {len(each) for each in kept} == {len(kept[0])}, "their length does not tell how much was chosen"
    assert not any("1 2 3" in each for each in kept)


def test_the_running_program_still_compares_them(app, make):
    from pb.paper.actions import cast_bundle
    from tests.support.makers.papers import counter

    bundle = make.typed_bundle("1 2 3", "7")
    assert cast_bundle(counter(make.staff(Role.COUNTER)), bundle) == 2
