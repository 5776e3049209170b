"""Letters that tell a group the outcome of its project in the vote. Plain values in, plain values out."""

from __future__ import annotations

from dataclasses import dataclass

from pb.programme.rules.letters import Letter, Office, Words, reach
from pb.words import Sentence
from pb.words import lazy_gettext as _l

_HEADINGS = {
    "funded": _l("Your project is funded: %(title)s"),
    "part-funded": _l("Your project is funded in part: %(title)s"),
    "not-funded": _l("Your project is not funded this time: %(title)s"),
}


@dataclass(frozen=True)
class ResultToTell:
    """One project of a published result. ``decision``: as in ``Step``; amounts and votes are in words (``votes`` are
    points where ``by_points``); ``why``: the result's own sentence about it; ``day``: of the publication; ``signed``: names, joined;
    ``corrects``: of a later ``version`` what was wrong with the one before it; ``counted_on``: it is later because a group
    declined its part; ``answer_until``: the last day on which this group can say whether it takes its part; "" where it has;
    ``departs``: why the steering group decided otherwise than the count, which gives ``by_count``; ``decision`` and ``award`` are
    then its own.
    """

    title: str
    number: int
    decision: str
    votes: str
    voters: str
    cost: str
    award: str
    why: str
    day: str
    signed: str
    by_points: bool = False
    version: int = 1
    corrects: str = ""
    answer_until: str = ""
    counted_on: bool = False
    departs: str = ""
    by_count: str = ""


def result_letter(
    to: tuple[str, ...], round_name: str, told: ResultToTell, next_step: Sentence, result_page: str, office: Office
) -> Letter:
    """To a group whose project people could vote for. ``next_step``: what a group can do that did not get all that it
    asked for; ``result_page``: the address of the public result.
    """
    return Letter(
        to,
        Sentence(_HEADINGS[told.decision].english, facts={"title": told.title}),
        (*_corrected(told), *_thanks(told, round_name), _said(told)),
        (
            (_l("Number on the ballot"), str(told.number)),
            (_l("Points for your project") if told.by_points else _l("Votes for your project"), told.votes),
            (_l("People who voted in this round"), told.voters),
            (_l("Your group asked for"), told.cost),
            (_l("Your group is offered") if told.answer_until else _l("Your group gets"), told.award),
            (_l("Why, by the count") if told.departs else _l("Why"), told.why),
            *(
                (
                    (_l("The count gives it"), told.by_count),
                    (_l("Why the steering group decided otherwise"), told.departs),
                )
                if told.departs
                else ()
            ),
        ),
        _l("How people voted"),
        (_next(told, next_step),),
        _l("What happens next"),
        (*_look_yourself(told, result_page), *reach(office)),
    )


@dataclass(frozen=True)
class ThanksToTell:
    """A published result as a venue is told it. ``headline``, ``here``: sentences; ``funded``: titles and amounts."""

    headline: str
    here: str
    funded: tuple[tuple[str, str], ...]
    day: str


def thanks_letter(to: tuple[str, ...], round_name: str, told: ThanksToTell, result_page: str, office: Office) -> Letter:
    """To a venue at which people could vote: thanks, what their votes did, a sheet to hang up."""
    return Letter(
        to,
        _l("Thank you for having a voting session at your venue"),
        (
            _l(
                "The votes in %(round)s have been counted. The result was published on %(day)s.",
                round=round_name,
                day=told.day,
            ),
            *((told.here,) if told.here else ()),
            told.headline,
        ),
        told.funded,
        _l("What the money goes to") if told.funded else "",
        (
            _l("Please thank everyone who helped: who made tea, moved tables or brought people along."),
            _l("We send you a sheet in large print, “What your vote did”. Please hang it up where people voted."),
        ),
        _l("Two things to ask"),
        (
            _l("Everyone can read the whole result, and count the votes again: %(address)s", address=result_page),
            *reach(office),
        ),
    )


def _thanks(told: ResultToTell, round_name: str) -> tuple[Words, ...]:
    said = _l("Thank you for taking part in %(round)s. The votes have been counted.", round=round_name)
    return () if told.corrects else (said,)


def _corrected(told: ResultToTell) -> tuple[Words, ...]:
    """Of a later version of the result: which letter this one replaces, and why."""
    if told.counted_on and not told.corrects:
        return (
            _l(
                "A group did not take the part of the money that it was offered, so the count went on. If you have a letter "
                "from us about the result, this one takes its place."
            ),
        )
    if not told.corrects:
        return ()
    return (
        _l(
            "The result that we told you was wrong, and it has been corrected. This is version %(number)s. This letter takes the "
            "place of our last one. We are sorry.",
            number=str(told.version),
        ),
        _l("What was wrong: %(reason)s", reason=told.corrects),
    )


def _said(told: ResultToTell) -> Sentence:
    if told.departs:
        return _decided(told)
    if told.decision == "funded":
        return _l("Your group gets the %(money)s that it asked for. Congratulations.", money=told.award)
    if told.decision == "part-funded" and told.answer_until:
        return _l(
            "Your group is offered %(money)s of the %(cost)s that it asked for. You told us that you can work with this.",
            money=told.award,
            cost=told.cost,
        )
    if told.decision == "part-funded":
        return _l(
            "Your group gets %(money)s of the %(cost)s that it asked for. You told us that you can work with this.",
            money=told.award,
            cost=told.cost,
        )
    return _l("Your project did not get money. We know that this is disappointing. Thank you for your work.")


def _decided(told: ResultToTell) -> Sentence:
    """Two members decided otherwise than the count."""
    if told.decision == "not-funded":
        return _l(
            "Your project does not get money. By the count it would have had %(money)s: this is a decision of the steering group. We "
            "know that this is disappointing. Thank you for your work.",
            money=told.by_count,
        )
    if told.decision == "funded":
        return _l(
            "Your group gets the %(money)s that it asked for, by a decision of the steering group. Congratulations.",
            money=told.award,
        )
    return _l(
        "Your group gets %(money)s of the %(cost)s that it asked for, by a decision of the steering group. If you cannot work with "
        "this, please tell us.",
        money=told.award,
        cost=told.cost,
    )


def _next(told: ResultToTell, next_step: Sentence) -> Sentence:
    if told.decision == "funded":
        return _l("We will be in touch with you about how the money is paid.")
    if told.decision == "part-funded" and told.answer_until:
        return _l(
            "Please tell us by %(day)s whether your group takes this money: with your code on your page, by phone or by letter. "
            "If you say no, or nothing by then, it gets nothing in this round.",
            day=told.answer_until,
        )
    if told.decision == "part-funded":
        return _l("We will be in touch with you about how the money is paid.")
    return next_step


def _look_yourself(told: ResultToTell, result_page: str) -> tuple[Words, ...]:
    signed = _l(
        "The result was published on %(day)s. It was signed by %(names)s of the steering group.",
        day=told.day,
        names=told.signed,
    )
    return (
        signed if told.signed else _l("The result was published on %(day)s.", day=told.day),
        _l("Everyone can read the whole result, and count the votes again: %(address)s", address=result_page),
    )
