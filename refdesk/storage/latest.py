"""What was done last, for deciding whether a backup is wanted."""

from refdesk.storage.engine import Store
from refdesk.storage.tables import AuditRow


def latest_action(store: Store) -> str | None:
    """The action of the newest link of any till's audit chain, or None before the first."""
    row = store.first(AuditRow.select(AuditRow.action).order_by(AuditRow.id.desc()))
    return None if row is None else str(row.action)
