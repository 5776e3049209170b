"""Sentences that are said in more than one place of this room, by a guard, an act and a page, or by a page that refuses."""

from __future__ import annotations

from pb.words import lazy_gettext as _l

NOT_FROZEN_YET = _l("The ballot for this round is not frozen yet.")
NO_LONGER_A_KIOSK = _l("This device is no longer a kiosk.")
NOT_CAST_TELL_THE_FACILITATOR = _l("Please tell the facilitator. Your vote was not cast.")
NO_KIOSK_WITHOUT_KEY = _l(
    "This browser cannot be a kiosk, because it cannot keep a key of its own. Use a newer browser, not in a private window."
)
ENTER_THE_CODE_ON_THE_CARD = _l("Enter the code on the voter’s card.")
NOT_STARTED_YET = _l("Voting in this round has not started yet.")
WHEN_VOTING_STARTS = _l("The round’s page shows when voting starts.")
VOTING_HAS_CLOSED = _l("Voting in this round has closed.")
RESULT_IS_HERE = _l("The result is on this site now.")
READ_THE_RESULT = _l("Read the result")
RESULTS_WILL_BE_HERE = _l("The results will be on this site.")
NOBODY_VOTES_NOW = _l("Nobody can vote in it now.")
NO_MORE_VOTES = _l("The ballot box has been opened, so no more votes can be added.")
COPIES_ARE_DESTROYED = _l("Two people have already said that every copy of the key is destroyed.")
NOT_RELEASED_YET = _l("This card is not ready to be used yet. It should not have been handed out.")
KEEP_YOUR_CARD = _l("Keep your card safe until then.")
PHONE_ABOUT_THE_CARD = _l("It is not your fault. Please phone us, and keep the card.")
POST_HAS_CLOSED = _l("Postal voting has closed.")
WRITE_LATE = _l("Do not open this envelope. Write LATE on it, and put it aside on the page “Check in reply envelopes”.")
SAY_WHAT_HAPPENED_TO_CARD = _l("Enter a few words about what happened to the card.")
SAY_WHAT_HAPPENED_TO_CARDS = _l("Enter a few words about what happened to the cards.")
SAY_WHERE_CARDS_GO = _l("Enter where the cards go.")
CHECK_CARD_NUMBERS = _l("Check the numbers on the cards.")
CARDS_ARE_CANCELLED = _l("These cards have already been cancelled.")
CARD_IS_CANCELLED = _l("This card has already been cancelled.")
CARD_WORKS = _l("This card works, so nobody can cancel it alone.")
CARDS_STAY = _l("Voting cards that were made cannot be taken off the list.")
TELL_THE_FACILITATOR = _l("Please tell the facilitator.")
ENTER_WORDS_AGAIN = _l("Enter the words again, or get the other sheet.")
START_AGAIN = _l("Start again with your code. At a kiosk, ask the facilitator.")
USE_NEWER_CARD = _l("If you have a newer card, use its code. If not, phone us.")
SET_ASIDE_STAYS = _l("What was set aside cannot be changed.")
OPENED_ONCE = _l("A ballot box can only be opened once.")
BALLOTS_STAY = _l("A ballot cannot be changed.")
#: Of the two PINs of a kiosk.
PIN_FOR_NEXT_VOTER = _l("PIN for the next voter")
ENTER_PIN_FOR_NEXT_VOTER = _l("Enter the PIN for the next voter.")
FIRST_PIN = _l("The first PIN. The facilitator enters it.")
PIN_TO_END = _l("PIN to end the kiosk")
ENTER_PIN_TO_END = _l("Enter the PIN to end the kiosk.")
WRONG_PIN = _l("This is not the right PIN. Try again, or ask another member of the team.")
