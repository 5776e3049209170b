"""What each guard must refuse: one statement, past all actions. ``tests/safety/test_guards.py`` says them to the
database.

A statement is true to life up to the one thing that is refused: no other guard speaks up. ``:names`` are ids that the
test makes; ``open_…`` has not gone into the box, ``gone_…`` has.
"""

from __future__ import annotations

from tests.support.safety.guarded_box import OF_THE_BOX
from tests.support.safety.guarded_checks import OF_CHECKS
from tests.support.safety.guarded_corrections import OF_CORRECTIONS
from tests.support.safety.guarded_departures import OF_DEPARTURES
from tests.support.safety.guarded_objections import OF_OBJECTIONS
from tests.support.safety.guarded_papers import OF_PAPERS
from tests.support.safety.guarded_results import OF_RESULTS
from tests.support.safety.guarded_statements import OF_TEXTS
from tests.support.safety.guarded_times import OF_TIMES

_DECISION = "INSERT INTO decision (round_id, kind, project_id, reason, proposed_by, proposed_at) VALUES "
_UNDO = "INSERT INTO decision (round_id, kind, undoes_id, reason, proposed_by, proposed_at) "
_BOX = "INSERT INTO box_opening (round_id, opened_at, votes, ballots_hash, record_head) VALUES "
_ENTRY = "INSERT INTO entry (bundle_id, paper_id, pass_number, sealed, typed_at, typed_by) VALUES "
_RULING = "INSERT INTO ruling (paper_id, bundle_id, sealed, proposed_by) VALUES "
_STRAY = "INSERT INTO stray (bundle_id, description, proposed_by) VALUES "
_SIGNATURE = "INSERT INTO signature (round_id, version, account_id, signed_at, outcome_hash) "
_RECOUNT = "INSERT INTO recount (round_id, version, account_id, recounted_at, outcome_hash) "
_PROJECT = (
    "INSERT INTO project (round_id, group_name, title, what, whom, contact_name, contact_phone, contact_email, "
    "contact_address, helper, came_by, begun_at) SELECT :{round}, group_name, title, what, whom, contact_name, contact_phone, "
    "contact_email, contact_address, helper, came_by, begun_at FROM project WHERE id = :assessed"
)
_NOW = "'2026-06-01 12:00:00'"
_ZEROS = f"'{'0' * 64}'"

#: By the guard's name.
REFUSED = OF_TEXTS | {
    # the frozen ballot
    "round_frozen": "UPDATE round SET max_choices = 9 WHERE id = :frozen",
    "round_kept": "DELETE FROM round WHERE id = :frozen",
    "pot_frozen": "UPDATE pot SET amount_pence = 1 WHERE round_id = :frozen",
    "pot_kept": "DELETE FROM pot WHERE round_id = :frozen",
    "pot_not_added": "INSERT INTO pot (round_id, name, amount_pence) VALUES (:frozen, 'More', 1)",
    "pot_with_applications_keeps_its_name": "UPDATE pot SET name = 'Another' WHERE round_id = :unfrozen",
    "withdrawn_by_its_group": "UPDATE project SET withdrawn_at = NULL WHERE id = :withdrawn_on_paper",
    "rule_change_stays": "UPDATE rule_change SET old_value = '9' WHERE round_id = :unfrozen",
    "rule_change_kept": "DELETE FROM rule_change WHERE round_id = :unfrozen",
    "settings_finished_before_the_freeze": f"UPDATE round SET frozen_at = {_NOW}, public_key = '04', ballot_hash = {_ZEROS} "
    "WHERE id = :half_done",
    "settings_set_before_publishing": "UPDATE round SET draft = false WHERE id = :draft_to_set",
    "unfinished_section_not_added": "INSERT INTO unfinished_section (round_id, section, never_set) VALUES (:frozen, 'money', true)",
    "pages_finished_before_sending": f"UPDATE project SET sent_at = {_NOW} WHERE id = :half_typed",
    # a practice is one from its beginning, and for ever
    "practice_from_its_beginning": f"INSERT INTO practice (id, made_at, ahead_seconds) VALUES (1, {_NOW}, 0)",
    "practice_for_ever": "DELETE FROM practice",
    "practice_clock_goes_ahead": "UPDATE practice SET ahead_seconds = 1",
    "criterion_frozen": "UPDATE criterion SET question = 'Anything goes' WHERE round_id = :frozen",
    "criterion_kept": "DELETE FROM criterion WHERE round_id = :frozen",
    "criterion_not_added": "INSERT INTO criterion (round_id, position, question) VALUES (:frozen, 9, 'One more')",
    "ballot_line_stays": "UPDATE ballot_line SET cost_pence = 1 WHERE round_id = :frozen",
    "ballot_line_kept": "DELETE FROM ballot_line WHERE round_id = :frozen",
    "ballot_line_not_added": "INSERT INTO ballot_line (round_id, number, project_id, pot_id, title, body, picture_alt, cost_pence) "
    "VALUES (:frozen, 99, :not_on_the_ballot, :pot, 'Late', 'Late', '', 100)",
    "ballot_text_frozen": "UPDATE ballot_text SET body = 'Vote for us' WHERE project_id = :on_the_ballot",
    "ballot_text_kept": "DELETE FROM ballot_text WHERE project_id = :on_the_ballot",
    # decisions of two people after the freeze
    "decided_after_the_freeze": f"{_DECISION}(:unfrozen, 'extend', NULL, 'why', :steering, {_NOW})",
    "withdrawn_from_this_ballot": f"{_DECISION}(:frozen, 'withdraw', :not_on_the_ballot, 'why', :steering, {_NOW})",
    "decided_before_the_publication_insert": f"{_DECISION}(:published, 'withdraw', :published_project, 'why', :steering, {_NOW})",
    "decided_before_the_publication_update": "UPDATE decision SET reason = 'another' WHERE round_id = :published",
    "not_extended_once_opened_insert": f"{_DECISION}(:opened, 'extend', NULL, 'why', :steering, {_NOW})",
    "not_extended_once_opened_update": "UPDATE decision SET reason = 'another' WHERE round_id = :opened AND kind = 'extend'",
    "undone_decision_is_in_force": f"{_UNDO}VALUES (:frozen, 'undo', 999999, 'why', :steering, {_NOW})",
    "not_undone_once_opened_insert": f"{_UNDO}SELECT round_id, 'undo', id, 'why', proposed_by, proposed_at FROM decision "
    "WHERE round_id = :opened AND kind = 'withdraw'",
    "not_undone_once_opened_update": "UPDATE decision SET reason = 'another' WHERE round_id = :opened AND kind = 'undo'",
    "decision_stands": "UPDATE decision SET reason = 'another' WHERE round_id = :frozen",
    "decision_kept": "DELETE FROM decision WHERE round_id = :frozen",
    "round_member_frozen": "UPDATE round_member SET name = 'Another' WHERE round_id = :listed",
    "round_member_kept": "DELETE FROM round_member WHERE round_id = :listed",
    "round_member_not_added": "INSERT INTO round_member (round_id, account_id, name, substitute) VALUES (:listed, :typist, 'T', false)",
    "who_acts_signs": f"{_SIGNATURE}SELECT round_id, version, :waiting_substitute, {_NOW}, outcome_hash FROM counting "
    "WHERE round_id = :with_substitute",
    "who_acts_recounts": f"{_RECOUNT}SELECT round_id, version, :waiting_substitute, {_NOW}, outcome_hash FROM counting "
    "WHERE round_id = :with_substitute",
    "who_acts_decides_insert": f"{_DECISION}(:with_substitute, 'withdraw', :substitutes_project, 'why', :waiting_substitute, {_NOW})",
    "who_acts_decides_update": f"UPDATE decision SET agreed_by = :waiting_substitute, agreed_at = {_NOW} "
    "WHERE round_id = :with_substitute",
    "decided_by_members_insert": "INSERT INTO decision (round_id, kind, project_id, reason, proposed_by, proposed_at) "
    f"VALUES (:listed, 'withdraw', :listed_project, 'why', :typist, {_NOW})",
    "decided_by_members_update": f"UPDATE decision SET agreed_by = :typist, agreed_at = {_NOW} WHERE round_id = :listed",
    # decisions of two people on applications
    "assessment_takes_two": "INSERT INTO assessment (project_id, outcome, reason, unmet, made_by, made_at) "
    f"VALUES (:assessed, 'eligible', '', '', :steering, {_NOW})",
    "members_agree_to_assessments": f"UPDATE assessment SET agreed_by = :typist, agreed_at = {_NOW} "
    "WHERE project_id = :proposed",
    "assessment_stays": "UPDATE assessment SET outcome = 'not_eligible' WHERE project_id = :assessed",
    "assessment_kept": "DELETE FROM assessment WHERE project_id = :assessed",
    "two_go_on_assessing": "UPDATE round SET assessed_by_two = false WHERE id = :unfrozen",
    # who comes and who goes
    "coordinator_or_member_insert": "INSERT INTO appointment (account_id, role) VALUES (:steering, 'coordinator')",
    "coordinator_or_member_update": "UPDATE appointment SET role = 'coordinator' WHERE account_id = :member_who_counts AND role = 'counter'",
    "members_agree_who_comes": "INSERT INTO appointment (account_id, role) VALUES (:typist, 'coordinator')",
    "members_agree_who_goes": "DELETE FROM appointment WHERE account_id = :steering AND role = 'steering'",
    "members_are_not_closed": f"UPDATE account SET closed_at = {_NOW} WHERE id = :steering",
    "invitations_wait_for_a_member": "UPDATE invitation SET accepted_by = :typist WHERE id = :invited",
    "members_agree_to_proposals": f"UPDATE appointment_proposal SET agreed_by = :typist, agreed_at = {_NOW} WHERE id = :proposal",
    "appointment_proposal_stays": "UPDATE appointment_proposal SET role = 'counter' WHERE id = :agreed_proposal",
    "appointment_proposal_kept": "DELETE FROM appointment_proposal WHERE id = :proposal",
    "who_proposes_to_replace_codes": "INSERT INTO code_replacement (account_id, proposed_by, proposed_at) "
    f"VALUES (:steering, :typist, {_NOW})",
    "who_agrees_to_replace_codes": f"UPDATE code_replacement SET agreed_by = :facilitator, agreed_at = {_NOW} "
    "WHERE id = :waiting_codes",
    "code_replacement_stays": f"UPDATE code_replacement SET proposed_at = {_NOW} WHERE id = :decided_codes",
    "code_replacement_kept": "DELETE FROM code_replacement WHERE id = :waiting_codes",
    "who_makes_password_codes": "INSERT INTO password_code (account_id, proposed_by, proposed_at, first_hash, expires_at) "
    f"VALUES (:steering, :typist, {_NOW}, 'a', {_NOW})",
    "who_agrees_to_password_codes": f"UPDATE password_code SET agreed_by = :facilitator, agreed_at = {_NOW}, "
    "second_hash = 'b' WHERE id = :waiting_password",
    "password_codes_of_two": f"UPDATE password_code SET used_at = {_NOW} WHERE id = :waiting_password",
    "password_code_stays": f"UPDATE password_code SET expires_at = {_NOW} WHERE id = :decided_password",
    "password_code_kept": "DELETE FROM password_code WHERE id = :waiting_password",
    "a_coordinator_stays_open": f"UPDATE account SET closed_at = {_NOW} WHERE closed_at IS NULL AND id IN "
    "(SELECT account_id FROM appointment WHERE role = 'coordinator')",
    "a_coordinator_stays_in_the_role": "DELETE FROM appointment WHERE role = 'coordinator'",
    "who_proposes_to_release": "INSERT INTO interest_release (account_id, project_id, reason, proposed_by, proposed_at) "
    f"VALUES (:steering, :assessed, 'over', :typist, {_NOW})",
    "who_agrees_to_release": f"UPDATE interest_release SET agreed_by = :facilitator, agreed_at = {_NOW} "
    "WHERE id = :waiting_release",
    "interest_release_stays": "UPDATE interest_release SET reason = 'another' WHERE id = :waiting_release",
    "interest_release_kept": "DELETE FROM interest_release WHERE id = :waiting_release",
    "no_member_of_an_open_round_coordinates": "INSERT INTO appointment (account_id, role) VALUES (:listed_helper, 'coordinator')",
    "members_of_the_round_sign": f"{_SIGNATURE}SELECT round_id, version, :steering, {_NOW}, outcome_hash FROM counting "
    "WHERE round_id = :listed",
    # drafts, and rounds that were abandoned
    "drafts_are_not_frozen": f"UPDATE round SET frozen_at = {_NOW}, public_key = 'a', ballot_hash = 'b' WHERE id = :draft",
    "published_rounds_stay_public": "UPDATE round SET draft = true WHERE id = :ending",
    "abandoned_round_stays": "UPDATE round SET max_choices = 2 WHERE id = :ended",
    "drafts_are_not_abandoned": f"{_DECISION}(:draft, 'abandon', NULL, 'why', :steering, {_NOW})",
    "abandoned_by_a_member_insert": "INSERT INTO decision (round_id, kind, reason, proposed_by, proposed_at, agreed_by, agreed_at) "
    f"VALUES (:unfrozen, 'abandon', 'why', :steering, {_NOW}, :typist, {_NOW})",
    "abandoned_by_a_member_update": f"UPDATE decision SET agreed_by = :typist, agreed_at = {_NOW} WHERE round_id = :ending",
    "nothing_decided_once_abandoned": f"{_DECISION}(:ended, 'abandon', NULL, 'why', :steering, {_NOW})",
    "abandoned_before_the_signing_insert": f"{_DECISION}(:withholding, 'abandon', NULL, 'why', :steering, {_NOW})",
    "abandoned_before_the_signing_update": "UPDATE decision SET reason = 'another' WHERE round_id = :signed",
    "no_application_once_abandoned": f"{_PROJECT.format(round='ended')}",
    "no_application_to_a_draft": f"{_PROJECT.format(round='draft')}",
    "no_vote_once_abandoned": "UPDATE voting_right SET status = 'cast' WHERE round_id = :ended",
    "not_opened_once_abandoned": f"{_BOX}(:ended, {_NOW}, 0, {_ZEROS}, {_ZEROS})",
    "not_signed_once_abandoned": f"{_SIGNATURE}SELECT round_id, version, :steering, {_NOW}, outcome_hash FROM counting "
    "WHERE round_id = :counted_and_ended",
    # voting sessions and rights
    "session_with_voters_is_held": f"UPDATE voting_session SET cancelled_at = {_NOW} WHERE id = :open_session",
    "session_with_tablets_is_held": f"UPDATE voting_session SET cancelled_at = {_NOW} WHERE id = "
    "(SELECT kiosk.session_id FROM kiosk JOIN kiosk_contact ON kiosk_contact.kiosk_id = kiosk.id WHERE waiting > 0)",
    "session_stays_where_it_is": "UPDATE voting_session SET venue_id = :other_venue WHERE id = :open_session",
    "accounted_session_is_not_extended": f"UPDATE voting_session SET extended_until = {_NOW} WHERE id = :open_session",
    "session_stays_cancelled": "UPDATE voting_session SET cancelled_at = NULL WHERE id = :cancelled_session",
    "voting_right_before_the_account": "INSERT INTO voting_right (key, round_id, kind, session_id, assisted, given_again) "
    "SELECT 'late', round_id, 'opening', id, false, false FROM voting_session WHERE id = :open_session",
    "kiosk_before_the_account": "INSERT INTO kiosk (session_id, name, device_hash, next_pin_hash, leave_pin_hash, paired_by, "
    f"paired_at) VALUES (:open_session, 'Late', 'late', '', '', :typist, {_NOW})",
    "typists_join_no_team": "INSERT INTO team_member (session_id, account_id) VALUES (:open_session, :typist)",
    "kiosk_keeps_its_key": "UPDATE kiosk SET public_key = 'another'",
    "kiosk_counts_upwards": "UPDATE kiosk SET last_count = last_count - 1",
    "right_gets_its_status_once": "UPDATE voting_right SET status = NULL WHERE round_id = :opened AND status = 'cast'",
    "cards_are_released_first": "UPDATE voting_right SET status = 'cast' WHERE round_id = :with_new_cards",
    "card_before_the_vote": "UPDATE voting_right SET status = 'cast' WHERE round_id = :with_late_card",
    "card_pack_kept": "DELETE FROM card_pack WHERE round_id = :listed",
    "card_pack_stays": "UPDATE card_pack SET released_by = :typist WHERE round_id = :listed AND released_by IS NOT NULL",
    "working_card_ends_by_two": "UPDATE voting_right SET status = 'void' WHERE round_id = :with_a_replacement AND card_number = 1",
    "replacement_is_not_replaced": "INSERT INTO card_pack (round_id, first, last, replaces) VALUES (:with_a_replacement, 3, 3, 2)",
    "card_in_one_stack": "INSERT INTO card_stack (round_id, first, last, place, back_numbers, reason) VALUES (:opened, 1, 1, 'Here', '', '')",
    "card_stack_stays": "UPDATE card_stack SET place = 'Elsewhere' WHERE round_id = :opened",
    "counted_cards_are_kept": "DELETE FROM card_stack WHERE round_id = :opened",
    "nothing_after_the_opening": "INSERT INTO envelope (right_key, round_id, attempt_hash, receipt, sealed) "
    "SELECT right_key, round_id, 'a', 'r', 's' FROM turnout WHERE round_id = :opened",
    # papers
    "typists_ran_no_session": f"{_ENTRY}(:open_bundle, :open_paper, 3, 'sealed', {_NOW}, :facilitator)",
    "cast_bundle_stays": f"{_ENTRY}(:gone_bundle, :gone_paper, 3, 'sealed', {_NOW}, :typist)",
    "nothing_is_handed_out_once_it_is_in": "INSERT INTO voting_right (key, round_id, kind, session_id, assisted, given_again) "
    "SELECT 'one-more', round_id, 'paper', session_id, false, false FROM bundle WHERE id = :gone_bundle",
    "entry_stays": "UPDATE entry SET sealed = 'another' WHERE bundle_id = :open_bundle",
    "bundle_goes_in_once": "UPDATE bundle SET cast_at = NULL WHERE id = :gone_bundle",
    "bundle_is_kept": "DELETE FROM bundle WHERE id = :open_bundle",
    "ruling_by_no_team": f"{_RULING}(:spare_paper, :open_bundle, 'sealed', :facilitator)",
    "ruling_agreed_by_no_team": "UPDATE ruling SET agreed_by = :facilitator WHERE bundle_id = :open_bundle AND agreed_by IS NULL",
    "ruling_before_the_cast": f"{_RULING}(:gone_paper, :gone_bundle, 'sealed', :typist)",
    "ruling_stays": "UPDATE ruling SET sealed = 'another' WHERE bundle_id = :open_bundle AND agreed_by IS NOT NULL",
    "stray_by_no_team": f"{_STRAY}(:open_bundle, 'A shopping list', :facilitator)",
    "stray_agreed_by_no_team": "UPDATE stray SET agreed_by = :facilitator WHERE bundle_id = :open_bundle AND agreed_by IS NULL",
    "stray_before_the_cast": f"{_STRAY}(:gone_bundle, 'A shopping list', :typist)",
    "stray_stays": "UPDATE stray SET description = 'A menu' WHERE bundle_id = :open_bundle AND agreed_by IS NOT NULL",
    # opening the box, and what came out of it
    "bundles_go_in_first": f"{_BOX}(:with_bundle, {_NOW}, 0, {_ZEROS}, {_ZEROS})",
    "sessions_are_accounted_first": f"{_BOX}(:without_account, {_NOW}, 0, {_ZEROS}, {_ZEROS})",
    "boxes_are_typed_first": f"{_BOX}(:without_bundle, {_NOW}, 0, {_ZEROS}, {_ZEROS})",
    "accounts_are_agreed_first": f"{_BOX}(:account_waits, {_NOW}, 0, {_ZEROS}, {_ZEROS})",
    "rights_end_first": f"{_BOX}(:with_right, {_NOW}, 0, {_ZEROS}, {_ZEROS})",
    "discrepancies_are_decided_first": f"{_BOX}(:with_batch, {_NOW}, 0, {_ZEROS}, {_ZEROS})",
    "held_are_decided_first": f"{_BOX}(:with_held, {_NOW}, 0, {_ZEROS}, {_ZEROS})",
    "held_stays": "UPDATE held_envelope SET why = 'late' WHERE round_id = :with_held",
    "held_after_the_opening": "INSERT INTO held_envelope "
    "(right_key, round_id, kiosk_id, why, assisted, attempt_hash, receipt, sealed) "
    "SELECT right_key, :opened, (SELECT MIN(id) FROM kiosk), 'late', false, 'a', 'r', 's' FROM turnout WHERE round_id = :opened",
    "votes_are_sent_first": f"{_BOX}(:with_votes_to_send, {_NOW}, 0, {_ZEROS}, {_ZEROS})",
    "stocked_after_the_opening": "INSERT INTO stocked_opening (key, round_id, kiosk_id) SELECT 'one-more', :opened, MIN(id) FROM kiosk",
    "resolution_stays": "UPDATE resolution SET reason = 'late' WHERE round_id = :opened",
    "resolution_is_kept": "DELETE FROM resolution WHERE round_id = :opened",
    "receipt_stays": "UPDATE receipt SET code = 'another' WHERE round_id = :opened",
    "receipt_is_kept": "DELETE FROM receipt WHERE round_id = :opened",
    "box_opening_stays": "UPDATE box_opening SET votes = 99 WHERE round_id = :opened",
    "box_opening_kept": "DELETE FROM box_opening WHERE round_id = :opened",
    "key_destruction_stays": "UPDATE key_destruction SET reported_by = :typist WHERE round_id = :opened",
    "key_destruction_kept": "DELETE FROM key_destruction WHERE round_id = :opened",
    "ballots_only_at_the_opening": "INSERT INTO ballot (key, round_id, pot_id) SELECT 'one-more', round_id, pot_id FROM ballot "
    "WHERE round_id = :opened",
    "choices_only_at_the_opening": "INSERT INTO choice (ballot_key, number, value) SELECT key, 9, 1 FROM ballot WHERE round_id = :opened",
    "choice_is_of_its_ballot": "INSERT INTO choice (ballot_key, number, value) SELECT key, 1, 2 FROM ballot WHERE key = 'unopened'",
    "ballot_stays": "UPDATE ballot SET key = 'another' WHERE round_id = :opened",
    "ballot_kept": "DELETE FROM ballot WHERE round_id = :opened",
    "choice_stays": "UPDATE choice SET number = 3 WHERE number = 1",
    "choice_kept": "DELETE FROM choice WHERE number = 1",
    # what takes long
    "done_jobs_stay": "UPDATE job SET state = 'waiting', ended_at = NULL WHERE kind = 'something'",
}
REFUSED |= OF_THE_BOX | OF_PAPERS | OF_RESULTS | OF_CHECKS | OF_CORRECTIONS | OF_TIMES | OF_OBJECTIONS | OF_DEPARTURES
