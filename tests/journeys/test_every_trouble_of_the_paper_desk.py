"""Lent batches, a moved and a cancelled session, a lost box, tablets alone, miscounted boxes, copies, torn and blank papers,
and a post with late, void and duplicate envelopes: settled, counted, counted again, and every number explained.
"""

from __future__ import annotations

import pytest

from pb.paper import actions as desk
from tests.support import effort
from tests.support.desk_journey import Journey
from tests.support.desk_journey_boxes import at
from tests.support.desk_journey_found import found, papers_unaccounted
from tests.support.desk_journey_plan import SMALL, WHOLE


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(SMALL, id="3 boxes, 60 papers"),
        pytest.param(
            WHOLE,
            id="29 venues, 45 sessions, 1,800 papers",
            marks=pytest.mark.skipif(not effort.FULL, reason="the whole of it: make test-long"),
        ),
    ],
)
def test_every_paper_is_accounted_for_and_every_number_of_the_result_is_explained(app, make, size):
    journey = Journey(make, size)
    journey.goes()
    effort.did(size.papers)
    assert [(name, off) for name, off in found(journey, app).table() if off] == []


def test_papers_that_nobody_can_tell_of_are_counted(make):
    journey = Journey(make, SMALL)
    journey.goes()
    assert papers_unaccounted(journey.round.id) == 0
    with at(journey.evening):
        desk.print_batch(journey.office, journey.round.id, None, 3, spare=True)
    assert papers_unaccounted(journey.round.id) == 3
