"""What happens in some rounds only: sessions that are planned late, kept open or opened again, cards that are ordered, votes that
are lost and put back, ballots that are checked instead of cast.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, text

from pb.database import db
from pb.handover import new_pair
from pb.job_running import run_next
from pb.jobs import Job
from pb.paper import actions as paper
from pb.paper import queries as papers
from pb.paper.rules.resolutions import CHOICES
from pb.venues import actions as venues
from pb.venues.models import Venue as Place
from pb.voting import actions as voting
from pb.voting.actions.card_orders import fetch_codes, order_cards
from pb.voting.models import CardPack, Envelope, PutBack, TabletCheck
from pb.voting.queries import backups, right_of_code
from pb.voting.rules.sealing import written_ballot
from tests.support.account.desk_acts import DeskActs
from tests.support.account.things import Venue
from tests.support.makers.voting import COMMAND


class RarerActs(DeskActs):
    """Coordinators, teams, and whoever looks after the server."""

    def prints_for_several(self, n: int, how_many: int) -> None:
        """Papers for two sessions in one press."""
        ids = {self.place(n)[0], self.place(n + 1)[0]}
        by = self.someone("coordinator")
        done, made = self.tries(
            lambda: paper.print_for_several(by, self.round_id, {self.session(id_): how_many for id_ in ids})
        )
        for batch in made if done else ():
            serials, venue = papers.serials_of(batch.id), self.venues[batch.session_id]
            self.printed_for |= dict.fromkeys(serials, batch.session_id)
            venue.blanks += serials
            venue.received += how_many

    def plans(self, n: int) -> None:
        """One more session, at a place where there is none yet, at the hours of another."""
        like, by = self.session(self.place(n)[0]), self.someone("coordinator")
        starts, ends, team = like.starts_at, like.ends_at, [each.account_id for each in like.team]
        place = self.stage.place_to_spare
        done, made = self.tries(
            lambda: venues.plan_session(by, self.reads_round(), db.session.get_one(Place, place), starts, ends, team)
        )
        if done:
            self.venues[made.id] = Venue()

    def keeps_open(self, n: int) -> None:
        id_, by = self.place(n)[0], self.someone("coordinator")
        here = self.session(id_)
        until = (here.extended_until or here.ends_at) + timedelta(minutes=75)  # beyond the margin of the round
        self.tries(lambda: venues.extend_session(by, self.session(id_), until, "People are waiting."))

    def finds_late(self, n: int, papers_found: int, where: int) -> None:
        """Papers of a session turn up when its votes are in the ballot box: it is written down, and no vote comes of it."""
        id_, choice = self.place(n)[0], CHOICES["found"][where % len(CHOICES["found"])]
        bundle, by = self.bundle_of(id_), self.someone("counter")
        too_late = bundle is not None and bundle.cast_at is not None
        done, _ = self.tries(lambda: paper.record_found_papers(by, self.session(id_), papers_found, choice))
        assert too_late or not done, "papers that can still be counted were given up"

    def opens_again(self, n: int) -> None:
        id_, by = self.place(n)[0], self.someone("coordinator")
        self.tries(lambda: venues.open_session_again(by, self.session(id_), "The heating works."))

    def gives_more_ballots(self, n: int) -> None:
        id_, by = self.place(n)[0], self.someone("facilitator")
        self.tries(lambda: voting.give_more_ballots(by, self.session(id_)))

    def orders_cards(self, how_many: int, way: int) -> None:
        """Cards are ordered and made by the server. Then they are printed and released (0), printed and forgotten (1),
        counted wrongly before they are released (2), or their codes are never fetched (3).
        """
        by, (private, public) = self.someone("coordinator"), new_pair()
        done, job = self.tries(lambda: order_cards(by, self.reads_round(), how_many, public))
        if not done:
            return
        with self.now():
            while run_next():  # what is due besides, too: cards whose codes nobody fetched are cancelled
                pass
            db.session.rollback()
            assert db.session.get_one(Job, job).state == "done"
            db.session.rollback()
        if way == 3:
            return
        done, cards = self.tries(lambda: fetch_codes(by, db.session.get_one(Job, job), private))
        assert done and len(cards) == how_many
        assert all(right_of_code(each.code).kind == "code" for each in cards) or way == 1
        if way == 1:
            return
        key = (self.round_id, cards[0].number)
        releases = self.someone("steering")
        for counted in (how_many + 1, how_many) if way == 2 else (how_many,):
            released, _ = self.tries(
                lambda counted=counted: voting.release_cards(releases, db.session.get_one(CardPack, key), counted)
            )
            assert not released or counted == how_many
        if released:
            self.cards += [each.code for each in cards]

    def loses_a_vote(self, n: int, how: int) -> None:
        """An envelope is damaged (0) or taken out (1), with its line of turnout (2), past the program. It is found in a backup
        of just before, and two people put it back.
        """
        keys = sorted(db.session.scalars(select(Envelope.right_key).where(Envelope.round_id == self.round_id)))
        if not keys:
            return
        key, file = keys[n % len(keys)], self.stage.folder / f"votes-{self.round_id}-{self.acts}.sqlite"
        file.unlink(missing_ok=True)
        backups.save(file, self.round_id)
        db.session.rollback()
        statements = (
            ("UPDATE envelope SET receipt = 'X' WHERE right_key = :key",),
            ("DELETE FROM envelope WHERE right_key = :key",),
            ("DELETE FROM envelope WHERE right_key = :key", "DELETE FROM turnout WHERE right_key = :key"),
        )[how]
        with db.engine.connect().execution_options(pb_write=True) as connection, connection.begin():
            for statement in statements:
                assert connection.execute(text(statement), {"key": key}).rowcount == 1
        self._has_it_put_back(file)
        file.unlink()

    def _has_it_put_back(self, file) -> None:
        assert self.tries(lambda: voting.find_in_backup(COMMAND, self.reads_round(), file))[0]
        found = db.session.scalars(select(PutBack.id).where(PutBack.round_id == self.round_id)).all()[-1]
        first, second = self.someone("coordinator"), self.someone("steering")
        assert self.tries(lambda: voting.propose_put_back(first, db.session.get_one(PutBack, found)))[0]
        assert not self.tries(lambda: voting.put_votes_back(first, db.session.get_one(PutBack, found)))[0]
        assert self.tries(lambda: voting.put_votes_back(second, db.session.get_one(PutBack, found)))[0]

    def checks_a_tablet(self, n: int) -> None:
        """A voter has the ballot checked instead of cast: the tablet tells it with its next contact."""
        tablet = self.tablet(n)
        if tablet is None or self.phase != "voting":
            return
        if not tablet.stock:
            self.makes_contact(n)
        if not tablet.stock:
            return
        with self.now():
            check = tablet.checks(2)
        if self.tries(lambda: tablet.makes_contact(3, checks=[check]))[0]:
            noted = db.session.scalar(select(TabletCheck).where(TabletCheck.right_key == check.right_key))
            is_over = tablet.session.cancelled_at or papers.ballot_paper_account_of(tablet.session_id)
            assert noted or is_over or tablet.kiosk.revoked_at, "a check is noted while its session goes on"
            assert noted is None or noted.sealed == written_ballot(check.choices), (
                "an honest tablet sealed what it showed"
            )
