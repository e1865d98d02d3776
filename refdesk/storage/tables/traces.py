"""Saved results, refusals and the audit."""

from peewee import IntegerField, TextField

from refdesk.storage.fields import DayField, FlagField, InstantField, JsonField
from refdesk.storage.tables.base import Row, link
from refdesk.storage.tables.people import CustomerRow
from refdesk.storage.tables.shop import StaffRow, TillRow


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
    till = link(TillRow, index=False)
    staff = link(StaffRow, null=True, index=False)
    refusal = TextField()
    code_mask = TextField(default="")
    customer = link(CustomerRow, null=True)

    class Meta:
        table_name = "refusal"


class AuditRow(Row):
    """Who did what, when, at which till; chained (4c). Holds no personal data."""

    till = link(TillRow, index=False)
    seq = IntegerField()
    at = InstantField(index=True)
    staff = link(StaffRow, null=True, index=False)
    action = TextField()
    details = JsonField()
    mac = TextField()

    class Meta:
        table_name = "audit"
        indexes = ((("till", "seq"), True),)


class DayKeyRow(Row):
    """The key of a till's chain for one day with work (4c); the one before it is gone.

    ``since`` is the last link under an earlier key, ``open_until`` the last one under the till's
    open key of before there were day keys. In a copy stands the copy's key in the place of the
    day's, and ``is_copy`` says so until something is recorded.
    """

    till = link(TillRow, index=False)
    key = TextField()
    on = DayField(column_name="business_date")
    since = IntegerField()
    open_until = IntegerField(default=0)
    is_copy = FlagField(default=False)

    class Meta:
        table_name = "day_key"
        indexes = ((("till",), True),)
