"""One word for one thing: names that were retired do not come back (README, "Words"; CHANGELOG)."""

import io
import re
import tokenize

from tests.support.sources import TOP, Module, expect_none, files, modules

#: What was said before, and what is said now.
RETIRED = {
    "became": "status",
    "what_became": "status_of_right",
    "saving": "exclusive_transaction",
    "casting": "transaction",
    "cast_now": "cast_vote",
    "Sheet": "FrozenBallot",
    "sheet_of": "frozen_ballot",
    "session_": "voting_session",
    "begin_visit": "begin_turn",
    "end_visit": "end_turn",
    "open_visit": "open_turn",
    "SessionAccount": "BallotPaperAccount",
    "misfits": "discrepancies",
    "Figures": "PaperCounts",
    "Look": "PaperStatus",
    "looks": "paper_statuses",
    "ran": "was_on_team",
    "Standing": "ApplicationStatus, RoundStatus",
    "hashed": "hash_password",
    "matches": "verify_password",
    "kept_key": "keystore.load_key",
    "kept_keys": "keystore",
    "tries": "rate_limits",
    "insist": "rate_limits.check, require_…",
    "furniture": "layout_context",
    "intake": "request_limits",
    "a_number": "db_int",
    "stand_aside": "require_no_interest",
    "steps_aside": "has_declared_interest",
    "given_away": "identifying_terms",
    "telling_names": "identifying_names",
    "why_not": "entry_error",
    "Course": "SelectionTrace",
    "GoesWith": "RuleOptions",
}
ENDINGS = {"_refused": "…_error"}


def names_in(module: Module) -> list[tuple[int, str]]:
    tokens = tokenize.generate_tokens(io.StringIO(module.text).readline)
    return [(token.start[0], token.string) for token in tokens if token.type == tokenize.NAME]


def retired_in(module: Module) -> list[str]:
    return [
        f"{module.place(line)} says {name}: it is called {new} now"
        for line, name in names_in(module)
        if (new := RETIRED.get(name) or next((now for end, now in ENDINGS.items() if name.endswith(end)), None))
    ]


def test_no_module_uses_a_retired_name():
    expect_none(fault for module in modules() for fault in retired_in(module))


def test_this_guard_sees_a_retired_name():
    class Sample(Module):
        text = "with saving() as session:\n    password_refused(session)\n"

    assert len(retired_in(Sample(TOP / "pb" / "voting" / "models.py"))) == 2


def test_no_template_uses_a_retired_name():
    expression = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
    faults = []
    for file in files("templates/**/*.html"):
        for found in expression.findall(file.read_text(encoding="utf-8")):
            code = re.sub(r"\"[^\"]*\"|'[^']*'", "", found)
            faults += [f"{file.relative_to(TOP)} says {word}" for word in re.findall(r"\w+", code) if word in RETIRED]
    expect_none(faults)
