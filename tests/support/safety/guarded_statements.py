"""What guards of appeals and texts must refuse, of two who let somebody in again, and of the record (``guarded``)."""

from __future__ import annotations

_NOW = "'2026-06-01 12:00:00'"
_CORRECTION = (
    "INSERT INTO text_correction (round_id, project_id, old_title, old_body, old_picture_alt, title, body, picture_alt, "
    "reason, proposed_by, proposed_at) "
)
_CORRECTED = f"'A', 'b', '', 'C', 'b', '', 'why', :typist, {_NOW}"
_ZEROS = f"'{'0' * 64}'"

#: By the guard's name.
OF_TEXTS = {
    # two who let somebody in again, or release them: a coordinator proposed it, another one would be the second person
    "a_member_replaces_codes": f"UPDATE code_replacement SET agreed_by = :other_desk, agreed_at = {_NOW} "
    "WHERE id = :codes_by_the_desk",
    "a_member_gives_passwords": f"UPDATE password_code SET agreed_by = :other_desk, agreed_at = {_NOW}, second_hash = 'b' "
    "WHERE id = :password_by_the_desk",
    "a_member_releases": f"UPDATE interest_release SET agreed_by = :other_desk, agreed_at = {_NOW} "
    "WHERE id = :release_by_the_desk",
    # a typing error on the frozen ballot
    "corrected_on_this_ballot": f"{_CORRECTION}VALUES (:quiet, :not_on_the_ballot, {_CORRECTED})",
    "correction_stands": "UPDATE text_correction SET reason = 'another' WHERE id = :done_correction",
    "correction_kept": "DELETE FROM text_correction WHERE id = :done_correction",
    "members_agree_to_corrections": f"UPDATE text_correction SET agreed_by = :steering, agreed_at = {_NOW}, "
    f"old_hash = {_ZEROS}, new_hash = {_ZEROS} WHERE id = :waiting_correction",
    "who_acts_agrees_to_corrections": f"UPDATE text_correction SET agreed_by = :quiet_substitute, agreed_at = {_NOW}, "
    f"old_hash = {_ZEROS}, new_hash = {_ZEROS} WHERE id = :waiting_correction",
    "corrected_before_the_first_vote_insert": f"{_CORRECTION}VALUES (:voted, :voted_project, {_CORRECTED})",
    "corrected_before_the_first_vote_update": f"UPDATE text_correction SET agreed_by = :steering, agreed_at = {_NOW}, "
    f"old_hash = {_ZEROS}, new_hash = {_ZEROS} WHERE id = :correction_after_a_vote",
    "corrected_before_papers_are_out_insert": f"{_CORRECTION}VALUES (:posted, :posted_project, {_CORRECTED})",
    "corrected_before_papers_are_out_update": f"UPDATE text_correction SET agreed_by = :steering, agreed_at = {_NOW}, "
    f"old_hash = {_ZEROS}, new_hash = {_ZEROS} WHERE id = :correction_after_printing",
    "writers_do_not_approve": "UPDATE ballot_text SET approved_by = written_by WHERE project_id = :with_text",
    "writers_stay_with_what_is_approved": "DELETE FROM text_writer WHERE project_id = :with_text",
    "translators_do_not_check": f"UPDATE text_translation SET approved_by = written_by, approved_at = {_NOW} "
    "WHERE project_id = :with_text",
    "translation_frozen_insert": "INSERT INTO text_translation (project_id, language, title, body, picture_alt, speaker, of_text, "
    f"writers, written_by, written_at) VALUES (:on_the_ballot, 'gd', 'x', 'x', '', 'x', 'a', CAST(:typist AS VARCHAR), :typist, "
    f"{_NOW})",
    "translators_are_named_insert": "INSERT INTO text_translation (project_id, language, title, body, picture_alt, speaker, "
    f"of_text, writers, written_by, written_at) VALUES (:with_text, 'gd', 'x', 'x', '', 'x', 'a', '0', :typist, {_NOW})",
    "translators_are_named_update": "UPDATE text_translation SET written_by = :steering WHERE project_id = :with_text",
    "translators_stay_named": "UPDATE text_translation SET writers = CAST(:steering AS VARCHAR), written_by = :steering "
    "WHERE project_id = :with_text",
    "translation_begins_unchecked": "INSERT INTO text_translation (project_id, language, title, body, picture_alt, speaker, "
    "of_text, writers, written_by, written_at, approved_by, approved_at) VALUES (:with_text, 'gd', 'x', 'x', '', 'x', 'a', "
    f"CAST(:typist AS VARCHAR), :typist, {_NOW}, :steering, {_NOW})",
    "translation_is_checked_again": f"UPDATE text_translation SET title = 'x', approved_by = :steering, approved_at = {_NOW} "
    "WHERE project_id = :with_text",
    "translation_frozen_update": "UPDATE text_translation SET title = 'x' WHERE project_id = :on_the_ballot",
    "translation_frozen_delete": "DELETE FROM text_translation WHERE project_id = :on_the_ballot",
    "line_translation_stays": "UPDATE line_translation SET title = 'x' WHERE round_id = :frozen",
    "line_translation_kept": "DELETE FROM line_translation WHERE round_id = :frozen",
    "line_translation_not_added": "INSERT INTO line_translation (round_id, number, language, title, body, picture_alt) "
    "VALUES (:frozen, 2, 'gd', 'x', 'x', '')",
    "line_translation_has_words": "INSERT INTO line_translation (round_id, number, language, title, body, picture_alt) "
    "VALUES (:to_freeze, 1, 'gd', 'x', '', '')",
    # the freeze by two
    "freeze_proposed_before_the_freeze": "INSERT INTO freeze_proposal (round_id, substitute_id, holders, document, proposed_by, "
    f"proposed_at) VALUES (:frozen, :steering, '[]', '', :typist, {_NOW})",
    "freeze_proposal_stays": "UPDATE freeze_proposal SET document = '' WHERE round_id = :to_freeze",
    "freeze_proposal_kept": "DELETE FROM freeze_proposal WHERE round_id = :frozen_by_two",
    "members_agree_to_the_freeze": f"UPDATE freeze_proposal SET agreed_by = :typist, agreed_at = {_NOW} "
    "WHERE round_id = :to_freeze",
    "frozen_by_two": f"UPDATE round SET frozen_at = {_NOW}, public_key = '04', ballot_hash = {_ZEROS} WHERE id = :to_freeze",
    # appeals, and what groups say of their ballot texts
    "appeal_is_allowed": "INSERT INTO appeal (assessment_id, message, came_by, said_by, received_at, made_at) "
    f"SELECT id, 'why', 'online', '', {_NOW}, {_NOW} FROM assessment WHERE project_id = :assessed",
    "appeal_stays": "UPDATE appeal SET message = 'another'",
    "appeal_kept": "DELETE FROM appeal WHERE assessment_id IN (SELECT answers_id FROM assessment WHERE project_id = :being_answered)",
    "text_answer_stays": "UPDATE text_answer SET said_by = 'another'",
    "text_answer_kept": "DELETE FROM text_answer",
    "text_answer_before_the_freeze": "INSERT INTO text_answer (project_id, text_hash, agrees, message, came_by, said_by, "
    f"received_at, made_at) VALUES (:on_the_ballot, 'a', true, '', 'online', '', {_NOW}, {_NOW})",
    "appeals_are_answered_insert": "INSERT INTO assessment (project_id, outcome, reason, unmet, rests_on, made_by, made_at) "
    f"VALUES (:appealed, 'eligible', '', '', '0', :steering, {_NOW})",
    "appeals_are_answered_update": f"UPDATE assessment SET agreed_by = :answerer, agreed_at = {_NOW} "
    "WHERE project_id = :appealed_over_a_proposal AND agreed_by IS NULL",
    "others_answer_appeals_insert": "INSERT INTO assessment (project_id, outcome, reason, unmet, rests_on, answers_id, made_by, "
    f"made_at) SELECT project_id, 'eligible', '', '', '0', id, made_by, {_NOW} FROM assessment WHERE project_id = :appealed",
    "others_answer_appeals_update": f"UPDATE assessment SET agreed_by = :decided_before, agreed_at = {_NOW} "
    "WHERE project_id = :being_answered AND answers_id IS NOT NULL",
    "assessment_days_stay": "UPDATE assessment SET appeal_until = NULL WHERE project_id = :appealed",
    # the record
    "record_line_stays": "UPDATE record_line SET act = 'x.y' WHERE position = 1",
    "record_line_is_kept": "DELETE FROM record_line WHERE position = 1",
    "record_reason_stays": "UPDATE record_reason SET text = 'another'",
}
