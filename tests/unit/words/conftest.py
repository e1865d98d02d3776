"""Words in both languages, for a shop in roubles."""

import pytest

from refdesk.words.catalogue import Words, load_words


@pytest.fixture
def english() -> Words:
    return load_words("en")


@pytest.fixture
def russian() -> Words:
    return load_words("ru")
