"""A bundle is counted again by two, and neither is told what the other counted; sheets set aside are not waited for."""

from __future__ import annotations

from pb.paper import actions
from pb.paper.queries import strays
from tests.support.makers.papers import counter


def test_whoever_counts_second_is_not_told_the_first_number(typing_desks):
    (first, second, _third), bundle, _serials = typing_desks
    here = f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}"
    assert "Two people counted 3 papers." in first.opens(f"{here}/count-again").main
    first.types("Papers you counted now", "17").presses("Save my count")
    for address in (here, f"{here}/count-again"):
        page = second.opens(address)
        assert page.address == here and "has counted the papers in this bundle. Count them yourself" in page.main
        assert "17" not in page.main
    page = second.types("Papers you counted", "17").presses("Save my count")
    assert page.errors == ["The ballot paper account says 3 papers are in the session box."]
    second.types("If this is not the number", "They were in two boxes.")
    assert "The two counts are the same." in second.presses("Save my count").text


def test_a_sheet_that_two_people_set_aside_is_not_waited_for(typing_desks, counters, make):
    (first, _second, third), bundle, serials = typing_desks
    here = f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}"
    one, two = map(counter, counters[:2])
    for what in ("A shopping list", "A photocopy"):
        actions.propose_stray(one, bundle, what)
        actions.agree_stray(two, bundle, strays(bundle.id)[-1])
    make.typed(bundle, counters[0], 1, {serials[0]: "3"})
    assert "1 of 1" in third.opens(here).main and "0 of 1" in third.page.main
    page = first.opens(f"{here}/typing/1")
    assert "All papers in this bundle have been typed." in page.main
    page = first.types("Number on the paper", serials[1]).types("Projects ticked", "3").presses("Next paper")
    assert "The only paper in this bundle has already been typed. Count the papers again." in page.errors
