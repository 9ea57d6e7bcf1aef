"""What in a text may tell one person from all others, and how to say it more coarsely (L-02).

Rules alone, no dictionary: a warning that comes at once and errs on the side of asking. What it
finds is never refused; whoever writes decides. Words for many (皆さん, 認知症カフェ, 75歳以上) and names
of places and shops (大野地区, 工藤商店) are left alone.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from sasaeai.kernel.glyphs import NAME_VARIANTS
from sasaeai.kernel.surnames import SURNAMES

MOST_FINDINGS = 20
"""So many are pointed out at once; a text with more is a list of persons anyway."""


class PersonalKind(StrEnum):
    """What kind of trace of a person it is."""

    PHONE = "phone"
    MAIL = "mail"
    BIRTH = "birth"
    AGE = "age"
    ADDRESS = "address"
    NAME = "name"
    ILLNESS = "illness"


@dataclass(frozen=True, slots=True)
class Finding:
    """One trace: `found` stands at text[start:end]; `coarser` may stand there instead ("" for out)."""

    kind: PersonalKind
    found: str
    start: int
    end: int
    coarser: str

    @property
    def sentence(self) -> str:
        """What it looks like, and what could be written instead."""
        words = {"found": self.found, "coarser": self.coarser}
        return {
            PersonalKind.PHONE: _("「%(found)s」は電話番号のようです。消してください。"),
            PersonalKind.MAIL: _("「%(found)s」はメールアドレスのようです。消してください。"),
            PersonalKind.BIRTH: _(
                "「%(found)s」は生年月日のようです。「%(coarser)s」くらいにしてください。"
            ),
            PersonalKind.AGE: _(
                "「%(found)s」は一人の年齢のようです。「%(coarser)s」くらいにしてください。"
            ),
            PersonalKind.ADDRESS: _(
                "「%(found)s」は住所のようです。「%(coarser)s」までにしてください。"
            ),
            PersonalKind.NAME: _(
                "「%(found)s」は個人のお名前のようです。「%(coarser)s」くらいにしてください。"
            )
            if self.coarser
            else _("「%(found)s」は個人のお名前のようです。役職だけにしてください。"),
            PersonalKind.ILLNESS: _(
                "「%(found)s」は病名や障がいのようです。「%(coarser)s」くらいにしてください。"
            ),
        }[self.kind] % words


_NUMBER = "0-9〇一二三四五六七八九十百"
_KANJI = "\u3400-\u9fff\uf900-\ufaff々〆ヶ"
_DASH = "[-‐‑–—―−ーｰの]"
_ERA = "明治|大正|昭和|平成|令和|[MTSHR]"

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PHONE = re.compile(
    r"(?<!\d)0\d{1,4}[-()‐−ー ]{0,2}\d{1,4}[-()‐−ー ]{1,2}\d{3,4}(?!\d)|(?<!\d)0\d{9,10}(?!\d)"
)
_BIRTH = re.compile(
    rf"(?:(?:{_ERA})\s?(?:\d{{1,2}}|元)|(?:18|19|20)\d\d)[年./]"
    r"(?:\s?\d{1,2}[月./]\s?\d{1,2}日?)?\s?(?:生まれ|生れ|生(?![活産徒]))"
    rf"|生年月日[はが:：\s]*(?:(?:{_ERA})\s?\d{{1,2}}|(?:18|19|20)\d\d)[年./]\s?\d{{1,2}}[月./]\s?\d{{1,2}}日?"
)
_AGE = re.compile(
    r"(?<![\d~-])(?P<age>1[01]\d|[1-9]?\d)(?:歳|才)(?!以上|以下|未満|前後|から|まで|~|-|児|頃|代|のお?祝)"
    r"|(?<=[さん様氏くん])\((?P<after>1[01]\d|[1-9]\d)\)"
)
_ADDRESS = re.compile(
    rf"(?P<place>[{_KANJI}ァ-ヴ]{{1,10}})?"
    rf"(?:[{_NUMBER}]+丁目[{_NUMBER}]+番?(?:地|{_DASH}?[{_NUMBER}]+号?)?"
    rf"|[{_NUMBER}]+番地(?:{_DASH}?[{_NUMBER}]+)*"
    rf"|[{_NUMBER}]+番[{_NUMBER}]+号"
    rf"|\d+{_DASH}\d+{_DASH}\d+"
    r"|\d*号?棟?\d{3,4}号室)"
)
_PLACE_NUMBER = re.compile(
    rf"(?P<place>[{_KANJI}]{{2,8}})\d{{1,3}}[-−]\d{{1,4}}(?![\d人回日時分月年%名件世歳~-])"
)
_HONORED = re.compile(
    rf"(?P<name>[{_KANJI}]{{1,6}}(?:[ ][{_KANJI}]{{1,3}})?|[ァ-ヴー]{{2,8}}|[ぁ-ん]{{2,4}})"
    r"(?P<sign>さん|様|氏|くん|ちゃん)(?![々子式相態神名])"
)
_TITLES = (
    "前会長|元会長|副会長|会長|区長|班長|組長|理事|監事|民生委員|児童委員|主任|係長|課長|部長|所長|院長|園長|校長|"
    "教頭|先生|医師|看護師|相談員|推進員|住職|宅(?!地)"
)
_SURNAME_TITLE = re.compile(
    rf"(?<![{_KANJI}ァ-ヴー])(?P<name>(?:{'|'.join(sorted(SURNAMES, key=len, reverse=True))})"
    rf"(?:[ ]?[{_KANJI}]{{1,3}}?)?)[ ]?(?:{_TITLES})"
)
_ILLNESSES = {
    "アルツハイマー": "もの忘れに心配のある方",
    "認知症": "もの忘れに心配のある方",
    "統合失調症": "こころの具合に心配のある方",
    "双極性障害": "こころの具合に心配のある方",
    "うつ病": "こころの具合に心配のある方",
    "鬱病": "こころの具合に心配のある方",
    "依存症": "暮らしに手助けの要る方",
    "アル中": "暮らしに手助けの要る方",
    "引きこもり": "家で過ごすことの多い方",
    "ひきこもり": "家で過ごすことの多い方",
    "発達障害": "手助けの要る方",
    "発達障がい": "手助けの要る方",
    "知的障害": "手助けの要る方",
    "知的障がい": "手助けの要る方",
    "精神障害": "手助けの要る方",
    "精神障がい": "手助けの要る方",
    "脳梗塞": "体の具合に心配のある方",
    "脳卒中": "体の具合に心配のある方",
    "心筋梗塞": "体の具合に心配のある方",
    "糖尿病": "体の具合に心配のある方",
    "パーキンソン病": "体の具合に心配のある方",
    "人工透析": "体の具合に心配のある方",
    "末期がん": "体の具合に心配のある方",
    "がん患者": "体の具合に心配のある方",
    "肺がん": "体の具合に心配のある方",
    "胃がん": "体の具合に心配のある方",
    "乳がん": "体の具合に心配のある方",
    "てんかん": "体の具合に心配のある方",
    "要介護": "介護の手助けを受けている方",
    "要支援": "介護の手助けを受けている方",
    "生活保護": "暮らしに手助けの要る方",
}
_GENERAL = (
    "カフェ|サポーター|キャラバン|予防|対策|対応|講座|講演|教室|研修|施策|事業|疾患|初期集中|ケアパス|"
    "ガイド|相談|支援|家族の会|者手帳|者福祉|者の数|認定|制度|の方々|の人たち|の勉強|について|とは|月間"
)
_ILLNESS = re.compile(
    rf"(?:{'|'.join(sorted(_ILLNESSES, key=len, reverse=True))})(?:[1-5])?(?!{_GENERAL})"
)

# A word for a post, a relation or a group before さん, not a name.
_NOT_A_NAME = re.compile(
    r"(?:^|.*)(?:[客者員屋会長職士師院店所署局社園部課係組町区族団寺班館校村市県]|住民|住人|主人|"
    r"利用者|高齢者|皆|皆々|各位|大家|家主|先生|業者|議員|記者|医者|役者|店主|亭主|世帯主|本人|他人|"
    r"大工|左官|女将|神|仏|殿|坊|警察|消防|役場|役所|社協|包括|銀行|農協|郵便|病院|"
    r"当番|担当|相手|仲間|友人|知人|隣人|老人|大人|新人|赤|巡|爺|婆)$"
)
_RELATION_WORDS = """
奥 隣 娘 息子 息 孫 母 父 兄 姉 弟 妹 嫁 婿 叔父 叔母 伯父 伯母 祖父 祖母 夫 妻 親 親御 子 子供
妊婦 妊産婦 新婦 新郎 若 同 多 仕 模 一 有 異 何 各 外 表 両 皆 人 大 上 主 王 貴 尊
"""
_IN_HIRAGANA = """
さとう すずき たかはし たなか わたなべ いとう やまもと なかむら こばやし かとう よしだ やまだ
ささき やまぐち まつもと いのうえ きむら はやし さいとう しみず くどう なりた みかみ かさい つしま
"""
_RELATIONS = frozenset(_RELATION_WORDS.split())
_HIRAGANA_NAMES = tuple(_IN_HIRAGANA.split())


def find_personal(text: str, known_names: Iterable[str] = ()) -> list[Finding]:
    """Traces of persons in a text, in order, none over another (20 at most).

    known_names: persons of the register, found as written there whatever the width, the space
    between the parts or the variant of a kanji (髙, 高).
    """
    if not text:
        return []
    plain = _plain(text)
    taken = [False] * len(plain)
    findings: list[Finding] = []
    for kind, start, end, coarser in _traces(plain, known_names):
        if end <= start or any(taken[start:end]):
            continue
        taken[start:end] = [True] * (end - start)
        findings.append(Finding(kind, text[start:end], start, end, coarser))
    return sorted(findings, key=lambda found: found.start)[:MOST_FINDINGS]


def coarser_text(text: str, findings: Iterable[Finding]) -> str:
    """The text with every trace said more coarsely."""
    for found in sorted(findings, key=lambda one: one.start, reverse=True):
        text = text[: found.start] + found.coarser + text[found.end :]
    return text


Trace = tuple[PersonalKind, int, int, str]


def _traces(plain: str, known_names: Iterable[str]) -> Iterator[Trace]:
    """What is sure before what is likely: the first to claim a place keeps it."""
    for kind, pattern, coarser in (
        (PersonalKind.MAIL, _MAIL, ""),
        (PersonalKind.BIRTH, _BIRTH, "高齢の方"),
        (PersonalKind.PHONE, _PHONE, ""),
    ):
        yield from ((kind, hit.start(), hit.end(), coarser) for hit in pattern.finditer(plain))
    for hit in itertools.chain(_ADDRESS.finditer(plain), _PLACE_NUMBER.finditer(plain)):
        yield PersonalKind.ADDRESS, hit.start(), hit.end(), hit["place"] or "この近く"
    yield from _names(plain, known_names)
    for hit in _AGE.finditer(plain):
        yield PersonalKind.AGE, hit.start(), hit.end(), _age_band(hit)
    for hit in _ILLNESS.finditer(plain):
        name = next(word for word in _ILLNESSES if hit[0].startswith(word))
        yield PersonalKind.ILLNESS, hit.start(), hit.end(), _ILLNESSES[name]


def _names(plain: str, known_names: Iterable[str]) -> Iterator[Trace]:
    for start, end in _known(plain, known_names):
        yield PersonalKind.NAME, start, end, "ある方"
    for hit in _HONORED.finditer(plain):
        if (begin := _name_start(hit)) is not None:
            yield PersonalKind.NAME, begin, hit.end(), "ある方"
    for hit in _SURNAME_TITLE.finditer(plain):
        yield PersonalKind.NAME, hit.start("name"), hit.end("name"), ""


def _name_start(hit: re.Match[str]) -> int | None:
    """Where the name before an honorific begins; None where it is a word for a post or a group."""
    name, sign = hit["name"], hit["sign"]
    if name in _RELATIONS or _NOT_A_NAME.match(name):
        return None if name.replace(" ", "") not in SURNAMES else hit.start("name")
    if re.fullmatch("[ぁ-ん]+", name):
        known = next((one for one in _HIRAGANA_NAMES if name.endswith(one)), None)
        return None if known is None else hit.end("name") - len(known)
    if sign in ("様", "氏") and len(name) == 1 and name not in SURNAMES:
        return None
    if re.fullmatch("[ァ-ヴー]+", name) and sign not in ("さん", "氏"):
        return None
    return hit.start("name")


def _known(plain: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    letters = [(place, letter) for place, letter in enumerate(_same(plain)) if letter != " "]
    packed = "".join(letter for _place, letter in letters)
    for name in names:
        wanted = _same(_plain(name)).replace(" ", "")
        if len(wanted) < _SHORTEST_NAME:
            continue
        at = packed.find(wanted)
        while at >= 0:
            yield letters[at][0], letters[at + len(wanted) - 1][0] + 1
            at = packed.find(wanted, at + len(wanted))


_SHORTEST_NAME = 3
"""A register of two letters would be found inside other words."""


def _age_band(hit: re.Match[str]) -> str:
    age = int(hit["age"] or hit["after"])
    band = "幼い" if age < _DECADE else f"{age // _DECADE * _DECADE}代"
    return f"（{band}）" if hit["after"] else band


_DECADE = 10


def _plain(text: str) -> str:
    """One letter for one letter: half width digits and signs, one kind of space and bracket."""
    return "".join(_narrow(letter) for letter in text)


def _narrow(letter: str) -> str:
    narrow = unicodedata.normalize("NFKC", letter)
    if len(narrow) != 1:
        return letter
    return " " if narrow.isspace() and narrow != "\n" else narrow


def _same(text: str) -> str:
    """Variants of a kanji in names as one (髙 and 高, 﨑 and 崎), letter for letter."""
    return text.translate(NAME_VARIANTS)
