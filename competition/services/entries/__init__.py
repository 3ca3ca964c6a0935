"""The way of an entry: entered, confirmed, looked at, withdrawn, expired."""

from competition.services.entries.confirming import (
    CODE_REFUSED,
    check_mail,
    confirm,
    confirm_by_code,
    confirm_page,
)
from competition.services.entries.correcting import Details, correct
from competition.services.entries.entering import Submission, enter, resend
from competition.services.entries.erasing import erase, erase_page
from competition.services.entries.holding import WithdrawView, my_entry
from competition.services.entries.my_data import my_data, my_data_file
from competition.services.entries.withdrawing import withdraw, withdraw_page

__all__ = [
    "CODE_REFUSED",
    "Details",
    "Submission",
    "WithdrawView",
    "check_mail",
    "confirm",
    "confirm_by_code",
    "confirm_page",
    "correct",
    "enter",
    "erase",
    "erase_page",
    "my_data",
    "my_data_file",
    "my_entry",
    "resend",
    "withdraw",
    "withdraw_page",
]
