"""What pages are called in the trace. An address without a name here is shown as programs call it."""

import re

from django.urls import Resolver404, resolve

PAGES = {
    "home": "ホーム",
    "companies:company_list": "企業の一覧",
    "companies:company_detail": "企業のページ",
    "talent:senior_list": "新現役の一覧",
    "talent:senior_compare": "新現役をくらべるページ",
    "talent:search_save": "検索の保存",
    "talent:search_delete": "保存した検索の消去",
    "talent:senior_detail": "新現役のページ",
    "talent:application_list": "登録の申込みの一覧",
    "talent:application_detail": "登録の申込み",
    "talent:application_approve": "登録の申込みの承認",
    "talent:application_return": "登録の申込みの差し戻し",
    "talent:senior_way_in": "新現役のログインの用意",
    "talent:senior_change": "新現役の登録内容の変更",
    "talent:senior_pause": "新現役の休止",
    "talent:senior_resume": "新現役の再開",
    "talent:senior_withdraw": "新現役の退会",
    "talent:senior_take_back": "もう一度の登録の受け付け",
    "talent:senior_rest": "新現役の長期不在",
    "talent:senior_availability": "参加できる時期と回数",
    "talent:period_delete": "参加できない期間を消す",
    "talent:my_registration": "私の登録(新現役)",
    "matching:senior_history": "新現役の参加の記録",
    "matching:my_history": "参加の記録(新現役)",
    "talent:import_new": "名簿の取り込み",
    "talent:import_page": "名簿の取り込みの確認",
    "talent:import_columns": "名簿の列の確認",
    "talent:import_decide": "名簿の取り込み(同じ方かの判断)",
    "talent:import_confirm": "名簿の取り込みの確定",
    "talent:import_drop": "名簿の取り込みの取りやめ",
    "talent:import_faults": "名簿の誤りの一覧",
    "talent:senior_export": "新現役の書き出し",
    "talent:senior_export_file": "新現役の書き出し(ファイル)",
    "talent:duplicate_list": "二重の登録の候補",
    "talent:duplicate_pair": "二重の登録の比較",
    "talent:duplicate_merge": "二重の登録の統合",
    "talent:duplicate_apart": "二重の登録ではないという記録",
    "events:reception": "受付の名簿",
    "events:desk_make": "受付の端末の用意",
    "events:desk_close": "受付の端末を閉じる",
    "events:brief_list": "受付中の課題の一覧",
    "events:brief_detail": "受付中の課題",
    "talent:pledge": "守秘の約束",
    "talent:registration": "登録のはじめ",
    "talent:registration_guide": "職歴のまとめ方",
    "talent:registration_step": "登録のページ",
    "talent:registration_careers": "登録の職歴の一覧",
    "talent:registration_career": "登録の職歴",
    "talent:registration_check": "登録内容の確認",
    "talent:registration_preview": "企業が読む一枚",
    "talent:registration_done": "登録の受付",
    "talent:registration_discard": "書きかけの登録を消す",
    "talent:proxy_list": "代わりに登録する",
    "companies:president_link": "社長に見せるリンク",
    "companies:president_link_revoke": "社長に見せるリンクの取り消し",
    "matching:my_events": "予定と希望(新現役)",
    "matching:my_timetable": "自分の時間割(新現役)",
    "matching:interview_company": "面談する企業(新現役)",
    "matching:president_page": "社長のページ",
    "events:event_import": "表計算ファイルの取り込み",
    "events:event_import_preview": "表計算ファイルの確認",
    "events:participation_list": "交流会の企業",
    "events:attendance_list": "交流会の新現役",
    "events:entry_list": "交流会の希望",
    "events:entry_detail": "希望のページ",
    "events:issue_seniors": "課題に合う新現役",
    "events:senior_issues": "新現役に合う課題",
    "matching:event_list": "交流会の一覧",
    "matching:event_page": "交流会のページ",
    "matching:statistics": "統計",
    "matching:outcome_list": "面談の結果の一覧",
    "matching:outcome_edit": "面談の結果",
    "matching:outcome_all_held": "面談の結果の一覧",
    "matching:document_set": "交流会の書類",
    "matching:document_set_make": "書類の作成",
    "matching:timetable_board": "時間割",
    "matching:timetable_publish": "時間割の公開",
    "matching:timetable_revise": "時間割の変更の開始",
    "matching:timetable_discard": "時間割の下書きの取りやめ",
    "matching:timetable_undo": "時間割の変更の取り消し",
    "matching:plan_start": "時間割の作成",
    "matching:interview_move": "時間割(面談の移動)",
    "matching:interview_lock": "時間割(面談の固定)",
    "matching:interview_remove": "時間割(面談を外す)",
    "matching:entry_place": "時間割(面談を入れる)",
    "matching:trace": "閲覧・変更の記録",
    "matching:trace_senior": "新現役の情報を見た人",
    "matching:trace_company": "企業の情報を見た人",
    "matching:trace_account": "利用者が見たもの",
    "matching:trace_senior_changes": "新現役の変更の記録",
    "matching:trace_company_changes": "企業の変更の記録",
    "matching:trace_entry_changes": "希望の変更の記録",
    "institutions:account_list": "利用者の一覧",
    "institutions:account_page": "利用者のページ",
    "institutions:invitation_list": "招待の一覧",
    "talent:senior_confirm": "登録内容の確認",
    "talent:reconfirm": "年1回の確認(ご本人)",
    "office:erasure_list": "消去証明の一覧",
    "office:erasure_receipt": "消去証明",
    "office:erasure_new": "個人情報の消去",
    "office:retention": "保存期間",
    "office:retention_purpose": "保存期間(目的ごと)",
    "office:outbox": "送るメール",
    "office:outbox_mail": "送るメール(1通)",
    "office:document_list": "書類の一覧",
    "office:document_download": "書類のダウンロード",
    "office:job_page": "処理の進み具合",
}


WORK = {
    "plan": "時間割の作成",
    "load_demo": "見本の読み込み",
    "make_data": "試験用データの作成",
    "import_event": "表計算ファイルの取り込み",
    "load_institutions": "金融機関の一覧の読み込み",
    "count_standings": "参加の記録の数え直し",
    "talent.resume": "休止の終わり(毎晩)",
    "matching.standings": "参加の記録の数え直し(毎晩)",
}
PRESSED = re.compile(r"^[A-Z]+ (/\S*)$")


def page_words(name: str) -> str:
    """What the page is called; the log keeps the names that programs use."""
    return PAGES.get(name, name)


def why_words(why: str) -> str:
    """Where a change came from: `POST /events/…/` is a page, `job plan …` work in the background, `command load_demo` a command."""
    if found := PRESSED.match(why):
        try:
            return page_words(resolve(found.group(1)).view_name)
        except Resolver404:
            return ""
    _, _, what = why.partition(" ")
    return WORK.get(what.partition(" ")[0], page_words(why))
