"""Whatever points to a customer follows him when two records become one, or may never change."""

from peewee import ForeignKeyField

from refdesk.storage.merging import LINKS
from refdesk.storage.tables import ALL_ROWS, APPEND_ONLY, CustomerRow

BY_RULES_OF_THEIR_OWN = {
    ("account", "customer"), ("account", "came_from"), ("occasion", "customer"),
    ("referral", "customer"), ("referral", "referrer"),
}  # fmt: skip


def test_r39_every_link_to_a_customer_follows_or_never_changes() -> None:
    links = {
        (row._meta.table_name, field.name)
        for row in ALL_ROWS
        for field in row._meta.sorted_fields
        if isinstance(field, ForeignKeyField) and field.rel_model is CustomerRow
        if row not in APPEND_ONLY
    }
    followed = {(row._meta.table_name, name) for row, name in LINKS}
    assert links <= followed | BY_RULES_OF_THEIR_OWN
    assert links >= BY_RULES_OF_THEIR_OWN
