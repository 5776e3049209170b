"""Voting cards: made and printed once, as a sheet, a table or a PDF; a lost one is voided and replaced by its
number.
"""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta

import pytest
import segno
from sqlalchemy import text

from pb.codes import read_code
from pb.database import db
from pb.refusals import Refusal
from pb.voting import actions, queries
from pb.web.access import Role
from tests.support.makers.voting import COMMAND


@pytest.fixture
def round_(make):
    return make.voting_round()


@pytest.fixture
def coordinator(visitor, make):
    return visitor.signed_in_as(make.staff(Role.COORDINATOR))


def dark_squares(svg: str) -> set[tuple[int, int]]:
    """(row, column) of every dark square in a drawn QR code, its white edge left out. Read from the strokes that are
    drawn.
    """
    (strokes,) = re.findall(r' d="([^"]+)"', svg)
    dark, column, row = set(), 0.0, 0.0
    for move, x, y in re.findall(r"([Mmh]) ?(-?[\d.]+)(?: (-?[\d.]+))?", strokes):
        start = 0 if move == "M" else column
        row = float(y) if move == "M" else row + float(y or 0)
        column = start + float(x)
        if move == "h":
            dark |= {(int(row), square) for square in range(int(start), int(column))}
    top, left = min(row for row, _ in dark), min(column for _, column in dark)
    return {(row - top, column - left) for row, column in dark}


def qr_code_of(text: str) -> set[tuple[int, int]]:
    rows = segno.make(text, error="m", mask=2).matrix
    return {(row, column) for row, squares in enumerate(rows) for column, dark in enumerate(squares) if dark}


def test_the_square_on_each_printed_card_holds_the_address_with_its_own_code(coordinator, round_):
    coordinator.opens(f"/rounds/{round_.id}/cards")
    page = coordinator.types("How many cards do you need?", "2").presses("Make cards to print")
    cards = re.findall(r'<li class="voting-card">.*?</li>', page.html, re.DOTALL)
    codes = [read_code(re.search(r"[2-9A-Y]{5}-[2-9A-Y]{5}", card)[0]) for card in cards]
    assert len(set(codes)) == 2
    for card, code in zip(cards, codes, strict=True):
        assert dark_squares(card) == qr_code_of(f"http://localhost/vote#{code}")
    assert dark_squares(cards[0]) != qr_code_of(f"http://localhost/vote#{codes[1]}")


def test_the_squares_of_the_pdf_hold_the_sites_address_with_their_own_code(app, make, round_, tmp_path, monkeypatch):
    make.session_at(round_)
    number, printed = round_.id, []
    db.session.rollback()

    def prints(_template, *, sys_inputs, **_more):
        data = json.loads(sys_inputs["cards"])
        assert "You can also hand in this card" in data["labels"]["how"] and data["labels"]["number"] == "Card number"
        printed.extend(data["cards"])
        return b"%PDF-"

    monkeypatch.setattr("pb.voting.queries.card_files.typst.compile", prints)
    args = [
        "voting",
        "cards",
        str(number),
        "--number",
        "2",
        "--address",
        "https://vote.example.org/",
        "--pdf",
        str(tmp_path / "cards.pdf"),
    ]
    assert app.test_cli_runner().invoke(args=args).exit_code == 0
    assert [card["number"] for card in printed] == [1, 2] and all(
        queries.right_of_code(read_code(card["code"])) for card in printed
    )
    for card in printed:
        assert dark_squares(card["qr"]) == qr_code_of(f"https://vote.example.org/vote#{read_code(card['code'])}")


def test_a_sheet_of_cards_is_shown_once_with_a_square_for_each(coordinator, make, round_):
    make.session_at(round_)
    coordinator.opens(f"/rounds/{round_.id}/cards")
    page = coordinator.types("How many cards do you need?", "3").presses("Make cards to print")
    codes = re.findall(r"[2-9A-Y]{5}-[2-9A-Y]{5}", page.text)
    assert "You can also hand in this card at a voting session." in page.main and "Card number 3" in page.main
    assert page.heading == "Voting cards to print" and len(set(codes)) == 3 and page.html.count("<svg") >= 3
    assert all(queries.right_of_code(read_code(code)) for code in codes)
    coordinator.opens(f"/rounds/{round_.id}/cards")
    assert not any(code in coordinator.page.text for code in codes), "nobody can look a code up again"


def test_a_table_for_the_printers_shop_holds_number_code_and_address(coordinator, round_):
    coordinator.opens(f"/rounds/{round_.id}/cards")
    coordinator.types("How many cards do you need?", "2").presses("Make cards as a CSV file")
    rows = list(csv.DictReader(io.StringIO(coordinator.answer.get_data().decode("utf-8-sig"))))
    assert [row["card_number"] for row in rows] == ["1", "2"]
    assert all(row["address"].endswith("/vote#" + row["code"].replace("-", "")) for row in rows)
    assert coordinator.answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("how_many", ["0", "20001", "many", ""])
def test_a_number_that_cannot_be_is_refused_and_nothing_is_made(coordinator, round_, how_many):
    coordinator.opens(f"/rounds/{round_.id}/cards")
    page = coordinator.types("How many cards do you need?", how_many).presses("Make cards to print")
    assert page.status == 422 and page.errors
    assert sum(queries.card_counts(round_.id).values()) == 0


def test_a_lost_card_is_replaced_by_its_number_and_its_code_opens_nothing(coordinator, new_visitor, make, round_):
    lost = make.cards(round_)[0]
    coordinator.opens(f"/rounds/{round_.id}/cards")
    coordinator.types("Number of the lost card", str(lost.number)).types(
        "What happened to the card?", "Fell into the loch"
    )
    page = coordinator.presses("Replace this card")
    make.releases(round_)
    new = read_code(re.search(r"[2-9A-Y]{5}-[2-9A-Y]{5}", page.text)[0])
    voter = new_visitor()
    voter.opens("/vote")
    page = voter.types("Your voting code", lost.code).presses("Continue")
    assert page.status == 409 and "This card has been cancelled." in page.text
    voter.opens("/vote")
    assert voter.types("Your voting code", new).presses("Continue").heading == "Before you vote"


@pytest.mark.both_databases
def test_a_card_that_was_used_or_voided_is_not_replaced(make, round_):
    used, void = make.cards(round_, 2, torn=(2,))
    vote = make.vote(round_, used, 1)
    from pb.database import transaction

    with transaction() as session:
        actions.cast(session, vote)
    for card, words in ((used, "used to vote"), (void, "already been cancelled")):
        with pytest.raises(Refusal, match=words):
            actions.replace_card(COMMAND, round_, card.number, "lost")
    with pytest.raises(Refusal, match="no card with the number 77"):
        actions.cancel_card(COMMAND, round_, 77, "lost")
    assert sum(queries.card_counts(round_.id).values()) == 2


def test_no_card_is_made_or_replaced_once_the_box_is_open(make, round_, clock):
    lost = make.cards(round_)[0]
    make.opened_box(round_, (1,), (2,))
    clock.set(round_.post_closes_at + timedelta(days=1))
    before = queries.card_counts(round_.id)
    with pytest.raises(Refusal, match="has been opened"):
        actions.issue_cards(COMMAND, round_, 1)
    with pytest.raises(Refusal, match="has been opened"):
        actions.replace_card(COMMAND, round_, lost.number, "Fell into the loch")
    assert queries.card_counts(round_.id) == before


def test_the_command_writes_a_pdf_and_a_table_that_only_their_owner_can_read(app, round_, tmp_path):
    pdf, table = tmp_path / "cards.pdf", tmp_path / "cards.csv"
    number = round_.id
    db.session.rollback()
    args = ["voting", "cards", str(number), "--number", "7", "--address", "https://vote.example.org/"]
    said = app.test_cli_runner().invoke(args=[*args, "--pdf", str(pdf), "--csv", str(table)])
    assert said.exit_code == 0, said.output
    rows = list(csv.DictReader(table.read_text().splitlines()))
    assert len(rows) == 7 and rows[0]["address"].startswith("https://vote.example.org/vote#")
    assert pdf.read_bytes().startswith(b"%PDF-") and pdf.stat().st_size > 10_000
    assert {file.stat().st_mode & 0o777 for file in (pdf, table)} == {0o600}
    kept = str(list(db.session.execute(text("SELECT * FROM voting_right"))))
    assert not any(row["code"].replace("-", "") in kept for row in rows)


def test_the_command_wants_a_file_and_a_round_that_exists(app, round_, tmp_path):
    db.session.rollback()
    run = app.test_cli_runner().invoke
    assert "Name a file" in run(args=["voting", "cards", "1", "--number", "7", "--address", "https://x"]).output
    file = str(tmp_path / "cards.csv")
    said = run(args=["voting", "cards", "99", "--number", "7", "--address", "https://x", "--csv", file])
    assert said.exit_code == 1 and "no round with the number 99" in said.output


def test_a_command_cancels_a_card_that_nobody_has_released_and_no_card_that_works(app, round_, make):
    works, number = make.cards(round_)[0], round_.id
    unreleased = actions.issue_cards(COMMAND, round_, 1)[0]
    db.session.rollback()
    run = app.test_cli_runner().invoke
    args = ["voting", "cancel-card", str(number), str(unreleased.number)]
    assert "--reason" in run(args=args).output, "the record says why"
    args += ["--reason", "Not in the pack"]
    assert run(args=args).exit_code == 0
    again = run(args=args)
    assert again.exit_code == 1 and "already been cancelled" in again.output
    args[3] = str(works.number)
    refused = run(args=args)
    assert refused.exit_code == 1 and "nobody can cancel it alone" in refused.output
    assert queries.card_counts(number) == {None: 1, "void": 1}
