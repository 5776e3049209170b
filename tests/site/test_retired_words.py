"""One word for one thing: names that were retired do not come back (README, "Words"; CHANGELOG)."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

import pb.wiring  # noqa: F401  (knows every model)
from pb.database import db
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
    "key_from_words": "key_from_mnemonics",
    "WordsForm": "StrayForm, RemoveEntryForm",
    "TakingBackForm": "RemoveEntryForm",
    "StandInForm": "SubstituteActsForm",
    "stand_ins": "substitutes",
    "GiveOutForm": "SendOutForm",
    "give_out_cards": "send_out_cards",
    "looking": "box_contents",
    "opening_of": "box_opening_of",
    "noting": "daily_totals",
    "marking": "new_marks",
    "kiosk_counts": "request_numbers",
    "take_count": "take_request_number",
    "kept_secret": "stored_secret",
    "kept_decision": "decision_from",
}
ENDINGS = {"_refused": "…_error"}

#: Words that may not be a part of a longer name either, as ``visit`` is of ``_close_visits``: names of the program are
#: made of words, with underscores or capitals between them.
NO_PART = {
    "insist": "require",
    "visit": "turn",
    "visits": "turns",
    "furniture": "layout_context",
    "became": "status",
    "misfits": "discrepancies",
    "session_account": "ballot_paper_account",
    "kept_key": "keystore.load_key",
    "kept_keys": "keystore",
    "kept_ballot_key": "load_ballot_key",
    "kept_medium": "store_medium",
    "why_not": "…_error, refusal_of…, reason…",
    "sit_down": "begin",
    "tried_by": "limit_key",
    "age_words": "age_declaration",
    "area_words": "area_declaration",
    "picture_has_words": "picture_has_alt",
    "hand_out": "issue (papers), send_out (cards)",
    "take_back": "undo (a decision), withdraw (a proposal), remove (an entry)",
    "taken_back": "undone, withdrawn, removed",
    "standing_in": "substitute",
    "telephone": "phone",
    "sweep": "erase",
    "swept": "erased",
    "sweeping": "erasure",
}

#: Words that were retired from what is written about the program, in comments, docstrings, README and docs.
IN_PROSE = {
    r"(?:a|the|each|every|nobody[’']s|voter[’']s|closing|open) visit": "turn",
    "furniture": "header and footer, layout",
    "misfits?": "discrepancies",
    "session account": "ballot paper account",
    "what became of": "status of",
    "intake": "request limits",
}

#: What tells how things were called: history.
HISTORY = {"CHANGELOG.md"}


def parts_of(name: str) -> str:
    """ "_close_visits" and "CloseVisits" as "_close_visits_", so that whole parts can be looked for."""
    return "_" + "_".join(re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)).lower() + "_"


def retired(name: str) -> str | None:
    """What a name is called now, if it is a retired one, ends like one, or has one inside."""
    if name in RETIRED:
        return RETIRED[name]
    ended = (now for end, now in ENDINGS.items() if name.endswith(end))
    inside = (now for part, now in NO_PART.items() if f"_{part}_" in parts_of(name))
    return next(ended, None) or next(inside, None)


def names_in(module: Module) -> list[tuple[int, str]]:
    """Every name in the code, and strings that are names: those of ``__all__`` and of ``app.extensions``."""
    tokens = tokenize.generate_tokens(io.StringIO(module.text).readline)
    names = [(token.start[0], token.string) for token in tokens if token.type == tokenize.NAME]
    strings = (node for node in ast.walk(module.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    listed = {id(part) for node in module.tree.body if _is_all(node) for part in ast.walk(node)}
    return names + [
        (node.lineno, node.value) for node in strings if id(node) in listed or re.fullmatch(r"pb_\w+", node.value)
    ]


def _is_all(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def retired_in(module: Module) -> list[str]:
    return [
        f"{module.place(line)} says {name}: it is called {new} now"
        for line, name in names_in(module)
        if (new := retired(name))
    ]


def ballots_called_sheets(module: Module) -> list[str]:
    """Names with "sheet" in them for a frozen ballot; a sheet is a printed page or a table in a file."""
    named = [
        *((node, node.target, node.annotation) for node in ast.walk(module.tree) if isinstance(node, ast.AnnAssign)),
        *((node, node.targets[0], node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Assign)),
        *((node, node, node.annotation) for node in ast.walk(module.tree) if isinstance(node, ast.arg)),
        *((node, node, node.returns) for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)),
    ]
    return [
        f"{module.place(node)} calls a frozen ballot a sheet"
        for node, target, about in named
        if "sheet" in (getattr(target, "name", "") or ast.unparse(target)).split("(")[0]
        and about is not None
        and re.search(r"FrozenBallot|frozen_ballot|ballot_for_session", ast.unparse(about))
    ]


def retired_in_prose(file: Path, text: str) -> Iterator[str]:
    """Retired words in what is written: as a word of English, and as a name in backticks."""
    for number, line in enumerate(text.split("\n"), 1):
        found = [
            *(now for word, now in IN_PROSE.items() if re.search(rf"\b{word}\b", line, re.IGNORECASE)),
            *(new for name in re.findall(r"`([\w.]+)(?:\(\))?`", line) if (new := retired(name.split(".")[-1]))),
        ]
        yield from (f"{file.relative_to(TOP)}:{number}: it is called {new} now" for new in found)


def test_no_module_uses_a_retired_name():
    expect_none(fault for module in modules() for fault in retired_in(module))


def test_the_database_has_no_retired_name():
    """Tables, columns, constraints and indexes; endings are those of functions."""
    names = {
        str(each.name) for t in db.metadata.tables.values() for each in (t, *t.columns, *t.constraints, *t.indexes)
    }
    assert len(names) > 300
    named = (name for name in names if not name.endswith(tuple(ENDINGS)))
    expect_none(f"{name} is called {now} now" for name in named if (now := retired(name)))


def test_this_guard_sees_a_retired_name():
    class Sample(Module):
        text = "with saving() as session:\n    password_refused(session)\n"

    assert len(retired_in(Sample(TOP / "pb" / "voting" / "models.py"))) == 2


@pytest.mark.parametrize(
    "source",
    [
        "_insist_on_rules(text)",
        "class OpenVisit: pass",
        '__all__ = ["end_visit"]',
        'app.extensions["pb_kept_keys"]',
        "def show(): became = 1",
    ],
)
def test_this_guard_sees_a_retired_word_inside_a_name(source):
    class Sample(Module):
        text = source

    assert retired_in(Sample(TOP / "pb" / "voting" / "models.py"))


@pytest.mark.parametrize("name", ["visitor", "new_visitor", "requires", "tries_left", "keep_keys", "unfurnished"])
def test_this_guard_lets_pass_names_that_only_begin_alike(name):
    assert retired(name) is None


def test_a_frozen_ballot_is_not_called_a_sheet():
    expect_none(fault for module in modules() for fault in ballots_called_sheets(module))


@pytest.mark.parametrize(
    "source",
    [
        "sheet = frozen_ballot(1)",
        "sheets: dict[int, FrozenBallot] = {}",
        "def _on_sheet(round_id) -> FrozenBallot: pass",
        "def show(sheet: FrozenBallot): pass",
    ],
)
def test_this_guard_sees_a_ballot_called_a_sheet(source):
    class Sample(Module):
        text = source

    assert ballots_called_sheets(Sample(TOP / "pb" / "voting" / "models.py"))


def test_nothing_that_is_written_about_the_program_uses_a_retired_word():
    """Docstrings and comments of ``pb``, style sheets, scripts, README and docs."""
    written = files("*.md", "docs/*.md", "pb/**/*.md", "static/**/*.mjs", "static/**/*.css")
    texts = {file: file.read_text(encoding="utf-8") for file in written if file.name not in HISTORY}
    assert len(texts) > 50
    texts |= {module.file: module.text for module in modules()}
    expect_none(fault for file, text in texts.items() for fault in retired_in_prose(file, text))


def test_this_guard_sees_a_retired_word_in_prose():
    text = "Every act runs in `saving()`.\nA form ends the visit.\nFacilitators visit a venue; see `new_visitor`."
    assert len(list(retired_in_prose(TOP / "README.md", text))) == 2


def test_no_template_uses_a_retired_name():
    expression = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
    faults = []
    for file in files("templates/**/*.html"):
        for found in expression.findall(file.read_text(encoding="utf-8")):
            code = re.sub(r"\"[^\"]*\"|'[^']*'", "", found)
            faults += [f"{file.relative_to(TOP)} says {word}" for word in re.findall(r"\w+", code) if retired(word)]
    expect_none(faults)
