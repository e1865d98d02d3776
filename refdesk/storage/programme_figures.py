"""What programmes have brought, counted over all of their versions."""

from peewee import fn

from refdesk.storage.engine import Store
from refdesk.storage.tables import ReferralRow, TillRow, VersionRow


def brought_by_programme(store: Store) -> dict[int, int]:
    """Effective referrals by programme id; a programme without any is left out."""
    query = (
        VersionRow.select(VersionRow.programme, fn.COUNT(ReferralRow.id))
        .join(ReferralRow, on=(ReferralRow.version == VersionRow.id))
        .where(ReferralRow.effective.is_null(False))
        .group_by(VersionRow.programme)
    )
    return {int(programme): int(count) for programme, count in store.all(query.tuples())}


def till_names(store: Store) -> list[str]:
    """The names of every till that has recorded anything."""
    return [row.name for row in store.find_all(TillRow)]
