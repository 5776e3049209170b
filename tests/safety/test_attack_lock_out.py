"""A stranger knows a steering group member's sign-in name and types wrong passwords on the day of the signing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db
from pb.results.models import Signature
from pb.web import rate_limits
from pb.web.access import Role
from tests.support.makers.people import PASSWORD


@pytest.fixture
def member(make):
    return make.account(Role.STEERING, sign_in_name="ada")


@pytest.fixture
def at_the_count(new_visitor, make, member, clock):
    round_ = make.voting_round(min_choices=1)
    make.opened_box(round_, (1,), (2,), (1, 2))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    make.counted(make.fresh(round_))
    person = new_visitor().signed_in_as(member)
    person.opens(f"/rounds/{round_.id}/after-close/count")
    return person


def test_strangers_at_the_sign_in_page_cannot_stop_a_member_who_is_signed_in_from_signing(
    at_the_count, visitor, member
):
    for name in ("ada", f"Signed in: {member.id}"):
        visitor.opens("/account/sign-in")
        for _ in range(rate_limits.ACCOUNT.free):
            visitor.types("Your sign-in name", name).types("Your password", "a wrong one").presses("Sign in")
    page = visitor.types("Your sign-in name", "ada").types("Your password", PASSWORD).presses("Sign in")
    assert page.status == 422 and "Wait 2 seconds" in page.text
    page = at_the_count.types("Your password", PASSWORD).presses("Sign this result")
    assert "You have signed the result." in page.text and db.session.query(Signature).count() == 1


def test_somebody_at_a_members_unlocked_computer_does_not_guess_the_password_and_sign(at_the_count):
    for _ in range(rate_limits.ACCOUNT.free):
        assert at_the_count.types("Your password", "a wrong one").presses("Sign this result").status == 422
    page = at_the_count.types("Your password", PASSWORD).presses("Sign this result")
    assert page.status == 422 and "on this connection. Wait 2 seconds" in page.text
    assert db.session.query(Signature).count() == 0
