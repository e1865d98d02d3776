"""Asking for a refusal by its code."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from refdesk.domain.errors import DomainError
from refdesk.storage.errors import StorageError


@contextmanager
def refused(code: str, **params: object) -> Iterator[None]:
    """The block is refused with this code and with at least these params."""
    with pytest.raises(DomainError) as refusal:
        yield
    found = refusal.value
    assert (found.code, {name: found.params.get(name) for name in params}) == (code, params)


@contextmanager
def storage_refused(reason: str) -> Iterator[None]:
    """The block ends in storage trouble for this reason."""
    with pytest.raises(StorageError) as trouble:
        yield
    assert trouble.value.reason == reason


def refusal_of(call: Callable[[], object]) -> str:
    """The code with which a call is refused, or an empty text."""
    try:
        call()
    except DomainError as refusal:
        return refusal.code
    return ""
