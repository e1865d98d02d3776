"""The whole form as values: a card a rule, one for the programme, the contest and the print."""

from collections.abc import Mapping

from refdesk.ui.pages.programmes.adding import rule_additions, whole_additions
from refdesk.ui.pages.programmes.contest_lines import contest_block
from refdesk.ui.pages.programmes.draft import Draft
from refdesk.ui.pages.programmes.limit_lines import limit_block
from refdesk.ui.pages.programmes.lines import Action, Block, Card
from refdesk.ui.pages.programmes.side_lines import side_blocks
from refdesk.ui.pages.programmes.table_lines import service_block, status_block, tier_block
from refdesk.ui.pages.programmes.text_lines import text_block
from refdesk.ui.pages.programmes.when_lines import Choices, when_block
from refdesk.ui.pages.programmes.whole_lines import name_block, whole_blocks


def cards_of(choices: Choices, draft: Draft, made: Mapping[str, str]) -> list[Card]:
    """Every card of the form; ``made`` is the printed text that the terms give by themselves."""
    rules = draft.get(("rule",)) or []
    cards = [_rule_card(choices, draft, number, len(rules)) for number in range(len(rules))]
    words = choices.words
    found: list[Block | None] = [
        status_block(choices, draft),
        *whole_blocks(choices, draft),
        contest_block(choices, draft),
    ]
    cards.append(
        Card(
            "whole", tuple(block for block in found if block is not None),
            more=whole_additions(choices, draft),
            more_text=words.text("Add to the programme…"),
        )
    )  # fmt: skip
    cards.append(Card("print", (name_block(choices, draft), text_block(choices, draft, made))))
    return cards


def _rule_card(choices: Choices, draft: Draft, number: int, count: int) -> Card:
    words = choices.words
    found: list[Block | None] = [
        when_block(choices, draft, number),
        *side_blocks(choices, draft, number),
        service_block(choices, draft, number),
        tier_block(choices, draft, number),
        limit_block(choices, draft, number),
    ]
    title, remove = "", None
    if count > 1:
        title = words.text("Rule {n} of {count}", n=words.number(number + 1),
                           count=words.number(count))  # fmt: skip
        remove = Action(f"remove_rule_{number}", words.text("Take the rule away"),
                        lambda draft: _remove_rule(draft, number), icon="x")  # fmt: skip
    return Card(
        f"rule_{number}", tuple(block for block in found if block is not None), title,
        rule_additions(choices, draft, number), words.text("Add to the rule…"), remove,
    )  # fmt: skip


def _remove_rule(draft: Draft, number: int) -> None:
    """Take a rule away, and what statuses change of it."""
    rule_id = draft.get(("rule", number, "id"))

    def act(tables: dict[str, object]) -> None:
        rules, statuses = tables["rule"], tables.get("status", [])
        if isinstance(rules, list):
            del rules[number]
        for status in statuses if isinstance(statuses, list) else []:
            status.get("override", {}).pop(rule_id, None)
            if not status.get("override", True):
                del status["override"]

    draft.change(act)
