"""How long a kiosk waits. The pages carry these times to the scripts, which have none of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class KioskTimes:
    """All in seconds."""

    #: Without a touch, before the screen asks "Are you still voting?"
    ask_after: int = 180
    #: That question unanswered, before the turn is ended.
    clear_after: int = 45
    #: The receipt is shown after the last touch, before the screen is ready for the next voter …
    receipt_shown_for: int = 30
    #: … and from "Wait, I want to write it down" on.
    receipt_kept_for: int = 180
    #: A page that is not the kiosk's own, such as a refusal, without a touch, before the kiosk goes to its start.
    other_page_shown_for: int = 30
    #: A tablet that needs no network: a request to the server has so long …
    answer_within: int = 15
    #: … what did not get through is sent again after so long, and each time after twice as long, up to the second …
    retry_after: int = 2
    retry_latest: int = 60
    #: … and while there is nothing to send it says so often that it is there.
    contact_every: int = 300
    #: A first page whose scripts did not come is loaded again after so long.
    start_again_after: int = 30
    #: Seconds between two PINs that it looks at itself, after ``MOST_WRONG`` wrong ones in a row.
    #: A facilitator in front of a voter can wait so long, and it takes a guesser a day to try a tenth of all PINs.
    pin_locked_for: int = 120


KIOSK_TIMES = KioskTimes()

#: So long after a tablet was stopped, or after the close, a vote of a turn that was closed meanwhile is held. A tablet
#: without a network sends again as soon as it has one.
HELD_FOR = timedelta(hours=24)
