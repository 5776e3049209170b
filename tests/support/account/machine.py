"""Everybody in a round as a state machine: what Hypothesis lets them do, in whatever order, and what must hold meanwhile
and at the end.
"""

from __future__ import annotations

from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from tests.support.account.finish import Play
from tests.support.account.rarer import RarerRules
from tests.support.account.stage import Stage

#: Steps of one play, before what brings it to its end.
LENGTH = 40
SOME = st.integers(0, 5)
#: After how many acts the list after the close is looked at.
EVERY = 5
RARELY = st.sampled_from([False, False, False, False, True])
WAYS = st.sampled_from([0, 0, 0, 1, 2, 3])


class ARound(RarerRules):
    """Everybody who has a part in a round. ``stage`` and ``steps`` are set by the test."""

    stage: Stage
    plays: type[Play] = Play
    steps = looked_at = 0
    play: Play | None = None

    @initialize(
        entitlement=st.sampled_from(["code", "vouch"]),
        papers=st.integers(0, 6),
        kiosks=st.integers(0, 2),
        crowd=st.lists(st.tuples(SOME, SOME, RARELY, RARELY), min_size=2, max_size=10),
        slips=st.lists(WAYS, min_size=15, max_size=40),
    )
    def the_round_begins(self, entitlement, papers, kiosks, crowd, slips):
        """Papers are printed, tablets are paired, and the first voters come. The ``slips`` are those of the end."""
        self.stage.begin()
        self.play = self.plays(self.stage, entitlement, slips)
        for n in range(3):
            if papers > n:
                self.play.prints(n, papers)
        for n in range(kiosks):
            self.play.pairs(n)
        for n, text, forgets, elsewhere in crowd:
            self.play.issues_paper(n, text, forgets=forgets)
            self.play.drops(n, n + elsewhere)

    @rule(n=SOME, how_many=st.integers(1, 4), for_post=st.booleans())
    def papers_are_printed(self, n, how_many, for_post):
        self.play.prints(n, how_many, for_post=for_post)

    @rule(how_many=st.integers(1, 4))
    def spares_are_printed(self, how_many):
        self.play.prints(0, how_many, for_post=True, spare=True)

    @rule(n=SOME, to=SOME, from_post=st.booleans(), told=st.booleans())
    def papers_are_lent(self, n, to, from_post, told):
        self.play.lends(n, to, from_post=from_post, told=told)

    @rule(n=SOME)
    def papers_are_brought_back(self, n):
        self.play.brings_back(n)

    @rule(n=SOME, text=SOME, forgets=RARELY)
    def a_paper_is_issued(self, n, text, forgets):
        self.play.issues_paper(n, text, forgets=forgets)

    @rule(n=SOME, texts=st.lists(SOME, min_size=1, max_size=4), into=SOME, elsewhere=RARELY, copies=RARELY)
    def people_vote_on_paper(self, n, texts, into, elsewhere, copies):
        """One of them may carry the paper to another session's box; one may get a photocopy."""
        if not self.play.place(n)[1].blanks and not copies:
            self.play.prints(n, len(texts) + 1)
        for text in texts:
            self.play.issues_paper(n, text)
        for text in texts:
            self.play.drops(n, into if elsewhere and text == texts[0] else n)

    @rule(n=SOME)
    def a_paper_is_spoiled(self, n):
        self.play.spoils(n)

    @rule(n=SOME)
    def a_paper_is_taken_away(self, n):
        self.play.takes_away(n)

    @rule(n=SOME)
    def a_session_is_cancelled(self, n):
        self.play.cancels(n)

    @rule(n=SOME, minutes=SOME)
    def a_session_is_moved(self, n, minutes):
        self.play.moves(n, minutes)

    @rule(n=SOME, again=st.booleans())
    def somebody_votes_at_home(self, n, again):
        self.play.votes_at_home(n, again)

    @rule(n=SOME, way=st.integers(0, 3))
    def a_card_is_lost(self, n, way):
        self.play.loses_card(n, way)

    @rule(n=SOME)
    def a_tablet_is_paired(self, n):
        self.play.pairs(n)

    @rule(n=SOME, voters=st.integers(1, 4), again=RARELY, back=st.sampled_from([0, 0, 0, 1, 2]))
    def people_vote_on_a_tablet(self, n, voters, again, back):
        if not self.play.kiosks:
            self.play.pairs(n)
        for _ in range(voters):
            self.play.begins_turn(n, again)
            self.play.casts_on_tablet(back)

    @rule(n=SOME, voters=st.integers(0, 3), unused=RARELY, contact=st.sampled_from([0, 1, 1, 2, 3]))
    def people_vote_without_a_network(self, n, voters, unused, contact):
        """``contact``: the tablet makes contact before (1), after (2), at both times (3)."""
        if contact & 1:
            self.play.makes_contact(n)
        self.play.votes_without_a_network(n, voters, unused)
        if contact & 2:
            self.play.makes_contact(n)

    @rule(n=SOME, most=st.integers(1, 4), again=st.booleans(), contact=st.booleans())
    def a_tablet_sends_votes(self, n, most, again, contact):
        self.play.sends(n, most, again)
        if contact:
            self.play.makes_contact(n)

    @rule(n=SOME)
    def a_tablet_is_ended(self, n):
        self.play.says_goodbye(n)

    @rule(n=SOME)
    def a_turn_begins(self, n):
        self.play.begins_turn(n, False)

    @rule(n=SOME)
    def a_turn_ends_without_a_vote(self, n):
        self.play.ends_turn(n)

    @rule(n=SOME, begun=st.booleans(), casts=st.integers(0, 3))
    def a_tablet_is_stopped(self, n, begun, casts):
        """Between the draft and the cast, perhaps; and old pages of it are sent once more."""
        if begun:
            self.play.begins_turn(n, False)
        self.play.stops(n)
        for back in range(casts):
            self.play.casts_on_tablet(back)

    @rule(texts=st.lists(SOME, min_size=1, max_size=4), papers=st.sampled_from([1, 1, 1, 0, 2]))
    def people_vote_by_post(self, texts, papers):
        if len(self.play.post.blanks) < 2:
            self.play.prints(0, 4, for_post=True)
        for text in texts:
            self.play.posts(text, papers if text == texts[0] else 1)

    @rule(by_mistake=st.lists(RARELY, min_size=1, max_size=4))
    def the_post_comes(self, by_mistake):
        for each in by_mistake:
            self.play.checks_in(each)

    @rule(n=SOME, wrong=st.sampled_from([0, 0, 0, 1, -1]))
    def a_session_is_accounted_for(self, n, wrong):
        self.play.accounts(n, wrong)

    @rule(n=SOME)
    def an_account_is_agreed(self, n):
        self.play.agrees(n)

    @rule(n=SOME, slips=st.lists(WAYS, min_size=1, max_size=12))
    def somebody_works_at_the_desk(self, n, slips):
        for slip in slips:
            self.play.works_on(self.play.place(n)[0], slip)

    @rule(slips=st.lists(WAYS, min_size=1, max_size=12))
    def somebody_works_on_the_post(self, slips):
        for slip in slips:
            self.play.works_on(None, slip)

    @rule(n=SOME, choice=SOME)
    def two_people_decide(self, n, choice):
        self.play.decides(n, choice)

    @rule(dice=st.integers(0, 5))
    def time_goes_on(self, dice):
        if dice == 0:
            self.play.phase = {"voting": "post", "post": "closed", "closed": "closed"}[self.play.phase]

    @invariant()
    def the_list_is_right(self):
        """Not after each step, but often: it takes as long as an act."""
        if self.play and self.play.acts > self.looked_at + EVERY:
            self.looked_at = self.play.acts
            self.play.looks()

    def teardown(self):
        if self.play:
            self.play.ends()
            type(self).steps += self.play.acts


def plays(stage: Stage, rounds: int, number: int, kind: type[ARound] = ARound, length: int = LENGTH) -> int:
    """Play so many rounds, other ones for each ``number``; how many acts were tried in them."""
    machine = seed(number)(type("Machine", (kind,), {"stage": stage, "steps": 0}))
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    how = settings(max_examples=rounds, stateful_step_count=length, deadline=None, suppress_health_check=slow)
    run_state_machine_as_test(machine, settings=how)
    return machine.steps
