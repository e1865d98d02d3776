"""What is said when two records of a person cannot be made one (R39)."""

from collections.abc import Mapping
from typing import Final

from refdesk.words.catalogue import N_

MERGE_REFUSALS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "same_customer": (
        (N_("These are one customer already"),),
        (N_("Name two records; the first one is kept"),),
    ),
    "already_merged": (
        (N_("This record was merged into {customer}"), N_("This record was merged before")),
        (N_("Name {customer} instead"), N_("Name the other customer instead")),
    ),
    "customer_blocked": (
        (N_("{customer} is blocked"), N_("This customer is blocked")),
        (N_("Unblock first, then merge"),),
    ),
}
"""Candidates for the two lines of a message, by the refusal."""

INVITED_HIMSELF: Final = N_("{invited} was invited by {friend}")
IN_A_CIRCLE: Final = N_("{invited} was invited by {friend}: a circle")
ONE_PERSON: Final = N_("If they are one person, add --drop-claim: {invited} was not invited")
"""What stands in the place of a counter's words where a merge is refused for a claim (R31, R32)."""
