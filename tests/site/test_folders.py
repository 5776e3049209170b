"""What is in a folder of a room is in a file with a name, which does not say the folder's name again."""

import ast

from tests.support.sources import TOP, Module, expect_none, modules

#: Folders of rooms that gather the names of their files.
GATHERING = {"models", "rules", "actions", "queries", "commands"}


def nameless(module: Module) -> list[str]:
    """What the ``__init__`` of a room's folder defines: a folder gathers names, and each thing is in a file that says
    what it is.
    """
    if module.file.name != "__init__.py" or module.name.split(".")[-1] not in GATHERING:
        return []
    defined = (ast.FunctionDef, ast.ClassDef)
    return [f"{module.place(node)} {node.name}" for node in module.tree.body if isinstance(node, defined)]


def test_what_is_in_a_folder_is_in_a_file_with_a_name():
    expect_none(each for module in modules() for each in nameless(module))


def test_this_guard_sees_a_function_without_a_file():
    class Sample(Module):
        text = "from pb.voting.queries.box import turnout\n\ndef receipts(): ...\n"

    assert nameless(Sample(TOP / "pb" / "voting" / "queries" / "__init__.py")) == [
        "pb/voting/queries/__init__.py:3 receipts"
    ]
    assert nameless(Sample(TOP / "pb" / "voting" / "queries" / "box.py")) == []


def repeats_its_folder(path: str) -> bool:
    """Whether a script's name begins with its folder's: who looks for ``paper/typing.mjs`` finds it."""
    *_, folder, name = path.split("/")
    return name.startswith(f"{folder}-")


def test_no_script_repeats_the_name_of_its_folder():
    scripts = [str(file.relative_to(TOP)) for file in (TOP / "static" / "js").rglob("*.mjs")]
    assert len(scripts) > 20
    expect_none(script for script in scripts if repeats_its_folder(script))
    assert repeats_its_folder("kiosk/kiosk-screens.mjs") and not repeats_its_folder("kiosk/screens.mjs")
