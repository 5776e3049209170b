"""What may be on a ballot. The same rule explains beside the field and decides in ``cast``."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pb.formats import money
from pb.voting.rules.ballot_rules import BEST_SCORE, WITH_STEPS, BallotPart, BallotRules
from pb.voting.rules.sealing import Choices
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


def choices_error(rules: BallotRules, choices: Choices, withdrawn: Collection[int] = ()) -> Sentence | None:
    """Why ``choices`` cannot be cast, as a sentence; None when they can.

    Each project is on the ballot; its value is one of those of the ballot type (a tick, points, a place, a score); and
    least, most, points and money hold in each part. A project that was withdrawn may be among them: the voter may have had
    the ballot before, on paper or on the screen.
    """
    if strangers := sorted(set(choices) - rules.numbers):
        return _l("There is no project with the number %(number)s on this ballot.", number=strangers[0])
    return next((in_pot(name, said) for name, said in _errors(rules, choices, withdrawn) if said), None)


def _errors(rules: BallotRules, choices: Choices, withdrawn: Collection[int]) -> Iterator[tuple[str, Sentence | None]]:
    parts = [(part, part.of(choices)) for part in rules.parts]
    yield from ((part.name, _wrong_values(rules, chosen)) for part, chosen in parts)
    yield from ((part.name, _too_many(rules, part, len(chosen))) for part, chosen in parts)
    yield from ((purse.name, _too_dear(purse.used(choices), purse.pence)) for purse in rules.purses)
    yield from ((part.name, _too_few(rules, part, len(chosen), withdrawn)) for part, chosen in parts)


def in_pot(name: str, sentence: Sentence) -> Sentence:
    """What is said about one pot of a ballot, with its name."""
    return _l("%(pot)s: %(sentence)s", pot=name, sentence=sentence) if name else sentence


def _wrong_values(rules: BallotRules, choices: Choices) -> Sentence | None:
    values, kind = list(choices.values()), rules.ballot_type
    if kind not in ("points", "rank", "score"):
        return _l("You can only choose each project once.") if any(value != 1 for value in values) else None
    if not all(isinstance(value, int) and value >= 1 for value in values):
        return _l("Give each project a whole number, from 1 on.")
    if kind == "rank" and sorted(values) != list(range(1, len(values) + 1)):
        return _l("Give each place once: 1st, 2nd and so on, without a gap.")
    if kind == "score" and any(value > BEST_SCORE for value in values):
        return no_more_than_best()
    if kind == "points" and sum(values) > rules.points:
        return _ln(
            "You have given %(num)s point. Take %(over)s off.",
            "You have given %(num)s points. Take %(over)s off.",
            sum(values),
            over=sum(values) - rules.points,
        )
    return None


def no_more_than_best() -> Sentence:
    """What is said to a voter who wants to give a project more than the best there is."""
    return _l("You can give each project up to %(most)s points.", most=BEST_SCORE)


def _too_many(rules: BallotRules, part: BallotPart, chosen: int) -> Sentence | None:
    if chosen <= part.most:
        return None
    over = chosen - part.most
    if rules.ballot_type in WITH_STEPS:
        return _ln(
            "You have given points to %(num)s project. Take %(over)s off.",
            "You have given points to %(num)s projects. Take %(over)s off.",
            chosen,
            over=over,
        )
    return _ln(
        "You have chosen %(num)s project. Take %(over)s off.",
        "You have chosen %(num)s projects. Take %(over)s off.",
        chosen,
        over=over,
    )


def _too_dear(cost: int, pence: int) -> Sentence | None:
    if cost <= pence:
        return None
    said = {"cost": money(cost), "money": money(pence)}
    return _l("Your choices cost %(cost)s, and there is %(money)s. Take one off.", **said)


def _too_few(rules: BallotRules, part: BallotPart, chosen: int, withdrawn: Collection[int]) -> Sentence | None:
    if chosen >= part.least:  # the common case need not ask what was withdrawn
        return None
    least = rules.least_in(part, withdrawn)
    return None if chosen >= least else _choose_at_least(rules, least)


def too_few_in(rules: BallotRules, part: BallotPart, withdrawn: Collection[int] = ()) -> Sentence:
    """What is said to a voter who chose too few in this part of a ballot."""
    return in_pot(part.name, _choose_at_least(rules, rules.least_in(part, withdrawn)))


def _choose_at_least(rules: BallotRules, least: int) -> Sentence:
    if rules.ballot_type in WITH_STEPS:
        return _ln("Give points to a project.", "Give points to at least %(num)s projects.", least)
    return _ln("Choose a project.", "Choose at least %(num)s projects.", least)
