"""Projects: applications of groups, eligibility, the anonymised ballot text, the numbered lines of the frozen
ballot.
"""
