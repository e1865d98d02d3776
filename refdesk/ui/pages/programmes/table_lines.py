"""Tables of a rule and of a programme: by service, by count of referrals, by status."""

from copy import deepcopy
from typing import Any

from refdesk.domain import terms as t
from refdesk.domain.errors import DomainError
from refdesk.domain.money import format_amount, parse_amount
from refdesk.ui.pages.programmes import units
from refdesk.ui.pages.programmes.benefit_lines import Whose, benefit_line, fresh, take_away
from refdesk.ui.pages.programmes.draft import Draft, Path
from refdesk.ui.pages.programmes.lines import Action, Blank, Block, Line
from refdesk.ui.pages.programmes.side_lines import LEVELS, own_kinds
from refdesk.ui.pages.programmes.when_lines import Choices, rule_path
from refdesk.words.catalogue import N_, Words


def override_lines(
    words: Words, draft: Draft, path: Path, where: str, *, own: tuple[str, ...] = ()
) -> list[Line]:
    """The sentences of sides that replace a rule's own; ``where`` names their row."""
    sides = draft.get(path) or {}
    lines = []
    names = {"referral": words.text("the friend"), "buyer": words.text("the buyer")}
    if "referral" in sides:
        lines.append(_line(words, draft, (*path, "referral"), where, names["referral"]))
    for level in range(len(sides.get("referrer") or [])):
        name = words.text_of(LEVELS[level])
        lines.append(_line(words, draft, (*path, "referrer", level), where, name))
    if "buyer" in sides:
        lines.append(_line(words, draft, (*path, "buyer"), where, names["buyer"], own))
    return lines


def _line(
    words: Words, draft: Draft, path: Path, where: str, side: str, only: tuple[str, ...] = ()
) -> Line:
    who = side[:1].upper() + side[1:]
    label = words.text("{row}, {side}", row=where, side=side)
    return benefit_line(words, draft, path, Whose(label, who, only))


# -- by service and by count -------------------------------------------------------------------


def service_block(choices: Choices, draft: Draft, number: int) -> Block | None:
    """What a rule gives instead for single services."""
    words, table = choices.words, rule_path(number, "by_service")
    rows = draft.get(table)
    if not rows:
        return None
    lines: list[Line] = []
    for service in rows:
        path = (*table, service)
        lines.append(Line(service, heading=True, remove=_row_removal(words, path)))
        lines += override_lines(words, draft, path, service, own=own_kinds(draft, number))
    return Block(words.text("By service"), "list-checks", tuple(lines))


def tier_block(choices: Choices, draft: Draft, number: int) -> Block | None:
    """Better rates from so many effective referrals on."""
    words, table = choices.words, rule_path(number, "by_referrals")
    rows = draft.get(table)
    if not rows:
        return None
    lines: list[Line] = []
    for at in range(len(rows)):
        path = (*table, at)
        since = Blank(
            (*path, "from"), words.text("From how many friends"), "count",
            draft.get((*path, "from")), unit=units.friends(words, draft.get((*path, "from"))),
        )  # fmt: skip
        lines.append(
            Line(words.text_of(N_("From {n} brought on:")), {"n": since},
                 remove=_row_removal(words, path))
        )  # fmt: skip
        row = words.text("rate {n}", n=words.number(at + 1))
        lines += override_lines(words, draft, path, row, own=own_kinds(draft, number))
    add = Action(
        f"add_tier_{number}", words.text("Add a rate"),
        lambda draft: draft.put(table, [*draft.get(table), _next_tier(draft.get(table)[-1])]),
        icon="plus",
    )  # fmt: skip
    return Block(words.text("More friends"), "users", tuple(lines), (add,))


def _next_tier(last: dict[str, Any]) -> dict[str, Any]:
    since = last.get("from")
    return {**last, "from": since * 2 if isinstance(since, int) else 10}


def _row_removal(words: Words, path: Path) -> Action:
    name = "_".join(map(str, path))
    return Action(
        f"remove_{name}", words.text("Take away"), lambda draft: take_away(draft, path), icon="x"
    )


# -- statuses ----------------------------------------------------------------------------------


def status_block(choices: Choices, draft: Draft) -> Block | None:
    """The ambassador statuses, lowest first, and what they count."""
    words = choices.words
    rows = draft.get(("status",))
    if not rows:
        return None
    lines: list[Line] = [_period_line(words, draft)]
    for at in range(len(rows)):
        lines += _status_lines(choices, draft, at)
    add = Action("add_status", words.text("Add a status"), _add_status, icon="plus",
                 focus=f"status.{len(rows) + 1}.name")  # fmt: skip
    return Block(words.text("Statuses"), "medal", tuple(lines), (add,))


def _period_line(words: Words, draft: Draft) -> Line:
    def choose(draft: Draft, value: str) -> None:
        draft.put(("statuses", "period"), None if value == "lifetime" else value)

    blank = Blank(
        ("statuses", "period"), words.text("What a status counts"), "choice",
        draft.get(("statuses", "period"), "lifetime"),
        (("lifetime", words.text("for life")),
         ("rolling_12_months", words.text("over the last 12 months")),
         ("calendar_year", words.text("over the calendar year"))),
        change=choose,
    )  # fmt: skip
    text = words.text_of(N_("Purchases and friends are counted {period}"))
    return Line(text, {"period": blank})


def _status_lines(choices: Choices, draft: Draft, at: int) -> list[Line]:
    words, path = choices.words, ("status", at)
    name = draft.get((*path, "name")) or words.number(at + 1)
    number = words.number(at + 1)

    def blank(key: str, label: str, kind: Any, empty: str | None, named: Any = None) -> Blank:
        where = (*path, key)
        spoken = words.text("Status {n}: {what}", n=number, what=label)
        value = draft.get(where)
        unit = named(words, value) if named else ""
        return Blank(where, spoken, kind, value, empty=empty, unit=unit)

    never = words.text("no matter")
    places: dict[str, Blank | str] = {
        "name": blank("name", words.text("name"), "text", None),
        "spend": blank("spend", words.text("spent"), "money", never),
        "friends": blank("referrals", words.text("brought"), "count", never, units.friends),
        "share": blank("share", words.text("share of a bill"), "percent",
                       words.text("as below")),
    }  # fmt: skip
    text = words.text_of(N_("{name} from {spend} or {friends}: points pay {share} of a bill"))
    lines = [Line(text, places, remove=_row_removal(words, path))]
    for rule in draft.get((*path, "override")) or {}:
        where = (*path, "override", rule)
        lines += override_lines(words, draft, where, str(name), own=_own_of(draft, rule))
    return lines


def _own_of(draft: Draft, rule_id: str) -> tuple[str, ...]:
    for number, rule in enumerate(draft.get(("rule",)) or []):
        if rule.get("id") == rule_id:
            return own_kinds(draft, number)
    return ()


def _add_status(draft: Draft) -> None:
    draft.change(lambda tables: tables["status"].append(_next_status(tables["status"][-1], draft)))


def _next_status(last: dict[str, Any], draft: Draft) -> dict[str, Any]:
    """A copy of the highest status, a step above it."""
    made = deepcopy(last)
    made["name"] = ""
    spend, referrals = last.get("spend"), last.get("referrals")
    if isinstance(spend, str):
        try:
            minor = parse_amount(spend, draft.decimals)
            made["spend"] = format_amount(minor * 2, draft.decimals)
        except DomainError:
            made["spend"] = spend
    if isinstance(referrals, int):
        made["referrals"] = referrals + 2
    return made


def first_status(draft: Draft, name: str) -> dict[str, Any]:
    """A status to begin with: three percent on own purchases where a rule rewards them."""
    made: dict[str, Any] = {"name": name, "spend": "10000"}
    for rule in draft.get(("rule",)) or []:
        if rule.get("buyer"):
            made["override"] = {rule["id"]: {"buyer": fresh(t.POINTS + "%")}}
            break
    return made
