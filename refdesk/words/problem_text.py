"""What `check` found, in words for the owner; codes and places are for who can help."""

from collections.abc import Iterable, Mapping
from typing import Final

from refdesk.words.catalogue import N_, Words

_MEANT: Final[Mapping[str, tuple[str, ...]]] = {
    N_("A balance is not the sum of its entries: {place}"): (
        "balance_differs", "lot_differs", "entry_moves_too_much", "entry_without_lot",
        "move_across_accounts", "lot_of_another_account", "gift_card_account",
        "closed_balance_differs",
    ),
    N_("What was undone did not come back whole: {place}"): (
        "void_not_zero", "void_without_undo", "gone_back_differs", "lines_gone_back_differ",
        "effect_undone_too_much", "effect_not_undone", "use_of_void_purchase",
        "effective_by_void",
    ),
    N_("A purchase is not the sum of its lines: {place}"): ("lines_differ",),
    N_("A customer’s purchases are counted wrong: {place}"): (
        "purchase_count_differs", "last_purchase_differs",
    ),
    N_("A code’s uses are counted wrong: {place}"): ("code_uses_differ",),
    N_("A swapped card leads to no card: {place}"): ("swap_leads_nowhere",),
    N_("Somebody stands among their own referrers: {place}"): ("referral_cycle",),
    N_("What a programme gave is counted wrong: {place}"): ("budget_differs",),
    N_("A payout is not what was taken for it: {place}"): (
        "payout_differs", "payout_return_differs",
    ),
    N_("Two merged customers are not one: {place}"): ("merge_leads_nowhere", "left_with_merged"),
    N_("A reward is not what a purchase gave: {place}"): (
        "carry_without_measure", "entitlement_missing", "coupon_missing",
        "coupon_without_effect", "entitlement_without_effect", "entitlement_use_differs",
        "occasion_without_effect",
    ),
    N_("A closed shift was not closed whole: {place}"): (
        "shift_without_close", "purchase_after_close",
    ),
    N_("A printed card is not in the state it should be in: {place}"): (
        "spoiled_card_works", "card_works_too_early", "activation_differs",
        "stack_handed_too_early",
    ),
    N_("A badge has the code of a card: {place}"): ("badge_is_a_code",),
    N_("The data file is damaged: {place}"): ("file_damaged", "link_broken"),
    N_("A line of a till’s record is not as it was written, or is missing: {place}"): (
        "audit_broken",
    ),
    N_("A line that stood on a report or a backup is there no more: {place}"): (
        "audit_anchor_lost",
    ),
    N_("The record does not begin with the audit key that was given: {place}"): (
        "audit_key_unknown",
    ),
    N_("From here on the record has another audit key: {place}"): ("audit_key_newer",),
}  # fmt: skip
_TEXTS: Final = {code: text for text, codes in _MEANT.items() for code in codes}
_OTHER: Final = N_("The data do not agree: {place}")

_PLACES: Final[Mapping[str, str]] = {
    "account": N_("account {id}"),
    "badge": N_("badge {id}"),
    "code": N_("code {id}"),
    "customer": N_("customer {id}"),
    "effect": N_("effect {id}"),
    "entitlement": N_("gift {id}"),
    "entry": N_("entry {id}"),
    "lot": N_("entry {id}"),
    "payout": N_("payout {id}"),
    "programme": N_("programme {id}"),
    "purchase": N_("purchase {id}"),
    "shift": N_("shift {id}"),
    "stack": N_("stack {id}"),
    "till": N_("till {id}"),
}


def is_explained(code: str) -> bool:
    """Whether a problem has words of its own."""
    return code in _TEXTS


def problem_texts(words: Words, problems: Iterable[tuple[str, str]]) -> list[str]:
    """Each kind of problem once, with its places."""
    places: dict[str, list[str]] = {}
    for code, subject in problems:
        places.setdefault(_TEXTS.get(code, _OTHER), []).append(_place(words, subject))
    return [words.text_of(text, place=", ".join(found)) for text, found in places.items()]


def _place(words: Words, subject: str) -> str:
    noun, _, rest = subject.partition(" ")
    return words.text_of(_PLACES[noun], id=rest) if noun in _PLACES else subject
