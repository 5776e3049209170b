"""What stands in place of "phone us" where the programme has given no number (``HELP_PHONE``): nobody is told to ring nowhere.

Sentences that name the number, and stand only where there is one, are not here.
"""

from __future__ import annotations

from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

#: Each sentence as it is written everywhere else, and what stands in its place. The facts are the same.
_PAIRS: tuple[tuple[Sentence, Sentence], ...] = (
    (_l("Phone us if you need help."), _l("Ask any of our staff if you need help.")),
    (
        _l("We do not recognise this code. Check it against your newest card, or phone us."),
        _l("We do not recognise this code. Check it against your newest card, or ask any of our staff."),
    ),
    (
        _l("It is not your fault. Please phone us, and keep the card."),
        _l("It is not your fault. Please tell any of our staff, and keep the card."),
    ),
    (
        _l("It may have been you or someone who helped you. If you are not sure, phone us."),
        _l("It may have been you or someone who helped you. If you are not sure, ask any of our staff."),
    ),
    (
        _l("If you did not vote there or by post, phone us."),
        _l("If you did not vote there or by post, tell any of our staff."),
    ),
    (
        _l("If you have a newer card, use its code. If not, phone us."),
        _l("If you have a newer card, use its code. If not, ask any of our staff."),
    ),
    (
        _l("Check your newest card or letter, or phone us."),
        _l("Check your newest card or letter, or ask any of our staff."),
    ),
    (
        _ln(
            "Wait %(num)s minute and try again, or phone us for help.",
            "Wait %(num)s minutes and try again, or phone us for help.",
            2,
        ),
        _ln(
            "Wait %(num)s minute and try again, or ask any of our staff for help.",
            "Wait %(num)s minutes and try again, or ask any of our staff for help.",
            2,
        ),
    ),
    (
        _ln(
            "Wait %(num)s second and try again, or phone us for help.",
            "Wait %(num)s seconds and try again, or phone us for help.",
            2,
        ),
        _ln(
            "Wait %(num)s second and try again, or ask any of our staff for help.",
            "Wait %(num)s seconds and try again, or ask any of our staff for help.",
            2,
        ),
    ),
    (
        _l("That did not go through. Nothing you chose is lost. Please press the button again, or phone us."),
        _l(
            "That did not go through. Nothing you chose is lost. Please press the button again, or tell any of our staff."
        ),
    ),
    (
        _l("If you have no card, or it does not work, phone us. You can also come to a voting session."),
        _l("If you have no card, or it does not work, ask any of our staff. You can also come to a voting session."),
    ),
    (
        _l("If you have no card, or it does not work, phone us."),
        _l("If you have no card, or it does not work, ask any of our staff."),
    ),
    (_l("If it happens again, phone us on the number below."), _l("If it happens again, tell any of our staff.")),
    (
        _l("If you think you should be able to see it, ask the coordinator or phone us on the number below."),
        _l("If you think you should be able to see it, ask the coordinator."),
    ),
    (
        _l("If you cannot find what you need, phone us on the number below."),
        _l("If you cannot find what you need, ask any of our staff."),
    ),
    (_l("If you need help, phone us on the number below."), _l("If you need help, ask any of our staff.")),
    (_l("Wait a minute and try again, or phone us on the number below."), _l("Wait a minute and try again.")),
    (
        _l("If this is too hard, use another device or phone us. You can also vote and apply on paper."),
        _l("If this is too hard, use another device. You can also vote and apply on paper."),
    ),
    (_l("Please try again later, or phone us."), _l("Please try again later, or tell any of our staff.")),
    (_l("Prefer to apply on paper or by phone?"), _l("Prefer to apply on paper?")),
    (
        _l(
            "Phone us. We can write it down for you or send you a form. Someone you trust can also help you with this page."
        ),
        _l(
            "Ask any of our staff. We can write it down for you or give you a form. Someone you trust can also help you with "
            "this page."
        ),
    ),
    (
        _l("We do not recognise this code. Check it against what you wrote down, or phone us."),
        _l("We do not recognise this code. Check it against what you wrote down, or ask any of our staff."),
    ),
    (
        _l("If you have lost your code, phone us. We can give you a new one."),
        _l("If you have lost your code, tell any of our staff. We can give you a new one."),
    ),
    (
        _l("When you have sent it, the steering group can read it. To withdraw it, phone us."),
        _l("When you have sent it, the steering group can read it. To withdraw it, ask any of our staff."),
    ),
    (
        _l("The group can start a new application until applications close. Phone us if you need help."),
        _l("The group can start a new application until applications close. Ask any of our staff if you need help."),
    ),
    (
        _l("Phone us. A steering group member will record that it must not go on the ballot."),
        _l("Tell any of our staff. A steering group member will record that it must not go on the ballot."),
    ),
    (
        _l(
            "This is the answer to your appeal. Two members who did not make the first decision gave it. Nobody can appeal "
            "against it. Phone us if you would like to talk."
        ),
        _l(
            "This is the answer to your appeal. Two members who did not make the first decision gave it. Nobody can appeal "
            "against it. Ask any of our staff if you would like to talk."
        ),
    ),
    (
        _l("You can also phone us or write to us, and we will write your appeal down."),
        _l("You can also tell any of our staff, and we will write your appeal down."),
    ),
    (
        _l("Your project goes on in “%(round)s”. You do not need to apply again. Phone us for its code."),
        _l("Your project goes on in “%(round)s”. You do not need to apply again. Ask any of our staff for its code."),
    ),
    (
        _l("Phone us if you would like to talk about it, or about other sources of money for your group."),
        _l("Ask any of our staff if you would like to talk about it, or about other sources of money for your group."),
    ),
    (
        _l(
            "The steering group will not decide anything more about your application. You can apply again in the next round. "
            "Phone us if you have questions."
        ),
        _l(
            "The steering group will not decide anything more about your application. You can apply again in the next round. "
            "Ask any of our staff if you have questions."
        ),
    ),
    (_l("If the new words are wrong, phone us."), _l("If the new words are wrong, tell any of our staff.")),
    (
        _l("%(name)s did it on %(when)s. Reason: “%(reason)s” If you did not ask for it, phone us."),
        _l("%(name)s did it on %(when)s. Reason: “%(reason)s” If you did not ask for it, tell any of our staff."),
    ),
    (
        _l(
            "The office has changed these rules of the round. Phone us if you are not sure what this means for your application."
        ),
        _l(
            "The office has changed these rules of the round. Ask any of our staff if you are not sure what this means for "
            "your application."
        ),
    ),
    (_l("If any of this is not right, phone us."), _l("If any of this is not right, tell any of our staff.")),
    (
        _l("Nobody can appeal against a decision in this round. A group can phone us."),
        _l("Nobody can appeal against a decision in this round. A group can talk to any of our staff."),
    ),
    (
        _l("We do not know the places and times yet. Please check again later, or phone us."),
        _l("We do not know the places and times yet. Please check again later."),
    ),
    (
        _l("If you have a card you can vote online. To vote on paper by post, phone us."),
        _l("If you have a card you can vote online. To vote on paper by post, ask any of our staff."),
    ),
    (
        _l("All the sessions are over. If you have a card you can still vote online. If not, phone us."),
        _l("All the sessions are over. If you have a card you can still vote online. If not, ask any of our staff."),
    ),
    (_l("Phone us to ask"), _l("Ask any of our staff")),
    (_l("Phone us, or ask any of our staff."), _l("Ask any of our staff.")),
    (
        _l("Did nothing come after a week? Phone us, or ask any of our staff."),
        _l("Did nothing come after a week? Ask any of our staff."),
    ),
    (
        _l("This code is not on the list. Check each letter and number. If it is right, phone us."),
        _l("This code is not on the list. Check each letter and number. If it is right, tell any of our staff."),
    ),
)
#: By the English of the first (of two forms the singular).
WITHOUT_A_PHONE = {said.english: instead for said, instead in _PAIRS}


def instead_of(english: str) -> str:
    """What is said in place of this sentence; the same where it sends nobody to the phone."""
    found = WITHOUT_A_PHONE.get(english)
    return found.english if found else english


def instead_of_many(singular: str, plural: str) -> tuple[str, str]:
    """The same of a sentence about a number of things."""
    found = WITHOUT_A_PHONE.get(singular)
    return (found.english, found.plural) if found else (singular, plural)
