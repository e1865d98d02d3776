"""When a rule works: who comes with what, what is paid for, on which purchase."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from refdesk.domain import terms as t
from refdesk.ui.pages.programmes import units
from refdesk.ui.pages.programmes.benefit_lines import fresh
from refdesk.ui.pages.programmes.draft import Draft, Path
from refdesk.ui.pages.programmes.lines import Action, Blank, Block, Line
from refdesk.words.catalogue import N_, Words
from refdesk.words.names import group_name, kind_name

TRIGGERS: Mapping[str, str] = {
    "first": N_("on the first purchase"),
    "first_n": N_("on each of the first"),
    "every": N_("on every purchase"),
    "within_days": N_("on every purchase within"),
    "nth_visit": N_("with stamps; free is visit"),
    "next_visit": N_("on a purchase, for the next visit"),
    "joining": N_("when joining"),
    "birthday": N_("around a birthday, within"),
    "milestone": N_("once, for friends brought:"),
}
EXCLUDABLE = ("goods", "certificate", "membership", "deposit")
KINDS = ("client", "ambassador", "employee")


@dataclass(frozen=True)
class Choices:
    """What the shop has to choose from, and whether its words are asked of one currency."""

    words: Words
    services: tuple[str, ...] = ()
    tills: tuple[str, ...] = ()


def rule_path(number: int, *rest: str | int) -> Path:
    """A path inside a rule, counted from 0."""
    return ("rule", number, *rest)


def trigger_of(draft: Draft, number: int) -> str:
    """What sets a rule off."""
    return str(draft.get(rule_path(number, "trigger"), "first"))


def when_block(choices: Choices, draft: Draft, number: int) -> Block:
    """The sentences of when a rule works."""
    words = choices.words
    lines = [_who_line(choices, draft, number), _purchase_line(choices, draft, number)]
    if draft.has(rule_path(number, "excluded_services")):
        lines.append(_excluded_services(choices, draft, number))
    if draft.has(rule_path(number, "excluded_groups")):
        lines.append(_excluded_groups(choices, draft, number))
    return Block(words.text("When"), "user-plus", tuple(line for line in lines if line))


# -- sentences ---------------------------------------------------------------------------------


def _who_line(choices: Choices, draft: Draft, number: int) -> Line | None:
    words = choices.words
    if trigger_of(draft, number) in t.OCCASIONS:
        return None
    who = Blank(
        rule_path(number, "new_only"), words.text("Who"), "choice",
        bool(draft.get(rule_path(number, "new_only"))),
        ((True, words.text("new customer")), (False, words.text("customer, new or old"))),
    )  # fmt: skip
    rule = draft.get(rule_path(number), {})
    by_code = any(rule.get(side) for side in ("referral", "referrer", "pool"))
    codes = draft.get(("codes",), "personal")
    if not by_code or codes == "none":
        return Line(words.text_of(N_("A {who} comes")), {"who": who})
    if codes == "campaign":
        return Line(words.text_of(N_("A {who} says the word of the campaign")), {"who": who})
    if codes == "coupon":
        return Line(words.text_of(N_("A {who} comes with a coupon")), {"who": who})
    if number:
        return Line(words.text_of(N_("A {who} comes with the same code")), {"who": who})
    owners = Blank(
        ("code_owners",), words.text("Who has codes"), "many", draft.get(("code_owners",)),
        tuple((kind, kind_name(words, kind)) for kind in KINDS), empty=words.text("any customer"),
    )  # fmt: skip
    text = words.text_of(N_("A {who} comes with a code of {owners}"))
    return Line(text, {"who": who, "owners": owners})


def _purchase_line(choices: Choices, draft: Draft, number: int) -> Line:
    words = choices.words
    trigger = trigger_of(draft, number)
    places: dict[str, Blank | str] = {"trigger": _trigger_blank(words, draft, number)}
    figure = _figure_of(words, draft, number, trigger)
    if figure is not None:
        places["n"] = figure
    if trigger in t.OCCASIONS:
        if figure is None:
            return Line(words.text_of(N_("It is given {trigger}")), places)
        return Line(words.text_of(N_("It is given {trigger} {n}")), places)
    places["services"] = _services(
        choices, draft, rule_path(number, "services"), words.text("Services"),
        words.text("any service"),
    )  # fmt: skip
    places["minimum"] = Blank(
        rule_path(number, "minimum"), words.text("Smallest bill"), "money",
        draft.get(rule_path(number, "minimum")), empty=words.text("any sum"),
    )  # fmt: skip
    if figure is None:
        return Line(words.text_of(N_("and pays for {services} from {minimum} {trigger}")), places)
    return Line(words.text_of(N_("and pays for {services} from {minimum} {trigger} {n}")), places)


def _figure_of(words: Words, draft: Draft, number: int, trigger: str) -> Blank | None:
    """The number that belongs to a trigger."""
    if trigger in ("within_days", "birthday"):
        path = rule_path(number, "within_days")
        label = words.text("Days")
        empty = words.text("the day itself") if trigger == "birthday" else None
        value = draft.get(path)
        return Blank(path, label, "count", value, unit=units.days(words, value), empty=empty)
    path = rule_path(number, "n")
    value = draft.get(path)
    named = {
        "first_n": units.purchases(words, value),
        "nth_visit": words.text("in a row"),
        "milestone": units.friends(words, value),
    }
    if trigger not in named:
        return None
    return Blank(path, words.text("How many"), "count", value, unit=named[trigger])


def _trigger_blank(words: Words, draft: Draft, number: int) -> Blank:
    def choose(draft: Draft, value: str) -> None:
        draft.change(lambda tables: _set_trigger(tables["rule"][number], value))

    return Blank(
        rule_path(number, "trigger"), words.text("Which purchase"), "choice",
        trigger_of(draft, number),
        tuple((one, words.text_of(text)) for one, text in TRIGGERS.items()), change=choose,
    )  # fmt: skip


def _set_trigger(rule: dict[str, Any], trigger: str) -> None:
    """Give a rule another trigger, with what that one needs and without what it cannot have."""
    rule["trigger"] = trigger
    for name in ("n", "within_days"):
        rule.pop(name, None)
    figures = {"first_n": 3, "nth_visit": 6, "milestone": 3}
    if trigger in figures:
        rule["n"] = figures[trigger]
    if trigger == "within_days":
        rule["within_days"] = 30
    gives = {
        "nth_visit": (), "next_visit": ("buyer",), "birthday": ("buyer",),
        "milestone": ("referrer",),
    }.get(trigger)  # fmt: skip
    if gives is None:
        return
    for side in ("referral", "referrer", "buyer", "pool"):
        if side not in gives:
            rule.pop(side, None)
    if trigger == "milestone":
        rule["referrer"] = rule.get("referrer", [fresh(t.GIFT)])[:1]
    if "buyer" in gives:
        rule.setdefault("buyer", fresh(t.POINTS))


# -- services and groups -----------------------------------------------------------------------


def _services(choices: Choices, draft: Draft, path: Path, label: str, empty: str) -> Blank:
    chosen = draft.get(path) or []
    names = dict.fromkeys((*choices.services, *chosen))
    return Blank(
        path, label, "many", draft.get(path), tuple((one, one) for one in names), empty=empty
    )


def _excluded_services(choices: Choices, draft: Draft, number: int) -> Line:
    words, path = choices.words, rule_path(number, "excluded_services")
    blank = _services(choices, draft, path, words.text("Not for services"), words.text("nothing"))
    return Line(words.text_of(N_("It does not work for {services}")), {"services": blank},
                remove=removal(words, path))  # fmt: skip


def _excluded_groups(choices: Choices, draft: Draft, number: int) -> Line:
    words, path = choices.words, rule_path(number, "excluded_groups")
    blank = Blank(
        path, words.text("Not for kinds"), "many", draft.get(path),
        tuple((one, group_name(words, one)) for one in EXCLUDABLE), empty=words.text("nothing"),
    )  # fmt: skip
    return Line(words.text_of(N_("It does not work for any {groups}")), {"groups": blank},
                remove=removal(words, path))  # fmt: skip


def removal(words: Words, *paths: Path) -> Action:
    """The action that takes values away."""

    def run(draft: Draft) -> None:
        draft.close_change()
        for path in paths:
            draft.put(path, None)
        draft.close_change()

    name = "_".join(map(str, paths[0]))
    return Action(f"remove_{name}", words.text("Take away"), run, icon="x")
