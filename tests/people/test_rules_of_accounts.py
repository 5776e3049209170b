"""Which passwords are taken, who is coordinator and member in one, and who may turn down a proposal. No database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.people.rules import (
    AGREED_ROLES,
    INVITATION_LASTS,
    MEMBERS_WHO_AGREE,
    ROLE_HINTS,
    ROLE_NAMES,
    both_at_once,
    may_turn_down,
    password_error,
    skeleton,
)
from pb.roles import COORDINATOR, COUNTER, EVALUATOR, FACILITATOR, FINANCE, STEERING, Actor

EASY = "This password is easy to guess. Enter three or four words that do not belong together."


@pytest.mark.parametrize(
    "password",
    [
        "abcdxxabcdxy",
        "three words more",
        "password for the larks",
        "correct horse 7",
        "harbour kettle violet",
        "Xk9#mQ2$vL7p",
        "пароль для жаворонков",
        "we walk by the water with three hats " * 5,
    ],
)
def test_a_password_of_twelve_to_two_hundred_characters_is_taken(password):
    assert password_error(password) is None


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "Enter a password of 12 characters or more."),
        ("abcdefghijk", "Enter a password of 12 characters or more."),
        ("x" * 198 + "abc", "Enter a password of 200 characters or fewer."),
        ("abcabcabcabc", EASY),
        ("aaaaaaaaaaaa", EASY),
        ("abcdabcdabcd", EASY),
        ("passwordpassword", EASY),
        ("Password12345!", EASY),
        ("Welcome-Edinburgh-2027", EASY),
        ("lark1lark1lark", EASY),
        ("123456789012", EASY),
        ("qwertyuiopas", EASY),
        ("zyxwvutsrqpo", EASY),
        ("password12345", EASY),
        ("summer2026summer", EASY),
        ("Winter2026Winter!", EASY),
        ("may may may may 26", EASY),
        ("hibernian1875!", EASY),
        ("sandwich blanket", EASY),
        ("lark" * 20, EASY),
    ],
)
def test_another_is_told_why_not(password, said):
    assert str(password_error(password)).startswith(said)


@pytest.mark.parametrize("password", ["Canny wi’ Cash", "canny wi cash 26", "CannyWiCash2026"])
def test_the_programmes_own_name_is_no_password(password):
    assert str(password_error(password, ["Canny wi' Cash"])) == EASY


def test_a_coordinator_who_is_a_member_is_both_at_once():
    assert both_at_once([COORDINATOR, STEERING]) and both_at_once({COUNTER, STEERING, COORDINATOR})
    for roles in ([], [COORDINATOR], [STEERING, FACILITATOR], [COORDINATOR, FACILITATOR, COUNTER]):
        assert not both_at_once(roles)
    assert {COORDINATOR, STEERING} == AGREED_ROLES


@pytest.mark.parametrize(
    ("by", "about", "may"),
    [
        (Actor(7, COORDINATOR), 9, True),  # withdraws their own
        (Actor(7, STEERING), 7, True),
        (Actor(8, STEERING), 9, True),
        (Actor(8, STEERING), None, True),
        (Actor(9, STEERING), 9, False),  # nobody turns down what is about them
        (Actor(8, COORDINATOR), 9, False),
        (Actor(8, FACILITATOR), None, False),
    ],
)
def test_a_proposal_is_withdrawn_by_its_author_or_turned_down_by_a_member(by, about, may):
    assert may_turn_down(by, 7, about) is may


def test_every_role_of_a_person_has_a_name_and_a_hint_in_one_order():
    assert (
        list(ROLE_NAMES)
        == list(ROLE_HINTS)
        == [
            *(COORDINATOR, STEERING, FACILITATOR, COUNTER),
            *(FINANCE, EVALUATOR),
        ]
    )


def test_an_invitation_lasts_a_week_and_two_members_agree():
    assert timedelta(days=7) == INVITATION_LASTS and MEMBERS_WHO_AGREE == 2


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Vv rn", "wm"),
        ("1I!|l 0o5s3e", "llllloossee"),
        ("Ærø Þ.", "ærop"),
        ("нет", "het"),
        ("ＩＮＡ", "lna"),
    ],
)
def test_what_is_left_of_a_name_to_the_eye(name, left):
    assert skeleton(name) == left


def test_what_is_looked_at_of_a_long_password_takes_no_time(monkeypatch):
    """With many signs that stand for letters, 72 letters took zxcvbn four seconds of a processor, for anybody who asked."""
    from pb.people.rules import passwords

    looked_at = []
    monkeypatch.setattr(passwords, "zxcvbn", lambda words, **_more: looked_at.append(words) or {"guesses": 10**12})
    assert passwords.password_error("p4s5w0rd4@8({[<369&#!1/|0$5+7%2" * 6) is None
    assert [len(each) for each in looked_at] == [24]


@pytest.mark.parametrize("password", ["ina.gray@leith.org", "Ina Gray Ina Gray", "ina-gray-1947-ina"])
def test_ones_own_name_is_no_password(password):
    assert password_error(password, ["A programme", "Ina Gray", "ina.gray@leith.org"]) == EASY
    assert password_error("harbour kettle violet", ["Ina Gray"]) is None
