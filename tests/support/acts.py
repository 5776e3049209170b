"""Acts that only tests do."""

from pb.record.acts import Act
from pb.roles import Role
from pb.words import lazy_gettext as _l

SOMETHING_DONE = Act("thing.done", _l("did something"), only=tuple(Role), changes_no_row=True)
THINGS_DONE = [Act(f"thing.done_{n}", _l("did something"), only=tuple(Role), changes_no_row=True) for n in range(5)]
