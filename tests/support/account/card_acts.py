"""What people do about a card that was lost: a new one is made, and released, withdrawn, or too late."""

from __future__ import annotations

from pb.voting import actions as voting
from pb.voting.queries import right_of_code
from pb.voting.queries.cards import waiting_card_replacements
from tests.support.account.stock_acts import StockActs


class CardActs(StockActs):
    """A voter who has lost their card, a coordinator, and somebody who releases the new one."""

    def loses_card(self, n: int, way: int) -> None:
        """A new card is made for a voter. Then it is released (0), withdrawn (1), released once the old card was found
        and used (2), or forgotten (3). Only in the first case the old card ends, and nobody has two votes.
        """
        if not self.cards:
            return
        code, by = self.cards[n % len(self.cards)], self.someone("coordinator")
        card_number = right_of_code(code).card_number
        done, new = self.tries(lambda: voting.replace_card(by, self.round, card_number, "Lost on the bus."))
        if not done or way == 3:
            return
        pack = next(each for each in waiting_card_replacements(self.round_id) if each.first == new.number)
        if way == 1:
            assert self.tries(lambda: voting.withdraw_replacement(by, pack))[0]
            return
        before = self.votes
        if way == 2:
            self.votes_at_home(n, again=False)
        released, _ = self.tries(lambda: voting.release_cards(self.someone("steering"), pack, 1))
        assert released == (self.votes == before), "of the two cards one gives a vote"
        if released:
            self.cards = [each for each in self.cards if each != code] + [new.code]
            assert right_of_code(code).status == "void"
        else:
            assert right_of_code(new.code).status == "void"
