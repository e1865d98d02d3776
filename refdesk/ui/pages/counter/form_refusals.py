"""What a form shows when its live quote is refused: beside the field, or in the verdict."""

from refdesk.domain.errors import DomainError
from refdesk.ui.pages.counter.customer_view import SPENDING_REFUSALS
from refdesk.ui.pages.counter.layout import CounterLayout
from refdesk.ui.pages.counter.refused_view import sentence_for
from refdesk.ui.pages.counter.sayings import refusal_verdict
from refdesk.ui.pages.counter.ways_on import ABOUT_AMOUNT, FormDeeds, ways_of_form
from refdesk.ui.widgets.verdict import Verdict
from refdesk.words.catalogue import Words
from refdesk.words.reasons import refusal_text

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
