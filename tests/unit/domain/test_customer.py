"""Names, phones, plates and e-mails in the one form by which they are compared."""

import subprocess
import sys
import time
import unicodedata

import pytest

from refdesk.domain.customer import (
    Phone,
    clean_name,
    fold,
    mask_phone,
    normalise_email,
    normalise_old_card,
    normalise_phone,
    normalise_plate,
    phone_digits,
    search_tail,
    short_name,
)
from refdesk.domain.errors import DomainError

MOBILE = Phone("+79161234567", is_valid=True)


# -- names ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, folded",
    [
        ("Ёлкин", "елкин"),
        ("ЕЛКИН", "елкин"),
        ("Йод", "йод"),
        ("Ўткир", "ўткир"),
        ("и\u0306од", "йод"),
        ("Ї", "і"),
        ("José  Núñez ", "jose nunez"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ＡＮＮＡ", "anna"),
        ("Анна\u00a0\u200bПетрова\n", "анна петрова"),
        ("Иванов & Сыновья", "иванов & сыновья"),
        ("हिन्दी", "हिन्दी"),
        ("が", "が"),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_search_ignores_case_diacritics_and_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_short_i_is_another_letter_than_i() -> None:
    assert fold("Майкл") != fold("Маикл")


def test_a_name_loses_invisible_symbols_and_needless_spaces() -> None:
    assert clean_name(" Anna\t\u202ePetrova\u202c \x00\n") == "Anna Petrova"
    assert clean_name("е\u0308ж") == "ёж"
    assert clean_name("<b>Bold %s {0} NULL") == "<b>Bold %s {0} NULL"


@pytest.mark.parametrize(
    "name, short",
    [
        ("Anna Petrova", "Anna P."),
        ("anna petrova", "anna P."),
        ("Анна Мария Петрова", "Анна П."),
        ("Анна", "Анна"),
        ("Анна Сергеевна", "Анна С."),
        ("Петров Иван Сергеевич", "Иван П."),
        ("Иван Сергеевич Петров", "Иван П."),
        ("Роман Аркадьевич Абрамович", "Роман А."),
        ("Kate E\u0301lan", "Kate É."),
        ("Anna (vip)", "Anna"),
        ("Anna 2", "Anna"),
        ("  Anna   Petrova ", "Anna P."),
        ("", ""),
    ],
)
def test_r49_shared_screens_show_the_first_name_and_an_initial(name: str, short: str) -> None:
    assert short_name(name) == short


def test_ten_thousand_symbols_are_a_name_too() -> None:
    start = time.perf_counter()
    assert short_name("я" * 10_000 + " Я") == "я" * 10_000 + " Я."
    assert len(fold("Ё" * 10_000)) == 10_000
    assert time.perf_counter() - start < 1


# -- phones --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("8 916 123-45-67", "89161234567", "+7 (916) 123-45-67", "+7(916)1234567", "9161234567"),
        *("7 916 123 45 67", "79161234567", "tel:+7-916-123-45-67", "+7.916.123.45.67"),
        *("007 916 123 45 67", "тел. 8 916 123 45 67", "8 916 123-45-67 доб. 12"),
        *("٨٩١٦١٢٣٤٥٦٧", "８９１６１２３４５６７", "8\u00a0916\u202f123\u201145\u201167"),
        *("7.9161234567E10", "7,9161234567e+10", "9.161234567E9", "79161234567.0", "'+79161234567"),
        *(" 8 916 123 45 67\t", "\u202a+79161234567\u202c"),
    ],
)
def test_r31_every_way_to_write_a_phone_is_the_same_phone(text: str) -> None:
    assert normalise_phone(text) == MOBILE


def test_a_phone_that_could_exist_is_kept_with_a_doubt() -> None:
    assert normalise_phone("8916123456") == Phone("+78916123456", is_valid=False)


def test_a_float_whose_last_digit_was_a_zero_is_still_whole() -> None:
    assert normalise_phone("7.916123456E10").e164 == "+79161234560"


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "12", "+", "phone", "+7", "0", "00", "\ud800", "😀", "\x00", "-1", "NaN", "inf"),
        *(
            "9.12E+09",
            "7.9E10",
            "7.91612E+10",
            "1e309",
            "1e99",
            "7.9161234567E5",
            "7.9161234567E-3",
        ),
        *("+7916123456789012", "8" * 60, "8" * 5_000_000, "=cmd|'/c calc'!A0"),
    ],
)
def test_what_cannot_be_a_phone_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        normalise_phone(text)
    assert refusal.value.code == "bad_phone"
    assert refusal.value.params == {"text": text[:64]}


def test_the_region_decides_what_a_local_number_means() -> None:
    assert normalise_phone("8 701 123 45 67", "KZ").e164 == "+77011234567"
    assert normalise_phone("(415) 555-2671", "US").e164 == "+14155552671"
    assert normalise_phone("+7 916 123-45-67", "US") == MOBILE
    with pytest.raises(DomainError):
        normalise_phone("555-2671", "US")
    with pytest.raises(DomainError):
        normalise_phone("9161234567", "ZZ")


def test_the_phone_library_is_loaded_only_when_a_phone_is_read() -> None:
    script = "import sys, refdesk.domain.customer; print('phonenumbers' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_r49_a_masked_phone_shows_its_last_four_digits() -> None:
    assert mask_phone("+79161231234") == "…12-34"
    assert mask_phone("1234") == mask_phone("") == "…"


def test_digits_of_every_script_are_digits() -> None:
    assert phone_digits("+7 (٩١٦) １２３") == "7916123"
    assert phone_digits("²½") == ""


@pytest.mark.parametrize(
    "query, tail",
    [
        ("4567", "4567"),
        ("45-67", "4567"),
        ("8 916 123-45-67", "9161234567"),
        ("+7 916 123-45-67", "9161234567"),
        ("9161234567", "9161234567"),
        ("٤٥٦٧", "4567"),
        ("456", ""),
        ("Anna 4567", ""),
        ("A123BC777", ""),
        ("", ""),
        ("4" * 5_000_000, ""),
    ],
)
def test_r79_a_phone_is_looked_for_by_its_last_digits(query: str, tail: str) -> None:
    assert search_tail(query) == tail


# -- plates and e-mails --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("А123ВС777", "A123BC777", "а 123 вс 777", "a123bc-777", "А123ВС 777 RUS", "a123bc·777"),
        *("Ａ１２３ＢＣ７７７", "A–123–BC–777", "\u202aА123ВС777\u202c", "A123BC|777"),
    ],
)
def test_r31_a_plate_is_the_same_in_both_alphabets(text: str) -> None:
    assert normalise_plate(text) == "A123BC777"


def test_plates_of_other_places_stay_what_they_are() -> None:
    assert normalise_plate("b-mw 1234") == "BMW1234"
    assert normalise_plate("М-ÜЖ 12") == "MÜЖ12"
    assert normalise_plate("RUS 1") == "RUS1"


@pytest.mark.parametrize(
    "text", ["", "A1", "ABC", "!!!", "A123😀", "\ud8001", "A1" * 7, "1" * 5_000_000]
)
def test_what_cannot_be_a_plate_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        normalise_plate(text)
    assert refusal.value.code == "bad_plate"
    assert refusal.value.params == {"text": text[:64]}


@pytest.mark.parametrize(
    "text, email",
    [
        ("Anna@Example.COM", "anna@example.com"),
        (" anna+shop@example.com\n", "anna+shop@example.com"),
        ("mailto:anna@example.com", "anna@example.com"),
        ("Почта@Пример.РФ", "почта@пример.рф"),
        ("е\u0308ж@example.com", "ёж@example.com"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_r31_an_e_mail_is_compared_without_case(text: str, email: str) -> None:
    assert normalise_email(text) == email


@pytest.mark.parametrize(
    "text",
    ["", "anna", "@", "anna@", "@example.com", "a b@example.com", "a@b@c", "a@.com", "a@b..c"]
    + ["a@b.", "a@b c", "a" * 300 + "@b.c", "a@" * 2_500_000],
)
def test_what_is_not_an_e_mail_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        normalise_email(text)
    assert refusal.value.code == "bad_email"
    assert refusal.value.params == {"text": text[:64]}


@pytest.mark.parametrize(
    "text", ["LAG 2019-0042", "lag20190042", " LАG–2019 0042 ", "ＬＡＧ20190042"]
)
def test_r24_an_old_cards_number_is_the_same_however_it_is_written(text: str) -> None:
    assert normalise_old_card(text) == "LAG20190042"


@pytest.mark.parametrize("text", ["", "123", "a b", "A" * 33, "https://a.example/1", "12🚗34"])
def test_what_is_no_number_of_a_card_is_refused(text: str) -> None:
    with pytest.raises(DomainError, match="bad_code"):
        normalise_old_card(text)
