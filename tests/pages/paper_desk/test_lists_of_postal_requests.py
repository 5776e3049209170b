"""A list of people who want votes by post: read back first, each bad row named, and saved as a whole or not at all."""

from __future__ import annotations

import pytest

from pb.voting.queries.post import postal_votes
from pb.web.access import COORDINATOR
from tests.support.workbooks import xlsx

HEAD = "Name,Address,Card number,Large print,Card alone\n"


@pytest.fixture
def round_(make):
    round_ = make.voting_round()
    make.cards(round_, 8)
    return round_


@pytest.fixture
def clerk(make, round_, visitor):
    return visitor.signed_in_as(make.staff(COORDINATOR, declared_in=round_))


def uploads(clerk, round_, data: bytes, name: str = "list.csv"):
    clerk.opens(f"/rounds/{round_.id}/paper-desk/postal-votes")
    clerk.follows("Add a list of requests")
    clerk.attaches("Your spreadsheet or CSV file", data, name)
    return clerk.presses("Check the file")


def test_a_list_is_read_back_and_saved(clerk, round_):
    rows = 'Rose Grant,"7 Quay Street, Thistlemoor",1,yes,\nJim Reid,12 High Street,2,,yes\n'
    page = uploads(clerk, round_, (HEAD + rows).encode())
    assert "It has 2 requests" in page.text and "1-9" in page.text and not postal_votes(round_.id)
    assert "2 requests have been written down." in clerk.presses("Write down these requests").text
    said = [
        (each.name, each.request.way, each.request.large_print, each.request.alone) for each in postal_votes(round_.id)
    ]
    assert said == [("Rose Grant", "list", True, None), ("Jim Reid", "list", False, True)]


def test_a_workbook_is_read_the_same(clerk, round_):
    book = xlsx(People=[["name", "address", "card"], ["Rose", "7 Quay Street", "1"]])
    assert "It has 1 request." in uploads(clerk, round_, book, "list.xlsx").text


def test_each_bad_row_is_named_and_nothing_is_saved(clerk, round_):
    rows = [
        "Rose,7 Quay Street,1,,",
        ",7 Quay Street,2,,",
        "Jim,,3,,",
        "Ann,Elsewhere,99,,",
        "Ben,Elsewhere,1,,",
        "Cat,Elsewhere,x,,",
        "Dot,Elsewhere,4,perhaps,",
        *(f"P{number},1 The Home,{number},," for number in range(4, 9)),
    ]
    page = uploads(clerk, round_, (HEAD + "\n".join(rows)).encode())
    for said in (
        "3 Enter the name of the person.",
        "4 Jim Enter the address",
        "5 Ann There is no card with the number 99",
        "6 Ben Card 1 is also on row 2.",
        "7 Cat Enter the number on the voting card",
        "8 Dot Write yes or no",
        "13 P8 No more postal votes can go to this address",
    ):
        assert said in page.text, said
    assert "There are 7 problems in this file." in page.text and not postal_votes(round_.id)


def test_columns_that_we_do_not_need_and_files_that_are_no_lists_are_refused(clerk, round_):
    assert "may have these columns alone" in uploads(clerk, round_, b"name,address,card,phone\nA,B,1,2\n").text
    assert "must name the columns" in uploads(clerk, round_, b"Rose,Here\n").text
    assert "This is a PDF" in uploads(clerk, round_, b"%PDF-1.7").text


def test_what_was_read_back_is_read_again_when_it_is_saved(clerk, make, round_):
    uploads(clerk, round_, (HEAD + "Rose,7 Quay Street,1,,\n").encode())
    make.replaced_card(round_, 1)
    assert "Nothing was saved. Row 2: Card 1 can no longer be used." in clerk.presses("Write down these requests").text
    assert not postal_votes(round_.id)
