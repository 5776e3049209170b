"""What guards of votes that were set aside, or put back from a backup, or of ballots that were checked, must refuse (``guarded``)."""

from __future__ import annotations

_ASIDE = "INSERT INTO set_aside (round_id, reason, number, proposed_by, agreed_by) VALUES "
_BACK = "INSERT INTO put_back (round_id, file, votes, marks_hash, proposed_by, agreed_by) VALUES "

#: By the guard's name.
OF_THE_BOX = {
    # votes by post
    "sent_request_stays": "UPDATE postal_request SET number = 9 WHERE round_id = :opened",
    "sent_request_is_kept": "DELETE FROM postal_request WHERE round_id = :opened",
    "nothing_is_posted_after_the_opening": "INSERT INTO postal_request (round_id, number, way, large_print, sent) "
    "VALUES (:opened, 2, 'letter', false, false)",
    "address_is_of_a_request": "INSERT INTO postal_address (round_id, number, name, address) VALUES (:opened, 99, 'A', 'B')",
    "only_what_was_posted_comes_back": "INSERT INTO postal_return (round_id, number) VALUES (:opened, 99)",
    "unopened_envelope_stays": "UPDATE unopened_envelope SET reason = 'used' WHERE round_id = :opened",
    "unopened_envelope_is_kept": "DELETE FROM unopened_envelope WHERE round_id = :opened",
    # ballots that were checked instead of cast
    "checked_before_the_opening": "INSERT INTO tablet_check (code, right_key, round_id, kiosk_id) "
    "SELECT 'c', 'r', :opened, MIN(id) FROM kiosk",
    "checked_stays": "UPDATE tablet_check SET sealed = NULL",
    "checked_is_never_cast": "INSERT INTO held_envelope "
    "(right_key, round_id, kiosk_id, why, assisted, attempt_hash, receipt, sealed) "
    "SELECT right_key, round_id, kiosk_id, 'late', false, 'a', 'r', 's' FROM tablet_check",
    "put_back_stays": "UPDATE put_back SET votes = 9 WHERE round_id = :opened",
    "put_back_is_kept": "DELETE FROM put_back WHERE round_id = :opened",
    "set_aside_stays": "UPDATE set_aside SET number = 9 WHERE round_id = :opened",
    "set_aside_is_kept": "DELETE FROM set_aside WHERE round_id = :opened",
    "put_back_before_the_publication": f"{_BACK}(:published, 'backup', 1, 'a', :typist, :steering)",
    "set_aside_before_the_publication": f"{_ASIDE}(:published, 'missing', 1, :typist, :steering)",
    # the second of the two is on the round's list, and acts
    "members_set_votes_aside": f"{_ASIDE}(:listed, 'missing', 1, :typist, :steering)",
    "members_put_votes_back_insert": f"{_BACK}(:with_substitute, 'backup', 1, 'a', :typist, :waiting_substitute)",
    "members_put_votes_back_update": "UPDATE put_back SET agreed_by = :typist WHERE round_id = :listed",
}
