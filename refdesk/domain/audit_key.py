"""The audit key as text: shown to the owner once, on paper from then on, typed or scanned back.

29 random symbols of the codes' alphabet (143 bits) and their check symbol, in six groups. It is no
code: nothing in the shop is found by it, and the shop does not keep it (4c).
"""

import unicodedata
from collections.abc import Callable

from refdesk.domain.codes import ALPHABET, check_symbol
from refdesk.domain.errors import DomainError
from refdesk.domain.keyboards import as_us_keys, fold_lookalikes

LENGTH, GROUP = 30, 5
LONGEST = 128
"""More symbols than this are not looked at."""

_SIGNS = frozenset(" .·•∙‧⁃−˗_")


def make_audit_key(randbelow: Callable[[int], int]) -> str:
    """A new bare key; ``randbelow`` is `secrets.randbelow` or a stand-in."""
    body = "".join(ALPHABET[randbelow(len(ALPHABET))] for _ in range(LENGTH - 1))
    return body + check_symbol(body)


def group_audit_key(key: str) -> str:
    """A bare key as people see it and as the symbol on the sheet holds it: six groups of five."""
    return "-".join(key[at : at + GROUP] for at in range(0, len(key), GROUP))


def read_audit_key(text: str) -> str:
    """The bare key of what was typed or scanned, whatever the case, the layout and the dashes.

    Raises DomainError ``bad_audit_key``; the text itself is told to nobody.
    """
    if len(text) <= LONGEST:
        straight = unicodedata.normalize("NFKC", text).upper()
        texts = [straight, fold_lookalikes(straight)]
        texts += [keys.upper() for _, keys in as_us_keys(text)]
        for one in texts:
            bare = "".join(symbol for symbol in one if not _is_sign(symbol))
            if is_audit_key(bare):
                return bare
    raise DomainError("bad_audit_key")


def is_audit_key(bare: str) -> bool:
    """Whether a bare text has a key's length, alphabet and check symbol."""
    return (
        len(bare) == LENGTH
        and all(symbol in ALPHABET for symbol in bare)
        and check_symbol(bare[:-1]) == bare[-1]
    )


def _is_sign(symbol: str) -> bool:
    return (
        symbol in _SIGNS or symbol.isspace() or unicodedata.category(symbol) in {"Pd", "Cc", "Cf"}
    )
