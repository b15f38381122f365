"""What may stand in braces in a letter: its name, what it means, and how it looks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Placeholder:
    name: str
    meaning: str
    sample: str
    where: str = ""  # where the office writes it down, for those that may still be empty

    @property
    def braced(self) -> str:
        return f"{{{self.name}}}"


PLACEHOLDERS = {
    one.name: one
    for one in (
        Placeholder("氏名", "受け取る方のお名前", "髙橋 誠一"),
        # --- the event
        Placeholder("交流会名", "交流会の名称", "第6回 青葉信用組合 新現役交流会"),
        Placeholder("開催日", "開催日。2日あるときは両方", "令和8年9月18日(金)", "交流会の設定"),
        Placeholder("時間", "開会と面談の時刻", "13時00分開会、面談は13時30分から16時50分まで"),
        Placeholder("会場", "会場の名前・所在地・行き方", "千代田会館 3階\n東京都千代田区神田1-1\nJR神田駅 東口から徒歩5分", "交流会の設定"),
        Placeholder("募集開始", "希望登録が始まる日", "令和8年8月3日(月)", "交流会の設定"),
        Placeholder("締め切り", "希望登録の締め切りの日時", "令和8年8月24日(月) 17時00分", "交流会の設定"),
        Placeholder("主催", "主催と共催の名前", "主催 青葉信用組合"),
        Placeholder("問い合わせ先", "主催ごとの担当者・電話・メールと、事務局。金融機関の方には、その機関のものと事務局だけ", "青葉信用組合 業務部 山田\n電話 03-0000-5678\n\n新現役交流会 事務局\n電話 03-0000-1234"),
        Placeholder("事務局", "事務局の名前", "新現役交流会 事務局"),
        Placeholder("面談の長さ", "1回の面談の長さ", "20分"),
        Placeholder("希望の上限", "1人が出せる希望の数", "5件"),
        Placeholder("課題の数", "いま読める課題の数", "18件"),
        Placeholder("希望の少ない課題", "希望がまだ少ない課題の題名", "・製造の歩留まり\n・海外の販路", "希望の少ない課題がないとき"),
        Placeholder("延期・中止の理由", "延期・中止にしたときに書いた理由", "台風の接近が見込まれるため", "延期・中止の手続き"),
        Placeholder("ページ", "新現役交流会のページのアドレス", "https://kouryukai.example.jp/"),
        # --- the person
        Placeholder("合う課題", "ご専門に合う課題の題名", "・製造の歩留まり\n・工場の整理整頓"),
        Placeholder("気になる課題", "「気になる」を付けた課題や書きかけの課題", "・製造の歩留まり(金属加工・関東)"),
        Placeholder("受付番号", "希望の受付番号", "K7-2041"),
        Placeholder("課題名", "課題の題名", "製造の歩留まり"),
        Placeholder("課題の説明", "業種と地域", "金属加工・関東"),
        Placeholder("課題のページ", "課題を読むページのアドレス", "https://kouryukai.example.jp/briefs/…/"),
        Placeholder("希望順位", "希望の順位", "1"),
        Placeholder("私ができること", "希望に書かれた文章", "測定の記録を付け、原因を3つに絞るところからご一緒します。"),
        Placeholder("希望のページ", "希望を読み直すページのアドレス", "https://kouryukai.example.jp/my/entries/…/"),
        Placeholder("希望の結果", "希望ごとの結果", "第1希望 製造の歩留まり … 面談が決まりました\n第2希望 海外の販路 … 見送りとなりました"),
        Placeholder("面談の予定", "面談の時刻・卓・企業", "13時30分〜13時50分 卓3 株式会社 見本製作所"),
        Placeholder("名札番号", "当日の名札の番号", "12"),
        Placeholder("金融機関名", "受け取る方の金融機関と支店", "青葉信用組合 大森支店"),
        Placeholder("企業の一覧", "その支店から参加する企業", "・株式会社 見本製作所\n・有限会社 みなと食品"),
    )
}  # fmt: skip

OF_EVENT = (
    "交流会名 開催日 時間 会場 募集開始 締め切り 主催 問い合わせ先 事務局 面談の長さ 希望の上限 課題の数 ページ".split()
)
IN_EVERY_LETTER = ("氏名", "交流会名", "開催日", "会場", "問い合わせ先")

OF_PERSON = set(
    "氏名 合う課題 気になる課題 受付番号 課題名 課題の説明 課題のページ 希望順位 私ができること 希望のページ 希望の結果 面談の予定 名札番号"
    " 金融機関名 企業の一覧".split()
)


def samples() -> dict[str, str]:
    return {name: one.sample for name, one in PLACEHOLDERS.items()}
