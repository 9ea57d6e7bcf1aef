"""What the made-up meetings talk about: troubles by season, what is said, done and answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from sasaeai.directory.enums import Season, ServiceKind

WINTER_MONTHS, SUMMER_MONTHS = frozenset({10, 11, 12, 1, 2, 3}), frozenset({5, 6, 7, 8, 9})


@dataclass(frozen=True, slots=True)
class Theme:
    """Something that troubles people. topic: a code of `meetings.actions.topics`, "" for none.

    title: of the agenda item and the issue; trouble: as whoever raises it writes it; opinions,
    responses: gists; action, result: what is promised and what came of it; answer: what the raiser
    is told; service: which kind of service helps, "" for none.
    """

    topic: str
    title: str
    troubled: str
    trouble: str
    opinions: tuple[str, ...]
    responses: tuple[str, ...]
    action: str
    result: str
    answer: str
    service: str = ""
    season: str = Season.ALL_YEAR


WINTER, SUMMER = Season.WINTER, Season.SUMMER

THEMES = (
    Theme(
        "environment",
        "冬の雪かきの助け合い",
        "1人暮らしの高齢の方",
        "玄関先の雪が重く、ごみ出しに出られない日がある。",
        (
            "1人暮らしの方の玄関先まで手が回らない。",
            "雪かきを頼める人が、町会の中でも減っている。",
            "業者の雪かきは費用がかさみ、頼みにくいという声がある。",
        ),
        ("班ごとに当番を決めると続けやすい。", "雪かきの道具は市社協から借りられる。"),
        "雪かきの当番表を班ごとに作る",
        "8つの班で当番表ができた。",
        "班の当番が、雪の朝に声をかけることになりました。",
        ServiceKind.SNOW,
        WINTER,
    ),
    Theme(
        "environment",
        "雪の寄せ場と通学路",
        "通学する子ども",
        "雪の山で車から子どもが見えず、危ない角がある。",
        (
            "通学路の角に雪がたまり、車から子どもが見えにくい。",
            "空き地を寄せ場に使えないか、毎年話が出る。",
        ),
        ("寄せ場の地図があると、除雪の相談がしやすい。", "持ち主に秋のうちに尋ねておくとよい。"),
        "雪の寄せ場が分かる地図を作る",
        "地図ができ、市の除雪の担当に渡した。",
        "寄せ場の地図を市に渡し、危ない角を先に除雪してもらえることになりました。",
        ServiceKind.SNOW,
        WINTER,
    ),
    Theme(
        "environment",
        "ごみ出しに困っている世帯への手助け",
        "足の悪い方",
        "集積所まで運ぶのがつらく、ごみがたまってしまう方がいる。",
        ("集積所までの坂を上れない方がいる。", "当番に出られない世帯が増えた。"),
        (
            "となりの班と組んで当番を回している町会がある。",
            "ごみ出しの手伝いを始めた団体を紹介できる。",
        ),
        "ごみ出しを手伝える人を町会で募る",
        "手伝う人が5人集まった。",
        "町会の有志が、週1回のごみ出しを手伝います。",
        ServiceKind.RUBBISH,
    ),
    Theme(
        "consultation",
        "困りごとの相談先を知ってもらうには",
        "相談先を知らない世帯",
        "どこに相談すればよいか分からない、という声をよく聞く。",
        ("相談を受けても、どこへつなげばよいか迷うことがある。", "電話番号が多くて覚えられない。"),
        ("相談先を1枚にまとめた紙があるとよい。", "回覧板で年に2回知らせてはどうか。"),
        "相談先を1枚にまとめた紙を作る",
        "紙ができ、全部の班に配った。",
        "相談先をまとめた紙を作り、回覧でお知らせしました。",
        ServiceKind.CONSULTATION,
    ),
    Theme(
        "consultation",
        "1人暮らしの方の見守り",
        "1人暮らしの方",
        "新聞がたまっている家があり、心配した。",
        ("声をかけても出てこない方がいて心配だ。", "日中ひとりになる方の様子が分からない。"),
        ("気になったときの連絡の順番を決めておくとよい。", "見守りの電話を使っている方がいる。"),
        "気になる方がいたときの連絡の順番を決める",
        "連絡の順番を決め、民児協と包括で確かめ合った。",
        "連絡の順番が決まり、まず包括に電話していただくことになりました。",
        ServiceKind.WATCHING,
    ),
    Theme(
        "privacy",
        "気になる方のことを、どこまで伝えるか",
        "支える側の人",
        "心配な方のことを、だれにどこまで話してよいか迷う。",
        ("本人が望まないときに伝えてよいか迷う。", "名簿を持つことに抵抗のある役員もいる。"),
        (
            "本人の了解を得てから伝えるのが基本になる。",
            "会議では、だれのことか分からない話し方にする。",
        ),
        "伝え方の約束ごとを1枚にまとめる",
        "約束ごとを1枚にまとめ、会議のたびに配ることにした。",
        "了解の取り方を1枚にまとめました。迷うときは包括にお尋ねください。",
    ),
    Theme(
        "disaster",
        "災害のときの声のかけ合い",
        "避難に手助けがいる方",
        "だれがだれに声をかけるか、決まっていない班がある。",
        ("だれがだれに声をかけるか、決まっていない班がある。", "夜の避難に不安がある。"),
        (
            "班ごとの声かけの順番を紙に書いておくとよい。",
            "避難所までの道を一緒に歩いてみてはどうか。",
        ),
        "声かけの順番の案を町会ごとに持ち寄る",
        "10の町会のうち8つで順番が決まった。",
        "班ごとに声かけの順番を決めました。",
        ServiceKind.DISASTER,
    ),
    Theme(
        "disaster",
        "大雨のときの避難の声かけ",
        "川の近くに住む方",
        "大雨の夜に、避難するかどうか迷ったという声があった。",
        (
            "川の水が増えたとき、だれが知らせるのか分からない。",
            "車のない方は早めに動く必要がある。",
        ),
        ("早めに集まれる場所を町会で開けてはどうか。", "防災の放送が聞こえない所を調べるとよい。"),
        "放送が聞こえにくい所を町会で調べる",
        "聞こえにくい所が3か所分かり、市に伝えた。",
        "放送の聞こえにくい所を市に伝え、戸別に知らせる方法を選べるようになりました。",
        ServiceKind.DISASTER,
        SUMMER,
    ),
    Theme(
        "bearers",
        "町会の役員のなり手",
        "町会の役員",
        "役員のなり手がなく、同じ人が何年も続けている。",
        ("同じ人がいくつもの役を持っている。", "若い世帯は仕事で会合に出られない。"),
        ("役を小さく分けて頼むと引き受けやすい。", "会合の回数を減らした町会がある。"),
        "役員の仕事を書き出して小さく分ける",
        "仕事を12に分け、4人が新しく引き受けた。",
        "役員の仕事を小さく分け、短い時間でも手伝えるようにしました。",
        ServiceKind.VOLUNTEER,
    ),
    Theme(
        "",
        "買い物と通院の足",
        "車を手放した世帯",
        "バスの本数が減り、病院へ行きにくくなった。",
        ("バス停まで歩けない方がいる。", "車を手放してから外に出なくなった方がいる。"),
        ("移動販売が回れるか、店に尋ねてみる。", "乗り合いの送迎をしている地区の話を聞きたい。"),
        "移動販売が回れるか店に尋ねる",
        "週1回、集会所の前に来てもらえることになった。",
        "移動販売が週1回、集会所の前に来ます。",
        ServiceKind.TRANSPORT,
    ),
    Theme(
        "",
        "暑い日の見守り",
        "日中ひとりになる方",
        "暑い日に、冷房を使わずに過ごしている方がいる。",
        ("冷房を使わない高齢の方が心配だ。", "水分をとるよう声をかけても、遠慮される。"),
        ("涼める場所を知らせる紙を作るとよい。", "訪問のときに水分のことを必ず聞くことにする。"),
        "涼める場所を知らせる紙を作る",
        "涼める場所6か所を紙にまとめた。",
        "涼める場所の一覧を作りました。お茶も用意しています。",
        ServiceKind.WATCHING,
        SUMMER,
    ),
    Theme(
        "",
        "集まりの場を続けるために",
        "集まりに来られない方",
        "集まりに誘っても、足がないと断られる。",
        ("世話をする人が2人だけで、休めない。", "男の方がなかなか来ない。"),
        ("送り迎えを組にして手伝ってはどうか。", "体操のほかに、将棋の日を作ったら人が来た。"),
        "送り迎えを手伝える人を募る",
        "3人が交代で送り迎えを始めた。",
        "送り迎えを手伝う人が見つかりました。次の集まりからお使いください。",
        ServiceKind.GATHERING,
    ),
    Theme(
        "consultation",
        "詐欺の手口と相談先",
        "電話に1人で出る方",
        "役所を名のる電話があったという方がいる。",
        ("還付金の電話がこの秋から増えている。", "1人で電話に出て、断れない方がいる。"),
        ("電話のそばに貼る紙を配るとよい。", "おかしいと思ったら交番に電話してほしい。"),
        "電話のそばに貼る紙を配る",
        "紙を全戸に配った。",
        "電話のそばに貼る紙をお配りしました。",
        ServiceKind.CONSULTATION,
    ),
)


def theme_for(day: date, random: Random) -> Theme:
    """What is likely talked about at that time of year: snow in winter, heat in summer."""
    weights = [_weight(theme, day.month) for theme in THEMES]
    return random.choices(THEMES, weights)[0]


def _weight(theme: Theme, month: int) -> int:
    if theme.season == WINTER:
        return 6 if month in WINTER_MONTHS else 0
    if theme.season == SUMMER:
        return 4 if month in SUMMER_MONTHS else 0
    return 2
