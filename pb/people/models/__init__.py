"""Accounts and what they may do. Voters and applicants have none."""

from pb.people.models.accounts import Account, Appointment
from pb.people.models.appointments import AppointmentProposal, Invitation
from pb.people.models.code_replacements import CodeReplacement
from pb.people.models.interest_releases import InterestRelease
from pb.people.models.interests import Interest
from pb.people.models.last_read import LastRead
from pb.people.models.password_codes import PasswordCode
from pb.people.models.security_codes import Authenticator, PrintedCode
from pb.people.models.sign_ins import SignIn

__all__ = [
    "Account",
    "Appointment",
    "AppointmentProposal",
    "Authenticator",
    "CodeReplacement",
    "Interest",
    "InterestRelease",
    "Invitation",
    "LastRead",
    "PasswordCode",
    "PrintedCode",
    "SignIn",
]
