"""Promo codes, print runs, stacks and cards."""

from peewee import BigIntegerField, Check, IntegerField, TextField

from refdesk.storage.fields import DayField, FlagField, InstantField
from refdesk.storage.tables.base import Row, link, one_of
from refdesk.storage.tables.people import CustomerRow
from refdesk.storage.tables.programmes import ProgrammeRow, VersionRow
from refdesk.storage.tables.shop import StaffRow


class RunRow(Row):
    programme = link(ProgrammeRow)
    kind = TextField(constraints=[one_of("kind", "coupon", "blank", "gift_card", "personal")])
    count = IntegerField()
    value = BigIntegerField(null=True)
    created_at = InstantField()
    confirmed_at = InstantField(null=True)

    class Meta:
        table_name = "print_run"


class StackRow(Row):
    """A numbered part of a run, who or where it is handed out by, and when and by whom it was
    handed to them (G06)."""

    run = link(RunRow)
    number = IntegerField()
    holder = link(CustomerRow, null=True)
    place = TextField(default="")
    first = IntegerField()
    count = IntegerField()
    handed_at = InstantField(null=True)
    handed_on = DayField(null=True)
    handed_by = link(StaffRow, null=True, index=False)

    class Meta:
        table_name = "stack"
        indexes = ((("run", "number"), True),)


class CodeRow(Row):
    """A promo code. ``uses`` counts live uses (R20, R77); words may return later (R27). ``effect``
    is what a coupon for the next visit was handed out by: it says what the coupon brings."""

    code = TextField()
    kind = TextField(
        constraints=[one_of("kind", "personal", "campaign", "coupon", "gift_card", "blank")]
    )
    status = TextField(constraints=[one_of("status", "printed", "live", "blocked", "retired")])
    version = link(VersionRow)
    owner = link(CustomerRow, null=True)
    stack = link(StackRow, null=True)
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
    effect = IntegerField(null=True)

    class Meta:
        table_name = "promo_code"
        indexes = ((("code",), False),)
        constraints = [
            Check("uses >= 0"),
            Check("use_limit IS NULL OR uses <= use_limit"),
            Check("last_use >= uses"),
        ]


class CardRow(Row):
    """A printed piece of a run: which code, where in the run, how often printed again (R29); when
    it was printed last, came out, and was put into use (a blank, a gift card)."""

    code = link(CodeRow)
    run = link(RunRow)
    position = IntegerField()
    is_spoiled = FlagField(default=False)
    reprints = IntegerField(default=0)
    printed_at = InstantField(null=True)
    issued_at = InstantField(null=True)
    activated_on = DayField(null=True)

    class Meta:
        table_name = "card"
        indexes = ((("run", "position"), True), (("code", "run"), True))
