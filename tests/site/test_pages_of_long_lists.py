"""Long lists in pages: everything in a list stands on one of its pages, however long a page is."""

from __future__ import annotations

import pytest

from pb.web.pagination import page_of


@pytest.mark.parametrize("per_page", [1, 7, 99, 100, 101, 140, 600, 5_000])
@pytest.mark.parametrize("how_many", [0, 1, 100, 101, 1_250])
def test_each_thing_stands_on_one_page_in_order(per_page, how_many):
    listed = list(range(how_many))
    first = page_of(listed, 1, per_page)
    pages = [page_of(listed, number, per_page) for number in range(1, first.pages + 1)]
    assert [each for page in pages for each in page.items] == listed
    assert first.pages == -(-how_many // per_page)


def test_a_number_that_no_page_has_means_the_nearest():
    listed = list(range(1_250))
    assert page_of(listed, 99, 600).items == listed[1_200:]
    assert page_of(listed, 0, 600).items == listed[:600]


def test_all_on_one_page_is_all():
    assert page_of(range(140), 2, 140).items == list(range(140))
