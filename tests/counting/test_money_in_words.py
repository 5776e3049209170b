"""Amounts in the reasons of a count, where nobody says how money is written."""

from __future__ import annotations

import pytest

from pb.counting import Election, OutcomeWording, Rulebook, count
from tests.support.counting.elections import LOT, projects_of


@pytest.mark.parametrize(
    ("unit", "currency", "amount", "words"),
    [
        (100, "GBP", 2_05, "£2.05"),
        (100, "GBP", 1_234_50, "£1,234.50"),
        (100, "GBP", 3_00, "£3"),
        (100, "GBP", "204.6", "£2.05"),
        (100, "GBP", "8333.3333", "£83.33"),
        (1000, "EUR", 2_005, "2.005 EUR"),
        (1, "PLN", 250, "250 PLN"),
        (1, "", 250, "250"),
    ],
)
def test_an_amount_has_as_many_places_as_its_unit(unit, currency, amount, words):
    election = Election.of(projects_of([1]), [], "choose", 1, unit=unit, currency=currency)
    assert OutcomeWording(count(election, Rulebook(), LOT)).money(amount) == words
