"""Customers with their identities and consents."""

from peewee import IntegerField, TextField

from refdesk.storage.fields import DayField, InstantField, JsonField
from refdesk.storage.tables.base import Row, link, one_of


class CustomerRow(Row):
    """``purchases`` and ``last_on`` are a cache beside the purchases, tested by `check`."""

    name = TextField()
    name_folded = TextField()
    kind = TextField(constraints=[one_of("kind", "client", "ambassador", "employee")])
    state = TextField(
        default="active", constraints=[one_of("state", "active", "blocked", "erased", "merged")]
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

    customer = link(CustomerRow)
    kind = TextField(
        constraints=[one_of("kind", "phone", "plate", "email", "messenger", "old_card")]
    )
    value = TextField()
    shown = TextField()

    class Meta:
        table_name = "identity"
        indexes = ((("value", "kind"), True),)


class ConsentRow(Row):
    customer = link(CustomerRow)
    purpose = TextField()
    text_version = TextField()
    how = TextField()
    at = InstantField()
    withdrawn_at = InstantField(null=True)

    class Meta:
        table_name = "consent"
