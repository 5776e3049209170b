"""What waits in a round, in words: what is to be done, how many of it and where."""

from __future__ import annotations

from collections.abc import Callable

from pb.pages.many_chores import OF_MANY
from pb.programme.rules.chores import Chore, ChoreKind
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


def chore_in_words(chore: Chore) -> Sentence:
    """ "Type 14 papers from Leith Library, 24 Nov 2026 a second time"; of many places their number."""
    said = OF_MANY if chore.places > 1 and chore.kind in OF_MANY else _SAID
    return said[chore.kind](chore)


_SAID: dict[ChoreKind, Callable[[Chore], Sentence]] = {
    ChoreKind.INVITE_MEMBERS: lambda it: _ln(
        "Invite one more person to the steering group",
        "Invite %(num)s more people to the steering group",
        it.number,
    ),
    ChoreKind.SUBSTITUTE: lambda it: _l(
        "Decide that the substitute acts, so that enough people can sign. These people cannot: %(names)s",
        names=it.where,
    ),
    ChoreKind.MORE_COUNTERS: lambda _it: _l(
        "Give the role of counter to one more person: nobody who has it now can do this work"
    ),
    ChoreKind.MORE_COORDINATORS: lambda _it: _l(
        "Give the role of coordinator to one more person: everyone who has it now has an interest, and cannot open the ballot box"
    ),
    ChoreKind.MORE_ON_TEAM: lambda it: _l(
        "Choose one more person for the team of %(where)s: nobody else can do the work there", where=it.where
    ),
    ChoreKind.AGREE_RELEASE: lambda it: _l("Decide whether %(name)s is released from an interest", name=it.where),
    ChoreKind.DECIDE: lambda it: _ln(
        "Decide on the application that has come in",
        "Decide on the %(num)s applications that have come in",
        it.number,
    ),
    ChoreKind.AGREE_CORRECTION: lambda it: _l("Agree to correct the text of project %(number)s", number=it.where),
    ChoreKind.INVITE_ANSWERERS: lambda it: _ln(
        "Invite one more person to the steering group, so that two can answer an appeal",
        "Invite %(num)s more people to the steering group, so that two can answer an appeal",
        it.number,
    ),
    ChoreKind.ANSWER_APPEAL: lambda it: _l("Answer the appeal about “%(where)s”", where=it.where),
    ChoreKind.CHANGE_TEXT: lambda it: _l("Change the ballot text of “%(where)s”, as its group asks", where=it.where),
    ChoreKind.CHECK_TEXTS: lambda it: _ln(
        "Check and approve the ballot text that was written",
        "Check and approve the %(num)s ballot texts that were written",
        it.number,
    ),
    ChoreKind.CHECK_TRANSLATIONS: lambda it: _ln(
        "Check the translation of “%(where)s”",
        "Check the %(num)s translations of “%(where)s”",
        it.number,
        where=it.where,
    ),
    ChoreKind.CHANGE_TRANSLATIONS: lambda it: _ln(
        "Change the translation of “%(where)s”: its English text is another one now",
        "Change the %(num)s translations of “%(where)s”: its English text is another one now",
        it.number,
        where=it.where,
    ),
    ChoreKind.MAKE_LETTERS: lambda it: _ln(
        "Make one letter to print and post: %(where)s",
        "Make %(num)s letters to print and post: %(where)s",
        it.number,
        where=it.where,
    ),
    ChoreKind.ORDER_FAILED: lambda it: _ln(
        "Try again: one voting card could not be made",
        "Try again: %(num)s voting cards could not be made",
        it.number,
    ),
    ChoreKind.BEING_MADE: lambda it: _ln(
        "Wait: one voting card is being made",
        "Wait: %(num)s voting cards are being made",
        it.number,
    ),
    ChoreKind.PRINT_CARDS: lambda it: _ln(
        "Print the voting card that was made",
        "Print the %(num)s voting cards that were made",
        it.number,
    ),
    ChoreKind.RELEASE: lambda it: _ln(
        "Count one voting card, and release it",
        "Count %(num)s voting cards, and release them",
        it.number,
    ),
    ChoreKind.CHOOSE_TEAM: lambda it: _l("Choose who runs the session at %(where)s", where=it.where),
    ChoreKind.TWO_PLACES: lambda it: _l("Look at the team of %(where)s", where=it.where),
    ChoreKind.PRINT_PAPERS: lambda it: _l(
        "Print ballot papers for %(where)s, if people vote on paper there", where=it.where
    ),
    ChoreKind.PRINT_AGAIN: lambda it: _ln(
        "Print one ballot paper again: a title on it was corrected",
        "Print %(num)s ballot papers again: a title on them was corrected",
        it.number,
    ),
    ChoreKind.RUN: lambda it: _l("Run your voting session at %(where)s", where=it.where),
    ChoreKind.END_TURNS: lambda it: _ln(
        "End the ballot that is still open on a tablet of %(where)s",
        "End the %(num)s ballots that are still open on tablets of %(where)s",
        it.number,
        where=it.where,
    ),
    ChoreKind.SUBMIT_ACCOUNT: lambda it: _l("Submit the ballot paper account of %(where)s", where=it.where),
    ChoreKind.AGREE_ACCOUNT: lambda it: _l(
        "Check the ballot paper account of %(where)s, and agree if it is right", where=it.where
    ),
    ChoreKind.OPEN_SESSION_BOX: lambda it: _l("Open the session box of %(where)s", where=it.where),
    ChoreKind.OPEN_ENVELOPES: lambda it: _ln(
        "Open one reply envelope, and count its paper",
        "Open %(num)s reply envelopes, and count their papers",
        it.number,
    ),
    ChoreKind.COUNT_TOO: lambda it: _l("Count the papers from %(where)s a second time", where=it.where),
    ChoreKind.AGREE_STRAY: lambda it: _ln(
        "Check the sheet from %(where)s that is to be set aside, and agree if that is right",
        "Check %(num)s sheets from %(where)s that are to be set aside, and agree if that is right",
        it.number,
        where=it.where,
    ),
    ChoreKind.TYPE_FIRST: lambda it: _ln(
        "Type one paper from %(where)s", "Type %(num)s papers from %(where)s", it.number, where=it.where
    ),
    ChoreKind.TYPE_SECOND: lambda it: _ln(
        "Type one paper from %(where)s a second time",
        "Type %(num)s papers from %(where)s a second time",
        it.number,
        where=it.where,
    ),
    ChoreKind.FIND_PAPER: lambda it: _l(
        "Find the paper from %(where)s that was typed with a wrong number", where=it.where
    ),
    ChoreKind.EXPLAIN_PAPERS: lambda it: _ln(
        "Say how one paper that was printed for somewhere else came to %(where)s",
        "Say how %(num)s papers that were printed for somewhere else came to %(where)s",
        it.number,
        where=it.where,
    ),
    ChoreKind.AGREE_MOVEMENT: lambda it: _ln(
        "Agree how one paper that was printed for somewhere else came to %(where)s",
        "Agree how %(num)s papers that were printed for somewhere else came to %(where)s",
        it.number,
        where=it.where,
    ),
    ChoreKind.CHECK_PAPERS: lambda it: _ln(
        "Look at one paper from %(where)s: its two entries differ",
        "Look at %(num)s papers from %(where)s: their two entries differ",
        it.number,
        where=it.where,
    ),
    ChoreKind.RULE: lambda it: _ln(
        "Propose what to do with one doubtful paper from %(where)s",
        "Propose what to do with %(num)s doubtful papers from %(where)s",
        it.number,
        where=it.where,
    ),
    ChoreKind.AGREE_RULING: lambda it: _ln(
        "Check what was proposed for one doubtful paper from %(where)s",
        "Check what was proposed for %(num)s doubtful papers from %(where)s",
        it.number,
        where=it.where,
    ),
    ChoreKind.LOOK_OVER: lambda it: _l("Settle the papers from %(where)s", where=it.where),
    ChoreKind.PUT_IN_BOX: lambda it: (
        _ln(
            "Put the settled paper from %(where)s into the ballot box",
            "Put the %(num)s settled papers from %(where)s into the ballot box",
            it.number,
            where=it.where,
        )
        if it.number
        else _l("Finish the bundle from %(where)s: no ballot paper is left in it", where=it.where)
    ),
    ChoreKind.PROPOSE_RESOLUTION: lambda it: _l("Propose what to do about the numbers of %(where)s", where=it.where),
    ChoreKind.AGREE_RESOLUTION: lambda it: _l(
        "Check what was proposed about the numbers of %(where)s, and agree if it is right", where=it.where
    ),
    ChoreKind.PUT_BACK: lambda it: _ln(
        "Decide whether one vote is put back from a backup",
        "Decide whether %(num)s votes are put back from a backup",
        it.number,
    ),
    ChoreKind.PLACE_CARDS: lambda it: _ln(
        "Write down where one voting card went", "Write down where %(num)s voting cards went", it.number
    ),
    ChoreKind.COUNT_STACK: lambda it: _l("Count the voting cards of %(where)s", where=it.where),
    ChoreKind.CONFIRM_STACK: lambda it: _l("Count the voting cards of %(where)s a second time", where=it.where),
    ChoreKind.AGREE_TO_CORRECT: lambda it: _l("Look at the proposal to correct the published result"),
    ChoreKind.AGREE_TO_ANSWER: lambda it: _l("Look at the proposed answer to objection %(number)s", number=it.where),
    ChoreKind.AGREE_TO_DEPARTURE: lambda it: _l("Look at the proposed decision beside the count"),
    ChoreKind.WRITE_OFFER_ANSWER: lambda it: _l(
        "Ask whether the group of project %(where)s takes its part", where=it.where
    ),
    ChoreKind.OFFER_IS_OVER: lambda it: _l(
        "Write down that the group of project %(where)s did not answer", where=it.where
    ),
    ChoreKind.AGREE_TO_TIME: lambda it: _l("Look at the proposal of another time at which the result becomes public"),
    ChoreKind.DESTROY_KEYS: lambda it: _l("Destroy the copies of the ballot box key"),
    ChoreKind.CONFIRM_KEYS: lambda it: _l("Check that the copies of the ballot box key are destroyed, and confirm it"),
}
