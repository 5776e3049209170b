"""Makers for what happens at venues: people with roles, voting sessions with a team."""

from __future__ import annotations

from datetime import timedelta

from pb import clock
from pb.database import exclusive_transaction
from pb.people.models import Account, Interest
from pb.rounds.models import Round
from pb.venues.models import TeamMember, Venue, VotingSession
from pb.voting import actions as voting
from pb.voting import queries
from pb.voting.models import Kiosk
from pb.web.access import Actor, Role
from tests.support.kiosks import KioskKey
from tests.support.makers.people import appointed


class SessionMakers:
    """For ``Make``."""

    def staff(self, *roles: Role, declared_in: Round | None = None) -> Account:
        """Somebody with these roles, who has declared for ``declared_in`` that they have no interest to declare."""
        number = self.next_number("staff")  # type: ignore[attr-defined]
        with exclusive_transaction() as session:
            account = Account(
                name=f"Person {number}", sign_in_name=f"person{number}", password_hash="no sign-in", made_at=clock.now()
            )
            appointed(session, account, *roles)
            if declared_in:
                session.add(
                    Interest(account_id=account.id, round_id=declared_in.id, description="", declared_at=clock.now())
                )
        return account

    def session_at(self, round_: Round, *team: Account, venue: str = "") -> VotingSession:
        """A voting session that is going on now: it began an hour ago and ends in two hours."""
        now = clock.now()
        with exclusive_transaction() as session:
            place = Venue(name=venue or f"Lunch club {self.next_number('venue')}", kind="lunch club")  # type: ignore[attr-defined]
            session.add(place)
            session.flush()
            voting_session = VotingSession(
                round_id=round_.id,
                venue_id=place.id,
                starts_at=now - timedelta(hours=1),
                ends_at=now + timedelta(hours=2),
                team=[TeamMember(account_id=account.id) for account in team],
            )
            session.add(voting_session)
        return voting_session

    def kiosk(self, voting_session: VotingSession) -> Kiosk:
        """A new kiosk of the session, set up by the first of its team."""
        by = Actor(voting_session.team[0].account_id, Role.FACILITATOR)
        token = voting.pair(
            by, voting_session, name="Tablet 1", next_pin="4821", leave_pin="9174", public_key=KioskKey().public
        )
        kiosk = queries.kiosk_of_device(token)
        assert kiosk is not None
        return kiosk
