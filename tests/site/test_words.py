"""The words of the program stand in one catalogue, and no sentence for a person is written past it."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator

from pb.formats import number_range
from pb.guards import all_guards
from pb.refusals import Refusal
from pb.words import Sentence, lazy_gettext, lazy_ngettext
from tests.support.pseudo import TEMPLATE
from tests.support.sources import TOP, Module, expect_none, modules

#: The functions that translate or mark, and what is never read by people: errors of the program itself.
MARKERS = {"_", "_l", "_ln", "gettext", "ngettext", "lazy_gettext"}
FOR_PROGRAMMERS = {
    *("ValueError", "RuntimeError", "TypeError", "KeyError", "NotDurable", "BadSettings", "UnguardedView"),
    *("NoAnswer", "SignatureExpired"),
}

#: Said in English only, see docs/decisions.md: the command line, the demo's story, the files of a published result.
ENGLISH = re.compile(
    r"pb\.(.*\.commands|programme\.(demo|rehearsal)\..*|practice|counting\..*|migrations\..*|config|serving|checks|questions|causes|remedies|key_questions|disk_questions|record\.rules|backup|job_commands|given_files|web\.sorry_page|results\.rules\.files_readme)$"
)


def test_the_catalogue_is_what_the_sources_say(tmp_path):
    """When this fails, run ``make words``."""
    recipe = re.search(r"^words:.*\n\t(.*\\\n.*)", (TOP / "Makefile").read_text(encoding="utf-8"), re.M)
    words = shlex.split(recipe[1].replace("\\\n", " "))[1:]
    words[words.index("-o") + 1] = str(tmp_path / "now.pot")
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", *words], cwd=TOP, check=True)
    assert (tmp_path / "now.pot").read_text(encoding="utf-8").split("\n\n") == TEMPLATE.read_text(
        encoding="utf-8"
    ).split("\n\n")


def test_apostrophes_and_quotation_marks_in_sentences_are_curly():
    said = re.findall(r'^(?:msgid|msgid_plural) "(.*)"$', TEMPLATE.read_text(encoding="utf-8"), re.M)
    assert len(said) > 1000
    expect_none(each for each in said if re.search(r"\w'|'\w|\\\"", each))


#: What GOV.UK says otherwise: someone, anyone, everyone, the person who; "no longer" or "now".
NOT_SAID = re.compile(
    r"\b(somebody|anybody|everybody|whoever|any longer|becomes? of|became of)\b|\bany more(?! \w)", re.I
)


def test_sentences_use_the_words_of_a_public_service():
    said = re.findall(r'^(?:msgid|msgid_plural)? ?"(.*)"$', TEMPLATE.read_text(encoding="utf-8"), re.M)
    expect_none(each for each in said if NOT_SAID.search(each))


def test_this_guard_sees_another_word_for_someone():
    seen = [
        bool(NOT_SAID.search(each))
        for each in ("Ask somebody.", "It does not count any more.", "Have you any more papers?")
    ]
    assert seen == [True, True, False]


def test_a_range_of_numbers_is_said_as_people_say_it(app):
    ranges = {(1, 1): "1", (1, 2): "1 or 2", (2, 4): "2, 3 or 4", (2, 6): "2 to 6", (0, 1): "0 or 1"}
    assert {each: number_range(*each) for each in ranges} == ranges


def test_no_sentence_is_said_past_the_catalogue():
    expect_none(said for module in modules() if not ENGLISH.fullmatch(module.name) for said in untranslated(module))


def untranslated(module: Module) -> Iterator[str]:
    """Sentences in a module that no translating function takes; a filled-in one is one too."""
    passed = {inner for node in ast.walk(module.tree) for inner in (ast.walk(node) if is_spoken_for(node) else ())}
    for node in ast.walk(module.tree):
        if (
            node not in passed
            and (words := words_of(node))
            and re.match(r"[A-Z“].* .*[.?!]$|{}.* .* .*[.?!]$", words, re.S)
        ):
            yield f"{module.place(node)} says {words!r}"


def is_spoken_for(node: ast.AST) -> bool:
    """Whether what stands inside is translated, for programmers, a description of the code, or SQL."""
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func).split(".")[-1]
        return name in MARKERS | FOR_PROGRAMMERS
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def words_of(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value.strip() if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_this_guard_sees_what_it_is_for():
    class Sample(Module):
        text = """
'''A sentence about the code.'''
raise Refusal("The box is open.", "Wait for it.")
raise Refusal(f"There is no card {n} here.")
raise Refusal(_l("The box is open."), _l("Wait."))
wrong = {"name": _ln("One vote is missing.", "%(num)s votes are missing.", n)}
raise ValueError("A programmer reads this.")
"""

    assert len(list(untranslated(Sample(TOP / "pb" / "voting" / "rules.py")))) == 3


def test_a_refusal_speaks_english_where_no_page_is_near():
    refusal = Refusal(
        lazy_gettext("There is no card %(number)s.", number=7), lazy_ngettext("One is left.", "%(num)s are left.", 3)
    )
    assert (str(refusal), str(refusal.sentence), f"{refusal.next_step}") == (
        "There is no card 7.",
        "There is no card 7.",
        "3 are left.",
    )
    assert str(lazy_ngettext("One is left.", "%(num)s are left.", 1)) == "One is left."
    assert lazy_gettext("Line %(line)s: %(why)s", line=2, why=lazy_gettext("It is empty.")) == "Line 2: It is empty."


def test_a_sentence_without_facts_may_hold_a_sign_that_is_no_place_for_one():
    assert str(lazy_gettext("It is 100% full.")) == "It is 100% full."


def test_every_guard_says_a_sentence_that_is_in_the_catalogue():
    known = TEMPLATE.read_text(encoding="utf-8")
    assert all(isinstance(guard.saying, Sentence) and not guard.saying.facts for guard in all_guards())
    expect_none(guard.name for guard in all_guards() if f'msgid "{guard.saying.english}"' not in known)


def test_a_translation_is_looked_for_beside_the_catalogue(app):
    assert app.extensions["babel"].translation_directories == [str(TEMPLATE.parent)]


def test_one_function_makes_lazy_sentences():
    """``_l`` is one function, ``pb.words.lazy_gettext``, in rooms and on pages."""
    lazy = ("flask_babel.lazy_gettext", "flask_babel.lazy_ngettext", "flask_babel.LazyString")
    expect_none(
        f"{module.place(line)} imports {name}: take it from pb.words"
        for module in modules()
        for line, name in module.imports()
        if name in lazy
    )
