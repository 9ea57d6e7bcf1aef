"""Words for made-up texts, as long and as repetitive as those of real records. Nobody is real."""

from __future__ import annotations

from random import Random

from sasaeai.cli.demo.people import PERSONS

FAMILY, GIVEN = zip(
    *(
        tuple(zip(name.split(), kana.split(), strict=True))
        for name, kana, _channel, _needs in PERSONS.values()
    ),
    strict=True,
)
ITEMS = (
    "冬の雪処理をだれが支えるか",
    "1人暮らしの方の見守りについて",
    "ごみ出しに困っている世帯への手助け",
    "買い物と通院の足について",
    "集会所の集まりを続けるために",
    "災害のときの声のかけ合い",
    "子どもの登下校のみまもり",
    "詐欺の手口と相談先",
)
WHO = (
    "1人暮らしの高齢者",
    "足の悪い方",
    "小さい子のいる家",
    "車を手放した世帯",
    "日中ひとりになる方",
)
TROUBLE = (
    "雪の寄せ場がなくて困っている",
    "ごみ集積所まで運ぶのがつらい",
    "回覧を受け取ってもらえないことがある",
    "バスの本数が減って病院へ行きにくい",
    "声をかけても出てこないので心配だ",
    "集まりに誘っても足がないと断られる",
    "夜の見回りのときに街灯が暗いと感じる",
)
ANSWER = (
    "町会の当番表に加えて、できる範囲で手伝うことにした",
    "包括が訪ねて様子を見ることになった",
    "社協の貸出品を使えるので、窓口を紹介する",
    "民生委員の訪問のときに合わせてみまもりを行う",
    "市の担当課へつなぎ、次の会議で返事を聞く",
)


def name_of(random: Random) -> tuple[str, str]:
    """A plainly fictional name and how it is read."""
    family, given = random.choice(FAMILY), random.choice(GIVEN)
    return f"{family[0]} {given[0]}", f"{family[1]} {given[1]}"


def trouble(random: Random) -> str:
    """「1人暮らしの高齢者の雪の寄せ場がなくて…」: the title of an issue."""
    return f"{random.choice(WHO)}から、{random.choice(TROUBLE)}との話"


def opinion(random: Random) -> str:
    """The gist of an opinion (○), about 40 characters."""
    return f"{trouble(random)}が、この秋から{random.randint(2, 9)}件あった。"


def response(random: Random) -> str:
    """The gist of a response (⇒), about 35 characters."""
    return f"{random.choice(ANSWER)}（{random.randint(1, 12)}月まで）。"


def discussion(random: Random) -> str:
    """The record of one item: three lines."""
    return f"○ {opinion(random)}\n⇒ {response(random)}\n○ {opinion(random)}"
