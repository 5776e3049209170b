"""How many voting cards are made at a time, and how long their codes wait for whoever ordered them."""

from __future__ import annotations

from datetime import timedelta

#: The most cards that can be made at a time.
MOST_CARDS = 20_000
#: So many are made while their maker waits for the page; more are a job (``pb.voting.actions.card_orders``).
MOST_AT_ONCE = 200
#: So long the codes of an order wait for the person who ordered them.
CODES_KEPT_FOR = timedelta(hours=24)
