"""The words of the format: vote types, rules, META keys in their order, and our own additions.

Standard keys and their order: https://pabulib.org/format. Our additions begin with ``__pb_``.
"""

from __future__ import annotations

# META keys in the order in which the format wants them, as far as we write them.
META_ORDER = (
    "description",
    "country",
    "unit",
    "district",
    "subunit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
    "min_length",
    "max_length",
    "min_sum_cost",
    "max_sum_cost",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "default_score",
    "min_project_cost",
    "max_project_cost",
    "min_project_score_threshold",
    "edition",
    "language",
    "currency",
    "fully_funded",
    "comment",
    "acknowledgments",
)

#: What a count or what is written says anew: these keys never go out as they came in.
OF_THE_COUNT = frozenset(
    ("num_projects", "num_votes", "budget", "vote_type", "rule", "currency", "fully_funded", "comment")
)

BALLOT_TYPES = {
    "approval": "choose",
    "choose-1": "choose",
    "cumulative": "points",
    "ordinal": "rank",
    "scoring": "score",
}
VOTE_TYPES = {"choose": "approval", "budget": "approval", "points": "cumulative", "rank": "ordinal", "score": "scoring"}

RULES = {
    "greedy": "most-votes",
    "greedy-threshold": "most-votes",
    "greedy-exclusive": "most-votes",
    "greedy-custom": "most-votes",
    "greedy-no-skip": "most-votes-stop",
    "equalshares": "equal-shares",
    "equalshares-comparison": "equal-shares",
    "equalshares/add1": "equal-shares-add1",
    "equalshares/add1-comparison": "equal-shares-add1",
    "unknown": "most-votes",
}
NOTES = {
    "greedy-exclusive": "Its projects that exclude each other are not in the file; none are excluded here.",
    "greedy-custom": "Its own departures from “most votes first” are not made here.",
    "equalshares-comparison": "The vote between this result and most votes first is not made here.",
    "equalshares/add1-comparison": "The vote between this result and most votes first is not made here.",
    "unknown": "The file does not say how the votes were counted.",
}

# A project that was withdrawn after the vote carries this cost, so that no rule can fund it (Pabulib's own convention).
WITHDRAWN_COST = 999_999_999

# Our META keys. Amounts are in the file's unit of money.
RULE = "__pb_rule"  # a rule by our name, where the format's name says less
SATISFACTION = "__pb_satisfaction"  # cost, number or points
SUPPORT = "__pb_support"  # votes or points
TIE_RULE = "__pb_tie_rule"  # cost-then-lot or lot
LOT_ROUND = "__pb_lot_round"  # the round's name in the lot
LOT_DIGITS = "__pb_lot_digits"  # the digits drawn
PERCENT = "__pb_min_support_percent"  # least share of the ballots, a number or a fraction like 5/2
PART_FUNDING = "__pb_part_funding"  # 1
ADD_ONE_STEP = "__pb_add_one_step"  # an amount of money
EXCLUSIONS = "__pb_exclusions"  # groups of project ids: 3,8|4,5,9
WITHOUT_VOTES = "__pb_fund_without_votes"  # 1
DECLINED = "__pb_declined"  # ids of projects whose groups turned part funding down: 3,8
BLANK = "__pb_blank_ballots"  # ballots that name no project; they have no row under VOTES
POT = "__pb_pot"  # META: the pot of this file. PROJECTS and VOTES: a column with the pot
POT_BUDGETS = "__pb_pot_budgets"  # North=500|South=500

# Our PROJECTS columns.
NUMBER = "__pb_number"  # the printed number that goes into the lot, where it is not the id
LEAST = "__pb_least"  # the least amount its group can work with
WITHDRAWN = "__pb_withdrawn"  # the true cost of a withdrawn project, whose cost column says 999999999
