"""The paper desk's longest way: every trouble at the sessions and in the post, from the printer to the published result.

What everybody marks is planned, so what has to come out is known before. ``tests.support.desk_journey_found`` looks at what did.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from random import Random
from typing import Any

from pb import clock
from pb.database import exclusive_transaction, transaction
from pb.paper import actions as desk
from pb.paper import queries
from pb.paper.models import Bundle
from pb.paper.rules import PaperCounts
from pb.paper.rules.resolutions import ResolutionChoice
from pb.roles import COORDINATOR, COUNTER, FACILITATOR, STEERING, Actor
from pb.venues.actions import cancel_session, change_session
from pb.venues.models import TeamMember, Venue, VotingSession
from pb.voting import actions as voting
from pb.voting.queries import frozen_ballot
from tests.support.desk_journey_boxes import DOUBTFUL, BoxOnTheDesk, at
from tests.support.desk_journey_plan import LENT, LOST, MOST, PROJECTS, SEAL, SLIP, UNUSED, Planned, Size
from tests.support.desk_journey_post import PostOfTheJourney
from tests.support.makers.papers import counted
from tests.support.makers.voting import COMMAND


class Journey:
    """``make``: tests.support.make.Make of a running program."""

    def __init__(self, make: Any, size: Size) -> None:
        self.make, self.size, self.drawn, self.planned = make, size, Random(29), Planned()
        self.round = make.voting_round(projects=PROJECTS, entitlement="vouch", min_choices=1, max_choices=MOST)
        self.ballot = frozen_ballot(self.round.id)
        self.typists = [Actor(make.staff(COUNTER, declared_in=self.round).id, COUNTER) for _ in range(3)]
        self.office = Actor(make.staff(COORDINATOR, declared_in=self.round).id, COORDINATOR)
        self.group = [Actor(make.staff(STEERING, declared_in=self.round).id, STEERING) for _ in range(2)]
        self.begins = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
        self._plan_sessions()
        self.post = PostOfTheJourney(self)

    def goes(self) -> None:
        """From the printer to the ballot box."""
        self._print()
        self._before()
        self.post.goes_out()
        *boxes, _lost = self.sessions
        for place, each in enumerate(self.sessions):
            with at(each.starts_at + timedelta(minutes=20)):
                self._issue(each, place)
            with at(each.ends_at + timedelta(minutes=5)):
                self._account(each, place)
        self._on_tablets()
        for place, each in enumerate(boxes):
            with at(self.evening + timedelta(minutes=place)):
                self._count_and_type(each, place)
        with at(self.evening + timedelta(hours=2)):
            self._lost_box()
        self.post.comes_back()
        with at(self.round.post_closes_at + timedelta(hours=1)):
            self.post.closes()
            self.decides("batch", "explain", "destroyed", 7)
            assert queries.gaps(self.round.id) == []

    def _plan_sessions(self) -> None:
        people = [self.make.staff(FACILITATOR).id for _ in range(self.size.sessions)]
        names = [f"Hall {number}" for number in range(1, self.size.venues + 1)]
        with exclusive_transaction() as session:
            venues = [Venue(name=name, kind="hall") for name in names]
            session.add_all(venues)
            session.flush()
            planned = []
            for place in range(self.size.sessions):
                starts = self.begins + timedelta(days=place // len(venues))
                team = [TeamMember(account_id=people[place])]
                when = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
                planned.append(
                    VotingSession(round_id=self.round.id, venue_id=venues[place % len(venues)].id, team=team, **when)
                )
            session.add_all(planned)
        *self.sessions, self.cancelled, self.tablets = planned
        self.evening = max(each.ends_at for each in planned) + timedelta(days=1)

    def _share(self, place: int) -> int:
        """How many papers are issued at one of the sessions with papers."""
        all_of_them = self.size.papers - self.size.packs - LOST
        each, rest = divmod(all_of_them, self.size.boxes)
        return LOST if place == self.size.boxes else each + (place < rest)

    def _print(self) -> None:
        wanted = {each: self._share(place) + UNUSED for place, each in enumerate(self.sessions)} | {self.cancelled: 7}
        desk.print_for_several(self.office, self.round.id, wanted)
        self.serials = {each.session_id: queries.serials_of(each.id) for each, _n in queries.batches(self.round.id)}
        self.batches = {each.session_id: each for each, _n in queries.batches(self.round.id)}
        self.planned.printed = sum(wanted.values())

    def _before(self) -> None:
        """One session lends to the next; one is moved; one is cancelled, and its papers come back and are destroyed."""
        first, second, *_rest = self.sessions
        desk.move_papers(self.office, self.batches[first.id], first, second, LENT, "Nan")
        later = second.starts_at + timedelta(hours=3)
        change_session(
            self.office, second, later, later + timedelta(hours=2), {each.account_id for each in second.team}
        )
        cancel_session(self.office, self.cancelled, "No heating.")
        desk.move_papers(self.office, self.batches[self.cancelled.id], self.cancelled, None, 7, "Tam")

    def _issue(self, each: VotingSession, place: int) -> None:
        unnoted = 1 if place == 2 else 0  # somebody forgot to press; it is in the box all the same
        for _ in range(self._share(place) - unnoted):
            voting.issue_paper(COMMAND, each)
        if place % 3 == 0:
            voting.replace_spoiled_paper(COMMAND, each)
            self.planned.spoiled += 1

    def _taken(self, place: int) -> int:
        """Voters of the third session took a paper home; one of them puts it into the box of the second."""
        return 1 if place == 2 else 0

    def figures(self, each: VotingSession) -> PaperCounts:
        """What the team counts when their session ends."""
        place = self.sessions.index(each)
        issued, replaced = queries.papers_issued(each.id)
        here = queries.facts_of_sessions(each.id)[each.id].here
        return PaperCounts(here, issued, here - issued, replaced, self._taken(place))

    def _account(self, each: VotingSession, place: int) -> None:
        found, by = self.figures(each), Actor(each.team[0].account_id, FACILITATOR)
        if place == 2:  # as many papers are gone as went to voters, and one was not pressed
            found = PaperCounts(found.received, found.issued + 1, found.unused - 1, found.spoiled, found.taken_away)
        why = "We forgot to press once." if place == 2 else ""
        desk.submit_ballot_paper_account(by, each, found, why, counted(each, found), seal=SEAL)
        if why:
            desk.agree_ballot_paper_account(self.office, each)
        self.planned.unused += found.unused
        self.planned.taken_away += found.taken_away

    def _on_tablets(self) -> None:
        here, none = self.tablets, PaperCounts(0, 0, 0, 0, 0)
        with at(here.starts_at + timedelta(minutes=10)):
            kiosk = self.make.kiosk(here)
            for _ in range(3):
                key = voting.begin_turn(here, kiosk)
                self.casts(key, "kiosk", venue_id=here.venue_id)
            by = Actor(here.team[0].account_id, FACILITATOR)
            voting.stop_kiosk(by, here, kiosk)
        with at(here.ends_at + timedelta(minutes=5)):
            desk.submit_ballot_paper_account(by, here, none, heads=counted(here, none))

    def casts(self, key: str, channel: str, **more: Any) -> None:
        numbers = self.marks()
        vote = voting.VoteToCast(
            self.ballot, key, secrets.token_hex(16), dict.fromkeys(numbers, 1), channel, opened_at=clock.now(), **more
        )
        with transaction() as session:
            voting.cast(session, vote)
        self.counts(numbers, channel)

    def marks(self) -> tuple[int, ...]:
        """What one voter chooses: low numbers are liked more."""
        liked = sorted(range(1, PROJECTS + 1), key=lambda number: number * self.drawn.random())
        return tuple(sorted(liked[: self.drawn.randint(1, MOST)]))

    def counts(self, numbers: tuple[int, ...], channel: str) -> None:
        self.planned.supports.update(numbers)
        self.planned.ways[channel] += 1

    def _count_and_type(self, each: VotingSession, place: int) -> None:
        """A box is opened, counted by two, typed by two, ruled on, and goes into the ballot box."""
        mine = self.serials[each.id][: self._share(place) - self._taken(place)]
        lent = self.serials[self.sessions[0].id][-LENT:] if place == 1 else []
        said = {serial: self._marked(place, nth) for nth, serial in enumerate(lent + mine[len(lent) :])}
        brought = (self.serials[self.sessions[2].id][self._share(2)],) if place == 1 else ()
        said |= dict.fromkeys(brought, "3 4")
        sheets = len(said) + len(brought)  # who brought it also left a copy of another paper
        box = self.opened(each, sheets, "They are more than were issued here." if brought else "", slow=place % 3 == 0)
        desk_ = BoxOnTheDesk(self.typists, box, said, brought)
        if brought:
            self.counts((3, 4), "paper")
            desk_.set_aside("A copy of a paper that is in this box")
            self.planned.strays += 1
        slips = tuple(list(said)[SLIP : SLIP + 1]) if place % 4 == 0 else ()
        desk_.typed_by_two(slips)
        if brought:
            desk_.explained(self.batches[self.sessions[2].id], self.sessions[2], filled_in=True)
            self.decides("surplus", "count", "carried", 1)
        for nth, (_marked, reason, counts) in DOUBTFUL.items() if place % 5 == 0 else ():
            desk_.ruled(list(said)[nth], reason, counts)
        desk_.goes_in()

    def _marked(self, place: int, nth: int) -> str:
        """What the nth paper of a box says; every fifth box has papers about which two people decide."""
        if place % 5 == 0 and nth in DOUBTFUL:
            marked, reason, counts = DOUBTFUL[nth]
            (self.planned.counted_otherwise if counts else self.planned.not_counted)[reason] += 1
            if counts:
                self.counts(tuple(map(int, counts.split())), "paper")
            return marked
        numbers = (1, 2) if nth == SLIP else self.marks()
        self.counts(numbers, "paper")
        return " ".join(map(str, numbers))

    def opened(self, each: VotingSession | None, sheets: int, why: str = "", *, slow: bool = False) -> Bundle:
        """Two people count the same; where one is ``slow``, a third has to count too."""
        one, two, three = self.typists
        seal = SEAL if each else ""
        bundle = desk.open_bundle(one, self.round.id, each, sheets - slow, seal=seal)
        agreed = desk.confirm_count(two, bundle, sheets, why, seal=seal)
        assert agreed is not slow
        if slow:
            assert desk.confirm_count(three, bundle, sheets, why, seal=seal)
        return bundle

    def _lost_box(self) -> None:
        """It never arrived: two people count nothing, read no seal, and say why."""
        one, two, _three = self.typists
        why = "The box was left on a bus and not found."
        bundle = desk.open_bundle(one, self.round.id, self.sessions[-1], 0, seal="", seal_reason=why)
        assert desk.confirm_count(two, bundle, 0, why, seal="", seal_reason=why)
        desk.cast_bundle(one, bundle)

    def decides(self, matter: str, outcome: str, reason: str, number: int) -> None:
        """The steering group settles the one gap of this kind that is left, of so many papers."""
        found = [each for each in queries.gaps(self.round.id) if each.kind == matter]
        (gap,) = [each for each in found if each.number == number]
        one, two = self.group
        subject = queries.subject_of(gap)
        proposed = desk.propose_resolution(one, self.round.id, matter, subject, ResolutionChoice(outcome, reason))
        desk.agree_resolution(two, proposed)
        self.planned.decided[matter, reason] += number
