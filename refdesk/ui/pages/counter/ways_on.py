"""Which ways on there are after a refusal; the first one is Enter (ui.md section 4)."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from refdesk.domain.errors import DomainError
from refdesk.ui.pages.counter.saving import LEAVES, Leave, leave_for
from refdesk.ui.pages.counter.ways import Way
from refdesk.words.catalogue import Words

MOST_WAYS = 4
"""So many have room in the lowest window."""

ABOUT_AMOUNT = frozenset({"below_minimum", "service_excluded"})
"""Refusals that another amount or service may lift."""
ABOUT_PERSON = frozenset(
    {"not_new_customer", "customer_excluded", "own_code", "already_referred", "referral_cycle"}
    | {"limit_per_customer"}
)
"""Refusals that somebody else's phone may lift: it may be mistyped."""


class FormDeeds(Protocol):
    """What a form can do about a refusal."""

    def go_without_code(self) -> None:
        """The same purchase without the code."""

    def own_card(self) -> None:
        """Open who owns the card."""

    def ask_leave(self) -> None:
        """Ask for a second person's or a manager's PIN."""

    def focus_amount(self) -> None:
        """To the amount."""

    def focus_service(self) -> None:
        """To the service."""

    def focus_phone(self) -> None:
        """To the phone."""

    def to_box(self) -> None:
        """To the scan box."""

    def leave(self) -> Leave | None:
        """Whose PIN would help, if anybody's."""

    def has_phone(self) -> bool:
        """Whether there is a phone to correct."""


def ways_of_form(form: FormDeeds, words: Words, error: DomainError, *, is_known: bool) -> list[Way]:
    """What can be done while the form stays open; ``is_known``: the buyer is a customer already."""
    clock = form.leave()
    if clock is not None and clock.confirms_clock:
        return [leave_way(words, clock, form.ask_leave)]
    line = words.text("The purchase at its full price")
    if is_known:
        line = words.text("Opens the customer: points can be spent")
    without = Way("Enter", words.text("Without the code"), line, "check", form.go_without_code)
    ways = [without]
    if error.code == "own_code":
        own = Way(
            "Enter", words.text("Open the own card"), words.text("Points can be spent there"),
            "id-card", form.own_card,
        )  # fmt: skip
        ways = [own, without._replace(key="F9")]
    leave = form.leave()
    if leave is not None:
        ways.append(leave_way(words, leave, form.ask_leave))
    if error.code == "service_excluded":
        change = words.text("Change the service")
        ways.append(Way("Shift+F6", change, "", "list", form.focus_service))
    elif error.code == "below_minimum":
        ways.append(Way("F6", words.text("Change the amount"), "", "wallet", form.focus_amount))
    elif error.code in ABOUT_PERSON and form.has_phone():
        ways.append(Way("F5", words.text("Correct the phone"), "", "phone", form.focus_phone))
    ways.append(Way("F2", words.text("Try another code"), "", "scan-qr-code", form.to_box))
    return ways


def leave_way(words: Words, leave: Leave, run: Callable[[], None]) -> Way:
    """Ask somebody for his PIN."""
    if leave.confirms_clock:
        line = words.text_of(leave.line)
        return Way("Ctrl+M", words.text("Confirm the time"), line, "clock", run)
    if leave is LEAVES["code_not_activated"]:
        confirm = words.text("Confirm the print run")
        return Way("Ctrl+M", confirm, words.text_of(leave.line), "shield-check", run)
    ask = words.text("Ask a manager") if leave.by_manager else words.text("Ask a second person")
    return Way("Ctrl+M", ask, words.text_of(leave.line), "shield-check", run)


class PageDeeds(NamedTuple):
    """What the page can do about a text that is no working code."""

    without_code: Callable[[], None]
    to_box: Callable[[], None]
    take_suggestion: Callable[[], None]
    ask_leave: Callable[[], None]
    print_new: Callable[[], None]
    find_customer: Callable[[], None]


def ways_of_page(
    deeds: PageDeeds, words: Words, error: DomainError, *, suggestion: str = ""
) -> list[Way]:
    """What can be done after a look-up that found no working code."""
    without = Way(
        "Enter", words.text("Record without the code"),
        words.text("Another card can still be scanned"), "check", deeds.without_code,
    )  # fmt: skip
    another = Way(
        "F2", words.text("Try another code"),
        words.text("Scan at any time, there is nothing to close first"), "scan-qr-code",
        deeds.to_box,
    )  # fmt: skip
    find = Way(
        "F2", words.text("Find the friend by phone or name"),
        words.text("Type it into the box above"), "phone", deeds.to_box,
    )  # fmt: skip
    leave = leave_for(error)
    if leave is not None and leave.confirms_clock:
        return [leave_way(words, leave, deeds.ask_leave)]
    by_leave = [leave_way(words, leave, deeds.ask_leave)] if leave is not None else []
    if error.code == "till_paused":
        return [without._replace(line=""), *by_leave, find]
    if not suggestion:
        return [without, *by_leave, *_about_card(deeds, words, error), another, find][:MOST_WAYS]
    take = Way(
        "Enter", words.text("Take {code}", code=suggestion),
        words.text("One symbol differs from what was typed"), "check", deeds.take_suggestion,
    )  # fmt: skip
    return [take, another, without._replace(key="F9")]


def ways_to_nobody(deeds: PageDeeds, words: Words) -> list[Way]:
    """What can be done where nobody has a name or number."""
    new = Way(
        "Enter", words.text("New customer"), words.text("A friend’s card can still be scanned"),
        "user-plus", deeds.without_code,
    )  # fmt: skip
    again = Way(
        "F2",
        words.text("Search again"),
        words.text("Type a phone or a name"),
        "phone",
        deeds.to_box,
    )
    return [new, again]


def _about_card(deeds: PageDeeds, words: Words, error: DomainError) -> list[Way]:
    """What makes a card work that does not: a new one in its place, or somebody it is given to."""
    if "holder" in error.params:
        line = words.text("It is made at once and works from now on")
        return [Way("F8", words.text("Print a new card"), line, "printer", deeds.print_new)]
    if error.code == "code_not_activated" and "run" not in error.params:
        line = words.text("On the customer’s page, under “Cards”: scan the card there")
        give = words.text("Activate it for a customer")
        return [Way("F3", give, line, "id-card", deeds.find_customer)]
    return []
