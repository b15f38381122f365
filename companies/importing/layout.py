"""The columns of a list of firms, and which of them each role fills in."""

from django.db.models import Model

from companies.models import Company
from institutions.models import User
from institutions.roles import Role
from office.importing.columns import Column, Kind

SHEET, HELP, CHOICES = "企業", "説明", "選択肢"
FILE_NAME = "企業_取り込みひな形.xlsx"
MOST_ROWS = 2000
INSTITUTION = Column(
    "institution", "金融機関", required=True, limit=80, width=22, help="名称または金融機関コード(4桁)。例: 2231"
)
BRANCH = Column("branch", "取引店", required=True, limit=80, width=18, help="支店名または店番(3桁)。例: 大森支店")
_MOST_MAN_YEN = 2_000_000_000


def _of(name: str, *, model: type[Model] = Company, **options) -> Column:
    stored = model._meta.get_field(name)
    defaults = {"field": name, "title": str(stored.verbose_name), "limit": getattr(stored, "max_length", None) or 200}
    return Column(**defaults | options)


# `required`: of a firm that is new. Of one that is there, an empty cell leaves what is registered.
FIRM = (
    _of("name", required=True, width=28, help="登記の名前のとおり。例: ㈱髙島製作所"),
    _of("name_kana", title="企業名のフリガナ", kind=Kind.KANA, width=24),
    _of("short_name", title="略称", limit=60, help="時間割に出す名前。8文字まで。空欄なら企業名から作ります"),
    _of("corporate_number", limit=40, width=18, help="13桁。登録済みの企業は、まずこの番号で見つけます"),
    _of("representative_title", help="空欄なら代表取締役"),
    _of("representative_name", title="代表者の氏名", required=True, help="例: 髙島 誠"),
    _of("representative_kana", title="代表者のフリガナ", kind=Kind.KANA),
    _of("industry", required=True, help="ふだんの言い方で。例: 金属プレス加工"),
    _of(
        "trade_code",
        title="産業分類",
        limit=60,
        width=22,
        help="日本標準産業分類の中分類。例: 24 または 金属製品製造業",
    ),
    _of("business", kind=Kind.LINES, width=40),
    _of("postal_code", kind=Kind.DIGITS, limit=7, help="7桁。例: 144-0052"),
    _of("prefecture", kind=Kind.PREFECTURE, required=True, width=10, help="例: 東京都"),
    _of("city", help="例: 大田区"),
    _of("address", width=28, help="例: 蒲田1-2-3"),
    _of("phone", kind=Kind.PHONE, help="例: 03-1234-5678"),
    _of("email", kind=Kind.EMAIL, width=24),
    _of("url", kind=Kind.URL, width=24),
    _of("capital_man_yen", kind=Kind.MAN_YEN, highest=_MOST_MAN_YEN, help="万円。例: 1000 または 1,000万円"),
    _of("sales_man_yen", kind=Kind.MAN_YEN, highest=_MOST_MAN_YEN, help="万円。例: 35000 または 3.5億円"),
    _of("employees", kind=Kind.NUMBER, highest=1_000_000, width=10, help="例: 24"),
    _of("established_year", kind=Kind.YEAR, width=10, help="例: 1968 または 昭和43"),
    Column("officer", "担当者", limit=60, help="登録されている職員の氏名。まだ決まっていなければ空欄"),
)


def columns_for(user: User) -> tuple[Column, ...]:
    """A branch writes its own firms, a head office says of which branch each is, the office of which bank too."""
    if user.role == Role.BRANCH:
        return FIRM
    return (BRANCH, *FIRM) if user.is_bank else (INSTITUTION, BRANCH, *FIRM)
