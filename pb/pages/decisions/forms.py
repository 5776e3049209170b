"""Forms of the decisions after the freeze."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, InputRequired

from pb.pages.said_of_proposals import EVERYONE_WILL_READ
from pb.projects.queries import LineAsRead
from pb.rounds.models import Round, RoundMember
from pb.rounds.rules import closes_at, post_closes_at
from pb.rounds.rules.sentences import GIVE_THE_REASON, POST_MUST_ARRIVE, WHEN_POST_MUST_ARRIVE, WHEN_VOTING_CLOSES
from pb.unicode_text import isolated
from pb.web.fields import ChooseField, MomentField, at_most
from pb.words import lazy_gettext as _l

_REASON = (DataRequired(GIVE_THE_REASON), at_most(1000))


class WithdrawProjectForm(FlaskForm):
    """A project is to be withdrawn from the frozen ballot."""

    project = ChooseField(_l("Which project?"), _l("Choose which project should be withdrawn."))
    withdraw_reason = TextAreaField(_l("Why should it be withdrawn?"), _REASON, description=EVERYONE_WILL_READ)

    def __init__(self, lines: list[LineAsRead], **kwargs) -> None:
        super().__init__(**kwargs)
        self.project.offer((line.project_id, f"{line.number}. {isolated(line.title)}") for line in lines)


class ExtendForm(FlaskForm):
    """Voting is to go on for longer."""

    voting_closes_at = MomentField(_l("Voting closes"), [InputRequired(WHEN_VOTING_CLOSES)])
    post_closes_at = MomentField(POST_MUST_ARRIVE, [InputRequired(WHEN_POST_MUST_ARRIVE)])
    extend_reason = TextAreaField(
        _l("Why should voting stay open for longer?"), _REASON, description=EVERYONE_WILL_READ
    )

    def __init__(self, round_: Round, **kwargs) -> None:
        super().__init__(
            data={"voting_closes_at": closes_at(round_), "post_closes_at": post_closes_at(round_)}, **kwargs
        )


class UndoForm(FlaskForm):
    """What two people have decided is to be undone."""

    undo_reason = TextAreaField(_l("Why should it be undone?"), _REASON, description=EVERYONE_WILL_READ)


class SubstituteActsForm(FlaskForm):
    """The substitute is to act in place of a member who cannot."""

    member = ChooseField(_l("Who cannot act?"), _l("Choose who cannot act."))
    substitute_reason = TextAreaField(
        _l("Why can they not act?"),
        _REASON,
        description=_l("Everyone will be able to read this. Do not write about anyone’s health."),
    )

    def __init__(self, members: list[RoundMember], **kwargs) -> None:
        super().__init__(**kwargs)
        self.member.offer((each.account_id, each.name) for each in members if not each.substitute)
