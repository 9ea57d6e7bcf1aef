"""Tables of characters that are written in two ways: CJK radicals, and the kanji of names.

Text copied from a PDF often carries *radicals* (U+2E80–2FDF) in place of the kanji that look the
same: ⺠生委員, ⻘森市. They are different characters to every search, sort and font.
"""

from __future__ import annotations

# Each pair is a radical and the kanji it stands for, after Unicode's EquivalentUnifiedIdeograph.
# Where that names a part without a letter in ordinary fonts (⺮, ⻊ …), the whole kanji is taken.
# U+2E80 is absent: it is a repetition mark and stands for no kanji. U+2E9A is not assigned.
_SUPPLEMENT = """
⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺇几 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺑尢 ⺒巳 ⺓幺 ⺔彑
⺕彐 ⺖忄 ⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺 ⺟母 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 ⺦丬 ⺧牛 ⺨犭 ⺩王
⺪疋 ⺫目 ⺬示 ⺭礻 ⺮竹 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳㓁 ⺴冗 ⺵网 ⺶羊 ⺷羊 ⺸羊 ⺹耂 ⺺肀 ⺻聿 ⺼肉 ⺽臼
⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 ⻇角 ⻈讠 ⻉贝 ⻊足 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏邑 ⻐钅 ⻑長
⻒镸 ⻓长 ⻔门 ⻕阜 ⻖阝 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻞食 ⻟飠 ⻠饣 ⻡首 ⻢马 ⻣骨 ⻤鬼 ⻥鱼
⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟
"""

# U+2F00–2FD5 in the order of the 214 Kangxi radicals. NFKC knows them too, but takes eight to old
# forms that nobody types: here they are 戸 麦 黄 黒 歯 竜 亀 青.
_KANGXI = (
    "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀"
    "寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戸手支攴文斗斤方无日曰月木欠止歹殳毋"
    "比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸"
    "缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛"
    "辰辵邑酉釆里金長門阜隶隹雨青非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麦麻"
    "黄黍黒黹黽鼎鼓鼠鼻齊歯竜亀龠"
)

# One group a word, the form that is searched first. Old and simplified forms of the 常用漢字表, and
# the variants met in family and place names. Only search keys are folded by it, so a group may be
# generous: joining two names costs a longer list, missing one costs a person.
_VARIANTS = """
高髙 崎﨑嵜㟢 辺邊邉 斎齋斉齊 浜濱濵 沢澤 島嶋嶌㠀 桜櫻 広廣 国國圀 栄榮 竜龍
亀龜 関關 蔵藏 恵惠 実實 寿壽 真眞 滝瀧 長镸 戸戶户 黒黑 黄黃 青靑 麦麥 歯齒
吉𠮷 土圡 柳栁桺 橋𣘺槗 槙槇 条條 来來 礼禮 与與 予豫 弥彌 為爲 万萬 円圓 塩鹽
桧檜 薮藪 梅楳 野埜 富冨 館舘 晃晄 凜凛 穂穗 徳德 総總 緑綠 瀬瀨 頼賴 鉄鐵
剣劍劔 亜亞 芦蘆 芸藝 桑桒 巌巖 曽曾 荘莊 静靜 浅淺 遥遙 尭堯 鴎鷗 彦彥 顔顏
隣鄰 温溫 楽樂 薬藥 学學 会會 気氣 区區 県縣 経經 権權 検檢 験驗 済濟 参參
辞辭 写寫 釈釋 収收 従從 将將 縄繩 図圖 数數 声聲 潟泻 体體 対對 台臺 択擇
団團 昼晝 鎮鎭 点點 当當 党黨 独獨 読讀 売賣 発發 並竝 宝寶 豊豐 毎每 満滿
訳譯 余餘 両兩 歴歷 労勞 湾灣 鶴靏靍鸖 髪髮 鰺鯵 舩船 涛濤 壱壹 弐貳 秋穐秌
衛衞 奥奧 祢禰 渕淵渊 猪豬 皐皋 祷禱 稲稻 竃竈 篭籠 糸絲 聡聰 舎舍 蛍螢 覚覺
観觀 譲讓 跡迹 躯軀 軽輕 転轉 郷鄕鄉 酔醉 醸釀 銭錢 鋭銳 録錄 闘鬪 険險 隠隱
雑雜 霊靈 頬頰 顕顯 駅驛 騒騷 麺麵 黙默 峰峯 杯盃 略畧 群羣 裏裡 秘祕 研硏
徴徵 歓歡 勧勸 囲圍 医醫 壊壞 営營 応應 仮假 価價 絵繪 拡擴 旧舊 挙擧 教敎
暁曉 強强 径徑 継繼 欠缺 献獻 号號 砕碎 児兒 湿濕 処處 焼燒 証證 状狀 乗乘
畳疊 触觸 慎愼 尽盡 随隨 髄髓 枢樞 専專 践踐 戦戰 双雙 争爭 装裝 属屬 続續
堕墮 帯帶 滞滯 胆膽 担擔 単單 断斷 遅遲 虫蟲 庁廳 聴聽 逓遞 伝傳 灯燈 盗盜
届屆 弁辯瓣辨 悩惱 脳腦 廃廢 拝拜 抜拔 変變 舗舖 褒襃 翻飜 様樣 揺搖 謡謠 覧覽
乱亂 励勵 齢齡 恋戀 炉爐 楼樓 禄祿 弯彎 尓爾 穣穰 桝枡 繋繫 蝋蠟 靭靱 侠俠
噛嚙 掴摑 填塡 醤醬 鹸鹼 嘘噓 蝉蟬 箪簞 莱萊 葛𦹀 祇衹 瑶瑤 壮壯 奨奬 渓溪
鶏鷄 桟棧 残殘 賛贊 歳歲 粛肅 渋澁 獣獸 縦縱 嬢孃 叙敍 勲勳 薫薰 圏圈 撃擊
晩晚 横橫 虚虛 既旣 暦曆 練鍊 即卽 概槪 郎郞 朗朖 殻殼 姫姬 渉涉 緒緖 増增
"""


def _supplement() -> dict[int, str]:
    return {ord(pair[0]): pair[1:] for pair in _SUPPLEMENT.split()}


def _variants() -> dict[int, str]:
    table: dict[int, str] = {}
    for group in _VARIANTS.split():
        for other in group[1:]:
            if other != group[0]:
                table.setdefault(ord(other), group[0])
    return table


#: Radical → kanji, for str.translate.
RADICALS: dict[int, str] = _supplement() | {
    0x2F00 + number: kanji for number, kanji in enumerate(_KANGXI)
}

#: Variant → the form that search keys use, for str.translate.
NAME_VARIANTS: dict[int, str] = _variants()
