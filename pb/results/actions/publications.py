"""Publishing a signed count."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from pb import clock
from pb.database import transaction
from pb.dead_keys import destroy_dead_keys, let_key_die
from pb.jobs import order
from pb.keystore import desk_key
from pb.paper.queries import resolutions
from pb.paper.rules.sentences import AGREE_ON_THE_LIST, FOUND_FIRST
from pb.record.actions import ActInProgress, acting
from pb.record.acts import Act
from pb.record.queries import newest_hash
from pb.refusals import Refusal
from pb.results.actions.public_times import require_not_final, require_time_to_come
from pb.results.models import Count, Publication, PublicTime
from pb.results.queries.charts import CHARTS
from pb.results.queries.checklist import recounts_missing
from pb.results.queries.corrections import corrects, waits_for_new_count
from pb.results.queries.counts import latest_count, newest_publication_of, signatures_of
from pb.results.queries.departures import waiting_departure
from pb.results.queries.elections import (
    ballots_of,
    is_up_to_date,
    require_ballots_as_opened,
    require_votes_as_opened,
)
from pb.results.queries.facts import published_facts_of
from pb.results.queries.proposals import changes_the_result, waiting_proposals
from pb.results.rules.departures import AGREE_FIRST, DEPARTURE_WAITS
from pb.results.rules.sentences import (
    AGREE_OR_WITHDRAW,
    ALREADY_PUBLISHED,
    COUNT_IS_NOT_VALID,
    COUNT_THE_VOTES_AGAIN,
    TAKE_THE_BALLOTS,
    TOO_FEW_RECOUNTS,
    TOO_FEW_SIGNATURES,
    WITHDRAWAL_WAITS,
)
from pb.roles import COORDINATOR, Actor, Role
from pb.rounds.models import Round
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

RESULT_PUBLISHED = Act("result.published", _l("published the result"), only=(COORDINATOR,), takes_long=True)
RESULT_TIME_SET = Act(
    "result.time_set",
    _l("set the time at which the signed result becomes public"),
    only=(COORDINATOR,),
    takes_long=True,
)


def publish(by: Actor, round_: Round) -> Publication:
    """Publish the signed count: everybody can read it, and this version of it never changes. The round's desk key dies: nothing
    needs what was typed from its papers any more, and nobody can read it again.

    Refuses a count that too few steering group members have signed, or counted again where unusual ballots are withheld,
    one whose inputs have changed, a second time, and where votes are not as the opening left them.
    """
    with acting(by, RESULT_PUBLISHED, round_id=round_.id) as act:
        publication = _published(act, by, round_)
    destroy_dead_keys()
    return publication


def publish_from(by: Actor, round_: Round, at: datetime) -> Publication:
    """The same, with the time from which everybody can read it: it becomes public by itself. Refuses also a time that is over
    or too far off.
    """
    with acting(by, RESULT_TIME_SET, round_id=round_.id) as act:
        publication = _published(act, by, round_, at)
    destroy_dead_keys()
    return publication


def _published(act: ActInProgress, by: Actor, round_: Round, at: datetime | None = None) -> Publication:
    counted = _ready_to_publish(round_)
    if at is not None:
        require_time_to_come(at)
        _add_time(act, by, counted, at)
    publication = add_publication(act.session, by, counted, published_facts_of(round_, counted) | corrects(round_.id))
    facts_hash = hashlib.sha256(publication.facts.encode()).hexdigest()
    act.facts.update(version=counted.version, outcome_hash=counted.outcome_hash, facts_hash=facts_hash)
    let_key_die(act.session, desk_key(round_.id))
    return publication


def _ready_to_publish(round_: Round) -> Count:
    """The signed count. Refuses what ``publish`` refuses."""
    require_not_final(round_.id, ALREADY_PUBLISHED)
    counted = latest_count(round_.id)
    if counted is None:
        raise Refusal(
            _l("The votes have not been counted yet. You can publish the result after it is counted and signed.")
        )
    missing = round_.signatures_needed - len(signatures_of(counted))
    if missing > 0:
        raise Refusal(
            TOO_FEW_SIGNATURES,
            _ln(
                "One more steering group member must sign.",
                "%(num)s more steering group members must sign.",
                missing,
            ),
        )
    if any(changes_the_result(round_, each) for each in waiting_proposals(round_)):
        raise Refusal(WITHDRAWAL_WAITS, AGREE_OR_WITHDRAW)
    if any(each.matter == "found" and each.agreed_by is None for each in resolutions(round_.id)):
        raise Refusal(FOUND_FIRST, AGREE_ON_THE_LIST)
    if waiting_departure(counted):
        raise Refusal(DEPARTURE_WAITS, AGREE_FIRST)
    if recounts_missing(round_, counted):
        raise Refusal(TOO_FEW_RECOUNTS, TAKE_THE_BALLOTS)
    if waits_for_new_count(counted) or not is_up_to_date(counted, round_):
        raise Refusal(
            COUNT_IS_NOT_VALID,
            COUNT_THE_VOTES_AGAIN,
        )
    require_ballots_as_opened(round_.id, ballots_of(round_.id), counted)
    require_votes_as_opened(round_.id)
    return counted


def _add_time(act: ActInProgress, by: Actor, counted: Count, at: datetime) -> None:
    """Before the publication, which the guards of a time look at."""
    who: Any = by.account_id
    act.session.add(
        PublicTime(
            round_id=counted.round_id,
            version=counted.version,
            public_from=at,
            proposed_by=who,
            proposed_at=clock.now(),
        )
    )
    act.session.flush()
    act.facts["public_from"] = at.astimezone(UTC).isoformat()


def order_charts_again(round_id: int) -> None:
    """The server orders once more what a job makes after the publication, whoever has asked for it; what is there stays.
    Nothing is ordered while a job does it.
    """
    newest = newest_publication_of(round_id)
    with suppress(Refusal), transaction() as session:
        _order_charts(session, Actor(None, Role.COMMAND), round_id, newest.version if newest else 1)


def add_publication(session: Session, by: Actor, counted: Count, facts: dict) -> Publication:
    """Add the row of a publication, and order its charts; part of the act of publishing or of importing."""
    publication = Publication(
        round_id=counted.round_id,
        version=counted.version,
        published_at=clock.now(),
        published_by=by.account_id,
        record_head=newest_hash(),
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    )
    session.add(publication)
    _order_charts(session, by, counted.round_id, counted.version)
    return publication


def _order_charts(session: Session, by: Actor, round_id: int, version: int) -> None:
    """Of a new version too where those of the old one are still being drawn: a job draws what is published when it begins."""
    order(session, CHARTS, by, round_id=round_id, slot=f"{CHARTS} of version {version} of round {round_id}")
