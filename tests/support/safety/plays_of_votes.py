"""Acts of two about cards and votes, as a coordinator alone would play them."""

from __future__ import annotations

from pb.voting import actions as voting
from pb.voting.queries import packs, right_of_card
from pb.voting.queries.card_account import stacks_of
from tests.support.safety.alone import Alone, Play


def cards(alone: Alone) -> Play:
    round_ = alone.make.voting_round()
    voting.issue_cards(alone.actor("cards.issue"), round_, 5)
    (pack,) = packs(round_.id)
    return Play(
        ("cards.release",),
        lambda by: voting.release_cards(by, pack, 5),
        lambda: pack.released_by is not None,
        alone.ina,
    )


def replaced_card(alone: Alone) -> Play:
    """A voter has a card that works. A coordinator alone wants to end it."""
    round_ = alone.make.voting_round()
    card = alone.make.cards(round_)[0]
    voting.replace_card(alone.actor("cards.replace"), round_, card.number, "They said that it is lost.")
    pack = packs(round_.id)[0]
    return Play(
        ("cards.release",),
        lambda by: voting.release_cards(by, pack, 1),
        lambda: right_of_card(round_.id, card.number).status is not None,
        alone.ina,
    )


def cards_that_came_back(alone: Alone) -> Play:
    round_ = alone.make.voting_round()
    alone.make.cards(round_, 5)
    voting.send_out_cards(alone.actor("cards.send_out"), round_, 1, 5, "The library")
    (stack,) = stacks_of(round_.id)
    voting.count_stack(alone.actor("cards.count"), stack, 3, "4-5", "")
    return Play(
        ("cards.confirm",),
        lambda by: voting.confirm_stack(by, stack, 2),
        lambda: stack.also_counted_by is not None,
        alone.ina,
    )


def votes_from_a_backup(alone: Alone) -> Play:
    round_ = alone.make.voting_round()
    alone.make.cast(round_, (1,), (2,))
    found = alone.make.found_in_a_backup(round_, missing=1)
    voting.propose_put_back(alone.actor("after_close.propose_put_back"), found)
    return Play(
        ("after_close.propose_put_back", "after_close.agree_put_back"),
        lambda by: voting.put_votes_back(by, found),
        lambda: found.agreed_by is not None,
        alone.ina,
    )
