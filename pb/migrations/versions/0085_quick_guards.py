"""Three guards ask first what needs no look-up, each time that a row comes (PostgreSQL). What they refuse stays the same.

Revision ID: 0085_quick_guards
"""

from __future__ import annotations

from alembic import op

revision = "0085_quick_guards"
down_revision = "0078_second_persons"
branch_labels = None
depends_on = None

#: By name: what is asked first, and the rest.
GUARDS = {
    "choice_is_of_its_ballot": (
        "NEW.value <> 1",
        "EXISTS (SELECT 1 FROM ballot JOIN round ON round.id = ballot.round_id "
        "WHERE ballot.key = NEW.ballot_key AND round.source = 'people' AND (NEW.value < 1 OR NEW.value > "
        "CASE round.ballot_type WHEN 'points' THEN COALESCE(round.points_to_share, 10) WHEN 'rank' THEN 100 "
        "WHEN 'score' THEN 5 ELSE 1 END))",
    ),
    "nothing_is_handed_out_once_it_is_in": (
        "NEW.kind = 'paper' AND NEW.status IS NULL",
        "EXISTS (SELECT 1 FROM bundle WHERE bundle.session_id = NEW.session_id AND bundle.cast_at IS NOT NULL)",
    ),
    "voting_right_before_the_account": (
        "NEW.kind = 'opening' AND NEW.status IS NULL",
        "EXISTS (SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = NEW.session_id)",
    ),
}


def upgrade() -> None:
    for name, (first, rest) in GUARDS.items():
        _replace(name, f"IF {first} THEN IF {rest} THEN {_refuses(name)} END IF; END IF;")


def downgrade() -> None:
    for name, (first, rest) in GUARDS.items():
        _replace(name, f"IF {first} AND {rest} THEN {_refuses(name)} END IF;")


def _refuses(name: str) -> str:
    return f"RAISE EXCEPTION 'guard:{name}' USING ERRCODE = 'check_violation';"


def _replace(name: str, body: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $guard$ BEGIN {body} RETURN NEW; END $guard$"
        )
