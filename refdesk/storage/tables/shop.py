"""The shop, its settings, staff, tills and shifts."""

from peewee import BigIntegerField, Check, IntegerField, TextField

from refdesk.storage.fields import DayField, FlagField, InstantField, JsonField
from refdesk.storage.tables.base import Row, link, one_of


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
    upkeep_on = DayField(null=True)
    clock_confirmed_at = InstantField(null=True)

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
    role = TextField(constraints=[one_of("role", "cashier", "manager", "owner")])
    pin_hash = TextField(null=True)
    recovery_hash = TextField(null=True)
    customer = IntegerField(null=True)
    wrong_pins = IntegerField(default=0)
    locked_until = InstantField(null=True)
    is_active = FlagField(default=True)

    class Meta:
        table_name = "staff"


class BadgeRow(Row):
    """A badge names a staff member when it is scanned; one is live, the others were replaced or
    lost. Its code is none of the promo codes' (R26)."""

    staff = link(StaffRow, index=False)
    code = TextField(unique=True)
    made_at = InstantField()
    retired_at = InstantField(null=True)

    class Meta:
        table_name = "badge"


class TillRow(Row):
    """A workstation: its wrong-code counter (R28), the head of its audit chain, and the newest
    time at which it recorded something since the clock was confirmed last (R46)."""

    name = TextField(unique=True)
    wrong_codes = IntegerField(default=0)
    pauses = IntegerField(default=0)
    paused_until = InstantField(null=True)
    audit_seq = IntegerField(default=0)
    audit_mac = TextField(default="")
    audit_key = TextField()
    recorded_at = InstantField(null=True)

    class Meta:
        table_name = "till"


class ShiftRow(Row):
    staff = link(StaffRow, null=True)
    till = link(TillRow)
    opened_at = InstantField()
    closed_at = InstantField(null=True)

    class Meta:
        table_name = "shift"


class ShiftCloseRow(Row):
    """What stood when a shift was closed: its figures, what was typed of the payout slips in the
    drawer, all balances as the sums of all entries up to one (I10), and the head of every audit
    chain (4c)."""

    shift = link(ShiftRow, index=False)
    at = InstantField(index=True)
    on = DayField(column_name="business_date")
    till = link(TillRow, index=False)
    staff = link(StaffRow, null=True, index=False)
    figures = JsonField()
    slips = BigIntegerField(null=True)
    balances = JsonField()
    last_entry = IntegerField()
    anchors = JsonField()

    class Meta:
        table_name = "shift_close"
        indexes = ((("shift",), True),)


class ShiftPointRow(Row):
    """Something to look at of a shift, as long as nobody has given a reason, and that reason."""

    shift = link(ShiftRow, index=False)
    key = TextField(column_name="point")
    kind = TextField()
    details = JsonField()
    at = InstantField()
    reason = TextField(default="")
    staff = link(StaffRow, null=True, index=False)
    answered_at = InstantField(null=True)

    class Meta:
        table_name = "shift_point"
        indexes = ((("shift", "key"), True),)
