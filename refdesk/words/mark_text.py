"""A customer's mark, and what staff may say after a good one (G25), in words."""

from collections.abc import Mapping
from typing import Final

from refdesk.domain.marks import Mark
from refdesk.domain.prompts import CARD, Prompt
from refdesk.words.benefit_text import benefit_short
from refdesk.words.catalogue import N_, Words

MARK_NAMES: Final[Mapping[Mark, str]] = {"good": N_("Good"), "so-so": N_("So-so"), "bad": N_("Bad")}


def mark_name(words: Words, mark: Mark) -> str:
    """A mark in a word."""
    return words.text_of(MARK_NAMES[mark])


def prompt_text(words: Words, prompt: Prompt, *, key: str = "") -> str:
    """What staff may say now, in one line: ``2 referrals to Silver``; ``key`` prints a card."""
    if prompt.kind == CARD and key:
        return words.text("No friends sent yet: give a card, {key}", key=key)
    if prompt.kind == CARD:
        return words.text("No friends sent yet: give a card")
    if prompt.benefit is not None:
        return words.plural(
            "{n} referral more: {benefit}", "{n} referrals more: {benefit}", prompt.referrals or 0,
            benefit=benefit_short(words, prompt.benefit),
        )  # fmt: skip
    return missing_text(words, prompt.name, prompt.referrals, prompt.spend)


def missing_text(words: Words, status: str, referrals: int | None, spend: int | None) -> str:
    """What is missing to a status, by whichever ways lead there; empty where none does."""
    friends, sum_ = "", ""
    if referrals is not None:
        friends = words.plural("{n} referral", "{n} referrals", referrals)
    if spend is not None:
        sum_ = words.money(spend)
    if friends and sum_:
        return words.text(
            "{referrals} or {sum} to {status}", referrals=friends, sum=sum_, status=status
        )
    if friends or sum_:
        return words.text("{missing} to {status}", missing=friends or sum_, status=status)
    return ""
