"""What a rule that refuses says: its code, the field to put right, and the sentence."""

from collections.abc import Callable

import pytest

from competition.rules.errors import RuleError


def refusal(asked: Callable[[], object]) -> tuple[str, str, str]:
    with pytest.raises(RuleError) as caught:
        asked()
    return caught.value.code, caught.value.field, caught.value.message
