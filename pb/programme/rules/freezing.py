"""When a ballot can be frozen, and what its hash is taken over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pb.programme.rules.agreements import without_agreement
from pb.rounds.rules import Phase
from pb.rounds.rules.sentences import PUBLISH_FIRST, ROUND_IS_ABANDONED
from pb.voting.rules.ballot_keys import MOST_SHARES, SHARES_NEEDED
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


@dataclass(frozen=True)
class BallotCandidate:
    """An eligible project on its way to the ballot, with its title there once it has a text. ``text``: "none",
    "unchecked" or "approved". ``never_funded``: why it could not get any money, however many voted for it.
    """

    project_id: int
    title: str
    pot_id: int | None
    text: str
    never_funded: Sentence | None = None
    #: Whether the group agrees to the text: "waiting", "change_asked", "agreed" … (``TextStands``); and until when it has to
    #: say something, in words, where its silence counts.
    group: str = "agreed"
    silence: str = ""
    #: Whether its group can be reached by letter alone.
    only_by_post: bool = False


@dataclass(frozen=True)
class MissingForFreeze:
    """One thing that keeps a ballot from being frozen. ``page``: where it is mended; "applications", "ballot_texts",
    "settings", "people", or "money": in the settings or with the applications.
    """

    sentence: Sentence
    page: str


@dataclass(frozen=True)
class FreezeFacts:
    """What is known of a round before its freeze. ``pots``: names by id. ``rule_error``: why the rule cannot be
    used, or None. ``members``: of the steering group; ``without_interest``: those of them who have declared no interest in
    one of the candidates. ``for_second`` and ``by_one``: titles of applications on which a decision waits for a second
    member, and on which one person decided before the round asked for two; ``appealed``: of those with an appeal that nobody
    has answered; ``may_appeal``: of those whose groups still can, with until when, in words; ``with_groups``: of those whose
    groups were asked to change something, with until when they have time ("": nobody said). ``texts_agreed``: whether every
    group has to agree to its ballot text.
    """

    phase: Phase
    voting_is_over: bool
    pots: dict[int, str]
    candidates: Collection[BallotCandidate]
    undecided: int
    rule_error: Sentence | None
    members: int
    without_interest: int
    signatures_needed: int
    for_second: Collection[str] = ()
    by_one: Collection[str] = ()
    appealed: Collection[str] = ()
    may_appeal: Collection[tuple[str, str]] = ()
    with_groups: Collection[tuple[str, str]] = ()
    texts_agreed: bool = False
    #: Names of sections of the settings in which nobody has said anything yet, and of those that are half done.
    never_set: Collection[Sentence] = ()
    half_done: Collection[Sentence] = ()
    #: What is still to be said of the numbers of pots, or None.
    unset_numbers: Sentence | None = None
    #: What no voter could do of what the ballot asks, in sentences with what to change.
    too_much: Collection[Sentence] = ()


#: No ballot of a round is frozen then, with the reason.
_ENDED_OR_DRAFT = {Phase.DRAFT: PUBLISH_FIRST, Phase.ABANDONED: ROUND_IS_ABANDONED}


def holders_error(holders: Sequence[int], members: Collection[int]) -> Sentence | None:
    """Why these accounts cannot keep the word sheets of the ballot key, or None. ``members``: of the steering group."""
    if len(set(holders)) != len(holders):
        return _l("Each sheet must go to a different person.")
    if not set(holders) <= set(members):
        return _l("Only steering group members can keep a sheet.")
    if not SHARES_NEEDED <= len(holders) <= MOST_SHARES:
        return _l("Choose from %(least)s to %(most)s people to keep a sheet.", least=SHARES_NEEDED, most=MOST_SHARES)
    return None


def freeze_refusal(ready: FreezeFacts) -> Sentence | None:
    """Why the ballot cannot be frozen: the first thing that is missing, and how many more there are."""
    things = missing_for_freeze(ready)
    if not things:
        return None
    if len(things) == 1:
        return _l("The ballot cannot be frozen yet. %(first)s", first=things[0].sentence)
    return _ln(
        "The ballot cannot be frozen yet. %(first)s And %(num)s more.",
        "The ballot cannot be frozen yet. %(first)s And %(num)s more.",
        len(things) - 1,
        first=things[0].sentence,
    )


def missing_for_freeze(ready: FreezeFacts) -> list[MissingForFreeze]:
    """Everything that is still missing before the ballot can be frozen; empty when nothing is."""
    return [*_too_early_or_late(ready), *_projects(ready), *_settings(ready), *_people(ready)]


def _too_early_or_late(ready: FreezeFacts) -> Iterable[MissingForFreeze]:
    if ready.phase in _ENDED_OR_DRAFT:
        yield MissingForFreeze(_ENDED_OR_DRAFT[ready.phase], "settings")
    if ready.phase in (Phase.SET_UP, Phase.APPLYING):
        yield MissingForFreeze(
            _l("Groups can still apply. You can freeze the ballot after applications close."), "settings"
        )
    if ready.voting_is_over:
        yield MissingForFreeze(_l("The voting dates have passed. Change them first."), "settings")
    if n := ready.undecided:
        yield MissingForFreeze(
            _ln("One application has not been decided yet.", "%(num)s applications have not been decided yet.", n),
            "applications",
        )
    yield from (MissingForFreeze(_changing(*each), "applications") for each in ready.with_groups)
    for title in ready.for_second:
        said = _l("A second steering group member must agree to the decision on “%(title)s”.", title=title)
        yield MissingForFreeze(said, "applications")
    for title in ready.by_one:
        said = _l("One person decided on “%(title)s”. Two must decide on it again.", title=title)
        yield MissingForFreeze(said, "applications")
    for title in ready.appealed:
        said = _l(
            "A group has appealed against the decision on “%(title)s”. Two other members must answer.", title=title
        )
        yield MissingForFreeze(said, "applications")


def _changing(title: str, until: str) -> Sentence:
    if until:
        return _l(
            "The group of “%(title)s” was asked to change something. It has until %(until)s.", title=title, until=until
        )
    return _l("The group of “%(title)s” was asked to change something. Wait for it, or decide again.", title=title)


def _projects(ready: FreezeFacts) -> Iterable[MissingForFreeze]:
    if not ready.candidates:
        yield MissingForFreeze(_l("There are no eligible projects. A ballot needs at least one."), "applications")
        return
    for candidate in ready.candidates:
        if candidate.text == "none":
            yield MissingForFreeze(_l("“%(title)s” has no ballot text yet.", title=candidate.title), "ballot_texts")
        elif candidate.text == "unchecked":
            said = _l("A second person must check the ballot text for “%(title)s”.", title=candidate.title)
            yield MissingForFreeze(said, "ballot_texts")
        if candidate.pot_id is None:
            yield MissingForFreeze(_l("“%(title)s” is not in a pot.", title=candidate.title), "applications")
        if candidate.never_funded:
            yield MissingForFreeze(candidate.never_funded, "money")
    if ready.texts_agreed:
        yield from (MissingForFreeze(sentence, "ballot_texts") for sentence in without_agreement(ready.candidates))
    filled = {candidate.pot_id for candidate in ready.candidates}
    for pot_id, name in ready.pots.items():
        if pot_id not in filled:
            yield MissingForFreeze(
                _l("There are no projects in the pot “%(name)s”.", name=name)
                if name
                else _l("There are no projects in the pot."),
                "settings",
            )


def _settings(ready: FreezeFacts) -> Iterable[MissingForFreeze]:
    for section in ready.never_set:
        yield MissingForFreeze(
            _l("The section “%(section)s” of the settings is not set yet.", section=section), "settings"
        )
    for section in ready.half_done:
        said = _l(
            "The section “%(section)s” of the settings is not finished. Finish it, or delete what was kept.",
            section=section,
        )
        yield MissingForFreeze(said, "settings")
    yield from (MissingForFreeze(sentence, "settings") for sentence in ready.too_much)
    if ready.unset_numbers:
        yield MissingForFreeze(ready.unset_numbers, "settings")
    if ready.rule_error:
        yield MissingForFreeze(ready.rule_error, "settings")


def _people(ready: FreezeFacts) -> Iterable[MissingForFreeze]:
    """The list of the steering group is fixed at the freeze, so it must be long enough now."""
    if ready.members <= ready.signatures_needed:
        yield MissingForFreeze(
            _ln(
                "The steering group has %(num)s member. It needs %(sign)s to sign the result, and one more as the "
                "substitute.",
                "The steering group has %(num)s members. It needs %(sign)s to sign the result, and one more as the "
                "substitute.",
                ready.members,
                sign=ready.signatures_needed,
            ),
            "people",
        )
    elif ready.without_interest < ready.signatures_needed:
        yield MissingForFreeze(
            _l(
                "Members of the steering group without an interest in any of these projects: %(there)s. The result "
                "needs %(sign)s signatures, and members with an interest cannot sign. Appoint more members, or ask for "
                "fewer signatures.",
                there=ready.without_interest,
                sign=ready.signatures_needed,
            ),
            "people",
        )
