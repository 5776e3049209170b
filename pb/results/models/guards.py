"""What the database asks of the lot, the count, signatures and the publication: each comes after what it rests on, and
nothing changes later.
"""

from __future__ import annotations

from pb.guards import guard
from pb.paper.models.resolutions import FOUND_WAITS
from pb.paper.rules.sentences import FOUND_FIRST
from pb.results.models.offers import IS_OPEN_AGAIN
from pb.results.rules.recounts import RECOUNTS
from pb.results.rules.sentences import (
    ALREADY_PUBLISHED,
    COUNT_IS_NOT_VALID,
    LOT_ONLY_ONCE,
    NO_MORE_DECISIONS,
    ONLY_MEMBERS_SIGN,
    PUBLISHED_STAYS,
    SIGNATURE_STAYS,
    SIGNED_IS_NOT_ABANDONED,
    STILL_A_MEMBER,
    TOO_FEW_RECOUNTS,
)
from pb.rounds.models.decisions import ABANDONED, ABANDONED_HERE
from pb.rounds.rules.sentences import DOES_NOT_ACT, NOT_ON_THE_LIST, ROUND_IS_ABANDONED
from pb.rounds.rules.substitutes import does_not_act, not_listed
from pb.words import lazy_gettext as _l

_RUN_BY_PEOPLE = "(SELECT source FROM round WHERE round.id = NEW.round_id) = 'people'"

for _table, _saying in (
    ("lot", LOT_ONLY_ONCE),
    ("counting", _l("A count cannot be changed.")),
    ("signature", SIGNATURE_STAYS),
    ("recount", _l("A recount cannot be changed.")),
    ("publication", _l("A published result cannot be changed.")),
):
    guard(f"{_table}_stays", table=_table, before="UPDATE", saying=_saying)
    if _table != "signature":  # one goes when it is void: see departures
        guard(f"{_table}_kept", table=_table, before="DELETE", saying=_saying)
for _before in ("INSERT", "UPDATE"):
    guard(
        f"lot_entry_before_lot_{_before.lower()}",
        table="lot_entry",
        before=_before,
        when="EXISTS (SELECT 1 FROM lot WHERE lot.round_id = NEW.round_id)",
        saying=LOT_ONLY_ONCE,
    )
guard(
    "lot_typed_by_two",
    table="lot",
    before="INSERT",
    when=f"{_RUN_BY_PEOPLE} AND (SELECT count(*) FROM lot_entry WHERE lot_entry.round_id = NEW.round_id AND "
    "lot_entry.digits = NEW.digits AND lot_entry.typed_by IN (NEW.typed_by, NEW.also_typed_by)) <> 2",
    saying=_l("Two different people must enter the same digits."),
)
guard(
    "counted_after_the_lot",
    table="counting",
    before="INSERT",
    when=f"{_RUN_BY_PEOPLE} AND NOT EXISTS (SELECT 1 FROM lot WHERE lot.round_id = NEW.round_id)",
    saying=_l("The lot must be drawn before the count."),
)
guard(
    "counted_what_was_in_the_box",
    table="counting",
    before="INSERT",
    when="NOT EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id AND "
    "box_opening.ballots_hash = NEW.ballots_hash)",
    saying=_l("These are not the ballots that were in the ballot box when it was opened. Stop now and get help."),
)
for _name, _table, _saying in (
    (
        "signed_what_was_shown",
        "signature",
        _l("The count has changed since you saw it. Check it again before you sign."),
    ),
    ("recounted_what_was_counted", "recount", COUNT_IS_NOT_VALID),
):
    guard(
        _name,
        table=_table,
        before="INSERT",
        when="NOT EXISTS (SELECT 1 FROM counting WHERE counting.round_id = NEW.round_id AND "
        "counting.version = NEW.version AND counting.outcome_hash = NEW.outcome_hash)",
        saying=_saying,
    )
guard(
    "steering_group_signs",
    table="signature",
    before="INSERT",
    when="NOT EXISTS (SELECT 1 FROM appointment WHERE appointment.account_id = NEW.account_id AND appointment.role = 'steering')",
    saying=ONLY_MEMBERS_SIGN,
)
guard(
    "members_of_the_round_sign",
    table="signature",
    before="INSERT",
    when=not_listed("NEW.account_id"),
    saying=NOT_ON_THE_LIST,
)
guard(
    "members_of_the_round_recount",
    table="recount",
    before="INSERT",
    when="NOT EXISTS (SELECT 1 FROM appointment WHERE appointment.account_id = NEW.account_id AND "
    f"appointment.role = 'steering') OR ({not_listed('NEW.account_id')})",
    saying=NOT_ON_THE_LIST,
)
guard(
    "published_when_recounted",
    table="publication",
    before="INSERT",
    when="(SELECT least_alike FROM round WHERE round.id = NEW.round_id) IS NOT NULL AND (SELECT count(*) FROM recount "
    f"WHERE recount.round_id = NEW.round_id AND recount.version = NEW.version) < {RECOUNTS}",
    saying=TOO_FEW_RECOUNTS,
)
for _name, _table in (("who_acts_recounts", "recount"), ("who_acts_signs", "signature")):
    guard(_name, table=_table, before="INSERT", when=does_not_act("NEW.account_id"), saying=DOES_NOT_ACT)
guard(
    "no_member_of_an_open_round_coordinates",
    table="appointment",
    before="INSERT",
    when="NEW.role = 'coordinator' AND EXISTS (SELECT 1 FROM round_member WHERE round_member.account_id = NEW.account_id "
    "AND (NOT EXISTS (SELECT 1 FROM publication WHERE publication.round_id = round_member.round_id) "
    f"OR {IS_OPEN_AGAIN.format(round_id='round_member.round_id')}) "
    f"AND NOT {ABANDONED.format(round_id='round_member.round_id')})",
    saying=STILL_A_MEMBER,
)
_PUBLISHED = "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id)"
_IS_OPEN_AGAIN = IS_OPEN_AGAIN.format(round_id="NEW.round_id")
#: Published, and nobody corrects it or declined its offer; or of a version that is published, or older.
_STAYS = (
    f"{_PUBLISHED} AND NOT {_IS_OPEN_AGAIN} OR EXISTS (SELECT 1 FROM publication AS later WHERE later.round_id = NEW.round_id AND "
    "later.version >= NEW.version)"
)
guard(
    "found_is_agreed_before_result_is_published",
    table="publication",
    before="INSERT",
    when=FOUND_WAITS,
    saying=FOUND_FIRST,
)
guard("published_once", table="publication", before="INSERT", when=_STAYS, saying=ALREADY_PUBLISHED)
# Nothing that a result rests on comes after it: pages show the newest count, all signatures, every reason. Only while two
# people say that it is wrong, or after a group declined its offer, a newer version of it is counted and signed.
for _name, _table, _saying in (
    ("counted", "counting", PUBLISHED_STAYS),
    ("signed", "signature", ALREADY_PUBLISHED),
    ("recounted", "recount", ALREADY_PUBLISHED),
):
    guard(f"{_name}_before_the_publication", table=_table, before="INSERT", when=_STAYS, saying=_saying)
for _name, _table, _saying in (
    ("drawn", "lot", PUBLISHED_STAYS),
    ("set_aside", "set_aside", PUBLISHED_STAYS),
    ("put_back", "put_back", PUBLISHED_STAYS),
    ("resolved", "resolution", PUBLISHED_STAYS),
):
    guard(f"{_name}_before_the_publication", table=_table, before="INSERT", when=_PUBLISHED, saying=_saying)
guard("not_signed_once_abandoned", table="signature", before="INSERT", when=ABANDONED_HERE, saying=ROUND_IS_ABANDONED)
for _before in ("INSERT", "UPDATE"):
    for _name, _when, _saying in (
        (
            "decided_before_the_publication",
            f"{_PUBLISHED} AND (NEW.kind NOT IN ('withdraw', 'undo', 'stand_in') OR NOT {_IS_OPEN_AGAIN})",
            NO_MORE_DECISIONS,
        ),
        (
            "abandoned_before_the_signing",
            "NEW.kind = 'abandon' AND EXISTS (SELECT 1 FROM signature WHERE signature.round_id = NEW.round_id)",
            SIGNED_IS_NOT_ABANDONED,
        ),
    ):
        guard(f"{_name}_{_before.lower()}", table="decision", before=_before, when=_when, saying=_saying)
