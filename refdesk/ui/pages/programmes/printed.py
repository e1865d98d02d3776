"""The printed terms in each language, made from the terms alone."""

from dataclasses import replace
from functools import lru_cache

from refdesk.domain.records import Shop
from refdesk.domain.terms import Terms
from refdesk.words.catalogue import LANGUAGES, Words, load_words
from refdesk.words.terms_text import card_terms


@lru_cache(maxsize=8)
def _words(language: str, currency: str, region: str) -> Words:
    return load_words(language, currency=currency, region=region)


def printed_texts(words: Words, terms: Terms, shop: Shop) -> dict[str, str]:
    """The small print of a card by language, as if nobody had changed it by hand."""
    bare = replace(terms, terms_text={})
    return {
        language: card_terms(_words(language, words.currency, words.region), bare, shop=shop)
        for language in LANGUAGES
    }
