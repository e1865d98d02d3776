"""Every refusal in words: what is so, and what to do now (ui.md, section 7 and wording).

A refusal is a code with plain values; its text is chosen here by what is known. Each code has
candidates for the title and for the next step, the fullest first. Codes of trouble with the
storage have their own table: nothing was written then.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from refdesk.domain.errors import DomainError
from refdesk.words.card_text import (
    CARD_NUMBERS,
    NOT_OUT_STEP,
    NOT_OUT_TITLE,
    RUN_REFUSALS,
    STOLEN_CARD,
)
from refdesk.words.catalogue import N_, Words
from refdesk.words.filling import first_filled
from refdesk.words.merge_text import IN_A_CIRCLE, INVITED_HIMSELF, MERGE_REFUSALS, ONE_PERSON
from refdesk.words.receipt_text import PRINTER_INPUT_REFUSALS, PRINTER_REFUSALS
from refdesk.words.refusal_values import values_of
from refdesk.words.sheet_text import SHEET_REFUSALS
from refdesk.words.shift_text import SHIFT_REFUSALS
from refdesk.words.staff_text import STAFF_REFUSALS
from refdesk.words.storage_text import STORAGE_VERDICT, storage_text
from refdesk.words.studio_text import STUDIO_REFUSALS
from refdesk.words.verdicts import (
    BLOCKED_STEPS,
    BOUND_STEPS,
    NEW_CARD_STEP,
    PAUSED_STEPS,
    PAUSED_TITLES,
    USED_STEPS,
    verdict_of,
)

__all__ = ["REFUSALS", "STORAGE_VERDICT", "refusal_text", "storage_text", "verdict_of"]


class Texts(NamedTuple):
    """Candidates for the two lines of a message."""

    titles: tuple[str, ...]
    steps: tuple[str, ...]


_WITHOUT_CODE: Final = (N_("Record the purchase without the code"),)
_WITHOUT_CARD: Final = N_("Go on without the card {mask}")
_AGAIN: Final = (N_("Works again on {works_on}. Record without the code"), *_WITHOUT_CODE)
_SPEND: Final = (N_("Spend {max} or less"), N_("Spend less"))

COUNTER_REFUSALS: Final[Mapping[str, Texts]] = {
    "pin_wrong": Texts(
        (N_("Wrong PIN"),),
        (N_("Tries left before a pause: {left}"), N_("Enter the name and the PIN again")),
    ),
    "pin_locked": Texts(
        (N_("PIN entry is paused until {until}"), N_("PIN entry is paused")),
        (N_("Wait, or ask the owner for a new PIN"),),
    ),
    "not_allowed": Texts(
        (N_("The owner’s PIN is needed"), N_("A manager’s PIN is needed")),
        (N_("Nothing is given until the PIN is entered"),),
    ),
    "clock_suspect": Texts(
        (
            N_("Check the clock: the computer says {date}"),
            N_("Check the clock of this computer"),
        ),
        (N_("A manager confirms the time first"),),
    ),
    "key_reused": Texts(
        (N_("This key belongs to another call"),), (N_("Use a new key for a new purchase"),)
    ),
    "till_paused": Texts(
        (N_("Codes are paused: {seconds}"), N_("Codes are paused")),
        (
            N_("Wrong codes today: {count}. A manager’s PIN opens codes, or the next day does"),
            N_("Too many wrong codes in a row. Phone and name still work"),
        ),
    ),
    "code_unknown": Texts(
        (N_("No such code"),), (N_("Check the letters, or find the friend by phone"),)
    ),
    "code_voided": Texts((N_("This card is no longer in use"),), _WITHOUT_CODE),
    "code_blocked": Texts((N_("Code is blocked"),), BLOCKED_STEPS),
    "code_not_activated": Texts(
        (NOT_OUT_TITLE, N_("Card is not activated yet")),
        (NOT_OUT_STEP, N_("Activate it, or record without the code")),
    ),
    "code_not_yet_valid": Texts(
        (
            N_("Code starts on {valid_from} ({weekday})"),
            N_("Code starts on {valid_from}"),
            N_("Code does not work yet"),
        ),
        _WITHOUT_CODE,
    ),
    "code_expired": Texts(
        (
            N_("Gift card {mask} expired on {valid_to}"),
            N_("Code expired on {valid_to}"),
            N_("Code has expired"),
        ),
        (_WITHOUT_CARD, NEW_CARD_STEP, *_WITHOUT_CODE),
    ),
    "code_used_up": Texts(
        (
            N_("Nothing is left on the gift card {mask}"),
            N_("Code already used on {used_on}"),
            N_("Code has reached its limit, {count} of {limit}"),
            N_("Code is already used"),
        ),
        (_WITHOUT_CARD, *USED_STEPS),
    ),
    "programme_paused": Texts(PAUSED_TITLES, PAUSED_STEPS),
    "programme_ended": Texts((N_("Programme has ended"),), _WITHOUT_CODE),
    "outside_hours": Texts(
        (N_("Code works {times}"), N_("Code does not work at this time")), _WITHOUT_CODE
    ),
    "till_excluded": Texts(
        (N_("Code works only at tills: {tills}"), N_("Code does not work at this till")),
        _WITHOUT_CODE,
    ),
    "customer_unknown": Texts(
        (N_("No such customer"),), (N_("Check the number, or add a new customer"),)
    ),
    "identity_needed": Texts(
        (N_("This code needs a phone or a plate"),),
        (N_("Take one, record without the code, or ask a manager"),),
    ),
    "own_code": Texts(
        (
            INVITED_HIMSELF,
            N_("No discount: this is {name}’s own code"),
            N_("No discount: this is an own code"),
        ),
        (ONE_PERSON, N_("A code is for friends. Offer to spend points")),
    ),
    "not_new_customer": Texts(
        (
            N_("No discount: {name} is already our customer"),
            N_("No discount: this is not a new customer"),
        ),
        _WITHOUT_CODE,
    ),
    "already_referred": Texts(
        (N_("No discount: already invited by {referrer}"), N_("No discount: already invited")),
        BOUND_STEPS,
    ),
    "referral_cycle": Texts(
        (IN_A_CIRCLE, N_("No discount: they would invite each other")),
        (ONE_PERSON, *_WITHOUT_CODE),
    ),
    "customer_excluded": Texts(
        (N_("No discount: the code is not for {name}"), N_("This code is not for this customer")),
        _WITHOUT_CODE,
    ),
    "second_person_needed": Texts(
        (
            N_("A payout above {minimum} takes two people"),
            N_("Own card of the person at the till"),
        ),
        (N_("A second person’s PIN is needed"),),
    ),
    "service_unknown": Texts(
        (N_("No such service: {service}"), N_("No such service")),
        (N_("Choose one from the list, or add it first"),),
    ),
    "service_excluded": Texts(
        (N_("Code is not for: {services}"), N_("Code is not for this purchase")),
        (N_("It works for: {allowed}"), N_("Add a service, or record without the code")),
    ),
    "below_minimum": Texts(
        (
            N_("Code works from {minimum}, {missing} to go"),
            N_("The bill is too small for the code"),
        ),
        (N_("Add a service, or record without the code"),),
    ),
    "limit_per_customer": Texts(
        (N_("Limit of this customer: {count} of {limit}"), N_("Limit of this customer is reached")),
        _AGAIN,
    ),
    "limit_per_period": Texts(
        (
            N_("Spent as often as allowed today, {spent_today} of {limit}"),
            N_("Code has reached its limit, {count} of {limit}"),
            N_("Code has reached its limit"),
        ),
        (N_("Can be spent again on {spend_on}"), *_AGAIN),
    ),
    "budget_spent": Texts((N_("Programme budget is used up"),), _WITHOUT_CODE),
    "not_combinable": Texts(
        (N_("This discount does not combine with points"),),
        (N_("Take the code or the points, not both"),),
    ),
    "entitlement_unavailable": Texts(
        (N_("This gift is not available"),), (N_("Choose another one, or go on without it"),)
    ),
    "hold_not_over": Texts(
        (
            N_("Points are on hold until {points_on}"),
            N_("On hold until {available_on}"),
            N_("On hold"),
        ),
        (N_("Nothing to spend today"),),
    ),
    "proof_needed": Texts(
        (N_("Scan the customer’s card to spend"),),
        (N_("A card, a code or the full phone shows who it is"),),
    ),
    "points_insufficient": Texts(
        (
            N_("Not enough points: {have_points} of {asked_points}"),
            N_("Not enough: {have} of {asked}"),
            N_("Not enough: {max} of {asked}"),
            N_("Not enough: there is {max}"),
            N_("Not enough"),
        ),
        _SPEND,
    ),
    "points_share_exceeded": Texts(
        (N_("This bill takes at most {max}"), N_("This is more than the bill takes")), _SPEND
    ),
    "sum_changed": Texts(
        (N_("The sum has changed: {to_pay}, not {expected}"), N_("The sum has changed")),
        (N_("Something changed at another till. Look at the new sum"),),
    ),
}

OTHER_REFUSALS: Final[Mapping[str, Texts]] = {
    "no_shop": Texts(
        (N_("There is no shop in this folder yet"),), (N_("Set it up: refdesk init --shop NAME"),)
    ),
    "shop_exists": Texts(
        (N_("There is a shop in this folder already"),),
        (N_("Name another folder; a restore replaces it with --replace"),),
    ),
    "purchase_unknown": Texts(
        (N_("No such purchase"),), (N_("Take the number from the receipt or the ledger"),)
    ),
    "already_voided": Texts((N_("This purchase is already void"),), (N_("Nothing to do"),)),
    "refund_exceeds_purchase": Texts(
        (N_("This is more than was paid"),), (N_("Refund {max} or less"), N_("Refund less"))
    ),
    "identity_taken": Texts(
        (
            N_("{name} already has this {identity}"),
            N_("Another customer already has this {identity}"),
            N_("Another customer already has it"),
        ),
        (N_("Open that customer instead"),),
    ),
    "word_taken": Texts(
        (N_("The word {word} is taken"), N_("This word is taken")), (N_("Choose another word"),)
    ),
    "not_a_card": Texts((N_("A word is on no card"),), (N_("Swap a card by its code"),)),
    "nothing_to_activate": Texts(
        (N_("This card needs no activation"),), (N_("It works already, or works by itself"),)
    ),
    **{code: Texts(*texts) for code, texts in RUN_REFUSALS.items()},
    **{code: Texts(*texts) for code, texts in SHIFT_REFUSALS.items()},
    **{code: Texts(*texts) for code, texts in STAFF_REFUSALS.items()},
    "word_for_money": Texts(
        (N_("A word can be guessed, and this programme gives money"),),
        (N_("Issue an ordinary code"),),
    ),
    "name_taken": Texts(
        (N_("The name is taken: {name}"), N_("This name is taken")), (N_("Choose another name"),)
    ),
    "payout_locked": Texts(
        (
            N_("Payout opens after friends: {limit}. So far: {count}"),
            N_("Payout opens after more friends"),
        ),
        (N_("Pay out {max} or less"), N_("Nothing can be paid out now")),
    ),
    "payout_exceeds_balance": Texts(
        (N_("This is more than the balance"),),
        (N_("Pay out {max} or less"), N_("Nothing can be paid out now")),
    ),
    "payout_unknown": Texts(
        (N_("No such payout"),), (N_("Take the number from the slip or the list of payouts"),)
    ),
    "payout_cancelled": Texts((N_("This payout is already cancelled"),), (N_("Nothing to do"),)),
    "last_owner": Texts((N_("The shop needs an owner"),), (N_("Add another owner first"),)),
    "staff_unknown": Texts(
        (N_("Nobody of this name: {name}"), N_("Nobody of this name")),
        (N_("Look at the list of staff"),),
    ),
    "run_unknown": Texts((N_("No such print run"),), (N_("Look at the list of print runs"),)),
    "nothing_to_print": Texts(
        (N_("There is no card to print"),), (N_("Choose customers or a print run with codes"),)
    ),
    "stock_unknown": Texts(
        (N_("No such stock: {name}"), N_("No such stock")), (N_("Look at the list of stocks"),)
    ),
    "design_unknown": Texts(
        (N_("No such design: {name}"), N_("No such design")), (N_("Look at the list of designs"),)
    ),
    "qr_too_small": Texts(
        (N_("The symbol is too small to be read"),),
        (N_("Take a larger card, or a shorter code"),),
    ),
    **{code: Texts(*texts) for code, texts in MERGE_REFUSALS.items()},
    **{code: Texts(*texts) for code, texts in PRINTER_REFUSALS.items()},
}

_AS_SHOWN: Final = (N_("This is not understood: {text}"), N_("This is not understood"))

INPUT_REFUSALS: Final[Mapping[str, Texts]] = {
    "bad_amount": Texts(
        (N_("This is not an amount: {text}"), N_("An amount is needed")),
        (N_("Write it like {example}"), N_("Write it like 1500.00")),
    ),
    "bad_phone": Texts(
        (N_("This is not a phone number: {text}"), N_("A phone number is needed")),
        (N_("Write it like +7 916 123-45-67"),),
    ),
    "bad_date": Texts(
        (
            N_("The last day, {text}, is before the first one, {first}"),
            N_("This is not a date: {text}"),
            N_("A date is needed"),
        ),
        (N_("Take a day from {first} on"), N_("Write it like 2026-12-31")),
    ),
    "bad_terms": Texts(
        (N_("Terms file, {field}: {wanted}"), N_("Terms file: {wanted}"), N_("Terms file")),
        (N_("Change the file and try again"),),
    ),
    "bad_file": Texts(
        (N_("This file cannot be used: {text}"), N_("This file cannot be used")),
        (N_("Name a file that ends in {formats}"), N_("Choose another file")),
    ),
    "bad_name": Texts(
        (N_("This name cannot be used: {text}"), N_("A name is needed")),
        (N_("Write a name, or a phone instead"),),
    ),
    "bad_programme": Texts(
        (N_("No programme fits: {text}"), N_("Say which programme")),
        (N_("Take the number or the name from the list of programmes"),),
    ),
    "bad_language": Texts(_AS_SHOWN, (N_("Languages are en and ru"),)),
    "bad_setting": Texts(_AS_SHOWN, (N_("It can be: {expected}"), N_("Look at the settings"))),
    "bad_kind": Texts(_AS_SHOWN, (N_("It can be: client, ambassador, employee"),)),
    "bad_reason": Texts((N_("A reason is needed"),), (N_("Say in a few words why"),)),
    "bad_tag": Texts((N_("Too many tags, or a tag is too long"),), (N_("Use short tags"),)),
    "bad_prefix": Texts(_AS_SHOWN, (N_("A prefix is up to 4 Latin letters or digits"),)),
    "bad_word": Texts(
        (N_("This cannot be a word: {text}"), N_("This cannot be a word")),
        (N_("A word has 6 to 16 letters or digits, a letter among them"),),
    ),
    "bad_plate": Texts(
        (N_("This is not a plate: {text}"), N_("A plate is needed")),
        (N_("A plate has 3 to 12 letters and digits"),),
    ),
    "bad_email": Texts(
        (N_("This is not an e-mail address: {text}"), N_("An e-mail address is needed")),
        (N_("Write it like name@example.com"),),
    ),
    "bad_key": Texts((N_("The key is too long"),), (N_("A key has up to 64 symbols"),)),
    "bad_audit_key": Texts(
        (N_("This is not an audit key"),), (N_("It has six groups of five symbols"),)
    ),
    "bad_anchor": Texts(
        (N_("This is no till with a line and its sum: {text}"), N_("A till, a line, its sum")),
        (N_("Write it like 1:57:3f9c2b1a4d5e6f70"),),
    ),
    "bad_method": Texts(_AS_SHOWN, (N_("It can be: {options}"), N_("Look at the methods"))),
    "bad_pin": Texts(
        (N_("This PIN is too easy to guess"), N_("A PIN has 4 to 6 digits")),
        (N_("Choose 4 to 6 digits, not like 1234 or 1111"),),
    ),
    "bad_version": Texts(
        (N_("No such version: {text}"), N_("No such version")),
        (N_("Look at the list of versions"),),
    ),
    "bad_group": Texts(_AS_SHOWN, (N_("It can be: {options}"), N_("Choose a group"))),
    "bad_run_kind": Texts(_AS_SHOWN, (N_("It can be: {options}"), N_("Take another kind"))),
    "bad_preset": Texts(
        (N_("No such preset: {text}"), N_("No such preset")),
        (N_("It can be: {options}"), N_("Look at the list of presets")),
    ),
    "bad_role": Texts(_AS_SHOWN, (N_("It can be: cashier, manager, owner"),)),
    "bad_currency": Texts(
        (N_("No such currency: {text}"), N_("No such currency")),
        (N_("Write its three letters, like RUB"),),
    ),
    "bad_time_zone": Texts(
        (N_("No such time zone: {text}"), N_("No such time zone")),
        (N_("Write it like Europe/Moscow"),),
    ),
    "bad_count": Texts(
        (N_("This count does not fit: {text}"), N_("This count does not fit")),
        (N_("It can be from 1 to {most}"), N_("Take another count")),
    ),
    **{code: Texts(*texts) for code, texts in CARD_NUMBERS.items()},
    "bad_limit": Texts(
        (N_("This limit does not fit: {limit}"), N_("This limit does not fit")),
        (N_("Take another count"),),
    ),
    "bad_start": Texts(
        (N_("The sheet has no place {start}"), N_("The sheet has no such place")),
        (N_("It has {cells} places, counted along the rows"), N_("Take another place")),
    ),
    "bad_code": Texts((N_("This cannot be printed as a symbol"),), (N_("Use a shorter code"),)),
    "bad_design": Texts(
        (N_("Design {design}: {field} cannot be used"), N_("This design cannot be used")),
        (N_("Change the file and try again"),),
    ),
    "bad_share": Texts(
        (
            N_("The split of this programme is fixed: {name}"),
            N_("This is not a part that can be shared"),
        ),
        (N_("A part from 0 to 100 % is picked where the programme says so"),),
    ),
    "bad_unit": Texts(_AS_SHOWN, (N_("It can be: {options}"), N_("Take another unit"))),
    "bad_usage": Texts(
        (N_("The command is not understood: {text}"), N_("The command is not understood")),
        (N_("See: refdesk COMMAND --help"),),
    ),
    **{code: Texts(*texts) for code, texts in PRINTER_INPUT_REFUSALS.items()},
    **{code: Texts(*texts) for code, texts in SHEET_REFUSALS.items()},
    **{code: Texts(*texts) for code, texts in STUDIO_REFUSALS.items()},
}

REFUSALS: Final[Mapping[str, Texts]] = {**COUNTER_REFUSALS, **OTHER_REFUSALS, **INPUT_REFUSALS}


def refusal_text(words: Words, error: DomainError) -> tuple[str, str]:
    """What is so, and what to do now; of a code without a text, the code itself."""
    is_theft = error.code == "code_blocked" and error.params.get("stolen")
    texts = Texts(*STOLEN_CARD) if is_theft else REFUSALS.get(error.code)
    if texts is None:
        return error.code, ""
    about_people = error.code in COUNTER_REFUSALS or error.code == "identity_taken"
    values = values_of(words, error, about_people=about_people)
    titles = _titles(error, texts)
    return first_filled(words, titles, values), first_filled(words, texts.steps, values)


def _titles(error: DomainError, texts: Texts) -> Sequence[str]:
    """Of two titles that have no places, the one that fits the values."""
    other = (error.code == "not_allowed" and error.params.get("role") != "owner") or (
        error.code == "bad_pin" and error.params.get("reason") == "digits"
    )
    return texts.titles[1:] if other else texts.titles
