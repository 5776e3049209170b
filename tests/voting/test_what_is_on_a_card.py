"""What a printed card says: its link, its square, its row for the printer; until when and where people can vote."""

from __future__ import annotations

import pytest

from pb.roles import FACILITATOR
from pb.venues.actions import cancel_session
from pb.voting.actions.cards import NewCard
from pb.voting.queries.card_files import cards_pdf
from pb.voting.queries.printed_cards import vote_on_cards
from pb.voting.rules.printed_cards import (
    COLUMNS,
    CardDates,
    dates_on,
    has_sessions,
    link,
    square,
    table,
    words_on_card,
)
from tests.support.makers.voting import COMMAND
from tests.support.pdf import needs_a_ruler, text_of_pages

PAGE = "https://vote.example/vote"
CARD = NewCard(7, "ABCDE23456")


def test_the_code_rides_behind_the_sign_that_no_browser_sends():
    assert link(PAGE, CARD) == "https://vote.example/vote#ABCDE23456"


def test_the_table_for_a_printer_has_number_code_and_address():
    assert COLUMNS == ["card_number", "code", "address"]
    assert table(PAGE, [CARD]) == [[7, "ABCDE-23456", "https://vote.example/vote#ABCDE23456"]]
    assert table(PAGE, []) == []


def test_the_square_is_the_same_each_time_and_another_for_another_code():
    one, again, other = square(PAGE, CARD), square(PAGE, CARD), square(PAGE, NewCard(7, "ABCDE23457"))
    assert one == again != other and (one.error, one.mask) == ("M", 2)


@pytest.mark.parametrize(("phone", "said"), [("0131 496 0000", "Help: 0131 496 0000"), ("", "")])
def test_a_card_says_where_to_go_and_whom_to_phone_if_there_is_a_number(phone, said):
    words = words_on_card(PAGE, phone)
    assert f"Go to {PAGE}, or point" in str(words["how"]) and "hand in this card" in str(words["how"])
    assert (str(words["code"]), str(words["number"]), str(words["help"])) == ("Your voting code:", "Card number", said)


def test_a_card_of_a_vote_at_home_names_no_session():
    home = CardDates("Sunday", "Tuesday", (), 0, "1 March", "vote.example/where")
    assert [has_sessions(each) for each in (None, VOTE, home)] == [True, True, False]
    assert str(words_on_card(PAGE, "", sessions=False)["how"]).endswith("point your phone’s camera at the square.")


VOTE = CardDates(
    "Sunday 14 March 2027 at 8pm",
    "Tuesday 16 March 2027 at midday",
    ("Monday: Kestrel Hall", "Tuesday: Larch Library"),
    12,
    "1 March",
    "vote.example/where",
)


@pytest.mark.parametrize(("shown", "left_out"), [(0, 14), (1, 13), (2, 12)])
def test_a_card_says_how_many_places_it_leaves_out_and_where_they_are(shown, left_out):
    said = dates_on(VOTE, "0131")["notes"][shown]
    assert f"There are {left_out} more times and places. See vote.example/where, or phone us." in said
    assert "This was right on 1 March, when the card was printed." in said


def test_a_card_says_nothing_of_what_is_over_or_missing():
    over = dates_on(CardDates("", "", (), 0, "1 March", "vote.example/where"), "")
    assert over["until"] == over["places"] == [] and over["title"] == "" and "phone" not in over["notes"][0]
    assert dates_on(None, "0131") == {"until": [], "title": "", "places": [], "notes": [""]}


@needs_a_ruler
def test_cards_carry_the_dates_and_places_of_the_day_they_are_printed(make, clock):
    round_, facilitator = make.voting_round(), make.account(FACILITATOR)
    for name in ("Alder Club", "Birch Hall", "Cedar Court", "Larch Library", "Thistle Club"):
        last = make.session_at(round_, facilitator, venue=name)
    last.venue.address, last.venue.name = "1 Leith Walk, EH6 5AA", "Thistle Club"
    pdf = cards_pdf(
        round_, [NewCard(7, "ABCDE23456"), NewCard(8, "ABCDE23457"), CARD], "https://vote.example", last.venue
    )
    first, second = text_of_pages(pdf)
    assert first.count("Vote in person:") == 2 and second.count("Vote in person:") == 1
    assert "Vote online by" in first and "A vote by post must reach us by" in first
    assert first.index("Thistle Club, 1 Leith Walk, EH6 5AA") < first.index("Alder Club")
    assert "more time" in first and f"https://vote.example/rounds/{round_.id}/where-to-vote" in first.replace(" ", "")
    cancel_session(COMMAND, last, "The hall has closed.")
    assert not any("Thistle" in place for place in vote_on_cards(round_, "page", last.venue).places)
    clock.set(round_.post_closes_at)
    assert vote_on_cards(round_, "page") == CardDates("", "", (), 0, vote_on_cards(round_, "page").printed, "page")


def test_before_the_freeze_a_card_promises_no_dates(make):
    assert vote_on_cards(make.ready_round(2), "page") is None
