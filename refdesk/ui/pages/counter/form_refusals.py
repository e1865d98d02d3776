"""What a form shows when its live quote is refused: beside the field, or in the verdict.

What is spent is refused beside its field while somebody types, and in the verdict once he wants to
go on all the same.
"""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from refdesk.domain.customer import short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import HELD
from refdesk.ui.pages.counter.customer_view import SPENDING_REFUSALS
from refdesk.ui.pages.counter.layout import CounterLayout, Screen
from refdesk.ui.pages.counter.reading import Refused
from refdesk.ui.pages.counter.refused_view import sentence_for
from refdesk.ui.pages.counter.sayings import make_verdict, refusal_verdict, spending_verdict
from refdesk.ui.pages.counter.ways_on import ABOUT_AMOUNT, FormDeeds, ways_of_form
from refdesk.ui.widgets.verdict import Verdict
from refdesk.words.catalogue import Words
from refdesk.words.names import unit_amount
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
        page.show_verdict(spending_verdict(words, error, _name(page)))


def _name(page: CounterLayout) -> str:
    """Who is shown in the customer's form."""
    known = page.customer.known() if page.screen_shown is Screen.CUSTOMER else None
    return short_name(known.person.name) if known is not None else ""


def show_newcomer_refusal(
    page: CounterLayout, form: FormDeeds, words: Words, refused: Refused, verdict: Verdict
) -> None:
    """A refusal of the purchase of a newcomer, or of who turns out to be known: the ways on."""
    view, error = page.newcomer, refused.error
    title, step = refusal_text(words, error)
    view.show_person(refused.buyer)
    if error.code in _AT_PHONE:
        view.phone_field.set_problem(f"{title}. {step}")
    is_early = error.code in ABOUT_AMOUNT and not view.entry.amount()
    if error.code in _AT_PHONE or error.code == "identity_needed" or is_early:
        view.show_form()
        asked = words.text("Enter the phone first")
        if view.lacks_consent():
            asked = words.text("Tick the consent first")
        view.panel.show_nothing(asked if not is_early else words.text("Enter the amount"))
        page.show_verdict(verdict)
        return
    page.show_verdict(refusal_verdict(words, error))
    ways = ways_of_form(form, words, error, is_known=refused.buyer is not None)
    view.ways.show_ways(ways, sentence=sentence_for(words, error))
    view.show_ways()


def insist(page: CounterLayout, words: Words, error: DomainError | None, missing: QWidget) -> None:
    """Enter was pressed though something is missing: say in the verdict what the refusal is."""
    if error is None:
        return
    if error.code == "identity_needed" and missing is page.newcomer.phone:
        page.show_verdict(make_verdict(words, "check_identity"))
    elif error.code in SPENDING_REFUSALS - _NEXT_FIELD:
        page.show_verdict(spending_verdict(words, error, _name(page)))


def missing_consent(page: CounterLayout, words: Words) -> QWidget | None:
    """The box of a consent that is missing, after saying so."""
    view = page.newcomer
    if not view.lacks_consent():
        return None
    line = words.text("Ask and tick the box, or go on without code and phone: F9")
    if view.leaves_phone_out():
        line = ""
    page.show_verdict(make_verdict(words, "check_consent", line=line))
    view.show_whole()
    return view.consent


def show_hold(page: CounterLayout, words: Words, today: date) -> None:
    """Say from when on a customer can spend what he has, where all of it is on hold."""
    known = page.customer.known()
    held = [lot for lot in known.balance.lots if lot.state == HELD and lot.left] if known else []
    if held:
        first = min(held, key=lambda lot: lot.available_on)
        amount = sum(lot.left for lot in held if lot.unit == first.unit)
        error = DomainError(
            "hold_not_over", unit=first.unit, available_on=first.available_on, today=today
        )
        verdict = spending_verdict(words, error, _name(page))
        figure, caption = unit_amount(words, first.unit, amount), words.text("on hold")
        page.show_verdict(verdict._replace(figure=figure, caption=caption))


def to_field(field: QWidget) -> None:
    """Put the focus into a field by key: what is typed takes the place of what stands there."""
    field.setFocus(Qt.FocusReason.ShortcutFocusReason)
    if isinstance(field, QLineEdit):
        field.selectAll()
