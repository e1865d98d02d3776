"""A benefit as one sentence: "gets [percent off] [10 %] but at most [300 ₽]"."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from refdesk.domain import terms as t
from refdesk.ui.pages.programmes import units
from refdesk.ui.pages.programmes.draft import Draft, Path
from refdesk.ui.pages.programmes.lines import Action, Blank, Line
from refdesk.words.catalogue import N_, Words

PERCENT, PER = "%", "/"
"""How an accrual is measured, after its kind: ``points%`` is a percent of the purchase."""

KINDS: Mapping[str, str] = {
    t.PERCENT_OFF: N_("percent off"),
    t.AMOUNT_OFF: N_("money off"),
    t.POINTS: N_("points"),
    t.POINTS + PERCENT: N_("percent in points"),
    t.POINTS + PER: N_("points for every sum"),
    t.STORE_CREDIT: N_("store credit"),
    t.STORE_CREDIT + PERCENT: N_("percent in store credit"),
    t.STORE_CREDIT + PER: N_("store credit for every sum"),
    t.MONEY: N_("money"),
    t.MONEY + PERCENT: N_("percent in money"),
    t.MONEY + PER: N_("money for every sum"),
    t.GIFT: N_("a gift"),
    t.STAMPS: N_("stamps"),
}
NOTHING = ""

_GETS = {
    t.PERCENT_OFF: N_("gets {kind} {percent} but at most {cap}"),
    t.AMOUNT_OFF: N_("gets {kind} {amount}"),
    t.GIFT: N_("gets {kind} {gift} that costs the shop {cost}"),
    PERCENT: N_("gets {kind} {percent} of what is paid"),
    PER: N_("gets {kind} {amount} for every {per}"),
}
_SIDE_GETS = {
    t.PERCENT_OFF: N_("{who} gets {kind} {percent} but at most {cap}"),
    t.AMOUNT_OFF: N_("{who} gets {kind} {amount}"),
    t.GIFT: N_("{who} gets {kind} {gift} that costs the shop {cost}"),
    PERCENT: N_("{who} gets {kind} {percent} of what is paid"),
    PER: N_("{who} gets {kind} {amount} for every {per}"),
}

_FRESH: Mapping[str, Mapping[str, Any]] = {
    t.PERCENT_OFF: {"percent": "10"},
    t.AMOUNT_OFF: {"amount": "100"},
    t.GIFT: {"gift": "", "cost": "100"},
    t.STAMPS: {"amount": 1},
    PERCENT: {"percent": "5"},
    PER: {"per": "100"},
}


def kind_of(table: Mapping[str, Any]) -> str:
    """The choice that a benefit's table stands for."""
    kind = str(table.get("kind", ""))
    if kind not in t.ACCRUALS:
        return kind
    if "percent" in table:
        return kind + PERCENT
    return kind + PER if "per" in table else kind


def fresh(choice: str, old: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A benefit's table for a choice; figures that the old one had are kept where they fit."""
    kind, measure = split_choice(choice)
    made = {"kind": kind, **_FRESH.get(measure or kind, {})}
    if kind in t.ACCRUALS and measure != PERCENT:
        is_count = kind == t.POINTS
        made["amount"] = 100 if is_count else "100"
        if measure == PER:
            made["amount"] = 1 if is_count else "1"
        was = (old or {}).get("amount")
        if was is not None and isinstance(was, int) == is_count:
            made["amount"] = was
    for name in ("percent", "per", "gift", "cost"):
        if name in made and old and name in old:
            made[name] = old[name]
    return made


def split_choice(choice: str) -> tuple[str, str]:
    """The kind and the measure of a choice."""
    if choice[-1:] in (PERCENT, PER):
        return choice[:-1], choice[-1]
    return choice, ""


class Whose(NamedTuple):
    """Whose benefit it is: its name among changes, and the name before it in a table.

    ``only`` are the kinds that its trigger can give; empty = all.
    """

    label: str
    who: str = ""
    only: tuple[str, ...] = ()
    may_be_nothing: bool = True


def benefit_line(
    words: Words, draft: Draft, path: Path, whose: Whose, *, remove: Action | None = None
) -> Line:
    """The sentence of the benefit at a path."""
    table = draft.get(path, {})
    choice = kind_of(table)
    kind, measure = split_choice(choice)
    pattern = measure or (kind if kind in (t.PERCENT_OFF, t.GIFT) else t.AMOUNT_OFF)
    texts = _SIDE_GETS if whose.who else _GETS
    places: dict[str, Blank | str] = {
        "kind": _kind_blank(words, path, whose, choice),
        **_figures(words, draft, path, whose.label, pattern),
    }
    if whose.who:
        places["who"] = whose.who
    return Line(words.text_of(texts[pattern]), places, remove=remove)


def _kind_blank(words: Words, path: Path, whose: Whose, choice: str) -> Blank:
    options = [
        (one, words.text_of(text)) for one, text in KINDS.items()
        if not whose.only or split_choice(one)[0] in whose.only
    ]  # fmt: skip
    if choice not in dict(options):
        options.append((choice, words.text_of(KINDS.get(choice, choice))))
    if whose.may_be_nothing:
        options.append((NOTHING, words.text("nothing")))

    def choose(draft: Draft, value: str) -> None:
        draft.close_change()
        if value == NOTHING:
            take_away(draft, path)
        else:
            old = draft.get(path) or {}
            kept = {"place": old["place"]} if "place" in old else {}
            draft.put(path, kept | fresh(value, old))
        draft.close_change()

    return Blank(
        (*path, "kind"), words.text("{whose}: what", whose=whose.label), "choice", choice,
        tuple(options), change=choose,
    )  # fmt: skip


def take_away(draft: Draft, path: Path) -> None:
    """Take a value out of its table or its list, and lists that are empty without it."""

    def act(tables: dict[str, Any]) -> None:
        *above, last = path
        holder: Any = tables
        for part in above:
            holder = holder[part]
        del holder[last]
        while above and not holder:
            *above, last = above
            holder = tables
            for part in above:
                holder = holder[part]
            if isinstance(holder, list):
                break
            del holder[last]

    draft.change(act)


def _figures(
    words: Words, draft: Draft, path: Path, label: str, pattern: str
) -> dict[str, Blank | str]:
    table = draft.get(path, {})
    kind = str(table.get("kind", ""))
    counted = kind in (t.POINTS, t.STAMPS)
    named = {t.POINTS: units.points, t.STAMPS: units.stamps}.get(kind)
    unit = named(words, table.get("amount")) if named else ""

    def at(name: str) -> tuple[Path, Any]:
        return (*path, name), table.get(name)

    if pattern in (t.PERCENT_OFF, PERCENT):
        where, value = at("percent")
        found: dict[str, Blank | str] = {
            "percent": Blank(where, words.text("{whose}: percent", whose=label), "percent", value)
        }
        if pattern == t.PERCENT_OFF:
            where, value = at("cap")
            found["cap"] = Blank(
                where, words.text("{whose}: at most", whose=label), "money", value,
                empty=words.text("any sum"),
            )  # fmt: skip
        return found
    if pattern == t.GIFT:
        gift, cost = at("gift"), at("cost")
        return {
            "gift": Blank(gift[0], words.text("{whose}: gift", whose=label), "text", gift[1],
                          wide=200),
            "cost": Blank(cost[0], words.text("{whose}: cost", whose=label), "money", cost[1],
                          empty=words.text("nothing")),
        }  # fmt: skip
    where, value = at("amount")
    amount = Blank(
        where, words.text("{whose}: how much", whose=label), "count" if counted else "money",
        value, unit=unit, empty="1" if kind == t.STAMPS else None,
    )  # fmt: skip
    if pattern != PER:
        return {"amount": amount}
    where, value = at("per")
    per = Blank(where, words.text("{whose}: for every", whose=label), "money", value)
    return {"amount": amount, "per": per}
