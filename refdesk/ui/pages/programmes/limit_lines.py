"""The limits of a rule: how often a code, a customer and a referrer, and how much at once."""

from collections.abc import Mapping

from refdesk.ui.pages.programmes import units
from refdesk.ui.pages.programmes.draft import Draft
from refdesk.ui.pages.programmes.lines import Blank, Block, Line
from refdesk.ui.pages.programmes.when_lines import Choices, removal, rule_path
from refdesk.words.catalogue import N_, Words

PERIODS: Mapping[str, str] = {
    "day": N_("a day"),
    "month": N_("a month"),
    "year": N_("a year"),
    "life": N_("in all"),
}
SCOPES: Mapping[str, str] = {
    "per_code": N_("One code works {n} {period}"),
    "per_customer": N_("One customer can use it {n} {period}"),
    "per_referrer": N_("One referrer gets it {n} {period}"),
}
SCOPE_NAMES: Mapping[str, str] = {
    "per_code": N_("Limit of a code"),
    "per_customer": N_("Limit of a customer"),
    "per_referrer": N_("Limit of a referrer"),
}


def limit_block(choices: Choices, draft: Draft, number: int) -> Block | None:
    """The limits that a rule has."""
    words = choices.words
    lines = [
        _line(words, draft, number, scope, period) for scope in SCOPES for period in PERIODS
        if draft.has(rule_path(number, "limits", scope, period))
    ]  # fmt: skip
    most = rule_path(number, "limits", "per_purchase")
    if draft.has(most):
        blank = Blank(most, words.text("Most at once"), "money", draft.get(most))
        lines.append(
            Line(words.text_of(N_("One purchase gives at most {sum}")), {"sum": blank},
                 remove=removal(words, most))
        )  # fmt: skip
    return Block(words.text("Limits"), "shield-check", tuple(lines)) if lines else None


def _line(words: Words, draft: Draft, number: int, scope: str, period: str) -> Line:
    path = rule_path(number, "limits", scope, period)
    name = words.text_of(SCOPE_NAMES[scope])
    taken = draft.get(rule_path(number, "limits", scope)) or {}

    def choose(draft: Draft, value: str) -> None:
        def act(tables: dict[str, object]) -> None:
            rules = tables["rule"]
            if isinstance(rules, list):
                limit = rules[number]["limits"][scope]
                limit[value] = limit.pop(period)

        draft.change(act)

    times = Blank(path, name, "count", draft.get(path), unit=units.times(words, draft.get(path)))
    options = tuple(
        (one, words.text_of(text)) for one, text in PERIODS.items()
        if one == period or one not in taken
    )  # fmt: skip
    when = Blank(
        path, words.text("{what}: how long", what=name), "choice", period, options,
        change=choose, name=f"{'.'.join(map(str, path))}.period",
    )  # fmt: skip
    places: dict[str, Blank | str] = {"n": times, "period": when}
    return Line(words.text_of(SCOPES[scope]), places, remove=removal(words, path))
