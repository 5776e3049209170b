"""What waits in a round at many places, in words, where a number of things does not say enough."""

from __future__ import annotations

from collections.abc import Callable

from pb.programme.rules.chores import Chore, ChoreKind
from pb.words import Sentence
from pb.words import lazy_ngettext as _ln

OF_MANY: dict[ChoreKind, Callable[[Chore], Sentence]] = {
    ChoreKind.ANSWER_APPEAL: lambda it: _ln("Answer %(num)s appeal", "Answer %(num)s appeals", it.places),
    ChoreKind.AGREE_RELEASE: lambda it: _ln(
        "Decide whether %(num)s person is released from an interest",
        "Decide whether %(num)s people are released from an interest",
        it.number,
    ),
    ChoreKind.CHANGE_TEXT: lambda it: _ln(
        "Change %(num)s ballot text, as its group asks", "Change %(num)s ballot texts, as their groups ask", it.places
    ),
    ChoreKind.CHECK_TRANSLATIONS: lambda it: _ln(
        "Check %(num)s translation of a ballot text", "Check %(num)s translations of ballot texts", it.number
    ),
    ChoreKind.CHANGE_TRANSLATIONS: lambda it: _ln(
        "Change %(num)s translation of a ballot text: the English text is another one now",
        "Change %(num)s translations of ballot texts: the English texts are others now",
        it.number,
    ),
    ChoreKind.MAKE_LETTERS: lambda it: _ln(
        "Make one letter to print and post", "Make %(num)s letters to print and post", it.number
    ),
    ChoreKind.CHOOSE_TEAM: lambda it: _ln(
        "Choose who runs %(num)s session", "Choose who runs %(num)s sessions", it.places
    ),
    ChoreKind.TWO_PLACES: lambda it: _ln(
        "Look at the team of %(num)s session", "Look at the teams of %(num)s sessions", it.places
    ),
    ChoreKind.PRINT_PAPERS: lambda it: _ln(
        "Print ballot papers for %(num)s session, if people vote on paper there",
        "Print ballot papers for %(num)s sessions, if people vote on paper there",
        it.places,
    ),
    ChoreKind.END_TURNS: lambda it: _ln(
        "End the ballots that are still open on tablets of %(num)s session",
        "End the ballots that are still open on tablets of %(num)s sessions",
        it.places,
    ),
    ChoreKind.SUBMIT_ACCOUNT: lambda it: _ln(
        "Submit the ballot paper account of %(num)s session",
        "Submit the ballot paper accounts of %(num)s sessions",
        it.places,
    ),
    ChoreKind.AGREE_ACCOUNT: lambda it: _ln(
        "Check the ballot paper account of %(num)s session, and agree if it is right",
        "Check the ballot paper accounts of %(num)s sessions, and agree if they are right",
        it.places,
    ),
    ChoreKind.OPEN_SESSION_BOX: lambda it: _ln("Open %(num)s session box", "Open %(num)s session boxes", it.places),
    ChoreKind.COUNT_TOO: lambda it: _ln(
        "Count the papers of %(num)s bundle a second time",
        "Count the papers of %(num)s bundles a second time",
        it.places,
    ),
    ChoreKind.TYPE_FIRST: lambda it: _ln(
        "Type one paper of several bundles", "Type %(num)s papers of %(places)s bundles", it.number, places=it.places
    ),
    ChoreKind.TYPE_SECOND: lambda it: _ln(
        "Type one paper of several bundles a second time",
        "Type %(num)s papers of %(places)s bundles a second time",
        it.number,
        places=it.places,
    ),
    ChoreKind.LOOK_OVER: lambda it: _ln(
        "Settle the papers of %(num)s bundle", "Settle the papers of %(num)s bundles", it.places
    ),
    ChoreKind.PROPOSE_RESOLUTION: lambda it: _ln(
        "Propose what to do about the numbers of %(num)s place",
        "Propose what to do about the numbers of %(num)s places",
        it.places,
    ),
    ChoreKind.AGREE_RESOLUTION: lambda it: _ln(
        "Check what was proposed about the numbers of %(num)s place, and agree if it is right",
        "Check what was proposed about the numbers of %(num)s places, and agree if it is right",
        it.places,
    ),
    ChoreKind.COUNT_STACK: lambda it: _ln(
        "Count the voting cards of %(num)s place", "Count the voting cards of %(num)s places", it.places
    ),
    ChoreKind.CONFIRM_STACK: lambda it: _ln(
        "Count the voting cards of %(num)s place a second time",
        "Count the voting cards of %(num)s places a second time",
        it.places,
    ),
}
