"""What the first program of a run works out and every later one would work out again, in exactly the same way: the code
of templates and of addresses, and the SQL of statements. Most of a page's time in a test went there.

Nothing here holds anything of a database, of settings or of a person: a template's code is kept by its source, the code
of an address by its rule, a statement by its form and the kind of database.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from tests.support import run


class _Templates(FileSystemBytecodeCache):
    """The code of templates: in memory, and in a file for the other processes of this run. Jinja itself compares the
    source, so that a changed template is compiled again.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        super().__init__(str(folder))
        self._known: dict[str, tuple[str, Any]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._known.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
            return
        super().load_bytecode(bucket)
        self._known[bucket.key] = (bucket.checksum, bucket.code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = (bucket.checksum, bucket.code)
        super().dump_bytecode(bucket)


class _KnownRule(Rule):
    """A rule of an address: what it matches, and the functions that build its addresses, are worked out once for all
    programs with the same kinds of values in their addresses.
    """

    _known: dict[Any, tuple[list[Any], list[Any], dict[str, Any], tuple[Callable[..., Any], Callable[..., Any]]]] = {}

    def compile(self) -> None:
        if self.defaults or self.host or self.subdomain:
            super().compile()
            return
        key = (self.rule, self.merge_slashes, frozenset(self.map.converters.items()))
        if key not in self._known:
            super().compile()
            build = (self._build.__func__, self._build_unknown.__func__)  # type: ignore[attr-defined]
            self._known[key] = (self._parts, self._trace, self._converters, build)
        self._parts, self._trace, self._converters, build = self._known[key]
        self.arguments = set(self._converters)
        self._build, self._build_unknown = (function.__get__(self, None) for function in build)


Flask.url_rule_class = _KnownRule

#: SQLAlchemy keeps compiled statements by the dialect, which each engine has of its own; here all of a kind are alike.
for _dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
    _dialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    _dialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]

_statements: LRUCache = LRUCache(3_000)
_templates: dict[Path, _Templates] = {}


def shared_with(app: Flask) -> None:
    """Let ``app`` use what programs before it have worked out."""
    from pb.database import db

    if run.goes_on():  # a measurement of tests/bench is none
        folder = run.folder() / "templates"
        if folder not in _templates:
            _templates[folder] = _Templates(folder)
        app.jinja_env.bytecode_cache = _templates[folder]
    with app.app_context():
        db.engine.update_execution_options(compiled_cache=_statements)
