"""What several rooms ask has one look-up, in the room that keeps it: two of them could come to differ."""

import ast

from tests.support.sources import TOP, Module, expect_none, modules

#: Tables that only the room named here reads; everybody else asks its ``queries``.
KEPT_BY = {
    "Ballot": "results",  # written by ``voting`` at the opening, read by the count alone
    "BallotLine": "projects",
    "Decision": "rounds",
    "Interest": "people",
    "Media": "projects",
    "Publication": "results",
    "RecordLine": "record",
    "TeamMember": "venues",
}


def read_elsewhere(module: Module) -> list[str]:
    """Where a room or a page reads a table that another room keeps."""
    room = module.name.split(".")[1:2]
    return [
        f"{module.place(call)} reads {name.id}: ask pb.{keeper}.queries"
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "select"
        for part in call.args
        for name in ast.walk(part)
        if isinstance(name, ast.Name) and (keeper := KEPT_BY.get(name.id)) and room != [keeper]
    ]


#: What compares the rows themselves with their marks reads them as they lie there.
OF_MARKS = {"pb.voting.queries.marks"}


def test_a_table_is_read_by_the_room_that_keeps_it():
    expect_none(each for module in modules() if module.name not in OF_MARKS for each in read_elsewhere(module))


def test_this_guard_sees_a_second_look_up():
    class Sample(Module):
        text = "select(BallotLine).where()\nselect(func.max(Decision.id), Round)\nselect(Round)\n"

    found = read_elsewhere(Sample(TOP / "pb" / "voting" / "commands.py"))
    assert sorted(each.split(": ")[0] for each in found) == [
        "pb/voting/commands.py:1 reads BallotLine",
        "pb/voting/commands.py:2 reads Decision",
    ]
    (decisions,) = read_elsewhere(Sample(TOP / "pb" / "projects" / "rules" / "media.py"))
    assert decisions == "pb/projects/rules/media.py:2 reads Decision: ask pb.rounds.queries"


def asks_whether_abandoned(module: Module) -> list[str]:
    """Where a module works out for itself whether a round was abandoned."""
    return [
        f"{module.place(each)} looks for the decision itself: ask Round.abandonment, or is_abandoned of pb.rounds.queries"
        for each in ast.walk(module.tree)
        if isinstance(each, ast.Compare)
        and any(isinstance(part, ast.Constant) and part.value == "abandon" for part in [each.left, *each.comparators])
    ]


def test_whether_a_round_was_abandoned_is_asked_in_its_own_room():
    of_rounds = {"pb.rounds", "pb.pages.rounds"}  # the page of the proposal looks for one that waits
    expect_none(
        fault
        for module in modules()
        if not any(module.name.startswith(f"{room}.") for room in of_rounds)
        for fault in asks_whether_abandoned(module)
    )


def test_this_guard_sees_who_asks_for_themselves():
    class Sample(Module):
        text = 'any(each.kind == "abandon" for each in round_.decisions)\nDecision.kind == "extend"\n'

    assert len(asks_whether_abandoned(Sample(TOP / "pb" / "voting" / "commands.py"))) == 1
