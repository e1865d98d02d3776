"""What stands out of the figures of staff, said without an accusation (reliability.md 4b)."""

from refdesk.domain.findings import Finding
from refdesk.words.catalogue import N_, Words

_SAYINGS = {
    "one_card": N_("{staff} used the card of {name} for {count} of {of} new customers"),
    "own_card": N_("{staff} used their own card for {count} of {of} new customers"),
    "one_share": N_("{count} of {of} new customers by the card of {name} came through {staff}"),
    "by_hand": N_("{staff} added to balances by hand {count} times, with no purchase behind it"),
    "reprinted": N_("{staff} printed cards again or swapped them {count} times"),
    "busy_code": N_("The code of {name} was redeemed {count} times, a usual one {of} times"),
    "hand_discount": N_("{staff} took something off by hand on {count} of {of} purchases"),
    "undone": N_("{staff} undid {count} times and recorded {of} purchases"),
    "spent_soon": N_("{staff}: {count} times points were spent within 5 minutes of being earned"),
    "wrong_codes": N_("Till {till}: {count} codes that nobody has"),
    "look_ups": N_("{staff} looked customers up {count} times in one day"),
}


def finding_text(words: Words, finding: Finding) -> str:
    """A finding as a sentence."""
    return words.text_of(
        _SAYINGS[finding.kind],
        staff=finding.staff or words.text("Nobody signed in"),
        name=finding.customer_name or (f"C{finding.customer}" if finding.customer else ""),
        count=words.number(finding.count),
        of=words.number(finding.of),
        till=finding.till,
    )


def finding_period(words: Words, finding: Finding) -> str:
    """The days of the first and the last of it."""
    first = words.date(finding.first, today=finding.last)
    if finding.first == finding.last:
        return first
    last = words.date(finding.last, today=finding.last)
    return words.text("{first} to {last}", first=first, last=last)
