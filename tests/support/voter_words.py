"""Every sentence of the program that a voter can meet: what is translated for them, and what must be easy to read.

Files whose words voters read are named here; of files that others read too, the words that voters meet. A walk through the
voter's screens (tests/pages/vote/test_languages.py) holds the list to what is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from pb.projects.rules.sentences import PHONE_US
from pb.rounds.rules.sentences import ROUND_IS_ABANDONED
from pb.voting.rules import sentences as of_voting
from pb.without_phone import WITHOUT_A_PHONE
from tests.support.pseudo import TEMPLATE

#: Their words are for voters, all of them.
FILES = (
    "templates/vote/*",
    "templates/layout/ballot.html",
    *(f"templates/components/{name}.html" for name in ("ballot_line", "choice", "listen", "picks", "voter_settings", "error_summary", "notice")),
    *(f"templates/kiosk/{name}.html" for name in ("_turn", "_left_open", "_end_bar", "_for_scripts", "starting", "closed", "stop")),
    *(f"templates/kiosk/{name}.html" for name in ("_check_this_tablet", "check", "checked")),
    *(f"templates/errors/{name}.html" for name in ("400", "429", "500", "503", "csrf", "cookies", "_way_on")),
    "templates/errors/sent_before.html",
    "templates/layout/_practice.html",
    "pb/pages/vote/*",
    "pb/pages/request_signatures.py",
    "pb/formats.py",
    "pb/web/too_many_tries.py",
    *(f"pb/voting/actions/{name}.py" for name in ("cast", "group_commit", "held", "wording")),
    *(f"pb/voting/rules/{name}.py" for name in ("choices", "one_press", "tallies", "how_to_vote", "spent_rights")),
)  # fmt: skip

#: Of these files, what only staff read, or everybody on public pages in English.
NOT_FOR_VOTERS = ("Each voter ", "Voters give ", "Vote for someone on the phone", "A caller without a code ")
STAFF_ONLY = ("templates/vote/_for_a_caller.html", "pb/pages/vote/caller_words.py")

#: What voters meet of files that are for others too.
SHARED = {
    # of pb.voting.rules.sentences
    of_voting.NO_LONGER_A_KIOSK.english,
    of_voting.START_AGAIN.english,
    of_voting.TELL_THE_FACILITATOR.english,
    of_voting.USE_NEWER_CARD.english,
    of_voting.NOT_STARTED_YET.english,
    of_voting.WHEN_VOTING_STARTS.english,
    of_voting.VOTING_HAS_CLOSED.english,
    of_voting.NOBODY_VOTES_NOW.english,
    of_voting.NO_MORE_VOTES.english,
    of_voting.NOT_RELEASED_YET.english,
    of_voting.PHONE_ABOUT_THE_CARD.english,
    of_voting.KEEP_YOUR_CARD.english,
    of_voting.NOT_CAST_TELL_THE_FACILITATOR.english,
    of_voting.RESULTS_WILL_BE_HERE.english,
    of_voting.RESULT_IS_HERE.english,
    of_voting.READ_THE_RESULT.english,
    "Voting has not opened yet. It opens on %(day)s.",  # of pb/voting/actions/rights.py
    ROUND_IS_ABANDONED.english,
    PHONE_US.english,
    # of templates/layout/base.html, page.html, and the menus of somebody who is not signed in
    "Error:",
    "Skip to main content",
    "Need help? Phone us:",
    "About this site",
    "How your vote is kept safe",
    "(in English, opens in a new tab)",
    "Privacy",
    "Accessibility",
    "Staff sign-in",
    "Home",
    "Main",
    "Were you voting just now?",  # of the start of a kiosk
    # of templates/errors/refused.html
    "We could not do this",
    # of pb/web/rate_limits.py
    "Too many wrong codes have come from this place. It may not have been you.",
    "Someone is trying many codes or passwords from many places. It is not you, but everyone has to wait a little.",
}


@cache
def voter_words() -> dict[str, Message]:
    """The messages of the catalogue that voters meet, by their English (the singular, where there are two)."""
    with TEMPLATE.open("rb") as file:
        every = {_english(each): each for each in read_po(file) if each.id}
    found = {english: each for english, each in every.items() if _is_for_voters(each)}
    # What stands in place of a voter's sentence where there is no number to phone is a voter's too.
    found |= {said.english: every[said.english] for with_it, said in WITHOUT_A_PHONE.items() if with_it in found}
    missing = SHARED - found.keys()
    assert not missing, f"not in the catalogue: {sorted(missing)}"
    return found


def _english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_for_voters(message: Message) -> bool:
    files = [file for file, _line in message.locations if file not in STAFF_ONLY]
    if _english(message).startswith(NOT_FOR_VOTERS):
        return False
    return _english(message) in SHARED or any(fnmatch(file, each) for file in files for each in FILES)


def forms_of(message: Message) -> Iterator[str]:
    """Its English: one, or the singular and the plural."""
    yield from (message.id,) if isinstance(message.id, str) else message.id
