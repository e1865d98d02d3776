"""What happens at the till: purchases, uses of codes, referrals, undos, effects."""

from peewee import BigIntegerField, Check, ForeignKeyField, IntegerField, TextField

from refdesk.domain.marks import MARKS
from refdesk.storage.fields import DayField, FlagField, InstantField, JsonField
from refdesk.storage.tables.base import NO_LIST, ZERO, Row, link, one_of
from refdesk.storage.tables.codes import CodeRow
from refdesk.storage.tables.people import CustomerRow
from refdesk.storage.tables.programmes import VersionRow
from refdesk.storage.tables.shop import ShiftRow, StaffRow, TillRow


class PurchaseRow(Row):
    customer = link(CustomerRow, null=True)
    till = link(TillRow, index=False)
    staff = link(StaffRow, null=True, index=False)
    shift = link(ShiftRow, null=True)
    at = InstantField(index=True)
    on = DayField(column_name="business_date", index=True)
    total = BigIntegerField()
    discount = BigIntegerField()
    to_pay = BigIntegerField()
    verdict = TextField()
    proof = TextField(null=True)
    reason = TextField(default="")
    source = TextField(default="till", constraints=[one_of("source", "till", "import")])
    gone_back = BigIntegerField(default=0)
    is_void = FlagField(default=False)

    class Meta:
        table_name = "purchase"
        constraints = [Check("gone_back >= 0"), Check("discount >= 0"), Check("to_pay >= 0")]


class PurchaseLineRow(Row):
    purchase = link(PurchaseRow)
    position = IntegerField()
    service = TextField(null=True)
    group = TextField(column_name="service_group")
    price = BigIntegerField()
    discount = BigIntegerField()
    base = BigIntegerField()
    gone_back = BigIntegerField(default=0, constraints=ZERO)

    class Meta:
        table_name = "purchase_line"
        indexes = ((("purchase", "position"), True),)
        constraints = [
            Check("discount >= 0 AND discount <= price"),
            Check("base >= 0"),
            Check("gone_back >= 0 AND gone_back <= price - discount"),
        ]


class CodeUseRow(Row):
    """One redemption. The use number of a code never repeats; live uses are counted (R77)."""

    code = link(CodeRow, index=False)
    number = IntegerField()
    purchase = link(PurchaseRow)
    customer = link(CustomerRow, null=True)
    at = InstantField()
    on = DayField(column_name="business_date")
    is_live = FlagField(default=True)

    class Meta:
        table_name = "code_use"
        indexes = ((("code", "number"), True), (("purchase", "code"), True))


class ReferralRow(Row):
    """R30: one referrer for life, so one row a customer. ``effective`` is the first purchase."""

    customer = ForeignKeyField(CustomerRow, unique=True, backref="+", on_delete="RESTRICT")
    referrer = link(CustomerRow)
    code = link(CodeRow, null=True)
    version = link(VersionRow)
    claimed_at = InstantField()
    claimed_on = DayField()
    was_new = FlagField()
    effective = link(PurchaseRow, null=True)

    class Meta:
        table_name = "referral"
        constraints = [Check("customer_id <> referrer_id")]


class UndoRow(Row):
    """A void or a refund of a purchase; a purchase is voided once (R10)."""

    purchase = link(PurchaseRow, index=False)
    number = IntegerField()
    kind = TextField(constraints=[one_of("kind", "void", "refund")])
    amount = BigIntegerField()
    money_back = BigIntegerField()
    reason = TextField()
    at = InstantField(index=True)
    on = DayField(column_name="business_date")
    till = link(TillRow, index=False)
    staff = link(StaffRow, null=True, index=False)

    class Meta:
        table_name = "undo"
        indexes = ((("purchase", "number"), True),)


class MarkRow(Row):
    """What the customer said of a purchase, one row each; empty where it was taken back. ``said``
    is the kind of line that staff was then given to say (G25), and stays."""

    purchase = ForeignKeyField(PurchaseRow, unique=True, backref="+", on_delete="RESTRICT")
    mark = TextField(null=True, constraints=[one_of("mark", *MARKS)])
    said = TextField(null=True)
    at = InstantField()
    on = DayField(column_name="business_date")
    till = link(TillRow, index=False)
    staff = link(StaffRow, null=True, index=False)

    class Meta:
        table_name = "purchase_mark"


class OccasionRow(Row):
    """What is given once outside a purchase's own rules: on joining, for a birthday, at a
    milestone, for a place in a contest (R36, R44, R78). A live key is unique."""

    key = TextField(column_name="occasion_key")
    kind = TextField(constraints=[one_of("kind", "joining", "birthday", "milestone", "contest")])
    customer = link(CustomerRow, null=True)
    version = link(VersionRow, null=True, index=False)
    rule = TextField(null=True)
    purchase = link(PurchaseRow, null=True)
    on = DayField(column_name="business_date")
    at = InstantField()
    is_live = FlagField(default=True)

    class Meta:
        table_name = "occasion"


class EffectRow(Row):
    """One effect of a purchase, of its undoing or of an occasion, with its arithmetic (R18, R19,
    G09). ``lines`` and ``price`` are what a refund is measured against (R70)."""

    purchase = link(PurchaseRow, null=True)
    occasion = link(OccasionRow, null=True)
    undo = link(UndoRow, null=True)
    undoes = IntegerField(null=True)
    position = IntegerField()
    customer = link(CustomerRow, null=True)
    side = TextField()
    level = IntegerField()
    rule = TextField(null=True)
    version = link(VersionRow, null=True)
    benefit = TextField()
    value = BigIntegerField()
    spent = BigIntegerField(default=0)
    cost = BigIntegerField(default=0)
    base = BigIntegerField()
    rate = TextField(null=True)
    state = TextField()
    available_on = DayField(null=True)
    expires_on = DayField(null=True)
    lines = JsonField(default=list, constraints=NO_LIST)
    price = BigIntegerField(default=0, constraints=ZERO)
    carry = BigIntegerField(default=0, constraints=ZERO)
    carry_of = BigIntegerField(null=True)
    keeps = JsonField(null=True)
    uses = IntegerField(null=True)
    why = JsonField(default=list)

    class Meta:
        table_name = "effect"
        indexes = ((("undoes", "undo"), True),)
