"""Records as a shop's own words make them, from short to hostile."""

from random import Random

from refdesk.cards.compose import CardRecord

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

ENGLISH = {
    "shop": "Lagoon Car Wash",
    "contact": "Harbour Street 5 · daily 8 to 21",
    "offer_title": "For your friend",
    "offer": "−10\u00a0%",
    "offer_note": "on the first wash",
    "reward_title": "For you",
    "reward": "100 points",
    "name": "Anna Petrova",
    "valid": "works until 31 Dec 2026",
    "terms": "First visit, from 500\u00a0₽. 1 point is 1\u00a0₽, for 180 days.",
    "show": "Show at the till",
    "stack": "R57-2",
    "headline": "Bring a friend. Both win.",
    "how_title": "How it works",
    "step1": "Give this card to a friend",
    "step2": "Your friend shows it and pays 10\u00a0% less",
    "step3": "You get 100 points after 14 days",
    "card_of": "Card of",
    "free_title": "Nobody invited you?",
    "free_text": "Show this code at the till and pay 5\u00a0% less on your first visit.",
}

RUSSIAN = {
    "shop": "Автомойка «Лагуна»",
    "contact": "Портовая, 5 · ежедневно 8–21",
    "offer_title": "Вашему другу",
    "offer": "−10\u00a0%",
    "offer_note": "на первую мойку",
    "reward_title": "Вам",
    "reward": "100 баллов",
    "name": "Анна Петрова",
    "valid": "действует до 31 декабря 2026",
    "terms": "Первый визит, от 500\u00a0₽. 1 балл = 1\u00a0₽, действует 180 дней.",
    "show": "Покажите на кассе",
    "stack": "R57-2",
    "headline": "Приводите друзей. Выгодно обоим.",
    "how_title": "Как это работает",
    "step1": "Отдайте карту другу",
    "step2": "Друг покажет её и заплатит на 10\u00a0% меньше",
    "step3": "Через 14 дней вы получите 100 баллов",
    "card_of": "Чья карта",
    "free_title": "Никто не пригласил?",
    "free_text": "Покажите этот код на кассе: первый визит на 5\u00a0% дешевле.",
}

LONG = {
    "shop": "Автомойка и детейлинг-центр «Северная Лагуна» на Портовой",
    "contact": "г. Усть-Каменогорск, проспект Победителей, 125, корпус 3, вход со двора",
    "offer_title": "Вашему другу или знакомому автовладельцу",
    "offer": "Бесплатная мойка",
    "offer_note": "на первую комплексную мойку кузова с воском",
    "reward_title": "Вам, когда друг придёт и оплатит",
    "reward": "1 500 баллов и комплимент",
    "name": "Константин Константинопольский-Задунайский",
    "valid": "действует до 31 декабря 2026",
    "terms": "Только первый визит и заказ от 500\u00a0₽. " * 6,
    "show": "Покажите карту на кассе перед оплатой",
    "stack": "R1057-120",
    "headline": "Приводите друзей и знакомых автовладельцев: выгода каждому",
    "how_title": "Как работает приглашение друга или знакомого",
    "step1": "Отдайте эту карту другу, знакомому или соседу по гаражу",
    "step2": "Друг покажет её на кассе перед оплатой и получит бесплатную комплексную мойку",
    "step3": "Через 14 дней после его оплаты вы получите 1 500 баллов и комплимент",
    "card_of": "Владелец этой карты",
    "free_title": "Вас пока никто не пригласил, а помыть машину хочется?",
    "free_text": "Покажите этот код на кассе перед оплатой и заплатите меньше. " * 3,
}

HOSTILE = {
    "shop": "<b>X</b> A<script>alert(1)</script>",
    "contact": "x" * 120,
    "offer_title": "(\\) Tj ET Q \x00\x07\x1b[31m",
    "offer": "Ә" * 120,
    "offer_note": "\u202eслева\u202c направо\u2066\u2069",
    "reward_title": "%s {0} {name} $$ &nbsp;",
    "reward": "Қазақша ұзақ сөз " * 8,
    "name": "Иванов & Сыновья %s {0} 🙂",
    "valid": "\t\r\n",
    "terms": "Ш" * 300,
    "how_title": "{0} {{ }} <i>{terms}</i>",
    "step1": "ШЩ" * 60,
    "step2": "\u0000",
    "step3": "\u200b✓ → ⚠",
    "card_of": "Қ",
    "headline": "\n".join("abc"),
    "link": "javascript:alert(1)",
    "show": "👨‍👩‍👧‍👦 ★ é e\u0301 x\u0301 \ud800",
}

BARE = {"shop": "Lagoon", "offer_title": "For your friend", "offer": "−10\u00a0%"}

NAMED = {
    "english": ENGLISH,
    "russian": RUSSIAN,
    "long": LONG,
    "hostile": HOSTILE,
    "bare": BARE,
    "nothing": {},
}


def record(fields: dict[str, str], code: str = "7K4M9XQT2A", prefix: str = "") -> CardRecord:
    return CardRecord(code, f"{prefix}{code[:5]}-{code[5:]}", fields)


def records(count: int, fields: dict[str, str], seed: int = 1) -> list[CardRecord]:
    """Cards with codes and names of their own, the same for the same seed."""
    random = Random(seed)
    return [
        record(
            fields | {"name": f"{fields.get('name', '')} {number}"},
            "".join(random.choice(ALPHABET) for _ in range(10)),
        )
        for number in range(count)
    ]
