"""Acts that span the rooms. One file for each."""

from pb.programme.actions.freezing import freeze, make_sheets, print_sheet_again

__all__ = ["freeze", "make_sheets", "print_sheet_again"]
