"""Staff in words: badges that are refused, and who has to sign in anew (4a)."""

from collections.abc import Mapping
from typing import Final

from refdesk.domain.errors import DomainError
from refdesk.words.catalogue import N_, Words

Lines = tuple[tuple[str, ...], tuple[str, ...]]

STAFF_REFUSALS: Final[Mapping[str, Lines]] = {
    "badge_ended": (
        (N_("{name} signs in no more"), N_("This person signs in no more")),
        (N_("Keep the badge and give it to the owner"),)
    ),
    "badge_lost": (
        (N_("This badge is no longer in use: {name}"), N_("This badge is no longer in use")),
        (N_("The owner makes a new one in Settings, Staff"),),
    ),
    "no_pin": (
        (N_("{name} has no PIN yet"), N_("There is no PIN yet")),
        (N_("Give a PIN first, then a badge"),),
    ),
    "staff_here": (
        (N_("{name} has not left"), N_("This person has not left")),
        (N_("Give a new PIN if the old one is forgotten"),),
    ),
    "signed_out": ((N_("{name}: sign in anew"), N_("Sign in anew")), (N_("Nothing was recorded"),)),
}  # fmt: skip

_SIGNED_OUT: Final[Mapping[str, str]] = {
    "ended": N_("{name} signs in no more. Nothing was recorded; choose who is at the counter"),
    "role": N_("{name} may do other things now. Nothing was recorded; sign in anew"),
    "pin": N_("{name} has a new PIN. Nothing was recorded; sign in with it"),
}


def signed_out_text(words: Words, error: DomainError) -> str:
    """Why somebody has to sign in anew, for the page where that is done."""
    why = str(error.params.get("why", ""))
    return words.text_of(_SIGNED_OUT.get(why, _SIGNED_OUT["ended"]), name=error.params["name"])
