"""Names that were retired for columns and fields alone: in a function they may be plain words."""

from __future__ import annotations

import ast

import pytest

from pb.database import db
from tests.support.sources import TOP, Module, expect_none, modules

#: What no column, field or attribute of a class is called; in the body of a function it may be the plain word.
NO_FIELD = {"words": "reason, body, description, question, mnemonics, message, note"}


def retired_fields(module: Module) -> list[str]:
    """Columns, fields of forms, and attributes and properties of classes."""
    said = [part for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef) for part in node.body]
    named = [
        *((node, node.name) for node in said if isinstance(node, ast.FunctionDef)),
        *(
            (node, node.target.id)
            for node in said
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        ),
        *(
            (node, each.id)
            for node in said
            if isinstance(node, ast.Assign)
            for each in node.targets
            if isinstance(each, ast.Name)
        ),
    ]
    return [
        f"{module.place(node)} has a field {name}: it is {NO_FIELD[name]} now"
        for node, name in named
        if name in NO_FIELD
    ]


def test_no_class_has_a_field_with_a_retired_name():
    expect_none(fault for module in modules() for fault in retired_fields(module))


@pytest.mark.parametrize(
    "source",
    ["words: Mapped[str] = mapped_column(Text)", "words = TextAreaField()", "def words(self): return ''", "words: str"],
)
def test_this_guard_sees_a_field_with_a_retired_name(source):
    class Sample(Module):
        text = f"class Stray:\n    {source}\n"

    assert retired_fields(Sample(TOP / "pb" / "paper" / "models.py"))


def test_no_column_has_a_retired_name():
    columns = [column for table in db.metadata.tables.values() for column in table.columns]
    assert len(columns) > 200
    expect_none(f"{each} is {NO_FIELD[each.name]} now" for each in columns if each.name in NO_FIELD)
