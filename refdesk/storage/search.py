"""Finding customers by any part of a name, phone, plate, e-mail or code.

SQLite's LIKE knows the case of ASCII letters only, so people are found by a folded text in an FTS5
trigram index, which also finds the inside of words and the tail of a phone. Fewer than three
symbols cannot be found by trigrams: they are the beginning of a name.
"""

from collections.abc import Sequence

from peewee import Expression, Table

from refdesk.domain.codes import is_well_formed
from refdesk.domain.customer import fold, phone_digits
from refdesk.domain.keyboards import fold_lookalikes
from refdesk.domain.progress import Progress
from refdesk.storage.engine import Store
from refdesk.storage.tables import CodeRow, CustomerRow, IdentityRow

TRIGRAM = 3
_LAST_SYMBOL = "\U0010ffff"
_INDEX = Table("customer_search")
_SORTS = {
    "": (),
    "name": (CustomerRow.name_folded, CustomerRow.id),
    "last": (CustomerRow.last_on.desc(), CustomerRow.id.desc()),
    "purchases": (CustomerRow.purchases.desc(), CustomerRow.id.desc()),
    "newest": (CustomerRow.id.desc(),),
}


def forget_customer(store: Store, customer: int) -> None:
    """Let a record be found by nothing any more."""
    store.sql("DELETE FROM customer_search WHERE rowid = ?", (customer,))


def index_customer(store: Store, customer: int) -> None:
    """Write the search text of one person anew."""
    forget_customer(store, customer)
    store.sql(
        "INSERT INTO customer_search (rowid, text) VALUES (?, ?)",
        (customer, _search_text(store, customer)),
    )


def _search_text(store: Store, customer: int) -> str:
    row = store.find(CustomerRow, id=customer)
    identities = store.find_all(IdentityRow, customer=customer)
    codes = store.find_all(CodeRow, owner=customer)
    return search_text(
        row.name_folded, [one.value for one in identities], [one.code for one in codes]
    )


def search_text(name_folded: str, identities: Sequence[str], codes: Sequence[str]) -> str:
    """What a customer is found by."""
    return " | ".join([name_folded, *(fold(one) for one in [*identities, *codes])])


def find_ids(
    store: Store,
    query: str,
    *,
    limit: int | None = None,
    sort: str = "",
    progress: Progress | None = None,
) -> list[int]:
    """The ids of the customers that match every word of a query, in the order asked for.

    ``sort`` is one of name, last, purchases, newest, or empty for whatever is quickest. Raises
    ``Cancelled`` where ``progress`` says so.
    """
    words = [_alternatives(word) for word in _words(query)]
    long = [one for one in words if len(one[0]) >= TRIGRAM]
    found = CustomerRow.select(CustomerRow.id).where(CustomerRow.state.in_(("active", "blocked")))
    if long:
        match = " AND ".join(f"({' OR '.join(map(_quoted, one))})" for one in long)
        found = found.join(_INDEX, on=(CustomerRow.id == _INDEX.c.rowid)).where(
            Expression(_INDEX.c.customer_search, "MATCH", match)
        )
    elif words:
        start = " ".join(one[0] for one in words)
        found = found.where(CustomerRow.name_folded.between(start, start + _LAST_SYMBOL))
    if _SORTS[sort]:
        found = found.order_by(*_SORTS[sort])
    return store.column(found.limit(limit), progress)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _words(query: str) -> list[str]:
    """The folded words of a query; a phone in any spelling and a code become one word each."""
    folded = fold(query)
    bare = folded.replace("-", "").replace(" ", "").upper()
    if is_well_formed(bare):
        return [fold(bare)]
    digits = phone_digits(query)
    if digits and not any(symbol.isalpha() for symbol in folded):
        return [digits]
    return folded.replace("…", " ").split()


def _alternatives(word: str) -> list[str]:
    """What a word may stand for: 8 916… is the inside of +7916…, А123ВС is stored A123BC."""
    if word.isdigit() and word[0] in "78" and len(word) >= 4:
        return [word[1:]] if len(word) == 11 else [word, word[1:]]
    if any(symbol.isdigit() for symbol in word):
        latin = fold(fold_lookalikes(word.upper()))
        return [word] if latin == word else [word, latin]
    return [word]
