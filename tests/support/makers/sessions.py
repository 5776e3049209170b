"""Makers for what happens at venues: people with roles, voting sessions with a team."""

from __future__ import annotations

from datetime import timedelta

from pb import clock
from pb.database import exclusive_transaction
from pb.people.models import Account, Interest
from pb.rounds.models import Round
from pb.venues.models import TeamMember, Venue, VotingSession
from pb.web.access import Role
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
