"""What the check reads and what it answers."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a finding is about; the label is what a page calls it."""

    FIRM = "firm"
    PERSON = "person"
    BRAND = "brand"
    BANK = "bank"
    PHONE = "phone"
    POSTAL_CODE = "postal_code"
    EMAIL = "email"
    URL = "url"
    ACCOUNT = "account"
    NUMBER = "number"
    PLACE = "place"
    FIGURE = "figure"
    CLAIM = "claim"
    OTHER_FIRM = "other_firm"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Kind.FIRM: "企業名",
    Kind.PERSON: "人の名前",
    Kind.BRAND: "商品・ブランドの名前",
    Kind.BANK: "金融機関・支店",
    Kind.PHONE: "電話番号",
    Kind.POSTAL_CODE: "郵便番号",
    Kind.EMAIL: "メールアドレス",
    Kind.URL: "ウェブサイト",
    Kind.ACCOUNT: "SNSのアカウント",
    Kind.NUMBER: "登録番号",
    Kind.PLACE: "所在地",
    Kind.FIGURE: "正確な数字",
    Kind.CLAIM: "そこにしかない特徴",
    Kind.OTHER_FIRM: "ほかの企業名",
}


class Certainty(StrEnum):
    """A give-away names the firm or finds it by one search; a hint only narrows it down, and a person has to judge."""

    GIVEAWAY = "giveaway"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Firm:
    """What is known of the firm. Everything but the name may be empty; money is in 万円."""

    name: str
    short_name: str = ""
    name_kana: str = ""
    representative_name: str = ""
    representative_kana: str = ""
    prefecture: str = ""
    city: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    corporate_number: str = ""
    known_words: tuple[str, ...] = ()
    bank_name: str = ""
    branch_name: str = ""
    officer_name: str = ""
    industry: str = ""
    employees: int | None = None
    established_year: int | None = None
    sales_man_yen: int | None = None
    capital_man_yen: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """`start` and `end` are positions in the text of that field as it was given, so that `text` is text[start:end]."""

    field: str
    start: int
    end: int
    text: str
    kind: Kind
    certainty: Certainty
    reason: str
    suggestion: str
