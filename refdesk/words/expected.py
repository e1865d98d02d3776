"""What a key of the terms file should hold, by the words of `domain.terms_file` and its check."""

from collections.abc import Mapping
from typing import Final

from refdesk.words.catalogue import N_, Words
from refdesk.words.filling import first_filled

EXPECTED: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (N_("a text is expected"),),
    "count": (N_("a whole number from 0 on is expected"),),
    "positive": (N_("a whole number above 0 is expected"),),
    "flag": (N_("true or false is expected"),),
    "date": (N_("a date such as 2026-12-31 is expected"),),
    "rule_id": (N_("up to 32 Latin letters, digits, - and _ are expected"),),
    "choice": (N_("it can be: {options}"), N_("it is none of the words that are possible")),
    "sum": (N_('a sum such as "200.00" is expected'),),
    "percent": (N_('a percent such as "2.5" is expected'),),
    "word": (N_("a word of 6 to 16 letters or digits is expected"),),
    "hours": (N_('hours such as "10:00-16:00" are expected'),),
    "list": (N_("a list of 1 to {most} is expected"), N_("a list is expected")),
    "table": (N_("a table is expected"),),
    "known_key": (N_("there is no such key; there are: {options}"), N_("there is no such key")),
    "required": (N_("it is missing"),),
    "one_measure": (N_("exactly one of amount, percent, or per with amount is expected"),),
    "not_for_kind": (N_("it does not go with {kind}"), N_("it does not go with this kind")),
    "not_for_trigger": (
        N_("it does not go with the trigger {trigger}"),
        N_("it does not go with this trigger"),
    ),
    "not_before_start": (N_("the end is before the start"),),
    "only_for_campaign": (N_('only codes = "campaign" has a word'),),
    "only_for_picked": (N_('only split = "picked" has a pool'),),
    "not_with_pool": (N_("the pool takes its place"),),
    "one_percent_or_sum": (N_("a percent or an amount is expected, and not both"),),
    "unique": (N_("it is there already"),),
    "two_or_more": (N_("2 or more is expected"),),
    "gives_nothing": (N_("the rule gives nothing to anybody"),),
    "needs_codes": (N_("a programme without codes brings nobody"),),
    "not_money_for_word": (N_("a word can be guessed and is never worth money"),),
    "cap_for_word": (
        N_("a word can be guessed: a budget, or a limit of its uses in each rule, is expected"),
    ),
    "rising": (N_("it has to be higher than the one before"),),
    "rule_of_this_file": (N_("there is no rule of this id"),),
    "needs_stamp_card": (N_("stamps need a rule of a stamp card: nth_visit"),),
    "needs_money": (N_("nothing is given in money that could be paid out"),),
    "fixed_for_occasion": (N_("there is no bill to take a part of: an amount is expected"),),
    "unlike_sides": (
        N_("unlike benefits cannot be split: one percent or one sum in pool is expected"),
    ),
    "rate_to_carry": (N_("only a percent, or so much for every sum, can be carried over"),),
    "one_kind_to_carry": (N_("only one kind can be carried over: points, credit or money"),),
    "common_measure": (N_("the sums of per have too little in common: round ones are expected"),),
    "toml": (N_("this is not TOML: {detail}"), N_("this is not TOML")),
}


def expected_text(words: Words, params: Mapping[str, object]) -> str:
    """What is expected of a key, from the parameters of a ``bad_terms`` refusal."""
    values = {name: str(value) for name, value in params.items()}
    candidates = EXPECTED.get(values.get("expected", ""), (N_("this is not understood"),))
    return first_filled(words, candidates, values)
