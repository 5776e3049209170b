"""Each answer of an application at its edges: the last that is taken and the first that is refused. No database."""

from __future__ import annotations

import pytest

from pb.projects.rules.applications import (
    LONGEST,
    STEPS,
    ApplicationTerms,
    answers_errors,
    cost_error,
    least_error,
    steps_of,
    unfinished,
)

TERMS = ApplicationTerms(ceiling_pence=500_00, pot_ids=(1, 2), cost_pence=300_00)
WHOLE = {
    "group_name": "The Larks",
    "pot_id": 2,
    "title": "Singing",
    "what": "We sing.",
    "whom": "Everybody.",
    "cost_lines": [("Hall", 100_00), ("Tea", 50_00)],
    "least_pence": 150_00,
    "contact_name": "Rose",
    "contact_phone": "0131 496 0000",
    "contact_email": "",
    "contact_address": "",
    "helper": "",
}


def test_the_pages_in_their_order_the_pot_only_where_there_are_several():
    assert steps_of(2) == ("group", "pot", "what", "whom", "cost", "least", "contact", "helper") == tuple(STEPS)
    assert steps_of(1) == steps_of(0) == ("group", "what", "whom", "cost", "least", "contact", "helper")
    assert [field for fields in STEPS.values() for field in fields] == list(WHOLE)


def test_a_whole_application_lacks_nothing():
    assert answers_errors(WHOLE, TERMS) == {} and unfinished(WHOLE, TERMS) == []
    assert answers_errors({}, TERMS) == {}, "what is not asked on a page is not missed"


@pytest.mark.parametrize(
    ("field", "longest"),
    [
        *(("group_name", 120), ("title", 120), ("what", 3000), ("whom", 2000), ("contact_name", 100)),
        *(("contact_phone", 40), ("contact_address", 500), ("helper", 200)),
    ],
)
def test_an_answer_may_be_so_long(field, longest):
    assert answers_errors({**WHOLE, field: "x" * longest}, TERMS) == {}
    wrong = answers_errors({**WHOLE, field: "x" * (longest + 1)}, TERMS)
    said = f"This is {longest + 1} characters long. Shorten it to {longest} or fewer."
    assert {key: str(sentence) for key, sentence in wrong.items()} == {field: said}


def test_an_email_address_may_be_two_hundred_characters_long():
    longest = "x" * 194 + "@le.ar"
    assert LONGEST["contact_email"] == len(longest) == 200
    assert answers_errors(WHOLE | {"contact_email": longest}, TERMS) == {}
    assert "201 characters" in str(answers_errors(WHOLE | {"contact_email": f"x{longest}"}, TERMS)["contact_email"])


@pytest.mark.parametrize("field", ["group_name", "title", "what", "whom", "contact_name"])
def test_what_is_needed_is_missed(field):
    wrong = answers_errors({**WHOLE, field: " \n"}, TERMS)
    assert set(wrong) == {field} and str(wrong[field]).startswith("Enter ")


def test_a_pot_is_one_of_the_rounds():
    for pot in (3, None, ""):
        assert set(answers_errors(WHOLE | {"pot_id": pot}, TERMS)) == {"pot_id"}


@pytest.mark.parametrize(
    "typed", ["rose@example.org", " rose@example.org ", "r.o+s@a.b.scot", "rose@example.org.", "a@b@c.d"]
)
def test_what_looks_like_an_email_address_is_taken(typed):
    assert answers_errors(WHOLE | {"contact_email": typed}, TERMS) == {}


@pytest.mark.parametrize(
    "typed", ["rose", "rose@", "@example.org", "rose@example", "rose@.org", "rose@example.", "ro se@example.org"]
)
def test_what_does_not_is_refused(typed):
    assert set(answers_errors(WHOLE | {"contact_email": typed}, TERMS)) == {"contact_email"}


@pytest.mark.parametrize("way", ["contact_phone", "contact_email", "contact_address"])
def test_one_way_to_reach_the_group_is_enough(way):
    nobody = WHOLE | {"contact_phone": " ", "contact_email": "", "contact_address": " "}
    assert set(answers_errors(nobody, TERMS)) == {"contact_phone"}
    assert answers_errors({**nobody, way: "rose@example.org"}, TERMS) == {}
    assert answers_errors({"contact_phone": "0131"}, TERMS) == {}


COSTS = [("Hall", 1), ("x" * 200, 499_99)]


def test_costs_up_to_the_ceiling_on_up_to_twelve_lines_are_taken():
    assert cost_error(COSTS, 500_00) is None
    assert cost_error([("Tea", 1)] * 12, 12) is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "Enter at least one thing"),
        ([("Tea", 1)] * 13, "Use 12 lines or fewer"),
        ([("Tea", 1), (" ", 1)], "Say what each amount is for."),
        ([("Tea", 1), ("x" * 201, 1)], "What each amount is for must be 200 characters or fewer."),
        ([("Tea", 1), ("Hall", 0)], "more than £0"),
        ([*COSTS, ("Tea", 1_00)], "come to £501. The most one group can ask for is £500. Reduce your costs by £1."),
    ],
)
def test_other_costs_are_told_what_is_wrong(lines, said):
    assert said in str(cost_error(lines, 500_00))
    assert set(answers_errors(WHOLE | {"cost_lines": lines, "least_pence": None}, TERMS)) == {"cost_lines"}


def test_the_least_that_a_group_could_work_with_is_at_most_its_cost():
    assert least_error(None, 0) is None and least_error(1, 1) is None
    assert "more than £0" in str(least_error(0, 10))
    assert "must not be more than the £3 you" in str(least_error(3_01, 3_00))
    # Costs on the same page count; else those that were given before.
    assert set(answers_errors(WHOLE | {"least_pence": 150_01}, TERMS)) == {"least_pence"}
    assert answers_errors({"least_pence": 300_00}, TERMS) == {}
    assert set(answers_errors({"least_pence": 300_01}, TERMS)) == {"least_pence"}
    assert answers_errors({"least_pence": 1}, ApplicationTerms(500_00, ())) == {}, (
        "no cost was given yet, so it is compared with none"
    )


def test_of_a_page_that_is_half_done_it_says_so_once_and_not_what_is_wrong_on_it():
    nothing = {name: [] if name == "cost_lines" else None if name.endswith(("_id", "_pence")) else "" for name in WHOLE}
    said = unfinished(nothing, TERMS, ["contact", "least"])
    assert [step for step, _sentence in said] == ["group", "pot", "what", "what", "whom", "cost", "least", "contact"]
    assert [str(sentence)[:15] for _step, sentence in said[-2:]] == ["Finish the page"] * 2


def test_what_keeps_an_application_from_being_sent_stands_in_the_order_of_the_pages():
    found = unfinished(WHOLE | {"contact_name": "", "title": "", "group_name": "", "cost_lines": []}, TERMS)
    assert [step for step, _ in found] == ["group", "what", "cost", "contact"]
    assert str(found[0][1]) == "Enter the name of your group."
