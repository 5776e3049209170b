"""Acts that span the rooms: freezing the ballot (``freeze_proposals``, ``freezing``), correcting it (``corrections``), the next
round (``following``).
"""

from pb.programme.actions.freeze_proposals import propose_freeze, withdraw_freeze
from pb.programme.actions.freezing import freeze, make_sheets, print_sheet_again

__all__ = ["freeze", "make_sheets", "print_sheet_again", "propose_freeze", "withdraw_freeze"]
