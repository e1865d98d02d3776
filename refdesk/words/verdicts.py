"""The verdicts of the counter: their keys, and their two lines (ui.md, section 7).

The kind of a verdict is the part of its key before the underscore. Texts choose themselves by what
is known; values come as people read them (``{"offer": "−5 %"}``). What a refusal says in detail is
`reasons.refusal_text`; here stands which verdict it is.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from refdesk.words.catalogue import N_, Words
from refdesk.words.filling import first_filled

VERDICT_OF: Final[Mapping[str, str]] = {
    "code_unknown": "stop_unknown",
    "code_used_up": "stop_used",
    "limit_per_customer": "stop_cap",
    "limit_per_period": "stop_cap",
    "code_blocked": "stop_blocked",
    "code_voided": "stop_blocked",
    "code_not_activated": "stop_inactive",
    "code_not_yet_valid": "stop_early",
    "code_expired": "stop_expired",
    "programme_paused": "stop_paused",
    "programme_ended": "stop_ended",
    "outside_hours": "stop_hours",
    "budget_spent": "stop_budget",
    "own_code": "stop_self",
    "not_new_customer": "stop_customer",
    "customer_excluded": "stop_customer",
    "already_referred": "stop_bound",
    "referral_cycle": "stop_circle",
    "till_paused": "stop_wait",
    "points_insufficient": "stop_points",
    "points_share_exceeded": "stop_points",
    "not_combinable": "stop_points",
    "entitlement_unavailable": "stop_points",
    "hold_not_over": "stop_hold",
    "below_minimum": "check_minimum",
    "service_excluded": "check_service",
    "till_excluded": "check_service",
    "identity_needed": "check_identity",
    "not_allowed": "check_manager",
    "second_person_needed": "check_second",
    "clock_suspect": "check_clock",
    "sum_changed": "check_changed",
}
"""Which verdict a refusal is; every other code is a message at its field."""


def verdict_of(code: str, params: Mapping[str, object] | None = None) -> str | None:
    """The verdict key of a refusal, or None for a field message.

    ``params`` tell apart a code that works once (stop_used) from one whose limit is reached, and
    a code that nobody has from a slip of one symbol (check_typo).
    """
    if code == "code_used_up" and (params or {}).get("limit") not in (None, 1):
        return "stop_cap"
    if code == "code_unknown" and "suggestion" in (params or {}):
        return "check_typo"
    return VERDICT_OF.get(code)


class VerdictTexts(NamedTuple):
    """Candidates for the two lines of a verdict, the fullest first."""

    titles: tuple[str, ...]
    steps: tuple[str, ...]


_UNDO: Final = (N_("Undo: Ctrl+Z"),)
_KNOWN: Final = (N_("Record the purchase or spend points"),)
_AMOUNT: Final = (N_("Enter the amount"),)
_NO_CODE: Final = (N_("Record the purchase without the code"),)

USED_STEPS: Final = (
    N_("One-time code. {name}, till {till}: {staff}"),
    N_("One-time code. Till {till}: {staff}"),
    N_("One-time code. Customer: {name}, till: {till}"),
    N_("One-time code. Till: {till}"),
    *_NO_CODE,
)
BLOCKED_STEPS: Final = (
    N_("{who}, {blocked_on}: {why}"), N_("{blocked_on}: {why}"), N_("Why: {why}"),
    N_("Its owner was blocked on {blocked_on} by {who}"), *_NO_CODE,
)  # fmt: skip
PAUSED_TITLES: Final = (N_("Programme was paused on {paused_on}"), N_("Programme is paused"))
PAUSED_STEPS: Final = (N_("Paused by {who}. Record the purchase without the code"), *_NO_CODE)
BOUND_STEPS: Final = (
    N_("Since {claimed_on}, for good. Record the purchase"),
    N_("The referrer stays for good. Record the purchase"),
)
NEW_CARD_STEP: Final = N_("Record without the code, or print a new card of: {holder}")
"""Second lines that a verdict and its refusal share."""

VERDICTS: Final[Mapping[str, VerdictTexts]] = {
    "ok_new": VerdictTexts(
        (N_("Code works, invited by {referrer}"), N_("Code works")),
        (N_("Take the phone and the amount, then Enter"),),
    ),
    "ok_again": VerdictTexts(
        (
            N_("{name}: {offer} on every purchase"),
            N_("Code works for {name}"),
            N_("Code works"),
        ),
        _AMOUNT,
    ),
    "ok_shop": VerdictTexts(
        (N_("Shop promo code works, {offer}"), N_("Shop promo code works")),
        (N_("It has no referrer"),),
    ),
    "info_known": VerdictTexts((N_("{name}, regular customer"), N_("Regular customer")), _KNOWN),
    "info_own": VerdictTexts(
        (N_("Own card of {name}, {balance}"), N_("Own card of {name}"), N_("Own card")), _KNOWN
    ),
    "info_new": VerdictTexts(
        (N_("New number, not in the list yet"),),
        (N_("Scan a friend’s card now, or save without a code"),),
    ),
    "info_twice": VerdictTexts((N_("Read twice, counted once"),), (N_("Nothing to do"),)),
    "check_many": VerdictTexts(
        (N_("Several customers match"),),
        (N_("Choose one, or type on"),),
    ),
    "check_typo": VerdictTexts(
        (N_("No such code. Is it {code}?"), N_("No such code")),
        (N_("Enter takes the suggestion, Esc clears"),),
    ),
    "check_minimum": VerdictTexts(
        (
            N_("Code works from {minimum}, {missing} to go"),
            N_("The bill is too small for the code"),
        ),
        (N_("Add a service, or record without the code"),),
    ),
    "check_service": VerdictTexts(
        (N_("Code is not for: {services}"), N_("Code is not for this purchase")),
        (N_("It works for: {allowed}"), N_("Add a service, or record without the code")),
    ),
    "check_better": VerdictTexts(
        (N_("Better discount is already on: {offer}"), N_("Better discount is already on")),
        (N_("Discounts do not add up, the better one counts"),),
    ),
    "check_old_card": VerdictTexts(
        (N_("Old card, the code is now {code}"), N_("Old card")),
        (N_("Accepted. Print the new card: F7, then F8"),),
    ),
    "check_identity": VerdictTexts(
        (N_("This code needs a phone or a plate"),),
        (N_("Take one, go on without the code: F9, or ask a manager: Ctrl+M"),),
    ),
    "check_consent": VerdictTexts(
        (N_("No consent yet"),), (N_("Ask and tick the box, or leave the phone out: F9"),)
    ),
    "check_manager": VerdictTexts(
        (N_("A manager’s PIN is needed: {why}"), N_("A manager’s PIN is needed")),
        (N_("Nothing is given until the PIN is entered"),),
    ),
    "check_changed": VerdictTexts(
        (N_("The sum has changed: {to_pay}, not {expected}"), N_("The sum has changed")),
        (N_("Something changed at another till. Enter accepts"),),
    ),
    "check_second": VerdictTexts(
        (N_("Own card of the person at the till"),),
        (N_("A second person’s PIN is needed: Ctrl+M"),),
    ),
    "check_cap": VerdictTexts(
        (N_("Cut to the limit: {given} of {whole}"), N_("Cut to the limit")),
        (N_("Limit reached: {referrer}"), N_("The purchase goes on")),
    ),
    "check_clock": VerdictTexts(
        (N_("Check the clock: the computer says {date}"), N_("Check the clock of this computer")),
        (N_("A manager confirms the time first"),),
    ),
    "stop_unknown": VerdictTexts(
        (N_("No such code"),), (N_("Check the letters, or find the friend by phone"),)
    ),
    "stop_foreign": VerdictTexts(
        (N_("Not one of our cards"),),
        (N_("A product barcode, a link or another shop’s card"),),
    ),
    "stop_customer": VerdictTexts(
        (
            N_("No discount: {name} is already our customer"),
            N_("No discount: this is not a new customer"),
        ),
        _NO_CODE,
    ),
    "stop_self": VerdictTexts(
        (N_("No discount: this is {name}’s own code"), N_("No discount: this is an own code")),
        (N_("A code is for friends. Offer to spend points"),),
    ),
    "stop_bound": VerdictTexts(
        (N_("No discount: already invited by {referrer}"), N_("No discount: already invited")),
        BOUND_STEPS,
    ),
    "stop_circle": VerdictTexts((N_("No discount: they would invite each other"),), _NO_CODE),
    "stop_expired": VerdictTexts(
        (N_("Code expired on {valid_to}"), N_("Code has expired")),
        (NEW_CARD_STEP, *_NO_CODE),
    ),
    "stop_early": VerdictTexts(
        (
            N_("Code starts on {valid_from} ({weekday})"),
            N_("Code starts on {valid_from}"),
            N_("Code does not work yet"),
        ),
        _NO_CODE,
    ),
    "stop_used": VerdictTexts(
        (N_("Code already used on {used_on}"), N_("Code is already used")),
        USED_STEPS,
    ),
    "stop_cap": VerdictTexts(
        (N_("Code has reached its limit, {count} of {limit}"), N_("Code has reached its limit")),
        (N_("Works again on {works_on}. Record without the code"), *_NO_CODE),
    ),
    "stop_blocked": VerdictTexts((N_("Code is blocked"),), BLOCKED_STEPS),
    "stop_paused": VerdictTexts(PAUSED_TITLES, PAUSED_STEPS),
    "stop_ended": VerdictTexts((N_("Programme has ended"),), _NO_CODE),
    "stop_hours": VerdictTexts(
        (N_("Code works {times}"), N_("Code does not work at this time")), _NO_CODE
    ),
    "stop_budget": VerdictTexts((N_("Programme budget is used up"),), _NO_CODE),
    "stop_inactive": VerdictTexts(
        (N_("Card is not activated yet"),), (N_("Activate it, or record without the code"),)
    ),
    "stop_wait": VerdictTexts(
        (N_("Codes are paused: {seconds}"), N_("Codes are paused")),
        (
            N_("Wrong codes today: {count}. A manager’s PIN opens codes, or the next day does"),
            N_("Too many wrong codes in a row. Phone and name still work"),
        ),
    ),
    "stop_points": VerdictTexts(
        (N_("Not enough: {max} of {asked}"), N_("Not enough")),
        (N_("Spend {max} or less"), N_("Spend less")),
    ),
    "stop_hold": VerdictTexts(
        (N_("On hold until {available_on}"), N_("On hold")), (N_("Nothing to spend today"),)
    ),
    "stop_not_saved": VerdictTexts(
        (N_("Not saved: {why}"), N_("Not saved")), (N_("Nothing was given. Try again"),)
    ),
    "done_redeemed": VerdictTexts(
        (N_("Redeemed. {name} paid {sum}"), N_("Redeemed. Paid {sum}"), N_("Redeemed")), _UNDO
    ),
    "done_recorded": VerdictTexts(
        (N_("Recorded. {name} paid {sum}"), N_("Recorded. Paid {sum}"), N_("Recorded")), _UNDO
    ),
    "done_undone": VerdictTexts((N_("Undone. Everything is as it was"),), (N_("Repeat: Ctrl+Y"),)),
}


def verdict_text(words: Words, key: str, **values: str) -> tuple[str, str]:
    """The title and the next step of a verdict; values that are empty count as not known."""
    texts = VERDICTS[key]
    return first_filled(words, texts.titles, values), first_filled(words, texts.steps, values)
