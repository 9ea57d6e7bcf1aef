"""Every sentence that the script of the hall page says; it stands in the page, in {places} for values.

Here, not in the script, so that they are translated like all others.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

_FRAME = {
    "title": _("{tab}｜{meeting}"),
    "tabs": _("この会議の中"),
    "tab_people": _("出席"),
    "tab_items": _("議題"),
    "tab_troubles": _("困りごと"),
    "tab_note": _("次回"),
    "tab_before": _("前回から"),
    "tab_sending": _("送信"),
    "to_list": _("端末にある会議の一覧へもどる"),
    "undo": _("元に戻す"),
    "undone": _("元に戻しました。"),
    "done": _("直し終える"),
    "correct": _("直す"),
    "take_out": _("消す"),
    "more": _("ほか"),
    "more_of": _("{name}のほかの記録を開く"),
    "group": _("立場"),
    "phrases": _("よく使う言い回し"),
    "saved_all": _("書いたものはすべて保存し、送り終えています。"),
    "saved_unsent": _("この端末に保存しました。まだ送っていないものが{count}件あります。"),
    "found_title": _("途中だった文がありました"),
    "found": _(
        "前に画面が閉じたとき、書きかけだったものが{count}件ありました。すべて記録に入れました。"
    ),
    "personal": _(
        "「{found}」は、人の名前か電話番号のようです。"
        "この会議の記録には、だれのことか分かる書き方をしないでください。"
    ),
    "waits": _("まだ記録に入れられません：{reason}"),
    "full_title": _("端末がいっぱいで、保存できません"),
    "full": _(
        "書いた文はこの画面に残っています。画面を閉じる前に、控えをファイルに保存してください。"
        "写真などを消して場所をあけると、続けて保存できます。"
    ),
    "broken_title": _("この端末に保存できません"),
    "broken": _(
        "書いた文はこの画面に残っています。画面を閉じる前に、控えをファイルに保存してください。"
    ),
    "broken_store": _(
        "端末の保存場所を開けません。ほかのタブを閉じて、もう一度開いてください。"
        "消える設定（プライベートブラウズ）では使えません。"
    ),
}

_PEOPLE = {
    "counts": _(
        "出席 {total}人（代理{substitutes}・遅刻{late}・飛び入り{walk_ins}）／"
        "欠席 {away}人／名簿 {listed}人"
    ),
    "people_none": _("声をかけた人はいません。来た人は、下の「飛び入り」に書いてください。"),
    "people_all_done": _("ここに出す人はいません。"),
    "filter": _("名前をしぼる"),
    "not_yet": _("まだの人"),
    "kana_row": _("{row}行"),
    "status": _("当日の出欠"),
    "presence_set": _("{name}を「{status}」にしました。"),
    "presence_taken": _("{name}の出欠を消しました。"),
    "who_came": _("来た人の名前"),
    "who_came_hint": _("代理のときは、来た人の名前に直してください。"),
    "walk_in": _("飛び入りの人を書く"),
    "walk_in_add": _("飛び入りを加える"),
    "walk_in_added": _("{name}を加えました。"),
    "walk_in_empty": _("名前か団体を書いてください。"),
    "person_name": _("名前"),
    "organization": _("団体"),
    "post": _("役"),
}

_ITEMS = {
    "items_none": _("議題はまだありません。下で加えられます。"),
    "items_back": _("議題の一覧へもどる"),
    "item_next": _("次の議題へ：{title}"),
    "item_new": _("会場で出た議題を加える"),
    "item_title": _("議題"),
    "item_minutes": _("予定の時間（分）"),
    "item_add": _("議題を加える"),
    "item_added": _("議題を加えました。"),
    "item_empty": _("議題を書いてください。"),
    "item_change": _("この議題を直す"),
    "item_take_out": _("この議題を消す"),
    "item_taken": _("議題を消しました。"),
    "item_is_out": _("消した議題です"),
    "minutes": _("{minutes}分"),
    "remark_count": _("発言{count}件"),
    "no_outcome": _("結果はまだ"),
    "clock": _("経過 {time}"),
    "clock_start": _("時間をはかる"),
    "clock_stop": _("はかるのを止める"),
    "kind_discuss": _("協議"),
    "kind_report": _("報告"),
    "kind_inform": _("情報提供"),
    "kind_exchange": _("情報交換"),
    "remark_new": _("発言を書く"),
    "remark_kind": _("意見か応答か"),
    "opinion": _("○ 意見"),
    "response": _("⇒ 応答"),
    "remark": _("発言"),
    "remark_next": _("次の発言を書く"),
    "remark_empty": _("発言を書いてください。"),
    "remark_kept": _("発言を保存しました。"),
    "remark_taken": _("発言を消しました。"),
    "remarks": _("これまでの発言"),
    "outcome": _("結果"),
    "outcome_text": _("結果のことば"),
    "outcome_set": _("結果を保存しました。"),
    "promises": _("決まった取組"),
    "promise_new": _("取組を書く"),
    "promise_add": _("取組を加える"),
    "promise_empty": _("何をするかを書いてください。"),
    "promise_kept": _("取組を保存しました。"),
    "promise_taken": _("取組を消しました。"),
    "who": _("だれが"),
    "what": _("何をする"),
    "due": _("いつまでに"),
    "until_day": _("{day}まで"),
}

_REST = {
    "trouble_new": _("出た困りごとを書く"),
    "trouble_text": _("困りごと"),
    "trouble_hint": _("住民の名前は書かないでください。"),
    "trouble_add": _("困りごとを加える"),
    "trouble_empty": _("困りごとを書いてください。"),
    "trouble_kept": _("困りごとを保存しました。"),
    "trouble_taken": _("困りごとを消しました。"),
    "raised_by": _("どの団体・役職の方から"),
    "raised_missing": _("どの団体・役職の方からかを書いてください。住民の名前は書きません。"),
    "raised": _("{who}から"),
    "note_text": _("次回のこと"),
    "note_hint": _("日にち、場所、用意するものなど。200字まで記録に入ります。"),
    "before_none": _("前回から続いている議題はありません。"),
}

_CHOICES = {
    "conflicts": _("同じところに二つの文があるものが{count}件あります"),
    "conflicts_see": _("二つの文をくらべて選ぶ"),
    "two_texts": _("{kind}：同じところに、二つの文があります"),
    "two_texts_here": _("ここには二つの文があります。くらべて選んでください。"),
    "about_item": _("議題：{title}"),
    "written_by": _("{who}が書いたもの（{when}）"),
    "written_here": _("この端末で書いたもの（{when}）"),
    "is_taken_out": _("（消した）"),
    "is_empty": _("（なにも書いていない）"),
    "choose_this": _("こちらを残す"),
    "choose_out": _("消したままにする"),
    "choose_both": _("両方をつなげて残す"),
    "chosen": _("選んだ文を残しました。"),
    "card_presence": _("出欠"),
    "card_remark": _("発言"),
    "card_outcome": _("結果"),
    "card_promise": _("取組"),
    "card_item": _("議題"),
    "card_clock": _("かかった時間"),
    "card_trouble": _("困りごと"),
    "card_note": _("次回のこと"),
}

_SENDING = {
    "kept": _(
        "この会議で書いたものは、この端末に{count}件あります。まだ送っていないものは{unsent}件です。"
    ),
    "kept_all": _("この会議で書いたものは、この端末に{count}件あります。すべて送り終えています。"),
    "last_sent": _("最後に送った日時：{when}"),
    "never_sent": _("まだ一度も送っていません。"),
    "keep_until": _("この端末に置いておける期限：{when}"),
    "locked_by_word": _(
        "端末の中では鍵をかけて保存しています。合言葉かログインがないと読めません。"
    ),
    "store_permanent": _("ブラウザは、この保存場所をひとりでに消しません。"),
    "store_may_go": _(
        "端末の空きが少なくなると、ブラウザが保存場所を消すことがあります。早めに送ってください。"
    ),
    "send_now": _("いま送る"),
    "save_file": _("控えをファイルに保存する"),
    "file_hint": _(
        "控えは封をしたファイルです。この会議を進める人が、事務局の「会場の端末」のページから入れられます。"
    ),
    "file_name": _("会議の控え-{day}.sasaeai"),
    "file_saved": _("控えをファイルに保存しました。"),
    "waiting_title": _("届いていて、まだ記録に入れられないもの"),
    "refused_title": _("受け取られなかったもの"),
    "away": _("この端末から片付ける"),
    "away_ask": _("送り終えたこの会議を、この端末から消します。記録はサーバーに残ります。"),
    "away_yes": _("片付ける"),
    "away_no": _("まだ残しておく"),
    "away_later": _("全部送り終えると、この端末から片付けられます。"),
    "away_not_yet": _("まだ送っていないものがあるので、片付けていません。"),
    "away_done": _("この端末から片付けました。"),
    "away_done_alone": _(
        "この端末から片付けました。片付けたことは、まだサーバーに伝わっていません。"
    ),
    "dropped": _("この会議をこの端末から消しました。"),
    "standing_new": _("まだ送っていません。"),
    "standing_sending": _("送っています…"),
    "standing_done": _("送り終えました。"),
    "standing_offline": _(
        "ネットワークにつながっていません。書いたものはこの端末にあり、つながれば送ります。"
    ),
    "standing_sign-in": _("もう一度ログインしてください。書いたものはこの端末にあります。"),
    "standing_forbidden": _("サーバーが受け取りを断りました。書いたものはこの端末にあります。"),
    "standing_gone": _(
        "この会議がサーバーに見つかりません。書いたものはこの端末にあります。控えを保存してください。"
    ),
    "standing_refused": _("サーバーが受け取れませんでした。書いたものはこの端末にあります。"),
    "standing_too-much": _("一度に送る量が多すぎました。書いたものはこの端末にあります。"),
    "standing_busy": _("サーバーが混んでいます。少しあとでもう一度送ります。"),
    "standing_unreadable": _(
        "サーバーの答えを読めませんでした。会場のネットワークに、つなぐための画面がないか"
        "確かめてください。あとでもう一度送ります。"
    ),
    "standing_broken": _("サーバーの調子がよくありません。少しあとでもう一度送ります。"),
    "standing_to-drop": _(
        "サーバーに届いていないものがあるので、この会議をまだ端末から消していません。"
    ),
    "standing_store": _("端末に保存できないので、送れていません。"),
}

_DOOR = {
    "here_none": _("この端末に入っている会議はありません。"),
    "here_unsent": _("まだ送っていないものが{count}件あります。"),
    "carried_locked": _("鍵のかかった会議"),
    "carried_as": _("端末の名前：{device}（{when}に入れました）"),
    "open_it": _("会議を開く"),
    "device": _("この端末の名前"),
    "device_hint": _("例：事務局のタブレット"),
    "device_missing": _("この端末の名前を書いてください。"),
    "word": _("合言葉"),
    "word_hint": _("6文字以上で、あなたが覚えられるもの。"),
    "word_again": _("合言葉をもう一度"),
    "word_show": _("合言葉を見せる"),
    "word_why": _(
        "ネットワークのない会場でこの会議を開くときに使います。端末をなくしても、合言葉を知らない人は"
        "中を読めません。忘れたときは、ネットワークにつないでログインすれば開けます。"
    ),
    "word_short": _("合言葉は6文字以上にしてください。"),
    "word_differs": _("二つの合言葉がちがいます。同じものを二度書いてください。"),
    "word_wrong": _("合言葉がちがいます。大文字と小文字、ひらがなとカタカナを確かめてください。"),
    "word_gone": _(
        "ログアウトしたので、合言葉では開けません。ネットワークにつないでログインしてください。"
    ),
    "carry_do": _("端末に入れる"),
    "carrying": _("端末に入れています…"),
    "opening": _("会議を開いています…"),
    "open_title": _("会議を開く"),
    "open_do": _("合言葉で開く"),
    "open_hint": _("端末に入れたときに決めたものです。"),
    "sign_in": _("ログインのページを開く"),
    "locked": _("置いておける期限（{when}）を過ぎました。"),
    "locked_title": _("この会議は、いま開けません"),
    "locked_hint": _(
        "ネットワークにつないでログインすると、開けるかどうかを確かめ、残りを送ります。"
    ),
    "drop_hint": _(
        "合言葉を入れて「控えをファイルに保存する」を押すと、まず残りを送ります。"
        "届けばこの端末から消し、届かなければファイルに保存します。"
    ),
    "drop_waits": _(
        "ログアウトしたので、合言葉では開けません。この会議をまた開けるかどうかは、"
        "事務局に尋ねてください。開けるようになれば、ログインして残りを送れます。"
    ),
    "drop_do": _("送らずに、この端末から消す"),
    "locked_unsent": _("まだ送っていないものが{count}件あります"),
    "not_here": _("この会議はこの端末に入っていません。下の一覧から選んでください。"),
    "other_tab": _("この会議は、別のタブで開きました。"),
    "other_tab_take": _("こちらのタブで開く"),
    "no_secure": _("この接続では、端末に入れられません。"),
    "no_secure_hint": _(
        "端末に入れるには、アドレスがhttpsで始まるページと、新しいブラウザが必要です。"
        "「当日」のページか、紙の記録用紙を使ってください。"
    ),
}


def sentences() -> dict[str, str]:
    """All of them in the reader's language, by name."""
    parts = (_FRAME, _PEOPLE, _ITEMS, _REST, _CHOICES, _SENDING, _DOOR)
    return {name: str(sentence) for part in parts for name, sentence in part.items()}
