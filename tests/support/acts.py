"""Acts that only tests do."""

from pb.record.acts import Act
from pb.words import lazy_gettext as _l

SOMETHING_DONE = Act("thing.done", _l("did something"))
THINGS_DONE = [Act(f"thing.done_{n}", _l("did something")) for n in range(5)]
