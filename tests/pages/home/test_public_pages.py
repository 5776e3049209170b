"""The home page and the page of a round, for everybody."""

from __future__ import annotations

from datetime import timedelta

from pb.database import exclusive_transaction

EXPLAINED = {
    "most-votes-stop": "ends the list",
    "votes-per-pound": "for each pound it costs",
    "equal-shares": "an equal share of the pot",
    "equal-shares-add1": "The shares grow bit by bit",
    "equal-shares-add1-greedy": "What is left after that goes to the projects with the most votes",
    "phragmen": "all at the same pace",
}


def test_while_groups_apply_the_home_page_leads_to_the_application_and_shows_none(visitor, make):
    round_ = make.applying_round()
    project = make.application(round_)
    page = visitor.opens("/")
    assert "Groups can apply for money until" in page.main
    assert visitor.follows("Apply for your group").status == 200
    for path in ("/", f"/rounds/{round_.id}"):
        assert project.group_name not in visitor.opens(path).text and project.title not in visitor.page.text


def test_while_voting_is_open_the_home_page_leads_to_the_vote(visitor, make):
    make.voting_round()
    page = visitor.opens("/")
    assert "You can vote until" in page.main
    assert visitor.follows("Vote with your card").heading == "Enter your voting code"


def test_a_vote_that_opens_later_than_planned_is_not_promised_for_a_day_that_is_over(visitor, make, clock):
    round_ = make.applying_round()
    for moment, words, others in (
        (round_.voting_opens_at - timedelta(hours=1), "Voting is planned to open on", "later than planned"),
        (round_.voting_opens_at, "Voting opens later than planned.", "is planned to open"),
    ):
        clock.set(moment)
        for path in ("/", f"/rounds/{round_.id}"):
            assert words in visitor.opens(path).main and others not in visitor.page.main


def test_between_the_dates_the_home_page_says_what_is_waited_for(visitor, make, clock):
    round_ = make.voting_round()
    for moment, words in (
        (round_.voting_opens_at - timedelta(hours=1), "You can vote from"),
        (round_.voting_closes_at + timedelta(hours=1), "We are waiting for the last postal votes."),
        (round_.post_closes_at + timedelta(hours=1), "The votes are being counted"),
    ):
        clock.set(moment)
        page = visitor.opens("/")
        assert words in page.main and "Vote with your card" not in page.links and "Read the result" not in page.links


def test_a_published_result_is_one_click_away(visitor, make):
    round_ = make.published(make.voting_round(name="Spring"), (1,), (2,))
    assert visitor.opens("/").headings[-3:].count("Spring") == 1
    assert visitor.follows("Spring").status == 200 and f"/rounds/{round_.id}/results" in visitor.page.address
    assert "Read the result" in visitor.opens(f"/rounds/{round_.id}").links


def test_nothing_is_on_and_the_phone_number_is_there(visitor, app):
    app.config["HELP_PHONE"] = "0131 555 0100"
    page = visitor.opens("/")
    assert "Nothing is open at the moment." in page.main and "0131 555 0100" in page.main


def test_the_page_of_a_round_says_who_may_vote_when_where_and_how_it_is_counted(visitor, make):
    round_ = make.voting_round(part_funding=True, min_support_votes=10, grace_minutes=15)
    voting_session = make.session_at(round_, venue="Thistle Lunch Club")
    with exclusive_transaction() as session:
        venue = session.get(type(voting_session.venue), voting_session.venue_id)
        venue.step_free, venue.hearing_loop, venue.access_notes = True, True, "The bell is on the left"
    page = visitor.opens(f"/rounds/{round_.id}")
    for words in (
        "I am 60 or over.", "I live in Edinburgh.", "You need a voting card.", "Each voter chooses 1, 2 or 3 projects.",
        "The project with the most votes gets its money first", "its group is offered what is left", "A project needs at least 10 votes.",
        "the one that costs less goes first", "2 steering group members must sign the result", "15 more minutes",
        "Thistle Lunch Club", "Step-free. Hearing loop. The bell is on the left", "£1,000",
    ):  # fmt: skip
        assert words in page.main, words


def test_every_rule_can_be_explained(visitor, make):
    for rule in EXPLAINED:
        round_ = make.set_up_round(rule=rule, tie_rule="lot", min_choices=3, max_choices=3)
        page = visitor.opens(f"/rounds/{round_.id}")
        assert "Each voter chooses 3 projects." in page.main and "a lot decides" in page.main
        assert EXPLAINED[rule] in page.main


def test_where_facilitators_vouch_and_pots_are_split_the_page_says_so(visitor, make):
    round_ = make.set_up_round(entitlement="vouch", pots=(("North", 100_000), ("South", 150_000)))
    page = visitor.opens(f"/rounds/{round_.id}")
    for words in (
        "At a session, the facilitator will ask",
        "Each pot is counted on its own.",
        "North £1,000",
        "South £1,500",
    ):
        assert words in page.main
    assert "We do not know the places and times yet." in page.main
