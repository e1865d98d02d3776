"""Saved results: the same call under the same key is answered, not repeated (I4, P5)."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from refdesk.domain.errors import DomainError
from refdesk.storage.engine import Store
from refdesk.storage.fields import to_json
from refdesk.storage.tables import OperationRow


def find_result(store: Store, key: str, parameters: Mapping[str, object]) -> Any:
    """The saved result of a key, or None. Raises DomainError ``key_reused`` for another call."""
    row = store.find(OperationRow, key=key)
    if row is None:
        return None
    if row.fingerprint != _fingerprint(parameters):
        raise DomainError("key_reused")
    return row.result


def save_result(
    store: Store, key: str, parameters: Mapping[str, object], result: Any, at: datetime
) -> None:
    """Save a result in the transaction that made it."""
    store.insert(OperationRow, key=key, fingerprint=_fingerprint(parameters), result=result, at=at)


def _fingerprint(parameters: Mapping[str, object]) -> str:
    return sha256(to_json(parameters).encode()).hexdigest()
