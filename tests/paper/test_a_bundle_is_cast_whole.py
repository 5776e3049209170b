"""A bundle goes into the box whole or not at all, and in an order that nobody can know."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from pb.database import db
from pb.paper import actions, queries
from pb.paper.actions import cast_bundles
from pb.paper.models import Bundle
from pb.paper.rules import PaperState
from pb.projects.queries import ballot_lines
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.roles import Actor
from pb.rounds import actions as rounds
from pb.voting import queries as voting
from pb.voting.actions import check_in_envelope, issue_paper
from pb.voting.models import VotingRight
from pb.voting.queries import frozen_ballot
from pb.web.access import COUNTER, FACILITATOR, STEERING
from tests.support.makers.papers import counter
from tests.support.makers.voting import COMMAND

pytestmark = pytest.mark.both_databases

PAPERS = 12


@pytest.fixture
def people(make):
    return [make.staff(COUNTER) for _ in range(3)]


@pytest.fixture
def settled(make, people):
    """A settled bundle in which each paper has another project; and the projects in order of typing and of serials."""
    round_ = make.voting_round(projects=PAPERS, entitlement="vouch", min_choices=1, max_choices=3)
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    serials = make.papers(voting_session, printed=PAPERS, issued=PAPERS)
    bundle = make.bundle(voting_session, in_box=PAPERS, one=people[0], two=people[1])
    written = {serial: str(number) for number, serial in enumerate(serials, 1)}
    make.typed(bundle, people[0], 1, written)
    make.typed(bundle, people[1], 2, written)
    return bundle, list(range(1, PAPERS + 1)), [int(written[serial]) for serial in sorted(serials)]


@pytest.fixture
def cast_in_order(monkeypatch):
    """The projects of the votes, in the order in which they go into the box; ``fails_at`` stops before that vote."""
    order: list[int] = []
    cast = cast_bundles.cast

    def noted(session, vote):
        if len(order) + 1 == noted.fails_at:
            raise RuntimeError("the power went out")
        order.extend(vote.choices)
        return cast(session, vote)

    noted.fails_at = None
    noted.order = order
    monkeypatch.setattr(cast_bundles, "cast", noted)
    return noted


def test_papers_are_cast_neither_in_the_order_of_typing_nor_of_serials_nor_of_last_time(settled, people, cast_in_order):
    bundle, typed, by_serial = settled
    cast_in_order.fails_at = PAPERS
    with pytest.raises(RuntimeError):
        actions.cast_bundle(counter(people[2]), bundle)
    first = list(cast_in_order.order)
    cast_in_order.fails_at = None
    cast_in_order.order.clear()
    assert actions.cast_bundle(counter(people[2]), bundle) == PAPERS
    second = cast_in_order.order
    assert sorted(second) == typed
    for order in (typed, by_serial):  # by chance once in 479 million times
        assert second not in (order, order[::-1]) and first not in (order[:-1], order[:0:-1])
    assert first != second[:-1]


def test_when_the_third_vote_fails_nothing_is_in_the_box_and_the_bundle_waits_as_before(settled, people, cast_in_order):
    bundle, _typed, _by_serial = settled
    bundle_id, round_id, session_id = bundle.id, bundle.round_id, bundle.session_id
    cast_in_order.fails_at = 3
    with pytest.raises(RuntimeError):
        actions.cast_bundle(counter(people[2]), bundle)
    assert len(cast_in_order.order) == 2
    db.session.rollback()  # forgets what it knew
    assert db.session.get(Bundle, bundle_id).cast_at is None
    assert voting.envelopes_in(round_id) == 0 and voting.turnout(round_id) == []
    assert voting.rights_of_session(session_id) == {("paper", None): PAPERS}
    assert db.session.scalar(select(func.count()).select_from(RecordLine).where(RecordLine.act == "bundle.cast")) == 0
    assert db.session.scalar(select(func.count()).select_from(VotingRight)) == PAPERS

    cast_in_order.fails_at = None
    assert actions.cast_bundle(counter(people[2]), db.session.get(Bundle, bundle_id)) == PAPERS
    assert voting.envelopes_in(round_id) == PAPERS


def test_a_paper_that_was_issued_since_keeps_the_bundle_out_until_the_account_is_made_again(make, settled, people):
    bundle, _typed, _by_serial = settled
    voting_session = queries.session_of_bundle(bundle)
    issue_paper(COMMAND, voting_session)
    with pytest.raises(Refusal, match="ballot paper account for this session"):
        actions.cast_bundle(counter(people[2]), bundle)
    assert voting.envelopes_in(bundle.round_id) == 0


def test_a_bundle_of_reply_envelopes_spends_the_rights_of_the_post_and_no_sessions(make, people):
    round_ = make.voting_round(projects=2)
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    at_the_session, *posted = make.cards(round_, 4)
    issue_paper(COMMAND, voting_session, voting.right_of_code(at_the_session.code))
    for card in posted:
        check_in_envelope(COMMAND, round_.id, voting.right_of_code(card.code))
    serials = queries.serials_of(actions.print_batch(counter(people[0]), round_.id, None, 2).id)
    bundle = actions.open_bundle(counter(people[0]), round_.id, None, 2)
    assert actions.confirm_count(counter(people[1]), bundle, 2)
    for pass_number, who in ((1, people[0]), (2, people[1])):
        make.typed(bundle, who, pass_number, dict(zip(serials, ("1", "2"), strict=True)))
    assert actions.cast_bundle(counter(people[2]), bundle) == 2
    rights = db.session.execute(
        select(VotingRight.kind, VotingRight.status, func.count())
        .where(VotingRight.kind != "code")
        .group_by(VotingRight.kind, VotingRight.status)
    )
    assert {(kind, status): n for kind, status, n in rights} == {
        ("post", "cast"): 2,
        ("post", None): 1,  # an envelope that lies in no bundle yet
        ("paper", None): 1,
    }


def states(bundle: Bundle) -> list[PaperState]:
    ballot = frozen_ballot(bundle.round_id)
    return [paper.state for paper in queries.paper_statuses([bundle.id], ballot)[bundle.id]]


def test_a_paper_counts_like_a_screen_where_fewer_projects_are_left_than_the_ballot_asks_for(make, people):
    round_ = make.voting_round(projects=2, entitlement="vouch", min_choices=2, max_choices=2)
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    [serial] = make.papers(voting_session, printed=1, issued=1)
    bundle = make.bundle(voting_session, in_box=1, one=people[0], two=people[1])
    for pass_number, who in ((1, people[0]), (2, people[1])):
        make.typed(bundle, who, pass_number, {serial: "1"})
    assert states(bundle) == [PaperState.TO_RULE]
    one, two = make.staff(STEERING), make.staff(STEERING)
    by, gone = Actor(one.id, STEERING), ballot_lines(round_.id)[1].project_id
    decision = rounds.propose_withdrawal(by, make.fresh(round_), gone, "The group has folded.")
    rounds.agree_to(Actor(two.id, STEERING), decision)
    assert states(db.session.get_one(Bundle, bundle.id)) == [PaperState.SETTLED]
    assert actions.cast_bundle(counter(people[2]), db.session.get_one(Bundle, bundle.id)) == 1
