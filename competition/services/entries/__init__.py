"""The way of an entry: entered, confirmed, looked at, withdrawn, expired."""

from competition.services.entries.confirming import (
    CODE_REFUSED,
    check_mail,
    confirm,
    confirm_by_code,
    confirm_page,
)
from competition.services.entries.entering import Submission, enter, resend
from competition.services.entries.holding import ReceiptFile, WithdrawView, expire, my_entry, receipt
from competition.services.entries.withdrawing import withdraw, withdraw_page

__all__ = [
    "CODE_REFUSED",
    "ReceiptFile",
    "Submission",
    "WithdrawView",
    "check_mail",
    "confirm",
    "confirm_by_code",
    "confirm_page",
    "enter",
    "expire",
    "my_entry",
    "receipt",
    "resend",
    "withdraw",
    "withdraw_page",
]
