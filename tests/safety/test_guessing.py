"""Guessing is hopeless and slips are forgiven: the codes, and what a thief of the database holds."""

from __future__ import annotations

import pytest

from pb import codes
from pb.codes import ALPHABET, LENGTH, Slip, new_code, read_code, shown
from pb.database import db
from tests.support import effort

PASSWORD = "four old words make one"


@pytest.fixture
def round_(make):
    return make.voting_round()


def test_every_single_wrong_symbol_and_every_swap_is_a_slip():
    for code in (new_code() for _ in range(effort.runs(10, 200))):
        for place in range(LENGTH):
            for symbol in ALPHABET:
                if symbol != code[place]:
                    with pytest.raises(Slip):
                        read_code(code[:place] + symbol + code[place + 1 :])
        for place in range(LENGTH - 1):
            other = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            if other != code:
                with pytest.raises(Slip):
                    read_code(other)


def test_the_alphabet_has_no_look_alikes_and_reading_is_forgiving():
    assert len(set(ALPHABET)) == 29 and not set("01OILUZ") & set(ALPHABET)
    code = new_code()
    for typed in (
        code.lower(),
        shown(code),
        " ".join(code),
        shown(code).lower() + " ",
        code.replace("2", "z").replace("V", "u"),
    ):
        assert read_code(typed) == code
    for typed in ("", "A", code + "2", code[:-1], "é" * LENGTH, None):
        with pytest.raises(Slip):
            read_code(typed)


def test_codes_come_from_the_systems_randomness_and_do_not_repeat():
    made = [new_code() for _ in range(20_000)]
    assert len(set(made)) == len(made)
    for place in range(LENGTH):
        counts = [sum(code[place] == symbol for code in made) for symbol in ALPHABET]
        expected = len(made) / len(ALPHABET)
        assert sum((n - expected) ** 2 / expected for n in counts) < 75, "chi-squared with 28 degrees: p < 0.000004"


@pytest.mark.both_databases
def test_the_database_holds_no_code_and_its_hash_needs_the_key_folder(app, make, round_):
    cards = make.cards(round_, 20)
    dump = " ".join(
        str(tuple(row)) for table in db.metadata.tables.values() for row in db.session.execute(table.select())
    )
    assert not any(card.code in dump or shown(card.code) in dump for card in cards)
    ours = codes.code_hash("voting", cards[0].code)
    assert ours in dump and codes.code_hash("resume", cards[0].code) != ours
    app.extensions["pb_loaded_keys"]["codes"] = bytes(32)  # another key folder
    assert codes.code_hash("voting", cards[0].code) != ours
