"""Letters about decisions on applications, answers to appeals, and ballot texts to agree to. Plain values in, plain values out."""

from __future__ import annotations

from dataclasses import dataclass

from pb.programme.rules.letters import Letter, Office, Words, reach
from pb.programme.rules.sentences import WHAT_VOTERS_WILL_READ
from pb.projects.rules.sentences import TOO_LATE_TO_FIX
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


@dataclass(frozen=True)
class DecisionToTell:
    """What a decision letter tells. ``outcome``: as in ``Assessment``, or "withdrawn". ``text``: title and words of the
    ballot text, once there are some; ``cost``: what voters read beside it, in words. Days are in words, and "" where
    there is no such day: ``answer_by``: when voting opens, while the group can change something; ``fix_until``: by when
    changes must come (``is_late``: that is over); ``appeal_until``; ``silence_until``. ``is_answer``: it answers an
    appeal. ``text_stands``: as in ``TextStands``; ``texts_agreed``: the freeze waits for the group. ``number``: on the
    frozen ballot.
    """

    title: str
    outcome: str
    reason: Words
    unmet: tuple[str, ...] = ()
    answer_by: str = ""
    text: tuple[str, str] | None = None
    cost: str = ""
    number: int | None = None
    fix_until: str = ""
    is_late: bool = False
    appeal_until: str = ""
    is_answer: bool = False
    silence_until: str = ""
    text_stands: str = ""
    texts_agreed: bool = False


_HEADINGS = {
    "eligible": _l("Your project can go on the ballot: %(title)s"),
    "fix": _l("Please change something in your application: %(title)s"),
    "not_eligible": _l("Your application has not been accepted: %(title)s"),
    "withdrawn": _l("Your application has been withdrawn: %(title)s"),
}


def decision_letter(to: tuple[str, ...], round_name: str, decided: DecisionToTell, office: Office) -> Letter:
    """What the steering group decided, in words, and what the group can do."""
    heading = Sentence(_HEADINGS[decided.outcome].english, facts={"title": decided.title})
    if decided.number:
        heading = _l("Your project is on the ballot: %(title)s", title=decided.title)
    facts: tuple[tuple[Words, Words], ...] = ()
    title: Words = ""
    if decided.text:
        title = _l("This is what voters read") if decided.number else WHAT_VOTERS_WILL_READ
        facts = _as_voters_read(decided)
    return Letter(
        to,
        heading,
        (_l("Thank you for applying to %(round)s.", round=round_name), *_told(decided)),
        facts,
        title,
        tuple(decided.unmet),
        _ln("This rule is not met", "These rules are not met", len(decided.unmet)) if decided.unmet else "",
        (*_next(decided), *_disagree(decided, office)),
    )


def _as_voters_read(decided: DecisionToTell) -> tuple[tuple[Words, Words], ...]:
    """All that a group agrees to: the words, and the cost beside them."""
    assert decided.text is not None
    words: tuple[tuple[Words, Words], ...] = ((_l("Title"), decided.text[0]), (_l("Text"), decided.text[1]))
    return (*words, (_l("Cost"), decided.cost)) if decided.cost else words


def where_to_type_the_code(decided: DecisionToTell, office: Office) -> list[Words]:
    """The address of the page that takes a group's code, in a letter that asks for something that the code can do."""
    asks = decided.outcome == "eligible" and decided.text and not decided.number and decided.text_stands == "waiting"
    if office.for_groups and (asks or decided.appeal_until or (decided.outcome == "fix" and decided.answer_by)):
        return [_l("The page on our website for your code: %(address)s", address=office.for_groups)]
    return []


def _told(decided: DecisionToTell) -> list[Words]:
    """What was decided, in the words of who decided."""
    if decided.number:
        return [_l("It has the number %(number)s on the ballot.", number=decided.number)]
    if decided.is_answer:
        return [
            _l("You appealed against a decision. Two others of the steering group have decided again. They write:"),
            decided.reason,
        ]
    if decided.outcome != "withdrawn":
        return [_l("The steering group has decided on your application. It writes:"), decided.reason]
    gone = _l("Your application was withdrawn, so nobody can vote for it in this round.")
    return [gone, _l("The steering group writes:"), decided.reason] if decided.reason else [gone]


def _next(decided: DecisionToTell) -> list[Words]:
    if decided.outcome == "fix" and decided.answer_by and decided.fix_until:
        return [
            _l(
                "Send your changes by %(when)s. You can use your code on our website, or tell us. After that you can no "
                "longer change your answers, and the steering group decides on what you sent before.",
                when=decided.fix_until,
            )
        ]
    if decided.outcome == "fix" and decided.answer_by:
        return [
            _l(
                "Change your answers as soon as you can. You can use your code on our website, or tell us. You cannot "
                "change them once the ballot is frozen, and that is before %(when)s.",
                when=decided.answer_by,
            )
        ]
    if decided.outcome == "fix" and decided.is_late:
        return [TOO_LATE_TO_FIX]
    if decided.outcome == "fix":
        return [_l("The ballot is frozen, so your answers can no longer be changed in this round.")]
    return []


def _disagree(decided: DecisionToTell, office: Office) -> list[Words]:
    """How to object, and how the group agrees to its text: said here, and only here."""
    said: list[Words]
    if decided.outcome == "withdrawn":
        said = [_l("If your group did not ask for this, tell us as soon as you can.")]
    elif decided.outcome == "eligible":
        said = about_the_text(decided)
    elif decided.is_answer and decided.appeal_until:
        said = [
            _l(
                "We wrote this appeal down for you. If you did not say that, or want to say more, you can still appeal "
                "yourself, once, with your code on our website, until %(when)s, but not after the ballot is frozen.",
                when=decided.appeal_until,
            )
        ]
    elif decided.is_answer:
        said = [_l("Nobody can appeal against this answer.")]
    elif decided.appeal_until:
        said = [
            _l(
                "If you think that this is wrong, you can appeal until %(when)s, but not after the ballot is frozen. Use your "
                "code on our website, or tell us. Two members of the steering group who did not make this "
                "decision will answer.",
                when=decided.appeal_until,
            )
        ]
    else:
        said = [
            _l(
                "If you think that this is wrong, tell us why as soon as you can. The steering group can look at your "
                "application again until the ballot is frozen."
            )
        ]
    return [*said, *where_to_type_the_code(decided, office), *reach(office)]


def about_the_text(decided: DecisionToTell) -> list[Words]:
    """How the group says whether it agrees to its ballot text, and what its silence means; nothing where there is none to
    read yet, and once the ballot is frozen.
    """
    if decided.text is None or decided.number or not decided.text_stands:
        return []
    if decided.text_stands == "agreed":
        return [_l("You have agreed to this text.")]
    asks: list[Words] = [
        _l(
            "Please tell us whether you agree to this text, or what should be changed. Use your code on our website, "
            "or tell us."
        )
    ]
    if decided.text_stands == "silent":
        return [
            _l(
                "You did not reply by %(when)s, so we take it that you agree to this text.",
                when=decided.silence_until,
            )
        ]
    if decided.text_stands == "change_asked":
        return [_l("You have asked for a change of this text. We will change it and ask you again.")]
    if decided.silence_until:
        return [
            *asks,
            _l(
                "If we do not hear from you by %(when)s, we will take it that you agree to it.",
                when=decided.silence_until,
            ),
        ]
    if decided.texts_agreed:
        return [*asks, _l("Your project can only be on the ballot when you have agreed.")]
    return asks


def text_letter(to: tuple[str, ...], round_name: str, decided: DecisionToTell, office: Office) -> Letter:
    """To a group that is asked whether it agrees to its ballot text."""
    assert decided.text is not None
    return Letter(
        to,
        _l("The text about your project: %(title)s", title=decided.title),
        (_l("This is how voters of %(round)s will read about your project.", round=round_name),),
        _as_voters_read(decided),
        WHAT_VOTERS_WILL_READ,
        after=(*about_the_text(decided), *where_to_type_the_code(decided, office), *reach(office)),
    )
