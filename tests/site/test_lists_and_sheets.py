"""Pages of a list, addresses in joined style sheets, and amounts of other currencies. No database."""

from __future__ import annotations

import pytest

from pb.currency import POUNDS, Currency
from pb.pages.results.how_counted import HOW
from pb.web.pagination import page_of
from pb.web.style_sheets import joined_sheets


@pytest.mark.parametrize(
    ("asked", "page", "items"), [(1, 1, [0, 1]), (2, 2, [2, 3]), (9, 3, [4]), (0, 1, [0, 1]), (-3, 1, [0, 1])]
)
def test_a_number_that_is_too_low_or_too_high_means_the_nearest_page(asked, page, items):
    found = page_of(range(5), asked, 2)
    assert (found.page, found.items, found.total, found.pages) == (page, items, 5, 3)


def test_a_list_of_nothing_and_one_of_a_full_page_have_one_page():
    assert (page_of([], 2, 2).page, page_of([], 2, 2).items) == (1, [])
    assert page_of(range(2), 2, 2).page == 1


def test_addresses_in_a_joined_sheet_are_those_from_its_own_folder_and_comments_are_gone():
    files = {
        "css/main.css": b'/* main */\n@import url("parts/form.css") layer(parts) print;\n',
        "css/parts/form.css": b"a { /* why */ background: url('../../img/tick.svg'); }\n\nb { src: url(/x.woff); }\n",
    }
    inside = 'a {  background: url("../img/tick.svg"); }\nb { src: url(/x.woff); }\n'
    assert joined_sheets(files) == {
        "css/main.css": f"@media print {{\n@layer parts {{\n{inside}}}\n}}\n\n".encode(),
        "css/main-without-layers.css": f"@media print {{\n{inside}}}\n\n".encode(),
    }


def test_amounts_are_pounds_or_have_the_code_of_their_currency():
    assert POUNDS.written(1250) == "£12.50" and POUNDS.written("1250.4") == "£12.50" and POUNDS.written(-5) == "-£0.05"
    assert POUNDS.written(1_200_000) == "£12,000" and Currency("GBP", 1000).written(1_200_005) == "£1,200.005"
    assert Currency("PLN", 100).written(123_450) == "1,234.50 PLN" and Currency("PLN", 1).written(1200) == "1,200 PLN"
    assert Currency("PLN", 100).written(-123_450) == "-1,234.50 PLN" and Currency("", 1).written(1200) == "1,200"


def test_an_amount_of_a_sheet_has_all_its_places_and_one_of_an_open_file_only_those_it_needs():
    assert [POUNDS.digits(each) for each in (0, 5, 120_050)] == ["0.00", "0.05", "1200.50"]
    assert [Currency("PLN", 1).digits(1200), Currency("EUR", 1000).digits(1_200_005)] == ["1200", "1200.005"]
    assert [POUNDS.short(each) for each in (0, 5, 120_000, 120_050)] == ["0", "0.05", "1200", "1200.50"]
    assert [each.head("Cost") for each in (POUNDS, Currency("PLN", 1), Currency("", 1))] == [
        "Cost (£)",
        "Cost (PLN)",
        "Cost",
    ]


def test_the_way_that_goes_on_until_nothing_fits_is_explained():
    assert "still fitted" in str(HOW["equal-shares-add1-greedy"][-2])
