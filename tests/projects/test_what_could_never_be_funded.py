"""A project that asks for more than one group can, or needs more than its pot has: by the rules alone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pb.projects.rules.funding import MoneyToGive, never_funded, pots_below_ceiling, remark_for_group

ONE = MoneyToGive(50_000, False, {1: ("", 20_000)})
PARTS = MoneyToGive(50_000, True, {1: ("North", 20_000), 2: ("South", 60_000)})


def project(cost, least=None, pot=1):
    return SimpleNamespace(cost_pence=cost, least_pence=least, pot_id=pot)


@pytest.mark.parametrize(
    ("asked", "there", "staff", "group"),
    [
        (project(20_000), ONE, "", ""),
        (project(20_001), ONE, "“Choir” needs £200.01, and there is only £200 in the pot.", "You can also go on"),
        (project(50_001), ONE, "asks for £500.01. The most one group can ask for is £500.", "could not be funded now"),
        (project(35_000, least=20_000), ONE, "needs £350", "needs £350"),
        (project(35_000, least=20_000), PARTS, "", ""),
        (project(35_000, least=20_001), PARTS, "needs £200.01, and there is only £200 in the pot “North”", "could ask for less"),
        (project(35_000), PARTS, "needs £350", "say what smallest amount you could work with"),
        (project(35_000, pot=2), PARTS, "", ""),
        (project(35_000, pot=None), ONE, "", ""),
        (project(0), ONE, "", ""),
    ],
)  # fmt: skip
def test_staff_and_group_are_told_why(asked, there, staff, group):
    for said, expected in ((never_funded(asked, "Choir", there), staff), (remark_for_group(asked, there), group)):
        assert (expected in str(said)) if expected else said is None, said


def test_of_several_pots_those_with_less_than_the_ceiling_are_named():
    assert pots_below_ceiling(PARTS) == ["North"] and pots_below_ceiling(ONE) == []
