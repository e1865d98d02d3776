"""What the shop sells and what its programmes promise."""

from peewee import BigIntegerField, Check, IntegerField, TextField

from refdesk.storage.fields import FlagField, InstantField
from refdesk.storage.tables.base import Row, link, one_of


class ServiceRow(Row):
    name = TextField()
    name_folded = TextField(unique=True)
    group = TextField(
        column_name="service_group",
        constraints=[
            one_of("service_group", "service", "goods", "certificate", "membership", "deposit",
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
    status = TextField(constraints=[one_of("status", "draft", "active", "paused", "ended")])
    budget_spent = BigIntegerField(default=0, constraints=[Check("budget_spent >= 0")])
    created_at = InstantField()

    class Meta:
        table_name = "programme"


class VersionRow(Row):
    """One frozen version of a programme's terms, as the text of its terms file."""

    programme = link(ProgrammeRow)
    number = IntegerField()
    terms = TextField()
    created_at = InstantField()

    class Meta:
        table_name = "programme_version"
        indexes = ((("programme", "number"), True),)
