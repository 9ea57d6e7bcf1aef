"""Codes written by hand: a slip of the pen is caught and the sentence says what to write."""

import contextlib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sasaeai.kernel.codes import (
    CodeTextError,
    PhoneNumber,
    PostalCode,
    check_digit,
    validate_lg_code,
)
from sasaeai.kernel.reply_code import (
    ALPHABET,
    LENGTH,
    ReplyCodeError,
    new_reply_code,
    parse_reply_code,
)

reply_codes = st.integers().map(lambda seed: new_reply_code(Random(seed)))  # noqa: S311  repeatable
positions = st.integers(0, LENGTH - 1)


# ── 全国地方公共団体コード ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", ["022012", "010006", "131016", "271004", "473821", "011002"])
def test_codes_of_real_municipalities_are_valid(code):
    assert check_digit(code[:5]) == code[5]
    assert validate_lg_code(code) == code


def test_a_code_may_be_typed_in_full_width():
    assert validate_lg_code(" ０２２０１－２ ") == "022012"


@given(st.integers(1, 47), st.integers(0, 999), st.integers(0, 5), st.integers(1, 9))
def test_one_wrong_digit_is_caught_as_far_as_the_method_can(prefecture, town, place, shift):
    """Remainders 0 and 10 share the check digit 1; no other wrong digit slips through."""
    five = f"{prefecture:02}{town:03}"
    code = five + check_digit(five)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    if place == 5 or code[5] != "1":
        with pytest.raises(CodeTextError, match=r"検査数字|都道府県"):
            validate_lg_code(wrong)


@pytest.mark.parametrize(
    ("typed", "helps"),
    [
        ("02201", "022012"),
        ("022013", "検査数字"),
        ("990000", "都道府県"),
        ("青森市", "6けたの数字"),
        ("0220120", "6けたの数字"),
        ("", "6けたの数字"),
    ],
)
def test_a_wrong_government_code_is_refused_with_help(typed, helps):
    with pytest.raises(CodeTextError, match=helps):
        validate_lg_code(typed)


def test_the_check_digit_is_made_from_five_digits_only():
    with pytest.raises(ValueError, match="five digits"):
        check_digit("2201")


# ── Postal code ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "typed", ["038-0000", "〒038-0000", "０３８－００００", "0380000", "〒０３８ー００００"]
)
def test_a_postal_code_in_many_hands(typed):
    code = PostalCode.parse(typed)
    assert (str(code), code.marked, code.digits) == ("038-0000", "〒038-0000", "0380000")


@pytest.mark.parametrize("typed", ["038-000", "03800000", "青森", "", "03a-0000"])
def test_a_wrong_postal_code_is_refused(typed):
    with pytest.raises(CodeTextError, match="7けた"):
        PostalCode.parse(typed)


# ── Telephone and FAX ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "formatted", "digits"),
    [
        ("017-000-0000", "017-000-0000", "0170000000"),
        ("０１７－０００－００００", "017-000-0000", "0170000000"),
        ("017(000)0000", "017-000-0000", "0170000000"),
        ("（０１７）０００ー００００", "017-000-0000", "0170000000"),
        ("017 000 0000", "017-000-0000", "0170000000"),
        ("0170000000", "0170000000", "0170000000"),
        ("TEL:017-000-0000", "017-000-0000", "0170000000"),
        ("+81 17-000-0000", "017-000-0000", "0170000000"),
        ("+81(0)17-000-0000", "017-000-0000", "0170000000"),
        ("090-0000-0000", "090-0000-0000", "09000000000"),
        ("0120-000-000", "0120-000-000", "0120000000"),
        ("＃７１１９", "#7119", "#7119"),
        ("110", "110", "110"),
    ],
)
def test_a_telephone_number_in_many_hands(typed, formatted, digits):
    number = PhoneNumber.parse(typed)
    assert (str(number), number.digits, number.typed) == (formatted, digits, typed)


def test_an_extension_is_kept_apart_from_the_number():
    number = PhoneNumber.parse("０１７－０００－００００（内線１２）")
    assert (str(number), number.digits, number.extension) == (
        "017-000-0000 内線12",
        "0170000000",
        "12",
    )
    assert number != PhoneNumber.parse("017-000-0000")


def test_numbers_are_the_same_however_they_were_parted():
    assert PhoneNumber.parse("017-000-0000") == PhoneNumber.parse("０１７０００００００")


@given(
    st.from_regex(r"0[1-46-9][0-9]{8}|0[789]0[0-9]{8}", fullmatch=True).filter(
        lambda digits: (
            len(digits) == (11 if digits.startswith(("060", "070", "080", "090")) else 10)
        )
    ),
    st.sampled_from(["", "-", " ", "－", "ー", "　"]),
    st.sampled_from(["", "内線12", " （内線 ５）"]),
)
def test_reading_a_number_again_changes_nothing(digits, sign, extension):
    number = PhoneNumber.parse(f"{digits[:3]}{sign}{digits[3:6]}{sign}{digits[6:]}{extension}")
    again = PhoneNumber.parse(str(number))
    assert again == number
    assert str(again) == str(number)
    assert number.digits == digits


@pytest.mark.parametrize(
    ("typed", "helps"),
    [
        ("000-0000", "10けた"),
        ("722-0000", "市外局番"),
        ("017-000-000", "10けたのはずですが、9けた"),
        ("090-0000-000", "11けたのはずですが、10けた"),
        ("でんわなし", "数字とハイフン"),
        ("", "数字とハイフン"),
        ("017-000-0000<b>", "数字とハイフン"),
    ],
)
def test_a_wrong_telephone_number_is_refused_with_help(typed, helps):
    with pytest.raises(CodeTextError, match=helps):
        PhoneNumber.parse(typed)


# ── Reply codes ──────────────────────────────────────────────────────────────────────────────────


def test_a_reply_code_has_no_letters_that_look_alike():
    assert not set("01ILOUVDZSBGN") & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 23


@given(reply_codes)
def test_a_reply_code_is_short_and_reads_back(code):
    assert len(code) == 11
    assert parse_reply_code(code) == code


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@given(reply_codes, st.sampled_from(["", " ", "－", "ー", "　"]), st.booleans())
def test_a_reply_code_may_be_typed_carelessly(code, sign, full_width):
    typed = f" {code.lower().replace('-', sign)} "
    assert parse_reply_code(typed.translate(FULL_WIDTH) if full_width else typed) == code


@given(reply_codes)
def test_letters_that_look_alike_are_taken_for_the_printed_ones(code):
    looks = code.translate(str.maketrans("2586M", "ZSBGN"))
    assert parse_reply_code(looks) == code


@given(reply_codes, positions, st.sampled_from(ALPHABET))
def test_any_single_wrong_letter_is_caught(code, place, letter):
    letters = code.replace("-", "")
    wrong = letters[:place] + letter + letters[place + 1 :]
    if wrong != letters:
        with pytest.raises(ReplyCodeError, match="1文字がちがう"):
            parse_reply_code(wrong)


@given(reply_codes, positions, positions)
def test_any_two_letters_swapped_are_caught(code, one, other):
    letters = list(code.replace("-", ""))
    letters[one], letters[other] = letters[other], letters[one]
    if letters != list(code.replace("-", "")):
        with pytest.raises(ReplyCodeError, match="1文字がちがう"):
            parse_reply_code("".join(letters))


@pytest.mark.parametrize(
    ("typed", "helps"),
    [
        ("", "入力してください"),
        ("K7M", "9文字です。いま3文字"),
        ("K7M-4QX-9P0", "「0」は使われません"),
        ("日本語", "使われません"),
    ],
)
def test_a_text_that_is_no_reply_code_is_refused_with_help(typed, helps):
    with pytest.raises(ReplyCodeError, match=helps):
        parse_reply_code(typed)


@given(st.text())
def test_any_text_is_a_reply_code_or_a_refusal(typed):
    with contextlib.suppress(ReplyCodeError):
        assert set(parse_reply_code(typed)) <= set(ALPHABET + "-")
