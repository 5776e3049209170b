"""What a printed card says, without a database: its link, its square, its row for the printer."""

from __future__ import annotations

import pytest

from pb.voting.actions.cards import Card
from pb.voting.rules.printed_cards import COLUMNS, link, square, table, words_on

PAGE = "https://vote.example/vote"
CARD = Card(7, "ABCDE23456")


def test_the_code_rides_behind_the_sign_that_no_browser_sends():
    assert link(PAGE, CARD) == "https://vote.example/vote#ABCDE23456"


def test_the_table_for_a_printer_has_number_code_and_address():
    assert COLUMNS == ["card_number", "code", "address"]
    assert table(PAGE, [CARD]) == [[7, "ABCDE-23456", "https://vote.example/vote#ABCDE23456"]]
    assert table(PAGE, []) == []


def test_the_square_is_the_same_each_time_and_another_for_another_code():
    one, again, other = square(PAGE, CARD), square(PAGE, CARD), square(PAGE, Card(7, "ABCDE23457"))
    assert one == again != other and (one.error, one.mask) == ("M", 2)


@pytest.mark.parametrize(("phone", "said"), [("0131 496 0000", "Help: 0131 496 0000"), ("", "")])
def test_a_card_says_where_to_go_and_whom_to_phone_if_there_is_a_number(phone, said):
    words = words_on(PAGE, phone)
    assert f"Go to {PAGE}, or point" in str(words["how"]) and "hand in this card" in str(words["how"])
    assert (str(words["code"]), str(words["number"]), str(words["help"])) == ("Your voting code:", "Card number", said)
