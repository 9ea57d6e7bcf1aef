"""Which column of which edition says what.

Sources: 推奨データセット (until 2022: 都道府県コード又は市区町村コード, NO, 住所, 方書) and
自治体標準オープンデータセット データ項目定義書A (since: 全国地方公共団体コード, ID, 所在地_連結表記),
sheets 01, 05, 09 and 10, and the spellings that towns publish. A name of a person (開設者氏名,
管理者氏名) is read nowhere.
"""

from __future__ import annotations

from sasaeai.directory.channels.table import plain_header
from sasaeai.directory.enums import ServiceKind, SheetKind

COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("所在地_全国地方公共団体コード", "全国地方公共団体コード", "市区町村コード"),
    "town": ("所在地_市区町村", "市区町村名", "市町村"),
    "key": ("ID", "NO", "No."),
    "number": ("事業所番号", "医療機関コード"),
    "name": (
        "名称",
        "介護サービス事業所名称",
        "事業所名称",
        "事業所名",
        "施設名",
        "施設名称",
        "医療機関名称",
    ),
    "kana": (
        "名称_カナ",
        "介護サービス事業所名称_カナ",
        "事業所名称_カナ",
        "名称カナ",
        "施設名_カナ",
    ),
    "operator_name": ("法人の名称", "法人名", "団体名", "運営主体", "設置者"),
    "what": ("実施サービス", "サービスの種類", "診療科目", "医療機関の種類", "種別", "施設分類"),
    "description": ("説明", "概要"),
    "note": ("備考",),
    "for_whom": ("対象者", "受入年齢", "対象年齢"),
    "how_to_apply": ("申込方法", "利用方法"),
    "fee": ("料金(詳細)", "料金(基本)", "利用料金"),
    "days": ("利用可能曜日", "診療曜日", "開館日", "営業日"),
    "opens": ("開始時間", "診療開始時間", "利用開始時間"),
    "closes": ("終了時間", "診療終了時間", "利用終了時間"),
    "hours_note": ("利用可能日時特記事項", "利用可能曜日特記事項", "診療日時特記事項", "営業時間"),
    "address": ("所在地_連結表記", "所在地_連結標記", "住所", "所在地", "施設所在地"),
    "building": ("建物名等(方書)", "方書", "方書（ビル名等）"),
    "tel": ("電話番号", "連絡先電話番号", "TEL"),
    "extension": ("内線番号",),
    "fax": ("FAX番号", "FAX", "ファックス番号"),
    "email": ("連絡先メールアドレス", "メールアドレス"),
    "url": ("URL", "ホームページ", "HP"),
    "capacity": ("定員", "収容定員", "病床数"),
    "latitude": ("緯度",),
    "longitude": ("経度",),
}
PLAIN = {field: tuple(plain_header(name) for name in names) for field, names in COLUMNS.items()}

TELLS = (
    (SheetKind.CARE, ("介護サービス事業所名称", "実施サービス", "事業所番号")),
    (SheetKind.MEDICAL, ("医療機関の種類", "診療科目", "医療機関コード", "診療曜日")),
    (SheetKind.CHILDREN, ("一時預かりの有無", "受入年齢", "認可等年月日")),
    (SheetKind.FACILITY, ("名称", "施設名", "施設名称")),
)
"""Columns by which a table is told from the others, the most telling first."""

KIND_OF: dict[SheetKind, ServiceKind] = {
    SheetKind.CARE: ServiceKind.CARE,
    SheetKind.CHILDREN: ServiceKind.CHILDREN,
    SheetKind.MEDICAL: ServiceKind.CARE,
    SheetKind.FACILITY: ServiceKind.PLACE,
}

PEOPLE = tuple(
    plain_header(name) for name in ("生年月日", "要介護度", "避難支援等を必要とする事由")
)
"""A table with one of these is a register of people, which never comes in here (L-13)."""


def kind_of(headers: set[str]) -> SheetKind | None:
    """Which table has these plain headers; None for none that is known."""
    if not any(name in headers for name in PLAIN["name"]):
        return None
    for kind, names in TELLS:
        if any(plain_header(name) in headers for name in names):
            return kind
    return SheetKind.FACILITY
