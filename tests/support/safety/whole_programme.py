"""Rows in every table: a published round, and one in mid-vote with cards, papers, a kiosk, decisions, days noted."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from pyotp import TOTP, random_base32
from sqlalchemy import select

from pb import clock
from pb.codes import new_code
from pb.database import db
from pb.handover import new_pair
from pb.job_running import take_next
from pb.paper.models import Entry, Ruling, Stray
from pb.paper.rules import RuledReading
from pb.people import actions as people
from pb.people.models import AppointmentProposal, CodeReplacement, InterestRelease, LastRead, PasswordCode
from pb.projects import actions as projects
from pb.projects.models import (
    Assessment,
    BallotLine,
    BallotText,
    CostLine,
    MadeSound,
    Media,
    TextCorrection,
    UnfinishedPage,
)
from pb.projects.rules.said_for import SaidBy
from pb.projects.rules.text_answers import text_fingerprint
from pb.record.actions import acting
from pb.rounds.models import Criterion, Decision, Pot, Round, RoundMember, RuleChange, UnfinishedSection
from pb.sealed import seal_for_desk
from pb.voting.actions import begin_turn, note_screen, order_cards, pair, spend_pin
from pb.voting.actions.card_orders import make_ordered_cards
from pb.voting.actions.daily_totals import note_days
from pb.voting.models import BoxOpening, KeyDestruction
from pb.voting.queries import kiosks_of
from pb.web.access import Actor, Role
from tests.support.acts import SOMETHING_DONE
from tests.support.kiosks import KioskKey
from tests.support.makers.projects import APPLICANT
from tests.support.safety.guarded_checks import rows_of_checks
from tests.support.safety.guarded_corrections import decisions_undone, wrong_results
from tests.support.safety.guarded_departures import departures
from tests.support.safety.guarded_objections import objections
from tests.support.safety.guarded_papers import add_to_an_opened_round, rows_of_the_desk
from tests.support.safety.guarded_times import results_that_wait
from tests.support.safety.rows_of_post import rows_of_post
from tests.support.safety.to_decide import devices_say_something, held_vote

COMMAND = Actor(None, Role.COMMAND)


def a_whole_programme(make: Any, *, undone: bool = True) -> None:
    """Fill every table but the counted failures of strangers. ``undone``: decisions are, papers are moved and looked at
    again, and boxes have seals, which older versions do not know.
    """
    make.seal = make.seal if undone else ""
    make.published(make.voting_round(projects=3, entitlement="vouch", least_alike=2), (1, 2), (3,), (2,))
    bundle = make.typed_bundle("1 2", "3")
    round_ = db.session.get(Round, bundle.round_id)
    make.cards(round_, 3, torn=(1,))
    make.cast(round_, *[(number % 5 + 1,) for number in range(12)])
    _ordered_cards(round_)
    make.counted_stack(round_, 4, 6)
    make.counted_stack(round_, 7, 8)
    one, two = make.account(Role.STEERING), make.account(Role.STEERING)
    coordinator = make.actor(Role.COORDINATOR)
    people.invite(coordinator, name="Jean", role=Role.COUNTER)
    people.invite(coordinator, name="Morag", role=Role.STEERING)
    for each, device, browser in ((one, "phone", "Firefox"), (two, "tablet", "Safari")):
        people.prove_sign_in(people.begin_sign_in(each, device=device, browser=browser))
        _security_codes(each)
        people.declare_interest(Actor(each.id, Role.STEERING), round_id=round_.id, description="My sister sings there")
    _corrected_texts(make.voting_round(projects=2, in_polish=(1, 2) if undone else ()).id, one.id, two.id)
    _kiosks(make, round_)
    if undone:
        for make_some in (wrong_results, results_that_wait, objections, departures):
            make_some(make)
        make.counted(make.opened_box(make.voting_round(projects=1)))
        _appeals(make)
        for _ in range(2):
            make.freezes(make.ready_round(1, max_choices=1, signatures_needed=2))
    held_vote(make, round_)
    held_vote(make, round_, 2)
    _what_few_tests_need(bundle.id, round_.id, one.id, two.id, undone)
    with clock.moved(clock.now() + timedelta(days=1, hours=2)):
        assert note_days(clock.now()) == 1
    with clock.moved(clock.now() + timedelta(days=2)):
        make.cast(round_, (1,), (2,))
    with acting(COMMAND, SOMETHING_DONE, round_id=round_.id, reason="the last line"):
        pass


def _corrected_texts(round_id: int, one: int, two: int) -> None:
    """Two texts that were corrected before anybody voted."""
    with acting(COMMAND, SOMETHING_DONE, round_id=round_id) as act:
        lines = act.session.scalars(select(BallotLine).where(BallotLine.round_id == round_id)).all()
        for n, line in enumerate(lines):
            read = Media(sha256=_sha(bytes([9, n])), media_type="audio/mpeg", data=bytes([9, n]))
            act.session.add(read)
            act.session.flush()
            row = TextCorrection(
                round_id=round_id, project_id=line.project_id, old_title=f"O {n}", old_body=f"B {n}", old_picture_alt=f"A {n}",
                title=f"T {n}", body=f"W {n}", picture_alt=f"P {n}", old_sound_id=read.id, sound_id=read.id if n else None,
                reason=f"A letter {n}", proposed_by=one, proposed_at=clock.now(),
            )  # fmt: skip
            act.session.add(row)
            act.session.flush()
            row.agreed_by, row.agreed_at, row.old_hash, row.new_hash = two, clock.now(), f"{n}" * 64, f"{n + 2}" * 64


def _ordered_cards(round_: Round) -> None:
    """Three orders of cards: of two the codes still wait, one has not begun."""
    for _ in range(2):
        order_cards(COMMAND, round_, 1, new_pair()[1])
        work = take_next()
        assert work is not None
        make_ordered_cards(work)
    order_cards(COMMAND, round_, 1, new_pair()[1])


def _security_codes(account: Any) -> None:
    by, secret, codes = Actor(account.id, Role.STEERING), random_base32(), [new_code(), new_code()]
    people.set_up_app(by, account, secret=secret, typed=TOTP(secret).at(clock.now()), token="", are_first=False)
    people.set_up_sheet(by, account, codes=codes, typed=codes[0], token="", are_first=False)


def _appeals(make: Any) -> None:
    """Two groups have appealed, one by letter, and got their answers; two agree to their texts, one asks for a change."""
    round_, coordinator = make.applying_round(), make.actor(Role.COORDINATOR)
    for said in (None, SaidBy("Rose Gray", "paper", clock.now())):
        project = make.application(round_)
        make.decided(project, "fix", "Say who drives.", (1,))
        projects.appeal(coordinator if said else APPLICANT, project, "Anna drives.", said)
        make.decided(project, "eligible")  # by two others
    for _ in range(2):
        make.in_polish(project := make.on_the_ballot(round_))
    read = text_fingerprint(project.ballot_text, project.cost_pence)
    said = SaidBy("Rose Gray", "telephone", clock.now())
    projects.ask_for_change(coordinator, project, read, "It is a bus, not a boat.", said)


def _kiosks(make: Any, round_: Round) -> None:
    facilitator = make.staff(Role.FACILITATOR)
    voting_session = make.session_at(round_, facilitator)
    for name in ("Tablet 1", "Tablet 2"):
        by = Actor(facilitator.id, Role.FACILITATOR)
        pair(by, voting_session, name=name, next_pin="2580", leave_pin="1470", public_key=KioskKey().public)
    begin_turn(voting_session, kiosks_of(voting_session.id)[0])
    for kiosk in kiosks_of(voting_session.id):
        spend_pin(kiosk, "next")
        note_screen(kiosk, 5197)
    devices_say_something(round_.id, kiosks_of(voting_session.id))
    with acting(COMMAND, SOMETHING_DONE, round_id=round_.id, reason="people were waiting"):
        voting_session.extended_until = voting_session.ends_at + timedelta(hours=1)


def _what_few_tests_need(bundle_id: int, round_id: int, one: int, two: int, undone: bool) -> None:
    now = clock.now()
    with acting(COMMAND, SOMETHING_DONE, round_id=round_id, reason="made for a test") as act:
        session = act.session
        lines = list(session.scalars(select(BallotLine).where(BallotLine.round_id == round_id)))
        later = Round(
            name="Later", made_at=now, ceiling_pence=100, age_declaration="60", area_declaration="here",
            applications_open_at=now, applications_close_at=now + timedelta(days=1),
            voting_opens_at=now + timedelta(days=2), voting_closes_at=now + timedelta(days=3),
            post_closes_at=now + timedelta(days=4), pots=[Pot(name="North", amount_pence=9), Pot(amount_pence=8)],
        )  # fmt: skip
        later.criteria = [Criterion(position=n, question=f"It is good {n}") for n in (1, 2)]
        session.add(later)
        session.flush()
        _changed_rules(session, (round_id, later.id), (one, two))
        _half_done(session, later.id, [line.project_id for line in lines])
        for n, line in enumerate(lines[:2]):
            _decided(session, line.project_id, f"Yes {n}", one, two)
            session.add(CostLine(project_id=line.project_id, position=1, what=f"Tea {n}", pence=100 + n))
            session.add(Media(sha256=_sha(bytes([n])), media_type="image/webp", data=bytes([n]), width=n + 1, height=9))
        for n, line in enumerate(session.scalars(select(BallotLine).where(BallotLine.round_id != round_id)).all()[:2]):
            # Their round is frozen, and a text can still be added: what is frozen is the line.
            session.add(
                BallotText(project_id=line.project_id, title=f"T {n}", body=f"W {n}", written_by=one, written_at=now)
            )
        for n, line in enumerate(lines[:2]):
            session.add(
                Decision(
                    round_id=round_id, kind="withdraw", project_id=line.project_id, reason=f"They asked {n}",
                    proposed_by=one, proposed_at=now, agreed_by=two, agreed_at=now, votes_then=n,
                )
            )  # fmt: skip
        opened = session.scalars(select(BoxOpening.round_id).order_by(BoxOpening.round_id)).first()
        add_to_an_opened_round(session, opened, rows_of_the_desk(opened, round_id, one, two, moved=undone))
        if undone:
            decisions_undone(session, round_id, two)
            rows_of_checks(session, one, two)
            rows_of_post(session, round_id)
        _of_people(session, opened, later.id, one, two)
        session.add_all(_released(who, line.project_id) for who, line in zip((one, two), lines, strict=False))
        papers = list(session.scalars(select(Entry.paper_id).where(Entry.bundle_id == bundle_id).distinct()))
        for n, paper in enumerate(papers[:2]):
            said = seal_for_desk(round_id, RuledReading("blank", None).as_text)
            session.add(Ruling(paper_id=paper, bundle_id=bundle_id, sealed=said, proposed_by=one))
            session.add(Stray(bundle_id=bundle_id, description=f"A menu {n}", proposed_by=one))


def _half_done(session: Any, round_id: int, project_ids: list[int]) -> None:
    for n, (section, typed) in enumerate((("money", None), ("dates", '[["grace_minutes", "many"]]'))):
        session.add(UnfinishedSection(round_id=round_id, section=section, never_set=n == 0, typed=typed))
        session.add(UnfinishedPage(project_id=project_ids[n], step="least", typed=f'[["least_pence", "{n}x"]]'))


def _decided(session: Any, project_id: int, reason: str, one: int, two: int) -> None:
    said = {"outcome": "eligible", "reason": reason, "made_by": one, "made_at": clock.now(), "rests_on": reason}
    session.add(found := Assessment(project_id=project_id, **said))
    session.flush()
    found.agreed_by, found.agreed_at = two, clock.now()


def _changed_rules(session: Any, round_ids: tuple[int, int], people: tuple[int, int]) -> None:
    for n, rule in enumerate(("min_choices", "max_choices")):
        said = {"old_value": str(n), "new_value": str(n + 1), "changed_at": clock.now()}
        session.add(RuleChange(round_id=round_ids[n], rule=rule, changed_by=people[n], **said))


def _released(account_id: int, project_id: int) -> InterestRelease:
    said = {"account_id": account_id, "project_id": project_id, "reason": f"Over {account_id}"}
    return InterestRelease(**said, proposed_by=3 if account_id != 3 else 4, proposed_at=clock.now())


def _of_people(session: Any, opened: int, later: int, one: int, two: int) -> None:
    now = clock.now()
    session.add(KeyDestruction(round_id=opened, reported_by=one, reported_at=now, agreed_by=two, agreed_at=now))
    for account, n in ((one, 3), (two, 4)):
        session.add(CodeReplacement(account_id=account, proposed_by=3 if account != 3 else 4, proposed_at=now))
        said = {"account_id": account, "proposed_by": 3 if account != 3 else 4, "proposed_at": now}
        session.add(PasswordCode(**said, first_hash=f"{n}" * 64, expires_at=now))
        session.add(LastRead(account_id=account, position=n))
        sound = f"sound {n}".encode()
        session.add(MadeSound(identity=f"{n}" * 64, sha256=_sha(sound), media_type="audio/mpeg", data=sound))
        session.add(RoundMember(round_id=later, account_id=account, name=f"Member {n}", substitute=n == 4))
        said = {"kind": "give", "role": "counter", "account_id": account, "proposed_by": 3}
        session.add(AppointmentProposal(**said, proposed_at=now))


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
