"""The rows of a shop's database and the constraints that carry its rules.

Unique keys and checks stand here beside their columns, the triggers in `schema`. Money is minor
units, points are counts, percents basis points; rows of the ledger and the audit never change.
Queries are built on these classes and executed on a `Store`; no class is bound to a database.
"""

from typing import Any

from peewee import BigIntegerField, Check, ForeignKeyField, IntegerField, Model, TextField

from refdesk.storage.fields import DayField, FlagField, InstantField, JsonField


def _one_of(column: str, *values: str) -> Any:
    listed = ", ".join(f"'{value}'" for value in values)
    return Check(f"{column} IN ({listed})")


class Row(Model):
    """Common ground: strict columns, table names as given; every row but a lot has its ``id``."""

    id: Any

    class Meta:
        legacy_table_names = False
        strict_tables = True


def _to(row: Any, *, null: bool = False, index: bool = True) -> Any:
    return ForeignKeyField(row, null=null, index=index, backref="+", on_delete="RESTRICT")


# -- the shop --------------------------------------------------------------------------------


class ShopRow(Row):
    """The one shop of the file, its terms of trade that never change by themselves."""

    name = TextField()
    currency = TextField()
    decimals = IntegerField()
    time_zone = TextField()
    region = TextField()
    language = TextField()
    contact = TextField(default="")
    prefix = TextField(default="")
    uid = TextField()
    created_at = InstantField()

    class Meta:
        table_name = "shop"
        constraints = [Check("id = 1")]


class SettingRow(Row):
    name = TextField(unique=True)
    value = TextField()

    class Meta:
        table_name = "setting"


class StaffRow(Row):
    name = TextField()
    name_folded = TextField(unique=True)
    role = TextField(constraints=[_one_of("role", "cashier", "manager", "owner")])
    pin_hash = TextField(null=True)
    recovery_hash = TextField(null=True)
    customer = IntegerField(null=True)
    wrong_pins = IntegerField(default=0)
    locked_until = InstantField(null=True)
    is_active = FlagField(default=True)

    class Meta:
        table_name = "staff"


class TillRow(Row):
    """A workstation: its wrong-code counter (R28) and the head of its audit chain."""

    name = TextField(unique=True)
    wrong_codes = IntegerField(default=0)
    pauses = IntegerField(default=0)
    paused_until = InstantField(null=True)
    audit_seq = IntegerField(default=0)
    audit_mac = TextField(default="")
    audit_key = TextField()

    class Meta:
        table_name = "till"


class ShiftRow(Row):
    staff = _to(StaffRow, null=True)
    till = _to(TillRow)
    opened_at = InstantField()
    closed_at = InstantField(null=True)

    class Meta:
        table_name = "shift"


# -- people ----------------------------------------------------------------------------------


class CustomerRow(Row):
    """``purchases`` and ``last_on`` are a cache beside the purchases, tested by `check`."""

    name = TextField()
    name_folded = TextField()
    kind = TextField(constraints=[_one_of("kind", "client", "ambassador", "employee")])
    state = TextField(
        default="active", constraints=[_one_of("state", "active", "blocked", "erased", "merged")]
    )
    birthday = DayField(null=True)
    tags = JsonField(default=list)
    note = TextField(default="")
    merged_into = IntegerField(null=True)
    registered_on = DayField()
    created_at = InstantField()
    purchases = IntegerField(default=0)
    last_on = DayField(null=True)

    class Meta:
        table_name = "customer"
        # each order of the list is read from its index alone, whatever the size of the base
        indexes = (
            (("name_folded", "state"), False),
            (("last_on", "state"), False),
            (("purchases", "state"), False),
        )


class IdentityRow(Row):
    """One identity belongs to one customer, after normalising."""

    customer = _to(CustomerRow)
    kind = TextField(
        constraints=[_one_of("kind", "phone", "plate", "email", "messenger", "old_card")]
    )
    value = TextField()
    shown = TextField()

    class Meta:
        table_name = "identity"
        indexes = ((("value", "kind"), True),)


class ConsentRow(Row):
    customer = _to(CustomerRow)
    purpose = TextField()
    text_version = TextField()
    how = TextField()
    at = InstantField()
    withdrawn_at = InstantField(null=True)

    class Meta:
        table_name = "consent"


# -- what is sold and promised ---------------------------------------------------------------


class ServiceRow(Row):
    name = TextField()
    name_folded = TextField(unique=True)
    group = TextField(
        column_name="service_group",
        constraints=[
            _one_of("service_group", "service", "goods", "certificate", "membership", "deposit",
                    "tip")
        ],
    )  # fmt: skip
    price = BigIntegerField(null=True)
    margin = IntegerField(null=True)
    is_active = FlagField(default=True)

    class Meta:
        table_name = "service"


class ProgrammeRow(Row):
    name = TextField()
    name_folded = TextField(unique=True)
    preset = TextField(null=True)
    status = TextField(constraints=[_one_of("status", "draft", "active", "paused", "ended")])
    budget_spent = BigIntegerField(default=0, constraints=[Check("budget_spent >= 0")])
    created_at = InstantField()

    class Meta:
        table_name = "programme"


class VersionRow(Row):
    """One frozen version of a programme's terms, as the text of its terms file."""

    programme = _to(ProgrammeRow)
    number = IntegerField()
    terms = TextField()
    created_at = InstantField()

    class Meta:
        table_name = "programme_version"
        indexes = ((("programme", "number"), True),)


# -- codes and cards -------------------------------------------------------------------------


class RunRow(Row):
    programme = _to(ProgrammeRow)
    kind = TextField(constraints=[_one_of("kind", "coupon", "blank", "gift_card", "personal")])
    count = IntegerField()
    value = BigIntegerField(null=True)
    created_at = InstantField()
    confirmed_at = InstantField(null=True)

    class Meta:
        table_name = "print_run"


class StackRow(Row):
    run = _to(RunRow)
    number = IntegerField()
    holder = _to(CustomerRow, null=True)
    place = TextField(default="")
    first = IntegerField()
    count = IntegerField()

    class Meta:
        table_name = "stack"
        indexes = ((("run", "number"), True),)


class CodeRow(Row):
    """A promo code. ``uses`` counts live uses (R20, R77); words may return later (R27)."""

    code = TextField()
    kind = TextField(
        constraints=[_one_of("kind", "personal", "campaign", "coupon", "gift_card", "blank")]
    )
    status = TextField(constraints=[_one_of("status", "printed", "live", "blocked", "retired")])
    version = _to(VersionRow)
    owner = _to(CustomerRow, null=True)
    stack = _to(StackRow, null=True)
    friend_share = IntegerField(null=True)
    is_guessable = FlagField(default=False)
    valid_from = DayField(null=True)
    valid_to = DayField(null=True)
    use_limit = IntegerField(null=True)
    uses = IntegerField(default=0)
    last_use = IntegerField(default=0)
    replaced_by = IntegerField(null=True)
    reason = TextField(default="")
    issued_at = InstantField()

    class Meta:
        table_name = "promo_code"
        indexes = ((("code",), False),)
        constraints = [
            Check("uses >= 0"),
            Check("use_limit IS NULL OR uses <= use_limit"),
            Check("last_use >= uses"),
        ]


class CardRow(Row):
    """A printed piece of a run: which code, where in the run, how often printed again (R29)."""

    code = _to(CodeRow)
    run = _to(RunRow)
    position = IntegerField()
    is_spoiled = FlagField(default=False)
    reprints = IntegerField(default=0)

    class Meta:
        table_name = "card"
        indexes = ((("run", "position"), True), (("code", "run"), True))


# -- what happens at the till ----------------------------------------------------------------


class PurchaseRow(Row):
    customer = _to(CustomerRow, null=True)
    till = _to(TillRow, index=False)
    staff = _to(StaffRow, null=True, index=False)
    shift = _to(ShiftRow, null=True)
    at = InstantField(index=True)
    on = DayField(column_name="business_date", index=True)
    total = BigIntegerField()
    discount = BigIntegerField()
    to_pay = BigIntegerField()
    verdict = TextField()
    proof = TextField(null=True)
    reason = TextField(default="")
    source = TextField(default="till", constraints=[_one_of("source", "till", "import")])
    gone_back = BigIntegerField(default=0)
    is_void = FlagField(default=False)

    class Meta:
        table_name = "purchase"
        constraints = [Check("gone_back >= 0"), Check("discount >= 0"), Check("to_pay >= 0")]


class PurchaseLineRow(Row):
    purchase = _to(PurchaseRow)
    position = IntegerField()
    service = TextField(null=True)
    group = TextField(column_name="service_group")
    price = BigIntegerField()
    discount = BigIntegerField()
    base = BigIntegerField()

    class Meta:
        table_name = "purchase_line"
        indexes = ((("purchase", "position"), True),)
        constraints = [Check("discount >= 0 AND discount <= price"), Check("base >= 0")]


class CodeUseRow(Row):
    """One redemption. The use number of a code never repeats; live uses are counted (R77)."""

    code = _to(CodeRow, index=False)
    number = IntegerField()
    purchase = _to(PurchaseRow)
    customer = _to(CustomerRow, null=True)
    at = InstantField()
    on = DayField(column_name="business_date")
    is_live = FlagField(default=True)

    class Meta:
        table_name = "code_use"
        indexes = ((("code", "number"), True), (("purchase", "code"), True))


class ReferralRow(Row):
    """R30: one referrer for life, so one row a customer. ``effective`` is the first purchase."""

    customer = ForeignKeyField(CustomerRow, unique=True, backref="+", on_delete="RESTRICT")
    referrer = _to(CustomerRow)
    code = _to(CodeRow, null=True)
    version = _to(VersionRow)
    claimed_at = InstantField()
    claimed_on = DayField()
    was_new = FlagField()
    effective = _to(PurchaseRow, null=True)

    class Meta:
        table_name = "referral"
        constraints = [Check("customer_id <> referrer_id")]


class UndoRow(Row):
    """A void or a refund of a purchase; a purchase is voided once (R10)."""

    purchase = _to(PurchaseRow, index=False)
    number = IntegerField()
    kind = TextField(constraints=[_one_of("kind", "void", "refund")])
    amount = BigIntegerField()
    money_back = BigIntegerField()
    reason = TextField()
    at = InstantField(index=True)
    on = DayField(column_name="business_date")
    till = _to(TillRow, index=False)
    staff = _to(StaffRow, null=True, index=False)

    class Meta:
        table_name = "undo"
        indexes = ((("purchase", "number"), True),)


class EffectRow(Row):
    """One effect of a purchase or of its undoing, with its arithmetic (R18, R19, G09)."""

    purchase = _to(PurchaseRow)
    undo = _to(UndoRow, null=True)
    undoes = IntegerField(null=True)
    position = IntegerField()
    customer = _to(CustomerRow, null=True)
    side = TextField()
    level = IntegerField()
    rule = TextField(null=True)
    version = _to(VersionRow, null=True)
    benefit = TextField()
    value = BigIntegerField()
    spent = BigIntegerField(default=0)
    cost = BigIntegerField(default=0)
    base = BigIntegerField()
    rate = TextField(null=True)
    state = TextField()
    available_on = DayField(null=True)
    expires_on = DayField(null=True)
    why = JsonField(default=list)

    class Meta:
        table_name = "effect"
        indexes = ((("undoes", "undo"), True),)


# -- the ledger ------------------------------------------------------------------------------


class AccountRow(Row):
    """``balance`` is the sum of the entries, kept beside them and tested by `check` (I2)."""

    customer = _to(CustomerRow)
    unit = TextField(constraints=[_one_of("unit", "points", "money", "store_credit", "stamps")])
    balance = BigIntegerField(default=0)

    class Meta:
        table_name = "account"
        indexes = ((("customer", "unit"), True),)


class EntryRow(Row):
    """One append-only line of an account (R10). ``part`` numbers the undos of one entry."""

    account = _to(AccountRow)
    kind = TextField(
        constraints=[
            _one_of("kind", "earn", "spend", "return", "take_back", "expire", "adjust", "opening",
                    "payout")
        ],
    )  # fmt: skip
    change = BigIntegerField()
    at = InstantField()
    on = DayField(column_name="business_date")
    till = _to(TillRow, index=False)
    staff = _to(StaffRow, null=True, index=False)
    purchase = _to(PurchaseRow, null=True)
    effect = _to(EffectRow, null=True)
    undoes = _to("self", null=True, index=False)
    undo = _to(UndoRow, null=True, index=False)
    reason = TextField(default="")

    class Meta:
        table_name = "entry"
        indexes = ((("undoes", "undo"), True),)
        constraints = [Check("change <> 0")]


class LotRow(Row):
    """What is left of an earning: a cache beside the moves (R77), tested by `check`."""

    entry = ForeignKeyField(EntryRow, primary_key=True, backref="+", on_delete="RESTRICT")
    account = _to(AccountRow, index=False)
    left = BigIntegerField(constraints=[Check("remaining >= 0")], column_name="remaining")
    earned_on = DayField()
    available_on = DayField()
    expires_on = DayField(null=True)
    inactive_days = IntegerField(default=0)
    grace_days = IntegerField(null=True)
    version = _to(VersionRow, null=True, index=False)
    rule = TextField(null=True)

    class Meta:
        table_name = "lot"
        indexes = ((("account", "left"), False),)


class MoveRow(Row):
    """Which lots an entry filled or paid from (R11); an entry's uncovered rest is a debt."""

    entry = _to(EntryRow)
    lot = _to(LotRow)
    change = BigIntegerField(constraints=[Check("change <> 0")])

    class Meta:
        table_name = "lot_move"


class EntitlementRow(Row):
    """A gift or discount kept for a later purchase, used once and whole (R62)."""

    customer = _to(CustomerRow)
    effect = _to(EffectRow, null=True)
    benefit = JsonField()
    version = _to(VersionRow, null=True)
    available_on = DayField()
    expires_on = DayField(null=True)
    used_in = _to(PurchaseRow, null=True)
    cancelled_at = InstantField(null=True)

    class Meta:
        table_name = "entitlement"


class PayoutRow(Row):
    """Money handed to a referrer, with its numbered slip."""

    customer = _to(CustomerRow)
    entry = _to(EntryRow)
    amount = BigIntegerField(constraints=[Check("amount > 0")])
    method = TextField(constraints=[_one_of("method", "cash", "card", "outside", "credit")])
    at = InstantField()
    staff = _to(StaffRow, null=True)
    cancelled_at = InstantField(null=True)
    reason = TextField(default="")

    class Meta:
        table_name = "payout"


# -- traces ----------------------------------------------------------------------------------


class OperationRow(Row):
    """The saved result of an idempotent call (I4)."""

    key = TextField(unique=True, column_name="op_key")
    fingerprint = TextField()
    result = JsonField()
    at = InstantField()

    class Meta:
        table_name = "operation"


class RefusalRow(Row):
    """A refusal at the counter, with its reason; codes only by their last symbols (R28)."""

    at = InstantField(index=True)
    on = DayField(column_name="business_date", index=True)
    till = _to(TillRow, index=False)
    staff = _to(StaffRow, null=True, index=False)
    refusal = TextField()
    code_mask = TextField(default="")
    customer = _to(CustomerRow, null=True)

    class Meta:
        table_name = "refusal"


class AuditRow(Row):
    """Who did what, when, at which till; chained (4c). Holds no personal data."""

    till = _to(TillRow, index=False)
    seq = IntegerField()
    at = InstantField(index=True)
    staff = _to(StaffRow, null=True, index=False)
    action = TextField()
    details = JsonField()
    mac = TextField()

    class Meta:
        table_name = "audit"
        indexes = ((("till", "seq"), True),)


ALL_ROWS = (
    ShopRow, SettingRow, StaffRow, TillRow, ShiftRow, CustomerRow, IdentityRow, ConsentRow,
    ServiceRow, ProgrammeRow, VersionRow, RunRow, StackRow, CodeRow, CardRow, PurchaseRow,
    PurchaseLineRow, CodeUseRow, ReferralRow, UndoRow, EffectRow, AccountRow, EntryRow, LotRow,
    MoveRow, EntitlementRow, PayoutRow, OperationRow, RefusalRow, AuditRow,
)  # fmt: skip
"""Every row, parents before children."""

APPEND_ONLY = (EntryRow, MoveRow, EffectRow, UndoRow, AuditRow, RefusalRow)
"""Rows that nothing may change or delete (R10)."""
