"""Reply codes (返信コード): K7M-4QX-9PA on a reply slip, read from paper, FAX and over the phone.

Nine letters: eight drawn at random and one check letter. The 23 letters leave out whatever a bad
FAX or a voice confuses: 0 O D, 1 I L, U V, and of each pair Z/2, S/5, B/8, G/6, N/M the first.
23 is prime, so a weighted sum catches every single wrong letter and every two letters swapped.
Eight letters give 7.8 × 10¹⁰ codes: with a thousand slips open, a guess hits one in 78 million.
"""

from __future__ import annotations

from random import Random

from django.utils.translation import gettext as _

from sasaeai.kernel.codes import CodeTextError, plain_code

ALPHABET = "23456789ACEFHJKMPQRTWXY"
LENGTH = 9
_GROUP = 3

# Letters we never print, taken for the one they look or sound like: the check letter decides.
_LOOKALIKES = str.maketrans("ZSBGN", "2586M")


class ReplyCodeError(CodeTextError):
    """A text is no reply code. `str()` is a Japanese sentence saying what to mend."""


def new_reply_code(random: Random) -> str:
    """A fresh code such as K7M-4QX-9PA. Give `secrets.SystemRandom()` for codes that leave us."""
    drawn = "".join(random.choice(ALPHABET) for _place in range(LENGTH - 1))
    return _grouped(drawn + _check_letter(drawn))


def reply_code_of(number: int) -> str:
    """The code of a number below 23⁸; others have others. For made-up data: it can be guessed."""
    drawn = ""
    for _place in range(LENGTH - 1):
        number, letter = divmod(number, len(ALPHABET))
        drawn += ALPHABET[letter]
    return _grouped(drawn + _check_letter(drawn))


def parse_reply_code(text: str) -> str:
    """The code as stored and printed, from what a person typed or a scanner read.

    Full width, lower case, spaces and hyphens do not matter. Raises ReplyCodeError.
    """
    letters = plain_code(text).replace("-", "").upper().translate(_LOOKALIKES)
    if not letters:
        raise ReplyCodeError(_("返信コードを入力してください。"))
    strange = sorted(set(letters) - set(ALPHABET))
    if strange:
        raise ReplyCodeError(
            _("返信コードに「%(letters)s」は使われません。返信票の印字を確かめてください。")
            % {"letters": "」「".join(strange[:3])}
        )
    if len(letters) != LENGTH:
        raise ReplyCodeError(
            _("返信コードは%(wanted)d文字です。いま%(count)d文字あります。")
            % {"wanted": LENGTH, "count": len(letters)}
        )
    if _weighted_sum(letters) % len(ALPHABET):
        raise ReplyCodeError(
            _("返信コードのどこか1文字がちがうようです。返信票をもう一度見て入力してください。")
        )
    return _grouped(letters)


def _weighted_sum(letters: str) -> int:
    """Weights 9, 8 … 1 from the left; all differ and none is a multiple of 23."""
    return sum(
        weight * ALPHABET.index(letter)
        for weight, letter in zip(range(LENGTH, 0, -1), letters, strict=False)
    )


def _check_letter(drawn: str) -> str:
    return ALPHABET[-_weighted_sum(drawn) % len(ALPHABET)]


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))
