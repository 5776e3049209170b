"""What waits to be done in a round beside its next large act: each piece of work with its number, its place and its people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pb.words import Sentence

#: So many pieces of work of one kind stand one by one; more of them are one line with their number.
ONE_BY_ONE = 3


class ChoreKind(StrEnum):
    """In the order in which they stand on the dashboard. ``pb.pages.chores`` has page and words of each."""

    INVITE_MEMBERS = "invite_members"
    SUBSTITUTE = "substitute"
    MORE_COUNTERS = "more_counters"
    MORE_COORDINATORS = "more_coordinators"
    MORE_ON_TEAM = "more_on_team"
    AGREE_RELEASE = "agree_release"
    DECIDE = "decide"
    AGREE_CORRECTION = "agree_correction"
    INVITE_ANSWERERS = "invite_answerers"
    ANSWER_APPEAL = "answer_appeal"
    CHANGE_TEXT = "change_text"
    CHECK_TEXTS = "check_texts"
    CHECK_TRANSLATIONS = "check_translations"
    CHANGE_TRANSLATIONS = "change_translations"
    MAKE_LETTERS = "make_letters"
    ORDER_FAILED = "order_failed"
    BEING_MADE = "being_made"
    PRINT_CARDS = "print_cards"
    RELEASE = "release"
    CHOOSE_TEAM = "choose_team"
    TWO_PLACES = "two_places"
    PRINT_PAPERS = "print_papers"
    PRINT_AGAIN = "print_again"
    RUN = "run"
    END_TURNS = "end_turns"
    SUBMIT_ACCOUNT = "submit_account"
    AGREE_ACCOUNT = "agree_account"
    OPEN_SESSION_BOX = "open_session_box"
    OPEN_ENVELOPES = "open_envelopes"
    COUNT_TOO = "count_too"
    AGREE_STRAY = "agree_stray"
    TYPE_FIRST = "type_first"
    TYPE_SECOND = "type_second"
    FIND_PAPER = "find_paper"
    EXPLAIN_PAPERS = "explain_papers"
    AGREE_MOVEMENT = "agree_movement"
    CHECK_PAPERS = "check_papers"
    RULE = "rule"
    AGREE_RULING = "agree_ruling"
    LOOK_OVER = "look_over"
    PUT_IN_BOX = "put_in_box"
    PROPOSE_RESOLUTION = "propose_resolution"
    AGREE_RESOLUTION = "agree_resolution"
    PUT_BACK = "put_back"
    PLACE_CARDS = "place_cards"
    COUNT_STACK = "count_stack"
    CONFIRM_STACK = "confirm_stack"
    AGREE_TO_CORRECT = "agree_to_correct"
    AGREE_TO_ANSWER = "agree_to_answer"
    AGREE_TO_DEPARTURE = "agree_to_departure"
    WRITE_OFFER_ANSWER = "write_offer_answer"
    OFFER_IS_OVER = "offer_is_over"
    AGREE_TO_TIME = "agree_to_time"
    DESTROY_KEYS = "destroy_keys"
    CONFIRM_KEYS = "confirm_keys"


@dataclass(frozen=True)
class Chore:
    """``number`` things that wait at ``places`` places. ``where`` names a single one, ``address`` holds what the address of
    its page needs beside the round. ``why`` says more of it.

    ``people`` are the ids of those whose work it is, None where it is that of everybody in the role; ``besides`` of those
    who cannot do it, because they did the first half or were on the team.
    """

    kind: ChoreKind
    number: int = 1
    where: Sentence | str = ""
    why: Sentence | str = ""
    at: datetime | None = None
    address: Mapping[str, int] = field(default_factory=dict)
    people: frozenset[int] | None = None
    besides: frozenset[int] = frozenset()
    places: int = 1


def chores_in_order(chores: Iterable[Chore]) -> list[Chore]:
    """All of them in the order of their kinds; of a kind with many, one for all."""
    by_kind: dict[ChoreKind, list[Chore]] = defaultdict(list)
    for each in chores:
        by_kind[each.kind].append(each)
    found: list[Chore] = []
    for kind in ChoreKind:
        here = by_kind[kind]
        found += here if len(here) <= ONE_BY_ONE else [_together(kind, here)]
    return found


def _together(kind: ChoreKind, chores: list[Chore]) -> Chore:
    """Whoever may do one of them is asked; who may do none of them is not."""
    people = None
    if all(each.people is not None for each in chores):
        people = frozenset().union(*(each.people or () for each in chores))
    return Chore(
        kind,
        sum(each.number for each in chores),
        people=people,
        besides=frozenset.intersection(*(each.besides for each in chores)),
        places=len(chores),
    )
