"""What guards of the lot, the count, signatures and the publication must refuse (``guarded``)."""

from __future__ import annotations

_COUNT = "INSERT INTO counting (round_id, version, outcome, outcome_hash, inputs_hash, counted_at, ballots_hash) "
_SIGNATURE = "INSERT INTO signature (round_id, version, account_id, signed_at, outcome_hash) "
_PUBLICATION = "INSERT INTO publication (round_id, version, published_at, record_head, facts) VALUES "
_RECOUNT = "INSERT INTO recount (round_id, version, account_id, recounted_at, outcome_hash) "
_NOW = "'2026-06-01 12:00:00'"
_ZEROS = f"'{'0' * 64}'"

#: By the guard's name.
OF_RESULTS = {
    "lot_entry_before_lot_insert": f"INSERT INTO lot_entry (round_id, typed_by, digits, typed_at) VALUES (:published, :typist, '9', {_NOW})",
    "lot_entry_before_lot_update": "UPDATE lot_entry SET digits = '9' WHERE round_id = :published",
    "lot_typed_by_two": "INSERT INTO lot (round_id, digits, typed_by, also_typed_by, drawn_at) "
    f"VALUES (:opened, '99999999999999999999', :typist, :steering, {_NOW})",
    "lot_stays": "UPDATE lot SET digits = '99999999999999999999' WHERE round_id = :published",
    "lot_kept": "DELETE FROM lot WHERE round_id = :published",
    "counted_after_the_lot": f"{_COUNT}SELECT round_id, 1, '', {_ZEROS}, {_ZEROS}, {_NOW}, ballots_hash FROM box_opening "
    "WHERE round_id = :opened",
    "counted_what_was_in_the_box": f"{_COUNT}VALUES (:listed, 2, '', {_ZEROS}, {_ZEROS}, {_NOW}, {_ZEROS})",
    "counted_before_the_publication": f"{_COUNT}SELECT round_id, 2, '', {_ZEROS}, {_ZEROS}, {_NOW}, ballots_hash FROM box_opening "
    "WHERE round_id = :published",
    "counting_stays": "UPDATE counting SET outcome = '' WHERE round_id = :published",
    "counting_kept": "DELETE FROM counting WHERE round_id = :published",
    "drawn_before_the_publication": "INSERT INTO lot (round_id, digits, typed_by, also_typed_by, drawn_at) SELECT round_id, digits, "
    "MIN(typed_by), MAX(typed_by), MAX(typed_at) FROM lot_entry WHERE round_id = :published GROUP BY round_id, digits",
    "signed_before_the_publication": f"{_SIGNATURE}SELECT round_id, version, :steering, {_NOW}, outcome_hash FROM counting "
    "WHERE round_id = :published",
    "recounted_before_the_publication": f"{_RECOUNT}SELECT round_id, version, :steering, {_NOW}, outcome_hash FROM counting "
    "WHERE round_id = :published",
    "resolved_before_the_publication": "INSERT INTO resolution (round_id, matter, number, outcome, reason, proposed_by, proposed_at) "
    f"VALUES (:published, 'sum', 1, 'explain', 'looked_into', :steering, {_NOW})",
    "signed_what_was_shown": f"{_SIGNATURE}VALUES (:withholding, 1, :steering, {_NOW}, {_ZEROS})",
    "steering_group_signs": f"{_SIGNATURE}SELECT round_id, version, :typist, {_NOW}, outcome_hash FROM counting WHERE round_id = :withholding",
    "signature_stays": f"UPDATE signature SET outcome_hash = {_ZEROS} WHERE round_id = :published",
    "signature_kept": "DELETE FROM signature WHERE round_id = :published",
    "recount_stays": f"UPDATE recount SET outcome_hash = {_ZEROS} WHERE round_id = :withholding",
    "recount_kept": "DELETE FROM recount WHERE round_id = :withholding",
    "recounted_what_was_counted": f"{_RECOUNT}VALUES (:withholding, 1, :steering, {_NOW}, {_ZEROS})",
    "members_of_the_round_recount": f"{_RECOUNT}SELECT round_id, version, :typist, {_NOW}, outcome_hash FROM counting "
    "WHERE round_id = :withholding",
    "published_when_recounted": f"{_PUBLICATION}(:withholding, 1, {_NOW}, {_ZEROS}, '')",
    "published_when_signed": f"{_PUBLICATION}(:listed, 1, {_NOW}, {_ZEROS}, '')",
    "published_once": f"{_PUBLICATION}(:published, 1, {_NOW}, {_ZEROS}, '')",
    "publication_stays": "UPDATE publication SET facts = '' WHERE round_id = :published",
    "publication_kept": "DELETE FROM publication WHERE round_id = :published",
}
