"""Who gets what in a rule: the friend, the referrer and those above him, the buyer, the pool."""

from refdesk.domain import terms as t
from refdesk.domain.terms_file import MAX_LEVELS
from refdesk.ui.pages.programmes import units
from refdesk.ui.pages.programmes.benefit_lines import Whose, benefit_line, fresh, take_away
from refdesk.ui.pages.programmes.draft import Draft
from refdesk.ui.pages.programmes.lines import Action, Blank, Block, Line
from refdesk.ui.pages.programmes.when_lines import Choices, removal, rule_path, trigger_of
from refdesk.words.catalogue import N_, Words

LEVELS = (N_("Referrer"), N_("Level 2"), N_("Level 3"), N_("Level 4"))
LEVEL_NOTES = (
    "",
    N_("Whoever invited the referrer"),
    N_("Two steps above the referrer"),
    N_("Three steps above the referrer"),
)


def side_blocks(choices: Choices, draft: Draft, number: int) -> list[Block]:
    """The blocks of a rule's sides, those that it has."""
    words = choices.words
    blocks = []
    if draft.has(rule_path(number, "pool")):
        blocks.append(_pool_block(words, draft, number))
    if draft.has(rule_path(number, "referral")):
        path, label = rule_path(number, "referral"), words.text("Friend")
        line = benefit_line(words, draft, path, Whose(label))
        blocks.append(Block(label, "ticket-percent", (line,)))
    blocks += _referrer_blocks(choices, draft, number)
    if draft.has(rule_path(number, "buyer")):
        path, label = rule_path(number, "buyer"), words.text("Buyer")
        line = benefit_line(words, draft, path, Whose(label, only=own_kinds(draft, number)))
        blocks.append(Block(label, "shopping-bag", (line, *_own_notes(words, draft, number))))
    elif trigger_of(draft, number) == "nth_visit":
        blocks.append(_stamp_block(words, draft, number))
    return blocks


def own_kinds(draft: Draft, number: int) -> tuple[str, ...]:
    """What a rule's own trigger can give to a buyer; empty = anything."""
    return (t.STAMPS,) if trigger_of(draft, number) == "nth_visit" else ()


def _own_notes(words: Words, draft: Draft, number: int) -> tuple[Line, ...]:
    kind = draft.get(rule_path(number, "buyer", "kind"))
    if kind in t.DISCOUNTS and trigger_of(draft, number) == "every":
        return (Line(words.text("It is kept for the next purchase"), note=True),)
    return ()


def _stamp_block(words: Words, draft: Draft, number: int) -> Block:
    n = draft.get(rule_path(number, "n"))
    paid = n - 1 if isinstance(n, int) and n > 1 else 1
    text = words.plural(
        "gets a stamp a visit; {n} stamp pays for the next one",
        "gets a stamp a visit; {n} stamps pay for the next one", paid,
    )  # fmt: skip
    return Block(words.text("Buyer"), "stamp", (Line(text),))


# -- the referrer and those above him ----------------------------------------------------------


def _referrer_blocks(choices: Choices, draft: Draft, number: int) -> list[Block]:
    words, path = choices.words, rule_path(number, "referrer")
    levels = draft.get(path) or []
    blocks = []
    for level in range(len(levels)):
        label = words.text_of(LEVELS[level])
        is_last = level == len(levels) - 1
        remove = level_removal(words, number, level) if level and is_last else None
        whose = Whose(label, may_be_nothing=is_last)
        line = benefit_line(words, draft, (*path, level), whose, remove=remove)
        lines = [line]
        if level:
            lines.append(Line(words.text_of(LEVEL_NOTES[level]), note=True))
        else:
            lines += hold_lines(choices, draft, number)
        icon = "network" if level else "gift"
        blocks.append(Block(label, icon, tuple(lines)))
    may_have_more = trigger_of(draft, number) != "milestone" and 0 < len(levels) < MAX_LEVELS
    if blocks and may_have_more:
        last = blocks[-1]
        blocks[-1] = Block(last.title, last.icon, last.lines, (_add_level(words, number, levels),))
    elif not levels:
        lines = hold_lines(choices, draft, number)
        if lines and draft.has(rule_path(number, "hold_days")):
            blocks.append(Block(words.text("On hold"), "hourglass", tuple(lines)))
    return blocks


def level_removal(words: Words, number: int, level: int) -> Action:
    """Take the last level away."""
    path = rule_path(number, "referrer", level)
    return Action(
        f"remove_level_{number}_{level}", words.text("Take away"),
        lambda draft: take_away(draft, path), icon="x",
    )  # fmt: skip


def _add_level(words: Words, number: int, levels: list[object]) -> Action:
    path = rule_path(number, "referrer")

    def add(draft: Draft) -> None:
        now = list(draft.get(path))
        draft.close_change()
        draft.put(path, [*now, dict(now[-1])])
        draft.close_change()

    focus = f"rule.{number + 1}.referrer.{len(levels) + 1}.kind"
    return Action(f"add_level_{number}", words.text("Add a level"), add, icon="plus", focus=focus)


def hold_lines(choices: Choices, draft: Draft, number: int) -> list[Line]:
    """How long what is earned waits, in general and by service."""
    words = choices.words
    path, table = rule_path(number, "hold_days"), rule_path(number, "hold_days_by_service")
    if trigger_of(draft, number) in t.OCCASIONS:
        return []
    hold = Blank(
        path, words.text("Days on hold"), "count", draft.get(path),
        unit=units.days(words, draft.get(path)),
        empty=words.text("no days"),
    )  # fmt: skip
    lines = [
        Line(
            words.text_of(N_("It stays on hold for {hold} before it can be spent")), {"hold": hold}
        )
    ]
    for service in draft.get(table) or {}:
        where = (*table, service)
        days = Blank(
            where, words.text("{service}: days on hold", service=service), "count",
            draft.get(where), unit=units.days(words, draft.get(where)),
        )  # fmt: skip
        lines.append(
            Line(words.text_of(N_("For {service} it is {days}")),
                 {"service": service, "days": days}, remove=removal(words, where))
        )  # fmt: skip
    if draft.get(rule_path(number, "carry_over")):
        carry = rule_path(number, "carry_over")
        lines.append(
            Line(words.text("Parts of a point are carried over to the next purchase"),
                 remove=removal(words, carry))
        )  # fmt: skip
    return lines


# -- split -------------------------------------------------------------------------------------


def _pool_block(words: Words, draft: Draft, number: int) -> Block:
    path = rule_path(number, "pool")
    is_sum = draft.has((*path, "amount"))

    def choose(draft: Draft, value: bool) -> None:
        draft.close_change()
        draft.put(path, {"amount": "200"} if value else {"percent": "20"})
        draft.close_change()

    label = words.text("To share")
    kind = Blank(
        path, words.text("{whose}: what", whose=label), "choice", is_sum,
        ((False, words.text("a percent")), (True, words.text("a sum"))), change=choose,
        name=f"rule.{number + 1}.pool.kind",
    )  # fmt: skip
    if is_sum:
        where = (*path, "amount")
        size = Blank(where, words.text("{whose}: how much", whose=label), "money", draft.get(where))
        line = Line(words.text_of(N_("Friend and referrer share {kind}: {size}")),
                    {"kind": kind, "size": size})  # fmt: skip
    else:
        where = (*path, "percent")
        size = Blank(where, words.text("{whose}: percent", whose=label), "percent",
                     draft.get(where))  # fmt: skip
        line = Line(words.text_of(N_("Friend and referrer share {kind}: {size} of the purchase")),
                    {"kind": kind, "size": size})  # fmt: skip
    note = Line(
        words.text("The referrer picks on the card who gets how much: me, friend or half"),
        note=True,
    )  # fmt: skip
    return Block(label, "handshake", (line, note))


def split_block(choices: Choices, draft: Draft) -> Block:
    """Whether sides are fixed or one pool is shared as the referrer picks."""
    words = choices.words

    def choose(draft: Draft, value: str) -> None:
        draft.change(lambda tables: _set_split(tables, value))

    blank = Blank(
        ("split",), words.text("Split"), "choice", draft.get(("split",), "fixed"),
        (("fixed", words.text("fixed, as above")),
         ("picked", words.text("picked on the card: me, friend or half"))),
        change=choose,
    )  # fmt: skip
    line = Line(words.text_of(N_("Who gets how much is {split}")), {"split": blank})
    return Block(words.text("Split"), "handshake", (line,))


def _set_split(tables: dict[str, object], value: str) -> None:
    tables.pop("split", None)
    if value == "picked":
        tables["split"] = value
    rules = tables["rule"]
    for rule in rules if isinstance(rules, list) else []:
        if rule.get("trigger", "first") not in t.INVITING:
            continue
        by_code = any(rule.get(side) for side in ("referral", "referrer", "pool"))
        if value == "picked" and by_code:
            for side in ("referral", "referrer"):
                rule.pop(side, None)
            rule["pool"] = {"percent": "20"}
        elif value != "picked" and rule.pop("pool", None) is not None:
            rule["referral"] = fresh(t.PERCENT_OFF)
            rule["referrer"] = [fresh(t.STORE_CREDIT + "%")]
