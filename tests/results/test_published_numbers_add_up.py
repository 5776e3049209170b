"""Over rounds that are made by chance: what a published result says of cards, papers, votes, places and money adds up."""

from __future__ import annotations

import random
import re
from datetime import timedelta

import pytest

from pb.pages.results.result_view import published
from pb.pages.results.rights_sentences import parts_of_cards, parts_without_a_vote, rights_in_words
from pb.pages.results.tables import of_venues
from pb.paper import actions as paper
from pb.roles import COUNTER, FACILITATOR, Actor
from pb.voting.actions import begin_turn, replace_spoiled_paper
from tests.support.makers.voting import COMMAND
from tests.support.published_numbers import require_no_other_numbers

NOBODY_CAME = "Nobody came and nothing was there"


class ByChance:
    """A round with some cards, a session with papers and a tablet, and some ballots; ``box`` papers are in its box."""

    def __init__(self, make, clock, seed: int) -> None:
        self.chance, self.make = random.Random(seed), make
        self.round = make.voting_round(projects=4, pots=self.chance.choice((1, 2)), entitlement="vouch")
        self._cards()
        self.taken, self.spoiled, self.turns = (self.chance.randint(0, 3) for _ in range(3))
        self.box = self.chance.randint(1, 4)
        self.team, one, two = (make.staff(role) for role in (FACILITATOR, COUNTER, COUNTER))
        self.session = make.session_at(self.round, self.team, venue="Leith Library")
        make.session_at(self.round, self.team, venue=NOBODY_CAME)
        self._at_the_session()
        clock.set(self.session.ends_at + timedelta(minutes=1))
        self._typed(one, two)
        self.round = make.published(self.round, *(self._ballot() for _ in range(self.chance.randint(0, 14))))
        clock.set(self.round.post_closes_at + timedelta(hours=3))

    def _ballot(self) -> tuple[int, ...]:
        return tuple(sorted(self.chance.sample(range(1, 5), self.chance.randint(1, 3))))

    def _cards(self) -> None:
        self.make.cards(self.round, 18, torn=tuple(self.chance.sample(range(15, 19), self.chance.randint(0, 2))))
        self.make.counted_stack(self.round, 1, 14, back=self.chance.choice(("", "14", "13-14")))

    def _at_the_session(self) -> None:
        issued = self.box + self.taken
        self.serials = self.make.papers(self.session, issued + self.spoiled, issued)
        for _ in range(self.spoiled):
            replace_spoiled_paper(COMMAND, self.session)
        kiosk = self.make.kiosk(self.session)
        for _ in range(self.turns):
            begin_turn(self.session, kiosk)

    def _typed(self, one, two) -> None:
        bundle = self.make.bundle(self.session, in_box=self.box, one=one, two=two)
        said = {serial: " ".join(map(str, self._ballot())) for serial in self.serials[: self.box]}
        self.blank = self.chance.randint(0, 1)
        said |= dict.fromkeys(self.serials[: self.blank], "B")
        self.make.typed(bundle, one, 1, said)
        self.make.typed(bundle, two, 2, said)
        for serial in self.serials[: self.blank]:
            sheet = self.make.paper(bundle, serial)
            paper.propose_ruling(Actor(one.id, COUNTER), bundle, sheet, reason="blank", counts=None)
            paper.agree_ruling(Actor(two.id, COUNTER), bundle, sheet)
        paper.cast_bundle(Actor(one.id, COUNTER), bundle)


@pytest.mark.parametrize("seed", range(8))
def test_what_a_result_says_adds_up(app, make, clock, seed, visitor):
    made = ByChance(make, clock, seed)
    with app.test_request_context():
        result = published(made.round.id)
        known, turnout = result.facts["rights"], result.facts["turnout"]
        said = rights_in_words(known)
        sold = result.outcome
        assert sum(parts_of_cards(known).values()) == known["codes"]
        assert sum(parts_without_a_vote(known).values()) == known["without_vote"]
        parts = {"spoiled": made.spoiled, "taken_away": made.taken, "did_not_count": made.blank, "closed": made.turns}
        assert parts_without_a_vote(known) == parts
        assert sum(result.facts["ruled_papers"]["not_counted"].values()) == made.blank
        assert known["cast"] == result.votes == turnout["ballots"]
        for table in (turnout["places"], turnout["channels"], turnout["days"]):
            assert not table or sum(group["ballots"] for group in table) == turnout["ballots"]
        assert sum(row.award for row in result.rows) == sold.spent == sum(pot.spent for pot in sold.pots)
        assert all(pot.rows[-1].spent_so_far == pot.outcome.spent for pot in result.pots if pot.rows)
        named = {name for group in turnout["places"] for name in group["names"]}
        assert named <= {"", "Leith Library"}, "a place at which nobody could vote"
        venues = {row[0]: row[3] for row in of_venues(result).rows}
        require_no_other_numbers(result)
        assert set(venues) == {"Leith Library", NOBODY_CAME} and venues[NOBODY_CAME] == 0
    for sentence in said:
        whole, *parts = [1 if n in ("One", "No") else int(n) for n in re.findall(r"\b(?:One|No|\d+)\b", sentence)]
        assert sentence.startswith("No ") or whole == sum(parts), sentence
    page = visitor.opens(f"/rounds/{made.round.id}/results").main
    assert all(sentence in page for sentence in said)
    assert page.count("python3 recount_naive.py ") == len(made.round.pots)


def test_a_round_in_which_nobody_voted_says_so_and_calls_nothing_a_file(make, clock, visitor):
    round_ = make.published(make.voting_round(projects=2))
    clock.set(round_.post_closes_at + timedelta(hours=3))
    page = visitor.opens(f"/rounds/{round_.id}/results").main
    assert "Nobody voted in this round." in page
    assert "The file does not" not in page and "votes came from home" not in page and "0%" not in page
