"""The result in short, to listen to: it says what the page says, and nothing of it is made before everybody may hear it."""

from __future__ import annotations

import re
from datetime import timedelta

from flask_babel import force_locale

from pb import clock as program_clock
from pb.pages.results.result_view import published
from pb.pages.results.spoken_result import results_to_read, spoken_result
from pb.results import actions
from pb.voting.actions.made_sounds import make_sounds
from pb.web.access import Role

COSTS = [30_000, 40_000, 20_000, 60_000, 10_000]
BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1)]


def spoken_words(page) -> str:
    return re.search(r'data-listen data-words="([^"]*)"', page.html)[1].replace("&#39;", "’")


def test_it_names_who_gets_money_and_who_gets_none(app, make, visitor, monkeypatch):
    monkeypatch.setitem(app.config, "HELP_PHONE", "0131 555 0100")
    round_ = make.published(make.voting_round(projects=5, costs=COSTS), *BALLOTS)
    said = spoken_words(visitor.opens(f"/rounds/{round_.id}/results"))
    with app.test_request_context():
        result = published(round_.id)
        rows = {row.title: row for row in result.rows}
        headline = result.headline
    assert said.startswith(f"Result: {round_.name}. 5 people voted.")
    assert re.sub(r"£([\d,]+)", r"\1 pounds", headline) in said
    money, none = said.split("These projects get no money:")
    for title, row in rows.items():
        assert (f"Number {row.number}, {title}. It gets {row.gets // 100:,} pounds." in money) is bool(row.gets)
        assert (f"Number {row.number}, {title}." in none) is not bool(row.gets)
    assert said.endswith("Questions? Phone us on 0 1 3 1, 5 5 5, 0 1 0 0.")
    assert "£" not in said and "\u2068" not in said


def test_a_decision_beside_the_count_is_said_with_its_project(make, visitor, clock):
    round_ = make.voting_round(projects=3, costs=COSTS[:3])
    make.opened_box(round_, *BALLOTS[:4])
    clock.set(round_.post_closes_at + timedelta(hours=2))
    counted = make.counted(round_)
    make.departs(round_, 1, 0, "It has folded.")
    make.signed(counted)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    none = spoken_words(visitor.opens(f"/rounds/{round_.id}/results")).split("These projects get no money:")[1]
    decided = "The steering group decided otherwise: it gets no money, not 300 pounds. Why: It has folded."
    assert f"Number 1, Project number 1. {decided}" in none


def test_a_sound_is_made_of_it_and_can_be_saved(make, visitor, speaks, clock):
    round_ = make.published(make.voting_round(), *BALLOTS)
    clock.set(round_.post_closes_at + timedelta(hours=3))
    here = f"/rounds/{round_.id}/results"
    assert "Save the result in short" not in visitor.opens(here).main
    make_sounds()
    clock.set(program_clock.now() + timedelta(minutes=2))
    assert [words for words, _language in speaks if words.startswith("Result: ")] == [spoken_words(visitor.opens(here))]
    address = re.search(r'<a href="(/media/[^"]+)" download="round-\d+-result.mp3"', visitor.opens(here).html)[1]
    assert visitor.downloads(address).get_data().startswith(b"en: Result: ")
    assert make_sounds() == 0, "it stays"


def test_no_word_of_a_result_is_spoken_before_its_time(app, make, clock, speaks):
    round_ = make.voting_round()
    make.opened_box(round_, *BALLOTS)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    make.signed(make.counted(round_))
    until = program_clock.now() + timedelta(hours=48)
    actions.publish_from(make.actor(Role.COORDINATOR), make.fresh(round_), until)
    make_sounds()
    assert not [words for words, _language in speaks if words.startswith("Result: ")]
    with app.test_request_context():
        assert list(results_to_read()) == []
    clock.set(until)
    make_sounds()
    assert len([words for words, _language in speaks if words.startswith("Result: ")]) == 1


def test_a_page_in_another_language_keeps_its_own_sentences(app, make):
    round_ = make.published(make.voting_round(), *BALLOTS)
    with app.test_request_context(), force_locale("pl"):
        result = published(round_.id)
        spoken_result(result)
        assert "headline" not in vars(result), "it is not kept in English"
