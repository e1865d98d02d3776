"""The shop's settings in plain words, for the window and the command line."""

from collections.abc import Mapping
from typing import Final

from refdesk.domain.money import decimals_of
from refdesk.domain.settings import CASH_STEPS, step_amount
from refdesk.words.catalogue import N_, Words

SETTING_NAMES: Final[Mapping[str, str]] = {
    "proof_of_presence": N_("Points are spent only by who is there"),
    "proof_from": N_("Proof is needed from"),
    "phone_as_code": N_("A friend’s phone counts as their code"),
    "undo_minutes": N_("Undo without a manager"),
    "lock_minutes": N_("Ask for the PIN again after"),
    "point_value": N_("One point is worth"),
    "points_share": N_("Most of a bill paid by points"),
    "negative_balance": N_("When points were spent and their purchase is voided"),
    "cash_rounding": N_("Cash rounding"),
    "payout_limit": N_("Payouts above this take two people"),
    "payout_limit_manager": N_("A manager pays out alone up to"),
    "yearly_threshold": N_("Flag who was given more in a year"),
    "business_day_start": N_("The business day begins at"),
    "grace_days": N_("Points spendable after they expire"),
    "consent_version": N_("Version of the consent text"),
    "trust_os_user": N_("The command line acts as the owner"),
    "satisfaction_mark": N_("Offer a mark after each purchase"),
    "staff_prompt": N_("Say what to ask after a good mark"),
}


def setting_name(words: Words, name: str) -> str:
    """A setting in plain words."""
    return words.text_of(SETTING_NAMES[name])


def setting_options(words: Words, name: str) -> list[tuple[str, str]]:
    """The values of a setting that is chosen from a list, with their texts."""
    if name == "negative_balance":
        return [
            ("owed", words.text("It is owed and taken from the next points")),
            ("stop", words.text("The purchase cannot be voided")),
        ]
    options = [("none", words.text("No rounding"))]
    for step in CASH_STEPS:
        minor = step_amount(step, decimals_of(words.currency))
        if minor:
            sum_of = words.money(minor)
            options.append((f"down {step}", words.text("Down to {step}", step=sum_of)))
            options.append((f"nearest {step}", words.text("To the nearest {step}", step=sum_of)))
    return options
