"""An application, and two members who may decide on it."""

from __future__ import annotations

import pytest

from pb.projects.models import Project
from pb.roles import STEERING, Actor
from tests.support.makers.projects import actor_of, declares


@pytest.fixture
def project(make) -> Project:
    return make.application(make.applying_round())


@pytest.fixture
def jean(make, project) -> Actor:
    return declares(actor_of(make.account(STEERING, name="Jean")), project)


@pytest.fixture
def effie(make, project) -> Actor:
    return declares(actor_of(make.account(STEERING, name="Effie")), project)
