"""An eligible project, and a coordinator who writes its ballot text."""

from __future__ import annotations

import pytest

from pb.web.access import Role


@pytest.fixture
def project(make):
    return make.eligible(make.applying_round())


@pytest.fixture
def writer(make, visitor):
    account = make.staff(Role.COORDINATOR)
    visitor.signed_in_as(account)
    return account
