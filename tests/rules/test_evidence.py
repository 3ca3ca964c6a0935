"""The rules of an evidence pack: each has its folder, and the title that the checklist gives it."""

from competition.rules import rulebook
from competition.rules.evidence import RULES


def test_each_rule_has_a_folder_and_the_checklists_title() -> None:
    titles = {rule.number: rule.title for rule in rulebook.RULES}
    assert [rule.number for rule in RULES] == [
        *("8.17", "8.17.4.e", "8.23", "8.24", "8.28", "8.28.4", "8.28.5")
    ]
    assert [rule.folder for rule in RULES[:2]] == ["rule-8.17", "rule-8.17.4.e"]
    assert {rule.title == titles[rule.number] for rule in RULES[1:]} == {True}
    assert all(rule.asks.endswith(".") for rule in RULES)
