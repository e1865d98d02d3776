"""Accounts, entries, lots and what is kept for later."""

from peewee import BigIntegerField, Check, ForeignKeyField, IntegerField, TextField

from refdesk.storage.fields import DayField, FlagField, InstantField, JsonField
from refdesk.storage.tables.base import ZERO, Row, link, one_of
from refdesk.storage.tables.codes import CodeRow
from refdesk.storage.tables.people import CustomerRow
from refdesk.storage.tables.programmes import VersionRow
from refdesk.storage.tables.shop import StaffRow, TillRow
from refdesk.storage.tables.till import EffectRow, PurchaseRow, UndoRow


class AccountRow(Row):
    """A customer's account in a unit, or a gift card's own (R73). ``balance`` is the sum of the
    entries, kept beside them and tested by `check` (I2). ``came_from`` is whose account it was
    before a merge (R77): of these a person may have several beside his own, which is one a unit."""

    customer = link(CustomerRow, null=True)
    code = ForeignKeyField(CodeRow, null=True, unique=True, backref="+", on_delete="RESTRICT")
    unit = TextField(
        constraints=[one_of("unit", "points", "money", "store_credit", "stamps", "gift_card")]
    )
    balance = BigIntegerField(default=0)
    came_from = link(CustomerRow, null=True, index=False)

    class Meta:
        table_name = "account"
        constraints = [Check("(customer_id IS NULL) <> (code_id IS NULL)")]


class EntryRow(Row):
    """One append-only line of an account (R10). ``part`` numbers the undos of one entry."""

    account = link(AccountRow)
    kind = TextField(
        constraints=[
            one_of("kind", "earn", "spend", "return", "take_back", "expire", "adjust", "opening",
                    "payout")
        ],
    )  # fmt: skip
    change = BigIntegerField()
    at = InstantField()
    on = DayField(column_name="business_date")
    till = link(TillRow, index=False)
    staff = link(StaffRow, null=True, index=False)
    purchase = link(PurchaseRow, null=True)
    effect = link(EffectRow, null=True)
    undoes = link("self", null=True, index=False)
    undo = link(UndoRow, null=True, index=False)
    reason = TextField(default="")

    class Meta:
        table_name = "entry"
        indexes = ((("undoes", "undo"), True),)
        constraints = [Check("change <> 0")]


class LotRow(Row):
    """What is left of an earning: a cache beside the moves (R77), tested by `check`."""

    entry = ForeignKeyField(EntryRow, primary_key=True, backref="+", on_delete="RESTRICT")
    account = link(AccountRow, index=False)
    left = BigIntegerField(constraints=[Check("remaining >= 0")], column_name="remaining")
    earned_on = DayField()
    available_on = DayField()
    expires_on = DayField(null=True)
    inactive_days = IntegerField(default=0)
    grace_days = IntegerField(null=True)
    version = link(VersionRow, null=True, index=False)
    rule = TextField(null=True)
    waits = FlagField(default=False, constraints=ZERO)

    class Meta:
        table_name = "lot"
        indexes = ((("account", "left"), False),)


class MoveRow(Row):
    """Which lots an entry filled or paid from (R11); an entry's uncovered rest is a debt."""

    entry = link(EntryRow)
    lot = link(LotRow)
    change = BigIntegerField(constraints=[Check("change <> 0")])

    class Meta:
        table_name = "lot_move"


class EntitlementRow(Row):
    """A gift or discount kept for a later purchase, used once and whole (R62)."""

    customer = link(CustomerRow)
    effect = link(EffectRow, null=True)
    benefit = JsonField()
    version = link(VersionRow, null=True)
    rule = TextField(null=True)
    waits = FlagField(default=False, constraints=ZERO)
    available_on = DayField()
    expires_on = DayField(null=True)
    used_in = link(PurchaseRow, null=True)
    cancelled_at = InstantField(null=True)

    class Meta:
        table_name = "entitlement"


class PayoutRow(Row):
    """Money handed to a referrer, with its numbered slip."""

    customer = link(CustomerRow)
    entry = link(EntryRow)
    amount = BigIntegerField(constraints=[Check("amount > 0")])
    method = TextField(constraints=[one_of("method", "cash", "card", "outside", "credit")])
    at = InstantField()
    staff = link(StaffRow, null=True)
    cancelled_at = InstantField(null=True)
    reason = TextField(default="")

    class Meta:
        table_name = "payout"
