"""Acts that span the rooms: freezing the ballot (``freezing``), correcting it (``corrections``), the next round
(``following``).
"""

from pb.programme.actions.freezing import freeze, make_sheets, print_sheet_again

__all__ = ["freeze", "make_sheets", "print_sheet_again"]
