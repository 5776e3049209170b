"""Rules of the state machine for what happens in some rounds only."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.support.account.finish import Play

SOME = st.integers(0, 5)


class RarerRules(RuleBasedStateMachine):
    """Part of ``machine.ARound``, which has the play."""

    play: Play | None

    @rule(n=SOME, how_many=st.integers(1, 3))
    def papers_are_printed_for_several_sessions(self, n, how_many):
        self.play.prints_for_several(n, how_many)

    @rule(n=SOME)
    def a_session_is_planned(self, n):
        self.play.plans(n)

    @rule(n=SOME)
    def a_session_is_kept_open(self, n):
        self.play.keeps_open(n)

    @rule(n=SOME)
    def a_session_takes_place_after_all(self, n):
        self.play.cancels(n)
        self.play.opens_again(n)

    @rule(n=SOME)
    def a_session_is_given_more_ballots(self, n):
        self.play.gives_more_ballots(n)

    @rule(how_many=st.integers(1, 3), way=st.integers(0, 3))
    def cards_are_ordered(self, how_many, way):
        self.play.orders_cards(how_many, way)

    @rule(n=SOME, how=st.integers(0, 2))
    def a_vote_is_lost_and_put_back(self, n, how):
        self.play.loses_a_vote(n, how)

    @rule(n=SOME)
    def a_ballot_is_checked_instead_of_cast(self, n):
        self.play.checks_a_tablet(n)

    @rule(n=SOME, papers=st.integers(0, 2), where=SOME)
    def papers_are_found_late(self, n, papers, where):
        self.play.finds_late(n, papers, where)

    @rule(n=SOME, off=st.sampled_from([1, -1, 2]))
    def heads_are_counted_wrong(self, n, off):
        self.play.accounts(n, heads_off=off)
