"""Rows about people who cannot sign in, for the guards of their tables."""

from __future__ import annotations

from pb import clock
from pb.database import exclusive_transaction
from pb.people.models import CodeReplacement, InterestRelease, PasswordCode
from pb.roles import Role


def lost_codes(ids: dict[str, int], member: int) -> dict[str, int]:
    """Somebody is to set up new security codes: one such proposal waits, another has been agreed to. And one waits to be
    released from an interest.
    """
    with exclusive_transaction() as session:
        about = {"account_id": ids["typist"], "proposed_by": ids["steering"], "proposed_at": clock.now()}
        waits, decided = CodeReplacement(**about), CodeReplacement(**about)
        session.add_all([waits, decided])
        session.flush()
        decided.agreed_by, decided.agreed_at = member, clock.now()
    return {"waiting_codes": waits.id, "decided_codes": decided.id} | interest_that_is_over(ids)


def interest_that_is_over(ids: dict[str, int]) -> dict[str, int]:
    """Somebody is to be released from an interest."""
    about = {"account_id": ids["typist"], "project_id": ids["assessed"], "reason": "It is over."}
    with exclusive_transaction() as session:
        waits = InterestRelease(**about, proposed_by=ids["steering"], proposed_at=clock.now())
        session.add(waits)
        session.flush()
    return {"waiting_release": waits.id}


def proposed_by_a_coordinator(ids: dict[str, int], make) -> dict[str, int]:
    """The same three, by a coordinator; another one would be the second person."""
    (first, second), now = (make.staff(Role.COORDINATOR) for _ in range(2)), clock.now()
    with exclusive_transaction() as session:
        by, owner = {"proposed_by": first.id, "proposed_at": now}, {"account_id": ids["facilitator"]}
        codes, release = (
            CodeReplacement(**owner, **by),
            InterestRelease(**owner, **by, project_id=1, reason="It is over."),
        )
        password = PasswordCode(account_id=ids["steering"], **by, first_hash="d" * 64, expires_at=now)
        session.add_all([codes, release, password])
        session.flush()
    found = {"codes_by_the_desk": codes.id, "release_by_the_desk": release.id, "password_by_the_desk": password.id}
    return found | {"other_desk": second.id}


def forgotten_passwords(ids: dict[str, int], agreeing: int, make) -> dict[str, int]:
    """A member is to choose a new password: one such proposal waits, another has been agreed to."""
    owner, now = make.staff(Role.STEERING).id, clock.now()
    with exclusive_transaction() as session:
        about = {"account_id": owner, "proposed_by": ids["steering"], "proposed_at": now, "expires_at": now}
        waits, decided = (PasswordCode(**about, first_hash=each * 64) for each in "ab")
        session.add_all([waits, decided])
        session.flush()
        decided.agreed_by, decided.agreed_at, decided.second_hash = agreeing, now, "c" * 64
    ids_of_them = {"waiting_password": waits.id, "decided_password": decided.id}
    return ids_of_them | proposed_by_a_coordinator(ids, make)
