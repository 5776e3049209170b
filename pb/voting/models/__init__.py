"""Who may vote, that they voted, and what was voted: three things that share no key once the box is open.

Before the opening an envelope hangs on its spent right, sealed. At the opening envelopes are destroyed and ballots
written in one transaction, in random order, under random keys. No table of rights or votes has a time of day.
"""

from pb.voting.models.box import Ballot, BoxOpening, Choice, KeyDestruction, Receipt, SetAside
from pb.voting.models.cards import CardPack, CardStack
from pb.voting.models.held import HeldEnvelope
from pb.voting.models.kiosks import Kiosk, KioskTally
from pb.voting.models.post import PostalAddress, PostalAsk, PostalRequest, PostalReturn, UnopenedEnvelope
from pb.voting.models.put_back import PutBack
from pb.voting.models.stock import KioskContact, LastWord, StockedOpening
from pb.voting.models.tablet_checks import TabletCheck
from pb.voting.models.votes import (
    BEGUN_FROM_STOCK,
    CHANNELS,
    OPEN_TURN,
    SCREENS,
    Envelope,
    Turnout,
    VotingRight,
    random_key,
)

__all__ = [
    "BEGUN_FROM_STOCK",
    "CHANNELS",
    "OPEN_TURN",
    "SCREENS",
    "Ballot",
    "BoxOpening",
    "CardPack",
    "CardStack",
    "Choice",
    "Envelope",
    "HeldEnvelope",
    "KeyDestruction",
    "Kiosk",
    "KioskContact",
    "LastWord",
    "KioskTally",
    "PostalAddress",
    "PostalAsk",
    "PostalRequest",
    "PostalReturn",
    "PutBack",
    "Receipt",
    "VotingRight",
    "SetAside",
    "StockedOpening",
    "TabletCheck",
    "Turnout",
    "UnopenedEnvelope",
    "random_key",
]
