"""Sentences that are said in more than one place of this room, by a guard, an act and a page, or by a page that refuses."""

from __future__ import annotations

from pb.words import lazy_gettext as _l

TWO_HAVE_DECIDED = _l("Two people have already decided this.")
NUMBER_HAS_CHANGED = _l("The number has changed since this was proposed.")
PROPOSE_ANEW = _l("Look at it again and make a new proposal.")
COUNT_BY_TWO = _l("A second person must count the papers.")
NOT_A_SERIAL = _l("This is not the number of a ballot paper. It has 7 digits. Check each digit.")
NO_SUCH_PAPER = _l("No paper with this number was printed for this round. Check each digit.")
SECOND_COUNTS_TOO = _l("Your count has been saved. A second person must now count the same papers.")
HOW_MANY_COUNTED = _l("Enter how many papers you counted. If there were none, enter 0.")
DESCRIBE_IT = _l("Enter a few words to describe it.")
STILL_TO_COUNT = _l("The votes of this session are not in the ballot box yet, so these papers can still be counted.")
COUNT_THEM_TOO = _l(
    "Open the bundle of the session on the paper desk, and count its papers with those that were found."
)
FOUND_FIRST = _l("A second person must first agree about papers that were found too late to be counted.")
CHOOSE_AN_ANSWER = _l("Choose one of the answers on the list.")
AGREE_ON_THE_LIST = _l("They can do this on the page “What does not add up”.")
