"""Promo codes and their uses."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from peewee import Case, IntegrityError, fn

from refdesk.domain.bill import Counts
from refdesk.domain.records import PromoCode
from refdesk.storage.badges import taken_by_badges
from refdesk.storage.engine import Store
from refdesk.storage.tables import CodeRow, CodeUseRow, StackRow


def insert_code(store: Store, **values: Any) -> int:
    """Store one code; a clash is refused by its unique key."""
    return store.insert(CodeRow, **values)


def insert_word(store: Store, **values: Any) -> bool:
    """Store a campaign word; False where it runs already in an overlapping period (R27)."""
    try:
        store.insert(CodeRow, **values)
    except IntegrityError:
        return False
    return True


def taken_codes(store: Store, codes: Iterable[str]) -> set[str]:
    """Which of these codes the shop has already, badges of staff included (R26)."""
    asked = list(codes)
    query = CodeRow.select(CodeRow.code).where(CodeRow.code.in_(asked))
    return {row.code for row in store.all(query)} | taken_by_badges(store, asked)


def _query() -> Any:
    return CodeRow.select(CodeRow, StackRow.holder).left_outer_join(
        StackRow, on=(CodeRow.stack == StackRow.id), attr="pile"
    )


def _with_holder(store: Store, row: Any) -> PromoCode:
    holder = store.find(StackRow, id=row.stack_id).holder_id if row.stack_id else None
    return _code(row, holder)


def _code(row: Any, holder: int | None = None) -> PromoCode:
    pile = getattr(row, "pile", None)
    return PromoCode(
        id=row.id,
        code=row.code,
        kind=row.kind,
        status=row.status,
        version=row.version_id,
        owner=row.owner_id,
        holder=pile.holder_id if pile is not None else holder,
        stack=row.stack_id,
        friend_share=row.friend_share,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        use_limit=row.use_limit,
        uses=row.uses,
        reason=row.reason,
        issued_at=row.issued_at,
        replaced_by=row.replaced_by,
        effect=row.effect,
    )


def find_codes(store: Store, codes: Sequence[str], on: date) -> list[PromoCode]:
    """The stored codes among these readings; of a returning word the one whose time it is (R27)."""
    found = []
    for code in codes:
        same = [_with_holder(store, row) for row in store.find_all(CodeRow, code=code)]
        running = [one for one in same if _is_running(one, on)]
        found += (running or same)[-1:]
    return found


def near_codes(store: Store, codes: Sequence[str]) -> list[PromoCode]:
    """The stored codes among many that are close to what was typed."""
    return [_code(row) for row in store.all(_query().where(CodeRow.code.in_(list(codes))))]


def _is_running(code: PromoCode, on: date) -> bool:
    return code.status != "retired" and (code.valid_from or on) <= on <= (code.valid_to or on)


def codes_of(store: Store, customer: int) -> list[PromoCode]:
    """A customer's personal codes, oldest first."""
    return [_code(row) for row in store.find_all(CodeRow, owner=customer, kind="personal")]


def owners_with_codes(store: Store, programme_versions: Sequence[int]) -> list[int]:
    """The ids of live personal codes of these versions, in the order of issue."""
    query = (
        CodeRow.select(CodeRow.id)
        .where(
            CodeRow.kind == "personal", CodeRow.status == "live",
            CodeRow.version.in_(list(programme_versions)),
        )
        .order_by(CodeRow.id)
    )  # fmt: skip
    return [row.id for row in store.all(query)]


def codes_by_id(store: Store, ids: Sequence[int]) -> list[PromoCode]:
    """These codes in the order of the ids."""
    rows = {row.id: _code(row) for row in store.all(_query().where(CodeRow.id.in_(list(ids))))}
    return [rows[one] for one in ids if one in rows]


def update_code(store: Store, code: int, **changes: Any) -> None:
    """Change a code's state, owner or reason."""
    store.run(CodeRow.update(**changes).where(CodeRow.id == code))


def words_of(store: Store, versions: Sequence[int]) -> list[PromoCode]:
    """The campaign words of these versions that are not retired."""
    query = CodeRow.select().where(
        CodeRow.version.in_(list(versions)), CodeRow.kind == "campaign",
        CodeRow.status != "retired",
    )  # fmt: skip
    return [_code(row) for row in store.all(query.order_by(CodeRow.id))]


def change_word(store: Store, code: int, **changes: Any) -> bool:
    """Change a word's version and season; False where that overlaps another's season (R27)."""
    try:
        update_code(store, code, **changes)
    except IntegrityError:
        return False
    return True


def move_to_version(store: Store, older: Sequence[int], version: int) -> int:
    """Move the live codes of older versions that have a use left; how many there were."""
    left = CodeRow.use_limit.is_null() | (CodeRow.uses < CodeRow.use_limit)
    return store.run(
        CodeRow.update(version=version).where(
            CodeRow.version.in_(list(older)), CodeRow.status == "live", left,
            CodeRow.kind != "gift_card", CodeRow.effect.is_null(),
        )
    )  # fmt: skip


def count_live(store: Store, versions: Sequence[int]) -> Mapping[int, int]:
    """How many live codes each of these versions has."""
    query = (
        CodeRow.select(CodeRow.version, fn.COUNT(CodeRow.id).alias("n"))
        .where(
            CodeRow.version.in_(list(versions)), CodeRow.status == "live", CodeRow.effect.is_null()
        )
        .group_by(CodeRow.version)
    )
    return {row["version"]: int(row["n"]) for row in store.all(query.dicts())}


def swap_code(store: Store, code: PromoCode, fresh: str, status: str) -> int:
    """Give a code's row another text, so that its uses, limits, value and claims stay with it; the
    old text is kept as a row of its own that points to it (G16): that row's id."""
    store.run(
        CodeRow.update(code=fresh, status=status, is_guessable=False, reason="").where(
            CodeRow.id == code.id
        )
    )
    return store.insert(
        CodeRow, code=code.code, kind=code.kind, version=code.version, owner=code.owner,
        status="blocked" if code.status == "blocked" else "retired", reason=code.reason,
        valid_from=code.valid_from, valid_to=code.valid_to, issued_at=code.issued_at,
        replaced_by=code.id,
    )  # fmt: skip


# -- uses --------------------------------------------------------------------------------------


def claim_use(store: Store, code: int, on: date) -> int | None:
    """Take one use of a live code if one is left; the use's number, or None (R20).

    The condition is in the UPDATE, so that of two tills one loses whatever both have read.
    """
    took = store.touch(
        "UPDATE promo_code SET uses = uses + 1, last_use = last_use + 1"
        " WHERE id = ? AND status = 'live' AND (use_limit IS NULL OR uses < use_limit)"
        " AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to >= ?)",
        (code, on.isoformat(), on.isoformat()),
    )
    if not took:
        return None
    number: int = store.find(CodeRow, id=code).last_use
    return number


def insert_use(store: Store, **values: Any) -> int:
    """Record one redemption of a code."""
    return store.insert(CodeUseRow, **values)


def release_use(store: Store, purchase: int) -> list[int]:
    """R15: a whole purchase gone back re-opens its codes; returns the codes."""
    rows = store.find_all(CodeUseRow, purchase=purchase, is_live=True)
    for row in rows:
        store.run(CodeUseRow.update(is_live=False).where(CodeUseRow.id == row.id))
        store.run(CodeRow.update(uses=CodeRow.uses - 1).where(CodeRow.id == row.code_id))
    return [row.code_id for row in rows]


def last_use(store: Store, code: int) -> Any:
    """The newest live use of a code, as a row, or None."""
    return store.first(
        CodeUseRow.select()
        .where(CodeUseRow.code == code, CodeUseRow.is_live == 1)
        .order_by(CodeUseRow.id.desc())
    )


def use_counts(store: Store, condition: Any, on: date) -> Counts:
    """Live uses under a condition in this day, month, year and ever (R21, R64)."""
    live = CodeUseRow.is_live == 1

    def since(day: date) -> Any:
        return fn.SUM(Case(None, [(CodeUseRow.on >= day, 1)], 0))

    row = store.all(
        CodeUseRow.select(
            fn.COUNT(CodeUseRow.id).alias("life"),
            since(on.replace(month=1, day=1)).alias("year"),
            since(on.replace(day=1)).alias("month"),
            since(on).alias("day"),
        ).where(live, condition).dicts()
    )[0]  # fmt: skip
    return Counts(**{name: int(value or 0) for name, value in row.items()})


def code_use_counts(store: Store, code: int, on: date) -> Counts:
    """How often a code was used."""
    return use_counts(store, CodeUseRow.code == code, on)


def customer_use_counts(store: Store, customer: int, versions: Sequence[int], on: date) -> Counts:
    """How often a customer used codes of these versions."""
    codes = CodeRow.select(CodeRow.id).where(CodeRow.version.in_(list(versions)))
    return use_counts(store, (CodeUseRow.customer == customer) & CodeUseRow.code.in_(codes), on)
