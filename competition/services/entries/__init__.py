"""The way of an entry: entered, confirmed, looked at, withdrawn, expired."""

from competition.services.entries.confirming import (
    CODE_REFUSED,
    check_mail,
    confirm,
    confirm_by_code,
    confirm_page,
)
from competition.services.entries.entering import Submission, enter, resend
from competition.services.entries.holding import WithdrawView, my_entry
from competition.services.entries.withdrawing import withdraw, withdraw_page

__all__ = [
    "CODE_REFUSED",
    "Submission",
    "WithdrawView",
    "check_mail",
    "confirm",
    "confirm_by_code",
    "confirm_page",
    "enter",
    "my_entry",
    "resend",
    "withdraw",
    "withdraw_page",
]
