"""What is said of a proposal: that it was saved and who must agree, withdrawn, turned down; the same on every page."""

from __future__ import annotations

from pb.words import lazy_gettext as _l

A_SECOND_MUST_AGREE = _l("Your proposal has been saved. A second person must agree to it.")
ANOTHER_MEMBER_MUST_AGREE = _l("Your proposal has been saved. Another steering group member must agree to it.")
A_MEMBER_MUST_AGREE = _l("Your proposal has been saved. A steering group member must agree to it.")
PROPOSAL_IS_WITHDRAWN = _l("The proposal has been withdrawn.")
PROPOSAL_IS_TURNED_DOWN = _l("The proposal has been turned down.")
EVERYONE_WILL_READ = _l("Everyone will be able to read this.")
