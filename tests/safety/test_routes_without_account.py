"""A kiosk, a voter in the middle of a ballot and a group with its resume code open nothing that is staff's."""

from __future__ import annotations

import pytest

from pb.database import db
from pb.record.queries import newest_hash
from pb.voting import actions, queries
from pb.web.access import Actor, Role
from tests.support.kiosks import KioskKey
from tests.support.safety import routes


@pytest.fixture
def voting_session(make):
    round_ = make.voting_round(entitlement="vouch", min_choices=1)
    return make.session_at(round_, make.staff(Role.FACILITATOR, declared_in=round_))


@pytest.fixture
def tablet(voting_session, new_visitor):
    """A device that is paired with the session."""
    by = Actor(voting_session.team[0].account_id, Role.FACILITATOR)
    key = KioskKey()
    token = actions.pair(by, voting_session, name="", next_pin="2468", leave_pin="97531", public_key=key.public)
    return new_visitor().is_the_kiosk(token, key)


def what_opens(app, person, form: dict[str, str], *, of_staff: bool = False) -> dict[str, int]:
    """The status of each address (``of_staff``: that is not the public's) that did not turn this person away.

    ``form`` is in every POST.
    """
    app.config["WTF_CSRF_ENABLED"] = False
    opened = {}
    for rule in routes.rules(app):
        if of_staff and Role.PUBLIC in app.view_functions[rule.endpoint].open_to:
            continue
        for method in routes.methods(rule):
            sent = {"data": form} if method == "POST" else {}
            answer = person.asks(method, routes.address(app, rule), **sent)
            assert answer.status_code < 500, (method, rule.rule)
            if not routes.turned_away(answer):
                opened[f"{method} {rule.rule}"] = answer.status_code
    return opened


def table(*roles: str) -> set[str]:
    return {where for where, open_to in routes.expected().items() if open_to & set(roles)}


def test_a_paired_kiosk_opens_what_the_public_opens_and_its_own_pages(app, tablet, voting_session):
    before = newest_hash()
    opened = what_opens(app, tablet, {})
    assert opened.keys() == table("public", "kiosk")
    assert {opened[f"GET /kiosk{page}"] for page in ("", "/leave")} == {200}
    assert opened["POST /kiosk/next"] == opened["POST /kiosk/leave"] == 422, "without the PINs"
    db.session.rollback()
    assert newest_hash() == before and queries.rights_of_session(voting_session.id).total() == 0


def test_a_revoked_kiosk_opens_what_the_public_opens(app, tablet, voting_session):
    kiosk = queries.kiosks_of(voting_session.id)[0]
    actions.stop_kiosk(Actor(voting_session.team[0].account_id, Role.FACILITATOR), voting_session, kiosk)
    to_send = {
        "POST /kiosk/contact",
        "POST /kiosk/votes",
    }  # its votes are held for two people, and it says how many wait
    assert what_opens(app, tablet, {}).keys() == table("public") | to_send


def test_a_voter_with_a_ballot_and_a_group_with_its_resume_code_open_nothing_of_staff(app, make, visitor):
    """One person who is both, on one computer; each address is sent everything that they hold."""
    round_ = make.applying_round()
    project, code = make.begun(round_)
    visitor.opens("/apply/resume")
    visitor.types("Your code", code).presses()
    assert visitor.page.status == 200 and visitor.opens("/apply/your-application").status == 200
    card = make.cards(make.voting_round(min_choices=1))[0]
    visitor.opens("/vote")
    visitor.types("Your voting code", card.code).presses("Continue")
    draft = next(field.get("value") for field in visitor.page.all("input") if field.get("name") == "draft")
    held = {"draft": draft, "code": code, "round_id": str(round_.id), "project_id": str(project.id)}
    assert what_opens(app, visitor, held, of_staff=True) == {}
    assert visitor.opens("/apply/your-application").status == 200, "all the time they held their application"
