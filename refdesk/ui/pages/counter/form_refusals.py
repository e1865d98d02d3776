"""What a form shows when its live quote is refused: beside the field, or in the verdict.

What is spent is refused beside its field while somebody types, and in the verdict once he wants to
go on all the same.
"""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import HELD
from refdesk.ui.pages.counter.customer_view import SPENDING_REFUSALS
from refdesk.ui.pages.counter.layout import CounterLayout
from refdesk.ui.pages.counter.refused_view import sentence_for
from refdesk.ui.pages.counter.sayings import make_verdict, refusal_verdict
from refdesk.ui.pages.counter.ways_on import ABOUT_AMOUNT, FormDeeds, ways_of_form
from refdesk.ui.widgets.verdict import Verdict
from refdesk.words.catalogue import Words
from refdesk.words.reasons import refusal_text

_NEXT_FIELD = frozenset({"proof_needed"})
"""What the next field asks for anyhow."""
_AT_PHONE = frozenset({"bad_phone", "bad_plate", "bad_name", "identity_taken"})


def show_customer_refusal(
    page: CounterLayout, words: Words, error: DomainError, verdict: Verdict
) -> None:
    """A refusal of a known customer's purchase; ``verdict`` is what stood before it."""
    view = page.customer
    title, _step = refusal_text(words, error)
    view.panel.show_nothing(title)
    if error.code in SPENDING_REFUSALS:
        view.show_spending_refusal(error)
        page.show_verdict(verdict)
    else:
        page.show_verdict(refusal_verdict(words, error))


def show_newcomer_refusal(
    page: CounterLayout, form: FormDeeds, words: Words, error: DomainError, verdict: Verdict
) -> None:
    """A refusal of a newcomer's purchase, with the ways on."""
    view = page.newcomer
    title, step = refusal_text(words, error)
    view.show_person(None)
    if error.code in _AT_PHONE:
        view.phone_field.set_problem(f"{title}. {step}")
    is_early = error.code in ABOUT_AMOUNT and not view.entry.amount()
    if error.code in _AT_PHONE or error.code == "identity_needed" or is_early:
        view.show_form()
        asked = words.text("Enter the phone first")
        view.panel.show_nothing(asked if not is_early else words.text("Enter the amount"))
        page.show_verdict(verdict)
        return
    page.show_verdict(refusal_verdict(words, error))
    view.ways.show_ways(ways_of_form(form, words, error), sentence=sentence_for(words, error))
    view.show_ways()


def insist(page: CounterLayout, words: Words, error: DomainError | None, missing: QWidget) -> None:
    """Enter was pressed though something is missing: say in the verdict what the refusal is."""
    if error is None:
        return
    if error.code == "identity_needed" and missing is page.newcomer.phone:
        page.show_verdict(make_verdict(words, "check_identity"))
    elif error.code in SPENDING_REFUSALS - _NEXT_FIELD:
        page.show_verdict(refusal_verdict(words, error))


def show_hold(page: CounterLayout, words: Words, today: date) -> None:
    """Say from when on a customer can spend what he has, where all of it is on hold."""
    known = page.customer.known()
    held = [lot for lot in known.balance.lots if lot.state == HELD and lot.left] if known else []
    if held:
        first = min(held, key=lambda lot: lot.available_on)
        error = DomainError(
            "hold_not_over", unit=first.unit, available_on=first.available_on, today=today
        )
        page.show_verdict(refusal_verdict(words, error))


def to_field(field: QWidget) -> None:
    """Put the focus into a field by key: what is typed takes the place of what stands there."""
    field.setFocus(Qt.FocusReason.ShortcutFocusReason)
    if isinstance(field, QLineEdit):
        field.selectAll()
