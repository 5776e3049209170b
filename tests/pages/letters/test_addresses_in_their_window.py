"""Where a letter's address stands on the sheet: in the window of a British envelope however the sheet slides in it, and
nothing else does.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pb.pages.letters.letters import written
from pb.programme.rules.letters import Office, VoteDates, address_lines, vote_letter
from tests.support.pdf import needs_a_ruler, words_on_pages

OFFICE = Office(
    "The Older People’s Fund of Thistlemoor", "The Old Town Hall, 1 High Street, Thistlemoor, EH6 1AA", "0131", ""
)
DATES = VoteDates("Monday 1 March", "Sunday 14 March", "Tuesday 16 March")

#: Envelopes and windows in millimetres: (width, height), then the window's left, top, right and bottom. DL: BS 4264, 93 × 39.
#: C5: as sold, 90 × 44, 20 from the left and 60 from the foot.
DL = ((220, 110), (20, 53, 113, 92))
C5 = ((229, 162), (20, 58, 110, 102))
#: The sheet as it lies in each: A4 folded in three, and in two.
FOLDED = {DL: (210, 99), C5: (210, 148.5)}

LONG = address_lines(
    ("Mrs Wilhelmina Featherstonehaugh-Montgomery", "The Larks of Leith Walk Singing Group"),
    "The Warden’s Flat at Thistle and Larch Court, 127 Constitution Street, Leith, Edinburgh, Scotland, EH6 7AE",
)


@needs_a_ruler
@pytest.mark.parametrize("large", [False, True], ids=["14 points", "large print"])
@pytest.mark.parametrize("to", [("Rose", "EH6 1AA"), LONG], ids=["short", "long"])
@pytest.mark.parametrize("envelope", [DL, C5], ids=["DL", "C5"])
def test_the_address_and_nothing_else_is_in_the_window(app, envelope, to, large):
    (wide, high), (left, top, right, bottom) = envelope
    sheet_wide, sheet_high = FOLDED[envelope]
    spare_x, spare_y = wide - sheet_wide, high - sheet_high
    with app.test_request_context():
        letter = vote_letter(to, "Spring", 7, "Tea for all", DATES, OFFICE)
        page = words_on_pages(written(SimpleNamespace(name="Spring"), [letter], OFFICE, large=large))[0]
    ever_seen = [
        word for word in page
        if word.right > left - spare_x and word.left < right and word.bottom > top - spare_y and word.top < bottom
    ]  # fmt: skip
    assert " ".join(word.text for word in ever_seen).replace("\u200b", "") == " ".join(to)
    for word in ever_seen:
        assert left <= word.left and word.right <= right - spare_x, word
        assert top <= word.top and word.bottom <= bottom - spare_y, word
