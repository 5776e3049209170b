"""The first schema: every table of the programme and its guards.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

#: Triggers: name, table, before which act, when, what a person reads. Copied from the models on the day of this migration.
GUARDS = [
    ('typists_ran_no_session', 'entry', 'INSERT', 'EXISTS (SELECT 1 FROM bundle JOIN team_member ON team_member.session_id = bundle.session_id WHERE bundle.id = NEW.bundle_id AND team_member.account_id = NEW.typed_by)', 'You were in the team of this voting session, so somebody else has to type its papers and decide on them.'),
    ('entry_stays', 'entry', 'UPDATE', '1 = 1', 'What was typed is kept as it was typed.'),
    ('cast_bundle_stays', 'entry', 'INSERT', 'EXISTS (SELECT 1 FROM bundle WHERE bundle.id = NEW.bundle_id AND bundle.cast_at IS NOT NULL)', 'This bundle has gone into the box already.'),
    ('bundle_goes_in_once', 'bundle', 'UPDATE', 'OLD.cast_at IS NOT NULL', 'This bundle has gone into the box already.'),
    ('bundle_is_kept', 'bundle', 'DELETE', '1 = 1', 'A bundle is kept.'),
    ('ruling_by_no_team', 'ruling', 'INSERT', 'EXISTS (SELECT 1 FROM bundle JOIN team_member ON team_member.session_id = bundle.session_id WHERE bundle.id = NEW.bundle_id AND team_member.account_id = NEW.proposed_by)', 'You were in the team of this voting session, so somebody else has to type its papers and decide on them.'),
    ('ruling_agreed_by_no_team', 'ruling', 'UPDATE', 'EXISTS (SELECT 1 FROM bundle JOIN team_member ON team_member.session_id = bundle.session_id WHERE bundle.id = NEW.bundle_id AND team_member.account_id = NEW.proposed_by) OR EXISTS (SELECT 1 FROM bundle JOIN team_member ON team_member.session_id = bundle.session_id WHERE bundle.id = NEW.bundle_id AND team_member.account_id = NEW.agreed_by)', 'You were in the team of this voting session, so somebody else has to type its papers and decide on them.'),
    ('ruling_before_the_cast', 'ruling', 'INSERT', 'EXISTS (SELECT 1 FROM bundle WHERE bundle.id = NEW.bundle_id AND bundle.cast_at IS NOT NULL)', 'This bundle has gone into the box already.'),
    ('ruling_stays', 'ruling', 'UPDATE', 'OLD.agreed_by IS NOT NULL', 'Two people have decided this already.'),
    ('stray_by_no_team', 'stray', 'INSERT', 'EXISTS (SELECT 1 FROM bundle JOIN team_member ON team_member.session_id = bundle.session_id WHERE bundle.id = NEW.bundle_id AND team_member.account_id = NEW.proposed_by)', 'You were in the team of this voting session, so somebody else has to type its papers and decide on them.'),
    ('stray_agreed_by_no_team', 'stray', 'UPDATE', 'EXISTS (SELECT 1 FROM bundle JOIN team_member ON team_member.session_id = bundle.session_id WHERE bundle.id = NEW.bundle_id AND team_member.account_id = NEW.proposed_by) OR EXISTS (SELECT 1 FROM bundle JOIN team_member ON team_member.session_id = bundle.session_id WHERE bundle.id = NEW.bundle_id AND team_member.account_id = NEW.agreed_by)', 'You were in the team of this voting session, so somebody else has to type its papers and decide on them.'),
    ('stray_before_the_cast', 'stray', 'INSERT', 'EXISTS (SELECT 1 FROM bundle WHERE bundle.id = NEW.bundle_id AND bundle.cast_at IS NOT NULL)', 'This bundle has gone into the box already.'),
    ('stray_stays', 'stray', 'UPDATE', 'OLD.agreed_by IS NOT NULL', 'Two people have decided this already.'),
    ('ballot_line_stays', 'ballot_line', 'UPDATE', '1 = 1', 'The ballot is frozen. What it says cannot change any more.'),
    ('ballot_line_kept', 'ballot_line', 'DELETE', '1 = 1', 'The ballot is frozen. What it says cannot change any more.'),
    ('ballot_line_not_added', 'ballot_line', 'INSERT', "EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.frozen_at IS NOT NULL AND round.source = 'people')", 'The ballot is frozen. What it says cannot change any more.'),
    ('ballot_text_frozen', 'ballot_text', 'UPDATE', 'EXISTS (SELECT 1 FROM ballot_line JOIN round ON round.id = ballot_line.round_id WHERE ballot_line.project_id = OLD.project_id AND round.frozen_at IS NOT NULL)', 'The ballot is frozen. What it says cannot change any more.'),
    ('ballot_text_kept', 'ballot_text', 'DELETE', 'EXISTS (SELECT 1 FROM ballot_line JOIN round ON round.id = ballot_line.round_id WHERE ballot_line.project_id = OLD.project_id AND round.frozen_at IS NOT NULL)', 'The ballot is frozen. What it says cannot change any more.'),
    ('lot_stays', 'lot', 'UPDATE', '1 = 1', 'The lot is drawn once. It cannot be drawn again.'),
    ('lot_kept', 'lot', 'DELETE', '1 = 1', 'The lot is drawn once. It cannot be drawn again.'),
    ('counting_stays', 'counting', 'UPDATE', '1 = 1', 'A count is never changed.'),
    ('counting_kept', 'counting', 'DELETE', '1 = 1', 'A count is never changed.'),
    ('signature_stays', 'signature', 'UPDATE', '1 = 1', 'A signature is never changed.'),
    ('signature_kept', 'signature', 'DELETE', '1 = 1', 'A signature is never changed.'),
    ('publication_stays', 'publication', 'UPDATE', '1 = 1', 'A published result is never changed.'),
    ('publication_kept', 'publication', 'DELETE', '1 = 1', 'A published result is never changed.'),
    ('lot_entry_before_lot_insert', 'lot_entry', 'INSERT', 'EXISTS (SELECT 1 FROM lot WHERE lot.round_id = NEW.round_id)', 'The lot is drawn once. It cannot be drawn again.'),
    ('lot_entry_before_lot_update', 'lot_entry', 'UPDATE', 'EXISTS (SELECT 1 FROM lot WHERE lot.round_id = NEW.round_id)', 'The lot is drawn once. It cannot be drawn again.'),
    ('lot_typed_by_two', 'lot', 'INSERT', "(SELECT source FROM round WHERE round.id = NEW.round_id) = 'people' AND (SELECT count(*) FROM lot_entry WHERE lot_entry.round_id = NEW.round_id AND lot_entry.digits = NEW.digits AND lot_entry.typed_by IN (NEW.first_typed_by, NEW.second_typed_by)) <> 2", 'Two different people must type the same digits.'),
    ('bundles_go_in_first', 'box_opening', 'INSERT', 'EXISTS (SELECT 1 FROM bundle WHERE bundle.round_id = NEW.round_id AND bundle.cast_at IS NULL)', 'Some bundles of papers are not in the box yet. They must be typed and settled first.'),
    ('sessions_are_accounted_first', 'box_opening', 'INSERT', 'EXISTS (SELECT 1 FROM batch WHERE batch.round_id = NEW.round_id AND batch.session_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM session_account WHERE session_account.session_id = batch.session_id))', 'The papers of some voting sessions are not accounted for yet.'),
    ('boxes_are_typed_first', 'box_opening', 'INSERT', 'EXISTS (SELECT 1 FROM session_account JOIN voting_session ON voting_session.id = session_account.session_id WHERE voting_session.round_id = NEW.round_id AND session_account.issued > session_account.spoiled + session_account.taken_away AND NOT EXISTS (SELECT 1 FROM bundle WHERE bundle.session_id = session_account.session_id))', 'The papers of some voting sessions are not typed yet.'),
    ('counted_after_the_lot', 'counting', 'INSERT', "(SELECT source FROM round WHERE round.id = NEW.round_id) = 'people' AND NOT EXISTS (SELECT 1 FROM lot WHERE lot.round_id = NEW.round_id)", 'The lot is drawn before the count.'),
    ('counted_what_was_in_the_box', 'counting', 'INSERT', 'NOT EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id AND box_opening.ballots_hash = NEW.ballots_hash)', 'These are not the ballots that were in the box when it was opened. Do not go on: call for help.'),
    ('signed_what_was_shown', 'signature', 'INSERT', 'NOT EXISTS (SELECT 1 FROM counting WHERE counting.round_id = NEW.round_id AND counting.version = NEW.version AND counting.outcome_hash = NEW.outcome_hash)', 'This is not the count that is stored now. Look at it again before you sign.'),
    ('steering_group_signs', 'signature', 'INSERT', "NOT EXISTS (SELECT 1 FROM appointment WHERE appointment.account_id = NEW.account_id AND appointment.role = 'steering')", 'Only members of the steering group sign a result.'),
    ('published_when_signed', 'publication', 'INSERT', "(SELECT count(*) FROM signature WHERE signature.round_id = NEW.round_id AND signature.version = NEW.version) < (SELECT CASE WHEN source = 'file' THEN 0 ELSE signatures_needed END FROM round WHERE round.id = NEW.round_id)", 'This result has not been signed by enough steering group members yet.'),
    ('session_with_voters_is_held', 'voting_session', 'UPDATE', 'NEW.cancelled_at IS NOT NULL AND OLD.cancelled_at IS NULL AND EXISTS (SELECT 1 FROM voting_right WHERE voting_right.session_id = NEW.id)', 'People have been let in to vote at this session. It cannot be cancelled any more.'),
    ('session_stays_where_it_is', 'voting_session', 'UPDATE', 'NEW.venue_id <> OLD.venue_id OR NEW.round_id <> OLD.round_id', 'A session stays at its venue. Cancel it and plan another one.'),
    ('typists_join_no_team', 'team_member', 'INSERT', 'EXISTS (SELECT 1 FROM entry JOIN bundle ON bundle.id = entry.bundle_id WHERE bundle.session_id = NEW.session_id AND entry.typed_by = NEW.account_id)', 'This person has typed papers of this session, so they cannot be in its team.'),
    ('right_becomes_once', 'voting_right', 'UPDATE', 'OLD.became IS NOT NULL AND (NEW.became IS NULL OR NEW.became <> OLD.became)', 'This permission to vote has been used already.'),
    ('nothing_after_the_opening', 'envelope', 'INSERT', 'EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)', 'The box has been opened. No vote can go in any more.'),
    ('opening_stays', 'box_opening', 'UPDATE', '1 = 1', 'A box is opened once.'),
    ('opening_kept', 'box_opening', 'DELETE', '1 = 1', 'A box is opened once.'),
    ('ballots_only_at_the_opening', 'ballot', 'INSERT', 'EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)', 'The box has been opened. No ballot can be added.'),
    ('ballot_stays', 'ballot', 'UPDATE', '1 = 1', 'A ballot is never changed.'),
    ('choice_stays', 'choice', 'UPDATE', '1 = 1', 'A ballot is never changed.'),
    ('ballot_kept', 'ballot', 'DELETE', '1 = 1', 'A ballot is never taken out.'),
    ('choice_kept', 'choice', 'DELETE', '1 = 1', 'A ballot is never changed.'),
    ('round_frozen', 'round', 'UPDATE', 'OLD.frozen_at IS NOT NULL', 'The ballot of this round is frozen. Its rules cannot change any more.'),
    ('round_kept', 'round', 'DELETE', 'OLD.frozen_at IS NOT NULL', 'The ballot of this round is frozen. Its rules cannot change any more.'),
    ('pot_frozen', 'pot', 'UPDATE', 'EXISTS (SELECT 1 FROM round WHERE round.id = OLD.round_id AND round.frozen_at IS NOT NULL)', 'The ballot of this round is frozen. Its rules cannot change any more.'),
    ('pot_kept', 'pot', 'DELETE', 'EXISTS (SELECT 1 FROM round WHERE round.id = OLD.round_id AND round.frozen_at IS NOT NULL)', 'The ballot of this round is frozen. Its rules cannot change any more.'),
    ('pot_not_added', 'pot', 'INSERT', 'EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.frozen_at IS NOT NULL)', 'The ballot of this round is frozen. Its rules cannot change any more.'),
    ('criterion_frozen', 'criterion', 'UPDATE', 'EXISTS (SELECT 1 FROM round WHERE round.id = OLD.round_id AND round.frozen_at IS NOT NULL)', 'The ballot of this round is frozen. Its rules cannot change any more.'),
    ('criterion_kept', 'criterion', 'DELETE', 'EXISTS (SELECT 1 FROM round WHERE round.id = OLD.round_id AND round.frozen_at IS NOT NULL)', 'The ballot of this round is frozen. Its rules cannot change any more.'),
    ('criterion_not_added', 'criterion', 'INSERT', 'EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.frozen_at IS NOT NULL)', 'The ballot of this round is frozen. Its rules cannot change any more.'),
    ('decision_stands', 'decision', 'UPDATE', 'OLD.agreed_at IS NOT NULL', 'This decision has been made. It cannot be changed.'),
    ('decision_kept', 'decision', 'DELETE', 'OLD.agreed_at IS NOT NULL', 'This decision has been made. It cannot be taken back.'),
    ('decided_after_the_freeze', 'decision', 'INSERT', 'NOT EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.frozen_at IS NOT NULL)', 'The ballot is not frozen yet. Until then the round is changed on its settings page.'),
    ('withdrawn_from_this_ballot', 'decision', 'INSERT', "NEW.kind = 'withdraw' AND NOT EXISTS (SELECT 1 FROM ballot_line WHERE ballot_line.round_id = NEW.round_id AND ballot_line.project_id = NEW.project_id)", 'This project is not on the ballot of this round.'),
    ('decided_before_the_publication_insert', 'decision', 'INSERT', 'EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id)', 'The result has been published. Nothing can be decided about this vote any more.'),
    ('not_extended_once_opened_insert', 'decision', 'INSERT', "NEW.kind = 'extend' AND EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)", 'The box has been opened. Voting cannot be made longer any more.'),
    ('decided_before_the_publication_update', 'decision', 'UPDATE', 'EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id)', 'The result has been published. Nothing can be decided about this vote any more.'),
    ('not_extended_once_opened_update', 'decision', 'UPDATE', "NEW.kind = 'extend' AND EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)", 'The box has been opened. Voting cannot be made longer any more.'),
    ('record_line_stays', 'record_line', 'UPDATE', '1 = 1', 'The record is never changed.'),
    ('record_line_is_kept', 'record_line', 'DELETE', '1 = 1', 'Nothing is taken out of the record.'),
    ('record_reason_stays', 'record_reason', 'UPDATE', '1 = 1', 'The record is never changed.'),
]


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('sign_in_name', sa.String(length=120), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('stamp', sa.String(length=32), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('sign_in_name = lower(sign_in_name)', name=op.f('ck_account_sign_in_name_is_lower_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('sign_in_name', name=op.f('uq_account_sign_in_name'))
    )
    op.create_table('failed_tries',
    sa.Column('bucket', sa.String(length=80), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('bucket', name=op.f('pk_failed_tries'))
    )
    op.create_table('key_fingerprint',
    sa.Column('name', sa.String(length=10), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_key_fingerprint'))
    )
    op.create_table('media',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_media')),
    sa.UniqueConstraint('sha256', name=op.f('uq_media_sha256'))
    )
    op.create_table('record_line',
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('act', sa.String(length=60), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('reason_hash', sa.String(length=64), nullable=True),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_record_line')),
    sa.UniqueConstraint('hash', name=op.f('uq_record_line_hash')),
    sa.UniqueConstraint('previous', name=op.f('uq_record_line_previous'))
    )
    op.create_index(op.f('ix_record_line_round_id'), 'record_line', ['round_id'], unique=False)
    op.create_table('round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('source', sa.String(length=10), nullable=False),
    sa.Column('follows_id', sa.Integer(), nullable=True),
    sa.Column('ceiling_pence', sa.Integer(), nullable=False),
    sa.Column('applications_open_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('applications_close_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('voting_opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('voting_closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('post_closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('grace_minutes', sa.Integer(), nullable=False),
    sa.Column('ballot_type', sa.String(length=10), nullable=False),
    sa.Column('min_choices', sa.Integer(), nullable=False),
    sa.Column('max_choices', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=40), nullable=False),
    sa.Column('satisfaction', sa.String(length=10), nullable=False),
    sa.Column('tie_rule', sa.String(length=20), nullable=False),
    sa.Column('part_funding', sa.Boolean(), nullable=False),
    sa.Column('min_support_votes', sa.Integer(), nullable=False),
    sa.Column('add_one_step_pence', sa.Integer(), nullable=False),
    sa.Column('age_words', sa.String(length=200), nullable=False),
    sa.Column('area_words', sa.String(length=200), nullable=False),
    sa.Column('entitlement', sa.String(length=10), nullable=False),
    sa.Column('signatures_needed', sa.Integer(), nullable=False),
    sa.Column('key_custody', sa.String(length=10), nullable=False),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('public_key', sa.String(length=130), nullable=True),
    sa.Column('ballot_hash', sa.String(length=64), nullable=True),
    sa.CheckConstraint("ballot_type IN ('choose', 'points', 'rank', 'budget', 'score')", name=op.f('ck_round_ballot_type_is_known')),
    sa.CheckConstraint("entitlement IN ('code', 'vouch')", name=op.f('ck_round_entitlement_is_known')),
    sa.CheckConstraint("frozen_at IS NULL OR (public_key IS NOT NULL AND ballot_hash IS NOT NULL) OR source = 'file'", name=op.f('ck_round_frozen_has_key_and_hash')),
    sa.CheckConstraint("key_custody IN ('folder', 'shares')", name=op.f('ck_round_key_custody_is_known')),
    sa.CheckConstraint("source IN ('people', 'file')", name=op.f('ck_round_source_is_known')),
    sa.CheckConstraint("tie_rule IN ('cost-then-lot', 'lot')", name=op.f('ck_round_tie_rule_is_known')),
    sa.CheckConstraint('0 <= min_choices AND min_choices <= max_choices AND max_choices >= 1', name=op.f('ck_round_choices_make_sense')),
    sa.CheckConstraint('applications_close_at <= voting_opens_at', name=op.f('ck_round_applications_close_before_voting')),
    sa.CheckConstraint('applications_open_at < applications_close_at', name=op.f('ck_round_applications_open_before_they_close')),
    sa.CheckConstraint('ceiling_pence > 0', name=op.f('ck_round_ceiling_is_money')),
    sa.CheckConstraint('grace_minutes BETWEEN 0 AND 60', name=op.f('ck_round_grace_is_short')),
    sa.CheckConstraint('signatures_needed >= 2', name=op.f('ck_round_two_sign')),
    sa.CheckConstraint('voting_closes_at <= post_closes_at', name=op.f('ck_round_post_closes_last')),
    sa.CheckConstraint('voting_opens_at < voting_closes_at', name=op.f('ck_round_voting_opens_before_it_closes')),
    sa.ForeignKeyConstraint(['follows_id'], ['round.id'], name=op.f('fk_round_follows_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round')),
    sa.UniqueConstraint('name', name=op.f('uq_round_name'))
    )
    op.create_table('venue',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('step_free', sa.Boolean(), nullable=False),
    sa.Column('hearing_loop', sa.Boolean(), nullable=False),
    sa.Column('quiet_time', sa.String(length=100), nullable=False),
    sa.Column('access_notes', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue')),
    sa.UniqueConstraint('name', name=op.f('uq_venue_name'))
    )
    op.create_table('appointment',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.CheckConstraint("role IN ('coordinator', 'steering', 'facilitator', 'counter')", name=op.f('ck_appointment_role_is_known')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_appointment_account_id')),
    sa.PrimaryKeyConstraint('account_id', 'role', name=op.f('pk_appointment'))
    )
    op.create_table('box_opening',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by', sa.Integer(), nullable=True),
    sa.Column('ballots', sa.Integer(), nullable=False),
    sa.Column('ballots_hash', sa.String(length=64), nullable=False),
    sa.Column('record_head', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['opened_by'], ['account.id'], name=op.f('fk_box_opening_opened_by')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_box_opening_round_id')),
    sa.PrimaryKeyConstraint('round_id', name=op.f('pk_box_opening'))
    )
    op.create_table('counting',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('outcome_hash', sa.String(length=64), nullable=False),
    sa.Column('ballots_hash', sa.String(length=64), nullable=False),
    sa.Column('inputs_hash', sa.String(length=64), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('counted_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['counted_by'], ['account.id'], name=op.f('fk_counting_counted_by')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_counting_round_id')),
    sa.PrimaryKeyConstraint('round_id', 'version', name=op.f('pk_counting'))
    )
    op.create_table('criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_criterion_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_criterion')),
    sa.UniqueConstraint('round_id', 'position', name=op.f('uq_criterion_round_id_position'))
    )
    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('invited_by', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_by', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("role IN ('coordinator', 'steering', 'facilitator', 'counter')", name=op.f('ck_invitation_role_is_known')),
    sa.ForeignKeyConstraint(['accepted_by'], ['account.id'], name=op.f('fk_invitation_accepted_by')),
    sa.ForeignKeyConstraint(['invited_by'], ['account.id'], name=op.f('fk_invitation_invited_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('accepted_by', name=op.f('uq_invitation_accepted_by')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )
    op.create_table('pot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('amount_pence', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount_pence > 0', name=op.f('ck_pot_amount_is_money')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_pot_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pot')),
    sa.UniqueConstraint('round_id', 'name', name=op.f('uq_pot_round_id_name'))
    )
    op.create_index(op.f('ix_pot_round_id'), 'pot', ['round_id'], unique=False)
    op.create_table('receipt',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_receipt_round_id')),
    sa.PrimaryKeyConstraint('round_id', 'code', name=op.f('pk_receipt')),
    sqlite_with_rowid=False
    )
    op.create_table('record_reason',
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['position'], ['record_line.position'], name=op.f('fk_record_reason_position')),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_record_reason'))
    )
    op.create_table('voting_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_voting_session_starts_before_it_ends')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_voting_session_round_id')),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_voting_session_venue_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voting_session'))
    )
    op.create_index(op.f('ix_voting_session_round_id'), 'voting_session', ['round_id'], unique=False)
    op.create_index(op.f('ix_voting_session_venue_id'), 'voting_session', ['venue_id'], unique=False)
    op.create_index('uq_voting_session_planned_once', 'voting_session', ['round_id', 'venue_id', 'starts_at'], unique=True, sqlite_where=sa.text('cancelled_at IS NULL'), postgresql_where=sa.text('cancelled_at IS NULL'))
    op.create_table('ballot',
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('pot_id', sa.Integer(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=True),
    sa.Column('medium', sa.String(length=10), nullable=True),
    sa.CheckConstraint("medium IN ('screen', 'paper')", name=op.f('ck_ballot_medium_is_known')),
    sa.ForeignKeyConstraint(['pot_id'], ['pot.id'], name=op.f('fk_ballot_pot_id')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_ballot_round_id')),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_ballot_venue_id')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_ballot')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_ballot_round_id'), 'ballot', ['round_id'], unique=False)
    op.create_table('batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('printed_by', sa.Integer(), nullable=True),
    sa.Column('printed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['printed_by'], ['account.id'], name=op.f('fk_batch_printed_by')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_batch_round_id')),
    sa.ForeignKeyConstraint(['session_id'], ['voting_session.id'], name=op.f('fk_batch_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch'))
    )
    op.create_index(op.f('ix_batch_round_id'), 'batch', ['round_id'], unique=False)
    op.create_index(op.f('ix_batch_session_id'), 'batch', ['session_id'], unique=False)
    op.create_table('bundle',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('papers_in_box', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('counted_by', sa.Integer(), nullable=False),
    sa.Column('also_counted_by', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cast_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cast_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("(channel = 'paper') = (session_id IS NOT NULL)", name=op.f('ck_bundle_a_box_belongs_to_a_session')),
    sa.CheckConstraint("channel IN ('paper', 'post')", name=op.f('ck_bundle_channel_is_paper')),
    sa.CheckConstraint('also_counted_by IS NULL OR also_counted_by <> counted_by', name=op.f('ck_bundle_two_people_count')),
    sa.CheckConstraint('papers_in_box >= 0', name=op.f('ck_bundle_papers_are_counted')),
    sa.ForeignKeyConstraint(['also_counted_by'], ['account.id'], name=op.f('fk_bundle_also_counted_by')),
    sa.ForeignKeyConstraint(['cast_by'], ['account.id'], name=op.f('fk_bundle_cast_by')),
    sa.ForeignKeyConstraint(['counted_by'], ['account.id'], name=op.f('fk_bundle_counted_by')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_bundle_round_id')),
    sa.ForeignKeyConstraint(['session_id'], ['voting_session.id'], name=op.f('fk_bundle_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bundle')),
    sa.UniqueConstraint('session_id', name=op.f('uq_bundle_session_id'))
    )
    op.create_index(op.f('ix_bundle_round_id'), 'bundle', ['round_id'], unique=False)
    op.create_table('kiosk',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('device_hash', sa.String(length=64), nullable=False),
    sa.Column('next_pin_hash', sa.String(length=200), nullable=False),
    sa.Column('leave_pin_hash', sa.String(length=200), nullable=False),
    sa.Column('paired_by', sa.Integer(), nullable=False),
    sa.Column('paired_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['paired_by'], ['account.id'], name=op.f('fk_kiosk_paired_by')),
    sa.ForeignKeyConstraint(['session_id'], ['voting_session.id'], name=op.f('fk_kiosk_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kiosk')),
    sa.UniqueConstraint('device_hash', name=op.f('uq_kiosk_device_hash'))
    )
    op.create_index(op.f('ix_kiosk_session_id'), 'kiosk', ['session_id'], unique=False)
    op.create_table('lot',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('digits', sa.String(length=200), nullable=False),
    sa.Column('first_typed_by', sa.Integer(), nullable=True),
    sa.Column('second_typed_by', sa.Integer(), nullable=True),
    sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('first_typed_by <> second_typed_by', name=op.f('ck_lot_two_people_type_it')),
    sa.CheckConstraint('length(digits) >= 20', name=op.f('ck_lot_at_least_20_digits')),
    sa.ForeignKeyConstraint(['first_typed_by'], ['account.id'], name=op.f('fk_lot_first_typed_by')),
    sa.ForeignKeyConstraint(['round_id'], ['box_opening.round_id'], name=op.f('fk_lot_round_id')),
    sa.ForeignKeyConstraint(['second_typed_by'], ['account.id'], name=op.f('fk_lot_second_typed_by')),
    sa.PrimaryKeyConstraint('round_id', name=op.f('pk_lot'))
    )
    op.create_table('lot_entry',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('typed_by', sa.Integer(), nullable=False),
    sa.Column('digits', sa.String(length=200), nullable=False),
    sa.Column('typed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['box_opening.round_id'], name=op.f('fk_lot_entry_round_id')),
    sa.ForeignKeyConstraint(['typed_by'], ['account.id'], name=op.f('fk_lot_entry_typed_by')),
    sa.PrimaryKeyConstraint('round_id', 'typed_by', name=op.f('pk_lot_entry'))
    )
    op.create_table('project',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('pot_id', sa.Integer(), nullable=True),
    sa.Column('carried_from_id', sa.Integer(), nullable=True),
    sa.Column('group_name', sa.String(length=120), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('whom', sa.Text(), nullable=False),
    sa.Column('least_pence', sa.Integer(), nullable=True),
    sa.Column('contact_name', sa.String(length=100), nullable=False),
    sa.Column('contact_phone', sa.String(length=40), nullable=False),
    sa.Column('contact_email', sa.String(length=200), nullable=False),
    sa.Column('contact_address', sa.Text(), nullable=False),
    sa.Column('helper', sa.String(length=200), nullable=False),
    sa.Column('came_by', sa.String(length=10), nullable=False),
    sa.Column('typed_by', sa.Integer(), nullable=True),
    sa.Column('resume_code_hash', sa.String(length=64), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("came_by IN ('online', 'paper', 'telephone', 'file')", name=op.f('ck_project_came_by_is_known')),
    sa.CheckConstraint('least_pence IS NULL OR least_pence > 0', name=op.f('ck_project_least_is_money')),
    sa.ForeignKeyConstraint(['carried_from_id'], ['project.id'], name=op.f('fk_project_carried_from_id')),
    sa.ForeignKeyConstraint(['pot_id'], ['pot.id'], name=op.f('fk_project_pot_id')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_project_round_id')),
    sa.ForeignKeyConstraint(['typed_by'], ['account.id'], name=op.f('fk_project_typed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_project')),
    sa.UniqueConstraint('resume_code_hash', name=op.f('uq_project_resume_code_hash'))
    )
    op.create_index(op.f('ix_project_round_id'), 'project', ['round_id'], unique=False)
    op.create_table('publication',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_by', sa.Integer(), nullable=True),
    sa.Column('record_head', sa.String(length=64), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['published_by'], ['account.id'], name=op.f('fk_publication_published_by')),
    sa.ForeignKeyConstraint(['round_id', 'version'], ['counting.round_id', 'counting.version'], name=op.f('fk_publication_round_id_version')),
    sa.PrimaryKeyConstraint('round_id', 'version', name=op.f('pk_publication'))
    )
    op.create_table('session_account',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.Column('issued', sa.Integer(), nullable=False),
    sa.Column('unused', sa.Integer(), nullable=False),
    sa.Column('spoiled', sa.Integer(), nullable=False),
    sa.Column('taken_away', sa.Integer(), nullable=False),
    sa.Column('closed_by', sa.Integer(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('agreed_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('agreed_by IS NULL OR agreed_by <> closed_by', name=op.f('ck_session_account_another_person_agrees')),
    sa.CheckConstraint('received >= 0 AND issued >= 0 AND unused >= 0 AND spoiled >= 0 AND taken_away >= 0', name=op.f('ck_session_account_numbers_are_counts')),
    sa.ForeignKeyConstraint(['agreed_by'], ['account.id'], name=op.f('fk_session_account_agreed_by')),
    sa.ForeignKeyConstraint(['closed_by'], ['account.id'], name=op.f('fk_session_account_closed_by')),
    sa.ForeignKeyConstraint(['session_id'], ['voting_session.id'], name=op.f('fk_session_account_session_id')),
    sa.PrimaryKeyConstraint('session_id', name=op.f('pk_session_account'))
    )
    op.create_table('signature',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('outcome_hash', sa.String(length=64), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_signature_account_id')),
    sa.ForeignKeyConstraint(['round_id', 'version'], ['counting.round_id', 'counting.version'], name=op.f('fk_signature_round_id_version')),
    sa.PrimaryKeyConstraint('round_id', 'version', 'account_id', name=op.f('pk_signature'))
    )
    op.create_table('team_member',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_team_member_account_id')),
    sa.ForeignKeyConstraint(['session_id'], ['voting_session.id'], name=op.f('fk_team_member_session_id')),
    sa.PrimaryKeyConstraint('session_id', 'account_id', name=op.f('pk_team_member'))
    )
    op.create_table('assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('unmet', sa.String(length=60), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('mended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("mended_at IS NULL OR outcome = 'fix'", name=op.f('ck_assessment_only_a_fix_is_mended')),
    sa.CheckConstraint("outcome <> 'eligible' OR unmet = ''", name=op.f('ck_assessment_eligible_meets_all')),
    sa.CheckConstraint("outcome IN ('eligible', 'not_eligible', 'fix')", name=op.f('ck_assessment_outcome_is_known')),
    sa.ForeignKeyConstraint(['made_by'], ['account.id'], name=op.f('fk_assessment_made_by')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_assessment_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment'))
    )
    op.create_index(op.f('ix_assessment_project_id'), 'assessment', ['project_id'], unique=False)
    op.create_table('ballot_line',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('pot_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('picture_id', sa.Integer(), nullable=True),
    sa.Column('picture_alt', sa.String(length=200), nullable=False),
    sa.Column('sound_id', sa.Integer(), nullable=True),
    sa.Column('cost_pence', sa.Integer(), nullable=False),
    sa.Column('least_pence', sa.Integer(), nullable=True),
    sa.CheckConstraint('cost_pence > 0', name=op.f('ck_ballot_line_cost_is_money')),
    sa.CheckConstraint('least_pence IS NULL OR (least_pence > 0 AND least_pence <= cost_pence)', name=op.f('ck_ballot_line_least_is_less')),
    sa.CheckConstraint('number >= 1', name=op.f('ck_ballot_line_numbers_start_at_one')),
    sa.ForeignKeyConstraint(['picture_id'], ['media.id'], name=op.f('fk_ballot_line_picture_id')),
    sa.ForeignKeyConstraint(['pot_id'], ['pot.id'], name=op.f('fk_ballot_line_pot_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_ballot_line_project_id')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_ballot_line_round_id')),
    sa.ForeignKeyConstraint(['sound_id'], ['media.id'], name=op.f('fk_ballot_line_sound_id')),
    sa.PrimaryKeyConstraint('round_id', 'number', name=op.f('pk_ballot_line')),
    sa.UniqueConstraint('project_id', name=op.f('uq_ballot_line_project_id'))
    )
    op.create_table('ballot_text',
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('picture_id', sa.Integer(), nullable=True),
    sa.Column('picture_alt', sa.String(length=200), nullable=False),
    sa.Column('sound_id', sa.Integer(), nullable=True),
    sa.Column('written_by', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("picture_id IS NULL OR picture_alt <> ''", name=op.f('ck_ballot_text_picture_has_words')),
    sa.CheckConstraint('(approved_by IS NULL) = (approved_at IS NULL)', name=op.f('ck_ballot_text_approved_by_somebody')),
    sa.CheckConstraint('approved_by IS NULL OR approved_by <> written_by', name=op.f('ck_ballot_text_another_person_approves')),
    sa.ForeignKeyConstraint(['approved_by'], ['account.id'], name=op.f('fk_ballot_text_approved_by')),
    sa.ForeignKeyConstraint(['picture_id'], ['media.id'], name=op.f('fk_ballot_text_picture_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_ballot_text_project_id')),
    sa.ForeignKeyConstraint(['sound_id'], ['media.id'], name=op.f('fk_ballot_text_sound_id')),
    sa.ForeignKeyConstraint(['written_by'], ['account.id'], name=op.f('fk_ballot_text_written_by')),
    sa.PrimaryKeyConstraint('project_id', name=op.f('pk_ballot_text'))
    )
    op.create_table('choice',
    sa.Column('ballot_key', sa.String(length=32), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['ballot_key'], ['ballot.key'], name=op.f('fk_choice_ballot_key')),
    sa.PrimaryKeyConstraint('ballot_key', 'number', name=op.f('pk_choice')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_choice_number', 'choice', ['number'], unique=False)
    op.create_table('cost_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=200), nullable=False),
    sa.Column('pence', sa.Integer(), nullable=False),
    sa.CheckConstraint('pence > 0', name=op.f('ck_cost_line_cost_is_money')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_cost_line_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cost_line')),
    sa.UniqueConstraint('project_id', 'position', name=op.f('uq_cost_line_project_id_position'))
    )
    op.create_index(op.f('ix_cost_line_project_id'), 'cost_line', ['project_id'], unique=False)
    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=True),
    sa.Column('voting_closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('post_closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed_by', sa.Integer(), nullable=True),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(kind = 'extend') = (voting_closes_at IS NOT NULL AND post_closes_at IS NOT NULL)", name=op.f('ck_decision_extends_the_closes')),
    sa.CheckConstraint("(kind = 'withdraw') = (project_id IS NOT NULL)", name=op.f('ck_decision_withdraws_a_project')),
    sa.CheckConstraint("kind IN ('withdraw', 'extend')", name=op.f('ck_decision_kind_is_known')),
    sa.CheckConstraint('(agreed_by IS NULL) = (agreed_at IS NULL)', name=op.f('ck_decision_agreed_by_somebody')),
    sa.CheckConstraint('agreed_by IS NULL OR agreed_by <> proposed_by', name=op.f('ck_decision_two_people_decide')),
    sa.ForeignKeyConstraint(['agreed_by'], ['account.id'], name=op.f('fk_decision_agreed_by')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_decision_project_id')),
    sa.ForeignKeyConstraint(['proposed_by'], ['account.id'], name=op.f('fk_decision_proposed_by')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_decision_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision'))
    )
    op.create_index(op.f('ix_decision_round_id'), 'decision', ['round_id'], unique=False)
    op.create_table('interest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_interest_account_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_interest_project_id')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_interest_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest')),
    sa.UniqueConstraint('account_id', 'round_id', 'project_id', name=op.f('uq_interest_account_id_round_id_project_id'))
    )
    op.create_index(op.f('ix_interest_account_id'), 'interest', ['account_id'], unique=False)
    op.create_index(op.f('ix_interest_round_id'), 'interest', ['round_id'], unique=False)
    op.create_table('paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('serial', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['batch.id'], name=op.f('fk_paper_batch_id')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_paper_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper')),
    sa.UniqueConstraint('round_id', 'serial', name=op.f('uq_paper_round_id_serial'))
    )
    op.create_index(op.f('ix_paper_batch_id'), 'paper', ['batch_id'], unique=False)
    op.create_table('stray',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bundle_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=200), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=False),
    sa.Column('agreed_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('agreed_by IS NULL OR agreed_by <> proposed_by', name=op.f('ck_stray_two_people_set_aside')),
    sa.ForeignKeyConstraint(['agreed_by'], ['account.id'], name=op.f('fk_stray_agreed_by')),
    sa.ForeignKeyConstraint(['bundle_id'], ['bundle.id'], name=op.f('fk_stray_bundle_id')),
    sa.ForeignKeyConstraint(['proposed_by'], ['account.id'], name=op.f('fk_stray_proposed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stray'))
    )
    op.create_index(op.f('ix_stray_bundle_id'), 'stray', ['bundle_id'], unique=False)
    op.create_table('voting_right',
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('became', sa.String(length=10), nullable=True),
    sa.Column('code_hash', sa.String(length=64), nullable=True),
    sa.Column('card_number', sa.Integer(), nullable=True),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('kiosk_id', sa.Integer(), nullable=True),
    sa.Column('assisted', sa.Boolean(), nullable=False),
    sa.Column('again', sa.Boolean(), nullable=False),
    sa.CheckConstraint("(kind = 'code') = (card_number IS NOT NULL)", name=op.f('ck_voting_right_codes_have_a_card_number')),
    sa.CheckConstraint("(kind = 'code') = (code_hash IS NOT NULL)", name=op.f('ck_voting_right_codes_have_a_hash')),
    sa.CheckConstraint("became <> 'exchanged' OR kind = 'code'", name=op.f('ck_voting_right_only_codes_are_exchanged')),
    sa.CheckConstraint("became IN ('cast', 'exchanged', 'void', 'unused')", name=op.f('ck_voting_right_became_is_known')),
    sa.CheckConstraint("kind IN ('code', 'opening', 'paper', 'post')", name=op.f('ck_voting_right_kind_is_known')),
    sa.CheckConstraint("kind NOT IN ('opening', 'paper') OR session_id IS NOT NULL", name=op.f('ck_voting_right_given_at_a_session')),
    sa.ForeignKeyConstraint(['kiosk_id'], ['kiosk.id'], name=op.f('fk_voting_right_kiosk_id')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_voting_right_round_id')),
    sa.ForeignKeyConstraint(['session_id'], ['voting_session.id'], name=op.f('fk_voting_right_session_id')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_voting_right')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_voting_right_code_hash')),
    sa.UniqueConstraint('round_id', 'card_number', name=op.f('uq_voting_right_round_id_card_number')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_voting_right_round_id'), 'voting_right', ['round_id'], unique=False)
    op.create_index(op.f('ix_voting_right_session_id'), 'voting_right', ['session_id'], unique=False)
    op.create_index('uq_open_visit', 'voting_right', ['kiosk_id'], unique=True, sqlite_where=sa.text("kind = 'opening' AND became IS NULL"), postgresql_where=sa.text("kind = 'opening' AND became IS NULL"))
    op.create_table('entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bundle_id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('pass_number', sa.Integer(), nullable=False),
    sa.Column('numbers', sa.String(length=400), nullable=False),
    sa.Column('mark', sa.String(length=10), nullable=False),
    sa.Column('typed_by', sa.Integer(), nullable=False),
    sa.Column('typed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("mark = '' OR numbers = '' OR mark = 'doubtful'", name=op.f('ck_entry_marked_papers_have_no_numbers')),
    sa.CheckConstraint("mark IN ('', 'blank', 'spoiled', 'doubtful')", name=op.f('ck_entry_mark_is_known')),
    sa.CheckConstraint('pass_number IN (1, 2, 3)', name=op.f('ck_entry_pass_is_known')),
    sa.ForeignKeyConstraint(['bundle_id'], ['bundle.id'], name=op.f('fk_entry_bundle_id')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_entry_paper_id')),
    sa.ForeignKeyConstraint(['typed_by'], ['account.id'], name=op.f('fk_entry_typed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry')),
    sa.UniqueConstraint('paper_id', 'pass_number', name=op.f('uq_entry_paper_id_pass_number')),
    sa.UniqueConstraint('paper_id', 'typed_by', name=op.f('uq_entry_paper_id_typed_by'))
    )
    op.create_index(op.f('ix_entry_bundle_id'), 'entry', ['bundle_id'], unique=False)
    op.create_table('ruling',
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('bundle_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('counts', sa.Boolean(), nullable=False),
    sa.Column('numbers', sa.String(length=400), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=False),
    sa.Column('agreed_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("NOT counts OR numbers <> ''", name=op.f('ck_ruling_counted_papers_have_numbers')),
    sa.CheckConstraint("reason IN ('blank', 'too_many', 'too_few', 'unclear', 'torn', 'not_ours')", name=op.f('ck_ruling_reason_is_known')),
    sa.CheckConstraint('agreed_by IS NULL OR agreed_by <> proposed_by', name=op.f('ck_ruling_two_people_rule')),
    sa.ForeignKeyConstraint(['agreed_by'], ['account.id'], name=op.f('fk_ruling_agreed_by')),
    sa.ForeignKeyConstraint(['bundle_id'], ['bundle.id'], name=op.f('fk_ruling_bundle_id')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_ruling_paper_id')),
    sa.ForeignKeyConstraint(['proposed_by'], ['account.id'], name=op.f('fk_ruling_proposed_by')),
    sa.PrimaryKeyConstraint('paper_id', name=op.f('pk_ruling'))
    )
    op.create_index(op.f('ix_ruling_bundle_id'), 'ruling', ['bundle_id'], unique=False)
    op.create_table('turnout',
    sa.Column('right_key', sa.String(length=32), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('cast_on', sa.Date(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('assisted', sa.Boolean(), nullable=False),
    sa.CheckConstraint("channel IN ('online', 'kiosk', 'paper', 'post')", name=op.f('ck_turnout_channel_is_known')),
    sa.ForeignKeyConstraint(['right_key'], ['voting_right.key'], name=op.f('fk_turnout_right_key')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_turnout_round_id')),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_turnout_venue_id')),
    sa.PrimaryKeyConstraint('right_key', name=op.f('pk_turnout')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_turnout_round_id'), 'turnout', ['round_id'], unique=False)
    op.create_table('envelope',
    sa.Column('right_key', sa.String(length=32), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('attempt_hash', sa.String(length=64), nullable=False),
    sa.Column('receipt', sa.String(length=16), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['right_key'], ['turnout.right_key'], name=op.f('fk_envelope_right_key')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_envelope_round_id')),
    sa.PrimaryKeyConstraint('right_key', name=op.f('pk_envelope')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_envelope_round_id'), 'envelope', ['round_id'], unique=False)
    for guard in GUARDS:
        _make(*guard)


def downgrade() -> None:
    for name, *_ in reversed(GUARDS):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {name}() CASCADE")  # and its triggers
        else:
            op.execute(f"DROP TRIGGER {name}")
    op.drop_index(op.f('ix_envelope_round_id'), table_name='envelope')
    op.drop_table('envelope')
    op.drop_index(op.f('ix_turnout_round_id'), table_name='turnout')
    op.drop_table('turnout')
    op.drop_index(op.f('ix_ruling_bundle_id'), table_name='ruling')
    op.drop_table('ruling')
    op.drop_index(op.f('ix_entry_bundle_id'), table_name='entry')
    op.drop_table('entry')
    op.drop_index('uq_open_visit', table_name='voting_right', sqlite_where=sa.text("kind = 'opening' AND became IS NULL"), postgresql_where=sa.text("kind = 'opening' AND became IS NULL"))
    op.drop_index(op.f('ix_voting_right_session_id'), table_name='voting_right')
    op.drop_index(op.f('ix_voting_right_round_id'), table_name='voting_right')
    op.drop_table('voting_right')
    op.drop_index(op.f('ix_stray_bundle_id'), table_name='stray')
    op.drop_table('stray')
    op.drop_index(op.f('ix_paper_batch_id'), table_name='paper')
    op.drop_table('paper')
    op.drop_index(op.f('ix_interest_round_id'), table_name='interest')
    op.drop_index(op.f('ix_interest_account_id'), table_name='interest')
    op.drop_table('interest')
    op.drop_index(op.f('ix_decision_round_id'), table_name='decision')
    op.drop_table('decision')
    op.drop_index(op.f('ix_cost_line_project_id'), table_name='cost_line')
    op.drop_table('cost_line')
    op.drop_index('ix_choice_number', table_name='choice')
    op.drop_table('choice')
    op.drop_table('ballot_text')
    op.drop_table('ballot_line')
    op.drop_index(op.f('ix_assessment_project_id'), table_name='assessment')
    op.drop_table('assessment')
    op.drop_table('team_member')
    op.drop_table('signature')
    op.drop_table('session_account')
    op.drop_table('publication')
    op.drop_index(op.f('ix_project_round_id'), table_name='project')
    op.drop_table('project')
    op.drop_table('lot_entry')
    op.drop_table('lot')
    op.drop_index(op.f('ix_kiosk_session_id'), table_name='kiosk')
    op.drop_table('kiosk')
    op.drop_index(op.f('ix_bundle_round_id'), table_name='bundle')
    op.drop_table('bundle')
    op.drop_index(op.f('ix_batch_session_id'), table_name='batch')
    op.drop_index(op.f('ix_batch_round_id'), table_name='batch')
    op.drop_table('batch')
    op.drop_index(op.f('ix_ballot_round_id'), table_name='ballot')
    op.drop_table('ballot')
    op.drop_index('uq_voting_session_planned_once', table_name='voting_session', sqlite_where=sa.text('cancelled_at IS NULL'), postgresql_where=sa.text('cancelled_at IS NULL'))
    op.drop_index(op.f('ix_voting_session_venue_id'), table_name='voting_session')
    op.drop_index(op.f('ix_voting_session_round_id'), table_name='voting_session')
    op.drop_table('voting_session')
    op.drop_table('record_reason')
    op.drop_table('receipt')
    op.drop_index(op.f('ix_pot_round_id'), table_name='pot')
    op.drop_table('pot')
    op.drop_table('invitation')
    op.drop_table('criterion')
    op.drop_table('counting')
    op.drop_table('box_opening')
    op.drop_table('appointment')
    op.drop_table('venue')
    op.drop_table('round')
    op.drop_index(op.f('ix_record_line_round_id'), table_name='record_line')
    op.drop_table('record_line')
    op.drop_table('media')
    op.drop_table('key_fingerprint')
    op.drop_table('failed_tries')
    op.drop_table('account')


def _make(name: str, table: str, before: str, condition: str, saying: str) -> None:
    connection = op.get_bind()
    quoted = saying.replace("'", "''")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {before} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{quoted}'); END"
        )
        return
    row = "OLD" if before == "DELETE" else "NEW"
    connection.exec_driver_sql(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{quoted}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {row}; END $guard$"
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER {name} BEFORE {before} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
    if condition == "1 = 1" and before != "INSERT":  # TRUNCATE passes by the triggers of rows
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
