"""The workbook's sheets and columns as data: what reads it, checks it, explains it and draws the empty one all start here."""

from dataclasses import dataclass

from django.db.models import Model

from companies.models import Company, Hearing, Issue, IssueBrief
from events.models import Booth, Entry, EntryState, Event
from institutions.models import StaffMember
from office.importing.columns import Column, Kind
from talent.models import Career, Senior, SeniorContact

EVENT, FIRMS, STAFF, SENIORS, WISHES, AWAY = "交流会", "企業と課題", "同席者", "新現役", "希望", "参加できない回"
HELP, CHOICES = "説明", "選択肢"
CAREERS = 3
DAYS = 5


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet; `upright` ones have one item per row (項目, 値) instead of one column each."""

    name: str
    columns: tuple[Column, ...]
    purpose: str
    most_rows: int
    upright: bool = False
    repeated_by: str = (
        ""  # rows with the same value here belong together; the columns of `once` stand in the first of them
    )
    once: frozenset[str] = frozenset()


def _of(model: type[Model], name: str, **options) -> Column:
    """A column that fills a model's field: its title and length are the field's own."""
    stored = model._meta.get_field(name)
    defaults = {"field": name, "title": str(stored.verbose_name), "limit": getattr(stored, "max_length", None) or 200}
    return Column(**defaults | options)


def _long(model: type[Model], name: str, **options) -> Column:
    return _of(model, name, **{"kind": Kind.LINES, "width": 40} | options)


_NUMBER = {"kind": Kind.NUMBER, "width": 10}
_INSTITUTION = "名称または金融機関コード（4桁）。例: 大東京信用組合"

EVENT_COLUMNS = (
    _of(Event, "name", required=True, help="例: 第12回 ○○信用組合 新現役交流会"),
    Column("day1", "開催日", Kind.DATE, required=True, help="例: 2026-09-18 または 令和8年9月18日"),
    *(Column(f"day{n}", f"{n}日目の開催日", Kind.DATE, help="一日だけなら空欄") for n in range(2, DAYS + 1)),
    _of(Event, "venue", help="例: 千代田会館 3階"),
    Column("opening_at", "開会の時刻", Kind.CLOCK, help="例: 13:00"),
    Column("first_at", "最初の面談の時刻", Kind.CLOCK, help="例: 13:30（「面談の時刻」を書くときは空欄）"),
    _of(Event, "slot_minutes", kind=Kind.NUMBER, lowest=5, highest=120, help="空欄なら20"),
    Column("turns", "1日の面談の回数", Kind.NUMBER, lowest=1, highest=30, help="空欄なら9"),
    Column("changeover", "入れ替えの時間（分）", Kind.NUMBER, highest=60, help="面談と面談の間。空欄なら0"),
    Column("break_after", "休憩の前の回", Kind.NUMBERS, help="例: 3、6（第3回と第6回の後に休憩）。空欄なら休憩なし"),
    Column("break_minutes", "休憩の長さ（分）", Kind.NUMBER, lowest=1, highest=180, help="空欄なら10"),
    Column("clock_times", "面談の時刻", Kind.NAMES, limit=600, help="回ごとに決めるとき。例: 13:30-13:50、13:50-14:10"),
    Column("tables", "同時に使える卓の数", Kind.NUMBER, lowest=1, highest=500, help="空欄なら企業の数だけ"),
    _of(Event, "min_per_company", kind=Kind.NUMBER, highest=30, help="空欄なら1"),
    _of(Event, "max_per_company", kind=Kind.NUMBER, lowest=1, highest=30, help="空欄なら9"),
    _of(Event, "max_per_senior", kind=Kind.NUMBER, lowest=1, highest=30, help="空欄なら3"),
    _of(Event, "max_second_picks", kind=Kind.NUMBER, highest=30, help="空欄なら2"),
    _of(Event, "entry_open_at", kind=Kind.MOMENT, help="例: 2026-07-01 09:00"),
    _of(Event, "entry_close_at", kind=Kind.MOMENT, help="例: 2026-07-31 17:00"),
    Column("hosts", "主催", Kind.NAMES, required=True, limit=1000, help="機関の名称。複数なら「、」で区切る"),
    Column("cohosts", "共催", Kind.NAMES, limit=1000, help="複数なら「、」で区切る"),
    Column("patrons", "後援", Kind.NAMES, limit=1000, help="複数なら「、」で区切る"),
    _long(Event, "remarks"),
)

FIRM_COLUMNS = (
    Column(
        "number",
        "企業番号",
        Kind.NUMBER,
        required=True,
        lowest=1,
        highest=999,
        width=10,
        help="1からの番号。課題が2つある企業は、同じ番号の行を2つ",
    ),
    _of(Company, "name", required=True, width=28, help="登記の名前のとおり。例: ㈱髙島製作所"),
    _of(Company, "name_kana", kind=Kind.KANA, width=24),
    _of(Company, "short_name", title="略称", help="時間割に出す名前。8文字まで。空欄なら企業名から作ります"),
    Column("institution", "金融機関", required=True, limit=80, width=22, help=_INSTITUTION),
    Column("branch", "支店", required=True, limit=80, help="支店名または店番（3桁）。例: 大森支店"),
    Column("officer", "担当者", limit=60, help="金融機関の担当者の氏名"),
    _of(Company, "representative_title", help="空欄なら代表取締役"),
    _of(Company, "representative_name", required=True),
    _of(Company, "representative_kana", kind=Kind.KANA),
    _of(Company, "industry", required=True, help="例: 金属加工"),
    _long(Company, "business"),
    _of(Company, "prefecture", kind=Kind.PREFECTURE, required=True, help="例: 東京都"),
    _of(Company, "city", help="例: 大田区"),
    _of(Company, "address"),
    _of(Company, "capital_man_yen", kind=Kind.MAN_YEN, highest=2_000_000_000, help="万円。例: 1000 または 1,000万円"),
    _of(Company, "sales_man_yen", kind=Kind.MAN_YEN, highest=2_000_000_000, help="万円。例: 35000 または 3.5億円"),
    _of(Company, "employees", **_NUMBER, highest=1_000_000),
    _of(Company, "established_year", kind=Kind.YEAR, width=10, help="例: 1968 または 昭和43"),
    _of(Company, "corporate_number", kind=Kind.DIGITS, limit=13, help="13桁"),
    _of(Company, "phone", kind=Kind.PHONE),
    _of(Company, "email", kind=Kind.EMAIL),
    _of(Company, "url", kind=Kind.URL),
    _of(Booth, "number", field="booth", **_NUMBER, lowest=1, highest=999, help="空欄なら順に割り当てます"),
    Column("min_interviews", "面談の下限", **_NUMBER | {"highest": 30}, help="空欄なら交流会の設定"),
    Column("max_interviews", "面談の上限", **_NUMBER | {"highest": 30}, help="空欄なら交流会の設定"),
    _of(Hearing, "heard_on", kind=Kind.DATE),
    _of(Hearing, "heard_by"),
    _long(Hearing, "background"),
    _long(Hearing, "current_state"),
    _long(Hearing, "tried_so_far"),
    _of(
        Issue,
        "categories",
        title="課題の分類",
        kind=Kind.CATEGORIES,
        required=True,
        width=24,
        help="10分類から1つ以上。「、」で区切る",
    ),
    _of(Issue, "title", field="issue_title", required=True, width=28),
    _long(Issue, "body", required=True),
    _long(Issue, "expected_support"),
    _long(Issue, "goal"),
    _long(Issue, "wanted_profile"),
    Column("questions", "きょう聞くこと", Kind.LINES, limit=500, width=32, help="1行に1つ、1つ80文字まで"),
    _of(IssueBrief, "public_title", required=True, width=28, help="新現役が読む題名。企業名は書かない"),
    _long(IssueBrief, "public_summary", required=True, help="新現役が読む要約。企業名・住所・商品名は書かない"),
    _of(IssueBrief, "region", title="公開する地域", help="空欄なら都道府県から。例: 関東"),
)

STAFF_COLUMNS = (
    Column("institution", "金融機関", required=True, limit=80, width=22, help=_INSTITUTION),
    Column("branch", "支店", limit=80, help="本部の人なら空欄"),
    _of(StaffMember, "name", required=True),
    _of(StaffMember, "name_kana", kind=Kind.KANA),
    _of(StaffMember, "title", help="例: 支店長"),
    _of(StaffMember, "phone", kind=Kind.PHONE),
    Column("firms", "企業番号", Kind.NUMBERS, help="同席する企業の番号。例: 1、4"),
)

_CAREER = (
    _of(Career, "company_name", width=24),
    _of(Career, "industry"),
    _of(Career, "department"),
    _of(Career, "position"),
    _of(Career, "from_year", kind=Kind.YEAR, width=10),
    _of(Career, "to_year", kind=Kind.YEAR, width=10),
    _long(Career, "summary", width=32),
)
SENIOR_COLUMNS = (
    _of(Senior, "number", kind=Kind.CODE, required=True, help="半角の英数字とハイフン。登録済みの人は同じ番号で"),
    Column("badge", "名札番号", **_NUMBER | {"lowest": 1, "highest": 999}, help="空欄なら順に割り当てます"),
    _of(Senior, "family_name", required=True, width=12, help="戸籍の字のとおり。例: 髙橋"),
    _of(Senior, "given_name", required=True, width=12),
    _of(Senior, "family_kana", kind=Kind.KANA, width=12),
    _of(Senior, "given_kana", kind=Kind.KANA, width=12),
    _of(SeniorContact, "birth_date", kind=Kind.DATE, help="例: 昭和30年4月1日"),
    _of(SeniorContact, "email", kind=Kind.EMAIL),
    _of(SeniorContact, "phone", kind=Kind.PHONE),
    _of(SeniorContact, "postal_code", kind=Kind.DIGITS, limit=7, help="7桁"),
    _of(Senior, "prefecture", kind=Kind.PREFECTURE),
    _of(SeniorContact, "address", width=28),
    _of(Senior, "headline", width=32, help="60文字まで。例: 元 食品商社 北米支社長"),
    Column(
        "specialities",
        "専門分野",
        Kind.NAMED_YEARS,
        required=True,
        limit=400,
        width=32,
        help="10分類と年数。例: 生産管理（31年）、海外展開・国際化",
    ),
    Column(
        "qualifications",
        "資格",
        Kind.NAMED_YEARS,
        limit=800,
        width=28,
        help="取得年はあれば。例: 中小企業診断士（1998年）、簿記2級",
    ),
    *(
        Column(f"{one.field}_{n}", f"職歴{n} {one.title}", one.kind, limit=one.limit, help=one.help, width=one.width)
        for n in range(1, CAREERS + 1)
        for one in _CAREER
    ),
    _long(Senior, "strengths"),
    _long(Senior, "achievements"),
    _long(Senior, "introduction"),
    _of(Senior, "languages"),
    _of(Senior, "overseas"),
    _of(Senior, "regions", kind=Kind.PREFECTURES, limit=300, help="都道府県。「、」で区切る"),
    _of(Senior, "online_ok", title="オンライン", kind=Kind.CHOICE, choices={"可": True, "不可": False}, width=10),
    _of(Senior, "days_per_week", **_NUMBER, lowest=1, highest=7),
    Column("max_interviews", "面談の上限", **_NUMBER | {"lowest": 1, "highest": 30}, help="空欄なら交流会の設定"),
)

_STATES = {state.label: state.value for state in EntryState}
WISH_COLUMNS = (
    _of(Senior, "number", field="senior", kind=Kind.CODE, required=True, help="シート「新現役」にある番号"),
    Column(
        "firm",
        "企業番号",
        **_NUMBER | {"lowest": 1, "highest": 999},
        required=True,
        help="シート「企業と課題」にある番号",
    ),
    Column("issue", "課題名", limit=80, width=28, help="企業の課題が2つ以上あるときだけ"),
    _of(Entry, "preference", **_NUMBER, required=True, lowest=1, highest=99, help="その人の第何希望か。1から"),
    _long(Entry, "proposal_text", required=True),
    _of(Entry, "score", **_NUMBER, lowest=1, highest=1_000_000, help="空欄なら順位と専門分野から計算します"),
    _of(Entry, "state", kind=Kind.CHOICE, choices=_STATES, width=10, help="空欄なら「希望」"),
    _of(Entry, "selection_reason", width=28),
)

AWAY_COLUMNS = (
    Column(
        "who",
        "区分",
        Kind.CHOICE,
        required=True,
        choices={"企業": "firm", "新現役": "senior", "同席者": "staff"},
        width=10,
    ),
    Column(
        "key", "番号・氏名", required=True, limit=80, width=24, help="企業は企業番号、新現役は登録番号、同席者は氏名"
    ),
    Column("day", "何日目", **_NUMBER | {"lowest": 1, "highest": DAYS}, help="空欄ならすべての日"),
    Column("turns", "回", Kind.TURNS, required=True, help="例: 1、2 または 1-3 または 全部"),
)

_ISSUE_FIELDS = frozenset(
    "number categories issue_title body expected_support goal wanted_profile questions public_title public_summary region "
    "heard_on heard_by background current_state tried_so_far".split()
)
ONCE_PER_FIRM = frozenset(column.field for column in FIRM_COLUMNS) - _ISSUE_FIELDS

TABLES = (
    Table(EVENT, EVENT_COLUMNS, "名称、日時、会場、上限など。B列に値を入れます。", 60, upright=True),
    Table(
        FIRMS,
        FIRM_COLUMNS,
        "参加する企業と、その課題。1つの課題が1行です。",
        400,
        repeated_by="number",
        once=ONCE_PER_FIRM,
    ),
    Table(STAFF, STAFF_COLUMNS, "面談に同席する金融機関の人。企業番号で企業と結びます。", 400),
    Table(SENIORS, SENIOR_COLUMNS, "参加する新現役。1人が1行です。登録済みの人は、登録の内容をそのまま使います。", 600),
    Table(WISHES, WISH_COLUMNS, "どの新現役が、どの企業の面談を望むか。1つの希望が1行です。", 4000),
    Table(AWAY, AWAY_COLUMNS, "遅刻・早退など、面談に出られない回。なければ空のままにします。", 2000),
)
MOST_ROWS = max(table.most_rows for table in TABLES) + 20
