"""What is done at the paper desk, from the printer to the settled bundle that goes into the box."""

from pb.paper.actions.ballot_box import open_ballot_box
from pb.paper.actions.ballot_paper_accounts import agree_ballot_paper_account, submit_ballot_paper_account
from pb.paper.actions.bundles import confirm_count, count_bundle_again, count_to_explain, open_bundle
from pb.paper.actions.cast_bundles import cast_bundle
from pb.paper.actions.desk_keys import make_desk_keys
from pb.paper.actions.entries import (
    remove_entry,
    require_third_look,
    third_look,
    type_paper,
    undo_last_entry,
)
from pb.paper.actions.entry_files import import_entries, undo_upload
from pb.paper.actions.found_papers import record_found_papers
from pb.paper.actions.lost_keys import believe_keys, give_up_lost_keys
from pb.paper.actions.movements import agree_how_they_came, issue_paper_at_session, move_papers, say_how_they_came
from pb.paper.actions.packing import choose_cars
from pb.paper.actions.printing import print_batch, print_for_several, require_may_be_printed
from pb.paper.actions.resolutions import agree_resolution, propose_resolution
from pb.paper.actions.rulings import agree_ruling, agree_stray, propose_ruling, propose_stray

__all__ = [
    "agree_how_they_came",
    "move_papers",
    "issue_paper_at_session",
    "say_how_they_came",
    "agree_ballot_paper_account",
    "agree_resolution",
    "agree_ruling",
    "agree_stray",
    "believe_keys",
    "choose_cars",
    "cast_bundle",
    "submit_ballot_paper_account",
    "confirm_count",
    "give_up_lost_keys",
    "import_entries",
    "third_look",
    "make_desk_keys",
    "open_ballot_box",
    "open_bundle",
    "print_batch",
    "print_for_several",
    "require_may_be_printed",
    "propose_resolution",
    "propose_ruling",
    "propose_stray",
    "count_bundle_again",
    "count_to_explain",
    "record_found_papers",
    "remove_entry",
    "require_third_look",
    "type_paper",
    "undo_last_entry",
    "undo_upload",
]
