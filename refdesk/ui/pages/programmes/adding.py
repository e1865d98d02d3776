"""What can be added to a rule and to a programme: the entries of the Add menus."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from refdesk.domain import terms as t
from refdesk.ui.pages.programmes.benefit_lines import fresh
from refdesk.ui.pages.programmes.contest_lines import fresh_contest
from refdesk.ui.pages.programmes.draft import Draft, Path, dotted
from refdesk.ui.pages.programmes.limit_lines import PERIODS, SCOPE_NAMES
from refdesk.ui.pages.programmes.lines import Action
from refdesk.ui.pages.programmes.table_lines import first_status
from refdesk.ui.pages.programmes.when_lines import Choices, rule_path, trigger_of
from refdesk.ui.pages.programmes.whole_lines import spending_lines


def _putting(
    key: str, text: str, path: Path, value: Any, focus: str = "", *, group: str = ""
) -> Action:
    def run(draft: Draft) -> None:
        draft.close_change()
        draft.put(path, value)
        draft.close_change()

    return Action(key, text, run, focus=focus or dotted(path), group=group)


# -- to a rule ---------------------------------------------------------------------------------


def rule_additions(choices: Choices, draft: Draft, number: int) -> tuple[Action, ...]:
    """What a rule does not have yet and could."""
    found = [*_sides(choices, draft, number), *_conditions(choices, draft, number)]
    found += [*_by_status(choices, draft, number), *_limits(choices, draft, number)]
    return tuple(found)


def _sides(choices: Choices, draft: Draft, number: int) -> list[Action]:
    words, trigger = choices.words, trigger_of(draft, number)
    rule = draft.get(rule_path(number), {})
    brings = trigger in (*t.INVITING, "joining") and draft.get(("codes",)) != "none"
    found = []

    def side(name: str, text: str, value: Any, kind_at: Path) -> None:
        path = rule_path(number, name)
        focus = dotted((*path, *kind_at, "kind"))
        found.append(_putting(f"add_{name}_{number}", text, path, value, focus))

    if brings and "pool" not in rule and draft.get(("split",)) != "picked":
        if "referral" not in rule:
            side("referral", words.text("What the friend gets"), fresh(t.PERCENT_OFF), ())
        if "referrer" not in rule:
            side("referrer", words.text("What the referrer gets"), [fresh(t.POINTS)], (0,))
    gives_buyer = trigger != "milestone" and "buyer" not in rule
    if gives_buyer:
        choice = t.STAMPS if trigger == "nth_visit" else t.POINTS
        if trigger in t.AT_PURCHASE:
            choice = t.POINTS + "%"
        side("buyer", words.text("What the buyer gets"), fresh(choice), ())
    return found


def _conditions(choices: Choices, draft: Draft, number: int) -> list[Action]:
    words = choices.words
    rule = draft.get(rule_path(number), {})
    is_occasion = trigger_of(draft, number) in t.OCCASIONS
    found = []
    services = choices.services or (words.text("Service"),)
    free = [one for one in services if one not in rule.get("by_service", {})]
    if not is_occasion and "excluded_services" not in rule:
        path = rule_path(number, "excluded_services")
        text = words.text("Services that it does not work for")
        found.append(_putting(f"add_excluded_services_{number}", text, path, [services[0]]))
    if not is_occasion and "excluded_groups" not in rule:
        path = rule_path(number, "excluded_groups")
        text = words.text("Kinds that it does not work for")
        found.append(_putting(f"add_excluded_groups_{number}", text, path, ["goods"]))
    if not is_occasion:
        found += [_service_row(choices, rule, number, one) for one in free]
    if not is_occasion and rule.get("hold_days"):
        found += _holds(choices, rule, number)
    if rule.get("referrer") and "by_referrals" not in rule:
        path = rule_path(number, "by_referrals")
        row = [{"from": 10, "referrer": [dict(one) for one in rule["referrer"]]}]
        focus = f"{dotted(path)}.1.from"
        found.append(_putting(f"add_tiers_{number}", words.text("Better rates from more friends"),
                              path, row, focus))  # fmt: skip
    if "carry_over" not in rule and _has_rate(rule):
        path = rule_path(number, "carry_over")
        text = words.text("Carry parts of a point over")
        found.append(_putting(f"add_carry_{number}", text, path, True))
    return found


def _service_row(choices: Choices, rule: dict[str, Any], number: int, service: str) -> Action:
    words, path = choices.words, rule_path(number, "by_service", service)
    return _putting(
        f"add_service_{number}_{service}", service, path, _sides_of(rule), dotted(path),
        group=words.text("Other rates for a service"),
    )  # fmt: skip


def _holds(choices: Choices, rule: dict[str, Any], number: int) -> list[Action]:
    group = choices.words.text("Another hold for a service")
    return [
        _putting(
            f"add_hold_{number}_{service}", service,
            rule_path(number, "hold_days_by_service", service), 7, group=group,
        )
        for service in choices.services
        if service not in rule.get("hold_days_by_service", {})
    ]  # fmt: skip


def _by_status(choices: Choices, draft: Draft, number: int) -> list[Action]:
    """Rates of this rule for each status that has none yet."""
    words, rule = choices.words, draft.get(rule_path(number), {})
    found = []
    for at, status in enumerate(draft.get(("status",)) or []):
        rule_id = str(rule.get("id"))
        if rule_id not in status.get("override", {}):
            path: Path = ("status", at, "override", rule_id)
            name = str(status.get("name", ""))
            group = words.text("Other rates for a status")
            found.append(
                _putting(f"add_override_{number}_{at}", name, path, _sides_of(rule), group=group)
            )
    return found


def _sides_of(rule: dict[str, Any]) -> dict[str, Any]:
    """A row of the service table to begin with: what the rule gives by itself."""
    names = ("referral", "referrer", "buyer")
    made: dict[str, Any] = {}
    for name in names:
        if rule.get(name):
            one = rule[name]
            made[name] = [dict(level) for level in one] if isinstance(one, list) else dict(one)
    return made or {"buyer": fresh(t.POINTS + "%")}


def _has_rate(rule: dict[str, Any]) -> bool:
    benefits = [rule.get("buyer"), rule.get("referral"), *rule.get("referrer", [])]
    return any(one and ("percent" in one or "per" in one) and one["kind"] in t.ACCRUALS
               for one in benefits)  # fmt: skip


def _limits(choices: Choices, draft: Draft, number: int) -> list[Action]:
    words = choices.words
    found = []
    for scope, name in SCOPE_NAMES.items():
        taken = draft.get(rule_path(number, "limits", scope)) or {}
        free = [one for one in ("month", *PERIODS) if one not in taken]
        if free:
            path = rule_path(number, "limits", scope, free[0])
            text = words.text_of(name)
            found.append(_putting(f"add_{scope}_{number}", text, path, 10))
    most = rule_path(number, "limits", "per_purchase")
    if not draft.has(most):
        text = words.text("Most that one purchase gives")
        found.append(_putting(f"add_per_purchase_{number}", text, most, "1000"))
    return found


# -- to the programme --------------------------------------------------------------------------


def whole_additions(choices: Choices, draft: Draft) -> tuple[Action, ...]:
    """What a programme does not have yet and could."""
    words = choices.words
    today: list[tuple[str, str, Path, Any]] = [
        ("add_life", words.text("How long a code works"), ("code_life_days",), 365),
        ("add_budget", words.text("Budget"), ("budget",), "50000"),
        ("add_from", words.text("First and last day"), ("valid_from",), ""),
        ("add_days", words.text("Days of the week and hours"), ("days",),
         ["mon", "tue", "wed", "thu"]),
        ("add_people", words.text("Who takes part"), ("customers",), ["client"]),
        ("add_contest", words.text("Contest"), ("contest",), fresh_contest()),
        ("add_statuses", words.text("Statuses"), ("status",),
         [first_status(draft, words.text("Bronze"))]),
    ]  # fmt: skip
    if choices.tills:
        today.append(("add_tills", words.text("Only at some tills"), ("tills",),
                      [choices.tills[0]]))  # fmt: skip
    found = [_putting(key, text, path, value) for key, text, path, value in today
             if not draft.has(path)]  # fmt: skip
    fresh_values = {
        "share": "50", "expires_days": 180, "expires_inactive_days": 183, "grace_days": 7,
        "withdrawable": "70", "payout_after_referrals": 3, "credits_per_day": 3,
        "debits_per_day": 2,
    }  # fmt: skip
    for key, _kind, _unit, name, _text in spending_lines(words):
        path = ("spending", key)
        if not draft.has(path):
            text = words.text("Spending: {what}", what=name)
            found.append(_putting(f"add_{key}", text, path, fresh_values[key]))
    found.append(Action("add_rule", words.text("One more rule"), _adding_rule(draft)))
    return tuple(found)


def _adding_rule(draft: Draft) -> Callable[[Draft], None]:
    ids = {rule.get("id") for rule in draft.get(("rule",)) or []}
    number = next(n for n in range(2, 1000) if f"rule-{n}" not in ids)
    rule = {
        "id": f"rule-{number}", "trigger": "every", "new_only": False,
        "buyer": fresh(t.POINTS + "%"),
    }  # fmt: skip

    def run(draft: Draft) -> None:
        draft.change(lambda tables: tables["rule"].append(deepcopy(rule)))

    return run
