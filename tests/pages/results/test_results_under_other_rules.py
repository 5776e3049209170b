"""The public page under each rule: its five sentences, each project's "why", and charts that tell the same."""

from __future__ import annotations

import re

import pytest

from pb.charts.drawing import draw
from pb.pages.results.charts import charts_of
from pb.pages.results.result_view import published
from tests.support.document import words

COSTS = [60_000, 30_000, 40_000, 20_000]
BALLOTS = [(1,), (1,), (1,), (1,), (2, 3), (2, 3), (2,), (4,), (4,)]
#: By rule: a sentence of how it was counted; words of the "why" of a funded project and of one that is not; who is
#: funded.
RULES = {
    "most-votes": ("The project with the most votes came first", "was left when its turn came", "it costs", {1, 2}),
    "most-votes-stop": (
        "The count stopped at the first project",
        "was left when its turn came",
        "It is not funded",
        {1, 2},
    ),
    "votes-per-pound": (
        "The project with the most votes for each pound came first",
        "was left when its turn came",
        "it costs",
        {2, 3, 4},
    ),
    "equal-shares": ("each ballot had the same share", "paid", "It is not funded", {2, 4}),
    "phragmen": ("Each ballot began with nothing and saved up", "saved", "It is not funded", {2, 4}),
}


@pytest.mark.parametrize("rule", list(RULES))
def test_the_page_tells_how_this_rule_counted_and_why_each_project_is_funded_or_not(rule, make, visitor):
    how, why_funded, entry_error, expected = RULES[rule]
    round_ = make.published(make.voting_round(projects=4, costs=COSTS, rule=rule), *BALLOTS)
    page, result = visitor.opens(f"/rounds/{round_.id}/results"), published(round_.id)
    assert how in page.main
    table = [
        line for line in page.tables["All projects, in the order of the count"][1:] if line[0][0].isdigit()
    ]  # without the cut
    for line, row in zip(table, result.rows, strict=True):
        assert line[0].startswith(f"{row.number}. ") and row.why in line[4]
        assert (why_funded if row.award else entry_error) in row.why, row.why
    funded = {row.number for row in result.rows if row.award}
    assert funded == expected
    bars = charts_of(result)[0].pictures[0].bars
    assert {bar.label[0] for bar in bars if bar.fill == "full"} == {str(number) for number in funded}
    assert all(bar.note.endswith("not funded") for bar in bars if bar.fill == "empty")
    assert f"{len(funded)} of 4 projects" in page.main
    assert [row[1] for row in page.tables["Votes for each project"][1:]] == [str(row.support) for row in result.rows]


def test_a_tie_that_mattered_is_told_with_the_lot_that_decided_it(make, visitor):
    round_ = make.published(
        make.voting_round(projects=3, costs=[60_000, 60_000, 30_000], tie_rule="lot"), (1,), (2,), (1, 2)
    )
    page, result = visitor.opens(f"/rounds/{round_.id}/results"), published(round_.id)
    first = next(row.title for row in result.rows if row.award)
    told = [item for item in map(words, page.all("li")) if "” were level" in item]
    assert (
        len(told) == 1
        and "The lot decided their order." in told[0]
        and told[0].endswith("It made a difference to the result.")
    )
    assert result.rows[0].title == first and "Projects in the order of the lot, first one first:" in page.main
    assert "printf '%s'" in page.main


def test_a_tie_that_did_not_matter_is_folded_away(make, visitor):
    round_ = make.published(make.voting_round(projects=3, costs=[10_000, 20_000, 30_000]), (1,), (2,))
    page = visitor.opens(f"/rounds/{round_.id}/results")
    assert "Some projects were level, but it made no difference to the result." in page.main
    assert "The one that costs less came first. It made no difference" in page.main


def test_funded_part_funded_and_not_funded_differ_without_any_colour(make):
    """In the drawing: a filled, a hatched and an empty bar; and each says in words which it is."""
    round_ = make.voting_round(projects=3, costs=[60_000, 60_000, 30_000], part_funding=True)
    bars = charts_of(published(make.published(round_, (1,), (1,), (2,), (3,)).id))[0].pictures[0]
    fills = {bar.fill for bar in bars.bars}
    assert {"full", "empty"} <= fills and all(
        bar.note.rpartition("· ")[2] in ("funded", "funded in part", "not funded") for bar in bars.bars
    )
    assert len({bar.note.rpartition("· ")[2] for bar in bars.bars}) == len(fills) and draw(bars)


def receipts_on(page):
    return [words(item) for item in page.all("li") if re.fullmatch(r"[0-9A-Z]{4}([ -]?[0-9A-Z]{4}){3}", words(item))]


def test_receipts_are_sorted_and_nothing_stands_beside_them(make, visitor):
    round_ = make.published(make.voting_round(), *[(1,)] * 12)
    page = visitor.opens(f"/rounds/{round_.id}/results/receipts")
    codes = receipts_on(page)
    assert len(codes) == 12 and codes == sorted(codes)
    assert page.tables == {}, "no column beside the codes"
    data = visitor.downloads(f"/rounds/{round_.id}/results/files/receipts.csv").get_data().decode("utf-8-sig").split()
    assert data == ["receipt_code", *codes]


def test_receipts_come_in_pages_and_a_page_that_is_not_there_means_the_nearest(make, visitor, monkeypatch):
    monkeypatch.setattr("pb.pages.results.receipts.A_PAGE", 2)
    round_ = make.published(make.voting_round(), *[(1,)] * 5)

    def page(number):
        return visitor.opens(f"/rounds/{round_.id}/results/receipts?page={number}")

    codes = [receipts_on(page(number)) for number in (1, 2, 3)]
    assert [len(each) for each in codes] == [2, 2, 1] and sum(codes, []) == sorted(set(sum(codes, [])))
    assert receipts_on(page(99)) == codes[2] and receipts_on(page(0)) == receipts_on(page("x")) == codes[0]
    assert any(address.endswith("?page=2") for address in page(1).links.values())
