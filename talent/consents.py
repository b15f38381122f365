"""What a person consents to when she registers: the wordings, newest last.

As with the pledge, a wording that somebody has accepted is never changed: a new one is added, and who changes her entry is asked again.
A test keeps the hashes.
"""

import datetime as dt

from talent.models import Consent, ConsentKind, Senior
from talent.pledge import Pledge

WORDINGS: dict[str, tuple[Pledge, ...]] = {
    ConsentKind.PERSONAL_DATA: (
        Pledge(
            version="1",
            valid_from=dt.date(2026, 4, 1),
            opening="新現役交流会の事務局が、登録した内容を次のように取り扱うことに同意します。",
            promises=(
                "使う目的は、登録の確認、交流会の案内、企業の課題との組み合わせ、面談と支援の連絡です。ほかの目的には使いません。",
                "生年月日、住所、電話番号、メールアドレスは、事務局の担当者だけが見ます。"
                "企業や金融機関に連絡先を知らせるのは、双方が次の面談を望んだときだけです。",
                "だれがいつ登録の内容を見たかを記録します。ご本人は、その記録を事務局に尋ねられます。",
                "登録の内容は、いつでもご自分で確かめ、直せます。登録をやめて、消すように求めることもできます。",
                "1年に1回、登録を続けるかどうかをお尋ねします。ご返事のないまま3年たつと、登録の内容を消します。",
            ),
            closing="交流会の統計には、名前が分からない形にした数だけを使います。",
        ),
    ),
    ConsentKind.PROFILE: (
        Pledge(
            version="1",
            valid_from=dt.date(2026, 4, 1),
            opening="私の経歴を、次の範囲で企業と金融機関に見せることに同意します。",
            promises=(
                "見せるのは、氏名、経歴のひとこと、職歴、専門分野、資格、語学、得意な支援、実績、自己紹介、動ける地域と曜日です。",
                "見せる相手は、私が支援を希望した課題の企業と、その企業を紹介した金融機関、面談が決まった企業です。",
                "生年月日、年齢、住所、電話番号、メールアドレスは見せません。",
                "前の勤め先の秘密や、ほかの人の名前は、経歴に書きません。",
            ),
            closing="同意は、いつでも取り消せます。取り消すと、新しい交流会への参加はできなくなります。",
        ),
    ),
}
KINDS = tuple(WORDINGS)


def wording_of(kind: str, today: dt.date) -> Pledge:
    """The wording in force on that day; before the first, the first."""
    return next((one for one in reversed(WORDINGS[kind]) if one.valid_from <= today), WORDINGS[kind][0])


def missing(consents: dict, today: dt.date) -> list[str]:
    """Kinds without a consent to the wording in force. `consents`: kind -> {"version": ...}."""
    return [kind for kind in KINDS if consents.get(kind, {}).get("version") != wording_of(kind, today).version]


def is_given(senior: Senior) -> bool:
    """Whether she lets firms and banks see her face, in any wording."""
    return Consent.objects.in_force().filter(senior=senior, kind=ConsentKind.PROFILE).exists()


def missing_of(senior: Senior, today: dt.date) -> list[str]:
    """Kinds of which the register holds no consent of hers to the wording in force."""
    given = set(Consent.objects.in_force().filter(senior=senior).values_list("kind", "version"))
    return [kind for kind in KINDS if (kind, wording_of(kind, today).version) not in given]
