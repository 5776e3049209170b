"""At each start the desk key of a frozen round is there, before anything is typed; a dead one stays dead."""

from __future__ import annotations

from pb.database import exclusive_transaction
from pb.keystore import desk_key, file_of_key
from pb.paper.actions import make_desk_keys


def test_each_frozen_round_that_is_not_published_has_its_key_and_no_other_round_has_one(app, make):
    dead, waiting = make.published(make.voting_round(), (1,)).id, make.voting_round().id
    unfrozen = make.set_up_round().id
    for _ in range(2):
        with exclusive_transaction():
            make_desk_keys()
        there = [each for each in (dead, waiting, unfrozen) if file_of_key(desk_key(each)).exists()]
        assert there == [waiting]
