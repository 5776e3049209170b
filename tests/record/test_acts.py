"""An act has a name and a sentence, declared beside what does it; nothing else can be recorded."""

import ast
import re

import pytest

from pb.database import db
from pb.record.actions import acting
from pb.record.acts import Act, all_acts, sentence_of_act
from pb.record.models import RecordLine
from pb.roles import Actor, Role
from pb.words import lazy_gettext as _l
from tests.support.acts import SOMETHING_DONE
from tests.support.sources import expect_none, modules

COMMAND = Actor(None, Role.COMMAND)


def test_a_name_without_a_sentence_cannot_be_recorded(app):
    with pytest.raises(AttributeError), acting(COMMAND, "thing.never_declared"):
        pass
    assert db.session.query(RecordLine).count() == 0


def test_an_act_is_declared_once():
    with pytest.raises(ValueError, match=r"two acts are called thing\.done"):
        Act(SOMETHING_DONE.name, _l("did it again"))


def test_an_old_entry_that_lacks_a_fact_can_still_be_read(app):
    assert sentence_of_act("bundle.cast", {"bundle": 7}) == "put the votes on the papers from 7 in the ballot box"
    assert sentence_of_act("bundle.cast", {}) == "put the votes on the papers from ? in the ballot box"


def test_a_line_of_an_older_record_is_read_by_the_name_that_its_act_had(app):
    assert sentence_of_act("round.changed", {"changed": "Dates"}) == "changed the settings of the round: Dates"
    with pytest.raises(ValueError, match=r"two acts are called round\.changed"):
        Act("round.changed", _l("did something else"))


def test_every_act_is_declared_in_the_file_that_does_it(app):
    """And every declared act is done somewhere."""
    done = set()
    for module in modules():
        names = {
            node.args[1].id
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call)
            and getattr(node.func, "id", "") == "acting"
            and isinstance(node.args[1], ast.Name)
        }
        declared = {
            target.id: node.value.args[0]
            for node in module.tree.body
            if isinstance(node, ast.Assign) and getattr(getattr(node.value, "func", None), "id", "") == "Act"
            for target in node.targets
        }
        expect_none(f"{module.name} does {name}, which is declared elsewhere" for name in names - declared.keys())
        expect_none(f"{module.name} declares {name} and does not do it" for name in declared.keys() - names)
        done |= names
    assert len(done) == len([act for act in all_acts() if not act.name.startswith("thing.")]) > 50


#: What can be one: "made 1 voting cards".
COUNTED = re.compile(
    r"%\(\w+\)s (?:(?:more|voting|ballot) )*(papers|projects|cards|votes|ballots|rows|lines|members|sessions|venues)\b"
)
#: Of these there are always several.
NEVER_ONE = {"session.more_ballots"}


def test_a_number_that_can_be_one_is_said_as_one_too():
    expect_none(
        f"{act.name}: {sentence.english}"
        for act in all_acts()
        for sentence in (act.sentence, *(act.ways or {}).values())
        if act.name not in NEVER_ONE and not act.of_one and COUNTED.search(sentence.english)
    )
    assert COUNTED.search("printed %(papers)s ballot papers: %(session)s")
