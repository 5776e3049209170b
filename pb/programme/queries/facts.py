"""The facts of a round for the dashboard, gathered from the rooms below."""

from __future__ import annotations

from pb import clock
from pb.paper.queries.ballot_paper_accounts import sessions_with_accounts
from pb.paper.queries.gaps import Gap
from pb.people.queries import names, people_in
from pb.programme.queries.freeze_proposals import Freeze, freeze_proposal_of, how_the_freeze_stands
from pb.programme.queries.freezing import interested_in_what_freezes, ready
from pb.programme.queries.leftovers import follower_of
from pb.programme.queries.recovery_sheets import who_brings_sheets
from pb.programme.queries.signers import members_besides, too_few_to_recount, too_few_to_sign
from pb.programme.rules.freezing import missing_for_freeze
from pb.programme.rules.round_status import RoundFacts
from pb.projects.models import Project
from pb.projects.queries import (
    all_to_assess,
    applications_with_texts,
    eligible_of,
    interested_on_the_ballot,
    writers_of,
)
from pb.results.queries.checklist import checklist, recounts_missing
from pb.results.queries.counts import latest_count, lot_entries, recounts_of, signatures_of
from pb.results.queries.paper_checks import cannot_go_on, check_of, papers_left
from pb.results.queries.public_times import public_from
from pb.roles import STEERING
from pb.rounds.models import Round
from pb.rounds.queries import never_set_of
from pb.rounds.rules import Phase, closes_at, phase, post_closes_at
from pb.venues.queries import next_session, number_planned, team_of
from pb.voting.queries import card_counts
from pb.voting.queries.cards import card_orders

#: What is done before anybody looks at the rest of what a freeze needs.
_BEFORE_THE_FREEZE = ("undecided", "decisions_to_agree", "texts_to_write", "texts_to_approve")


def status_facts_of(round_: Round, known_gaps: list[Gap] | None = None) -> RoundFacts:
    """What ``next_act`` wants to know about ``round_`` at this moment: what its phase asks for, and no more. ``known_gaps``:
    what ``gaps`` says of it, where it was asked already.
    """
    now = clock.now()
    at = phase(round_, now)
    more: dict = {}
    if at == Phase.ASSESSING:
        applications = applications_with_texts(round_.id)
        more = {**_to_assess(round_), **_texts(applications)}
        if not any(more[each] for each in _BEFORE_THE_FREEZE):
            more["keeps_from_freezing"] = tuple(each.sentence for each in missing_for_freeze(ready(round_)))
            if not more["keeps_from_freezing"]:
                more |= _of_the_freeze(round_)
    elif at in (Phase.DRAFT, Phase.SET_UP):
        more = {"never_set": len(never_set_of(round_)), "sessions": number_planned(round_.id)}
    elif at == Phase.READY:
        more = {"cards": _cards(round_), "sessions": number_planned(round_.id)}
    elif at == Phase.VOTING:
        more = _next_session(round_)
    elif at == Phase.CLOSED:
        more = _after_the_close(round_, known_gaps)
    return RoundFacts(
        now=now,
        phase=at,
        applications_open_at=round_.applications_open_at,
        applications_close_at=round_.applications_close_at,
        voting_opens_at=round_.voting_opens_at,
        voting_closes_at=closes_at(round_),
        post_closes_at=post_closes_at(round_),
        **more,
    )


def _to_assess(round_: Round) -> dict:
    found = all_to_assess(round_)
    made_by = {each.proposal.made_by for each in found.for_second if each.proposal}
    known = names() if made_by else {}
    return {
        "undecided": len(found.undecided) + len(found.by_one),
        "with_groups": len(found.with_groups),
        "decisions_to_agree": len(found.for_second),
        "proposers": tuple(sorted(known[each] for each in made_by)),
    }


def _of_the_freeze(round_: Round) -> dict:
    """How a proposal to freeze stands, and which members cannot agree to it: they have an interest, or proposed it."""
    stands, proposal = how_the_freeze_stands(round_), freeze_proposal_of(round_)
    if stands != Freeze.WAITS or proposal is None:
        return {"freeze": "overtaken" if stands == Freeze.OVERTAKEN else ""}
    kept_off, members = interested_in_what_freezes(round_) | {proposal.proposed_by}, people_in(STEERING)
    return {"freeze": "waits", "not_by": tuple(member.name for member in members if member.id in kept_off)}


def _texts(applications: list[Project]) -> dict:
    projects = eligible_of(applications)
    texts = [project.ballot_text for project in projects if project.ballot_text]
    open_texts = [text for text in texts if text.approved_at is None]
    known = names() if open_texts else {}
    wrote = list(writers_of(open_texts).values())
    return {
        "sent": sum(project.sent_at is not None and project.withdrawn_at is None for project in applications),
        "eligible": len(projects),
        "texts_to_write": len(projects) - len(texts),
        "texts_to_approve": len(open_texts),
        "text_writers": tuple(sorted(known[each] for each in set.intersection(*wrote))) if wrote else (),
    }


def _cards(round_: Round) -> int:
    """Voting cards that were made, or are being made."""
    ordered = sum(each.inputs["how_many"] for each in card_orders(round_.id) if each.is_open)
    return sum(card_counts(round_.id).values()) + ordered


def _next_session(round_: Round) -> dict:
    """When the next session is that has neither ended nor handed in its account, and its team."""
    upcoming = next_session(round_.id, clock.now(), sessions_with_accounts())
    if upcoming is None:
        return {}
    return {"next_session_at": upcoming.starts_at, "next_team": tuple(person.name for person in team_of(upcoming))}


def _after_the_close(round_: Round, known_gaps: list[Gap] | None) -> dict:
    due = next((step for step in checklist(round_, known_gaps) if step.state == "next"), None)
    if due is None:
        return {"followed": follower_of(round_) is not None}
    facts: dict = {"after_close": due.key, "missing": due.missing}
    if due.key == "publish" and (until := public_from(round_.id)):
        return {"after_close": due.key, "public_from": until}
    if due.key in ("box", "lot"):
        known, kept_out = names(), interested_on_the_ballot(round_.id)
        typed = [entry.typed_by for entry in lot_entries(round_.id)]
        facts["not_by"] = tuple(known[each] for each in dict.fromkeys([*typed, *sorted(kept_out)]))
    counted = latest_count(round_.id)
    if due.key == "check" and counted:
        kept_out = {*cannot_go_on(counted), *interested_on_the_ballot(round_.id)}
        facts["not_by"] = tuple(names()[each] for each in sorted(kept_out))
        state = check_of(counted)
        if state and not state.waits_for_dice:
            facts["papers_left"] = papers_left(state)
    if due.key == "box":
        facts["missing"] = (*due.missing, *who_brings_sheets(round_))
    if due.key == "sign":
        facts["missing"] = (*due.missing, *too_few_to_sign(round_))
        facts["yet_to_sign"] = members_besides(round_, signatures_of(counted) if counted else [])
    if due.key == "publish" and counted and (missing := recounts_missing(round_, counted)):
        facts["missing"] = (*due.missing, *too_few_to_recount(round_))
        facts |= {"recounts_missing": missing, "yet_to_recount": members_besides(round_, recounts_of(counted))}
    return facts
