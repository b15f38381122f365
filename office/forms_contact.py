"""The three forms of inquiries that strangers fill in, and what the office's own form shares with them."""

from uuid import UUID, uuid4

from django import forms
from django.core import signing

from institutions.forms import AddressField
from kouryukai.lib.japanese import tidy, tidy_lines
from office.fields import NumberField, TelephoneField
from office.form_keys import NewKeyMixin
from office.models import Audience, InquiryKind, Reply

FASTEST = 4  # seconds: nobody reads a form, fills it in and looks at it again in less
SIGNER = signing.TimestampSigner(salt="office.inquiry")
ONE_OF_BOTH = "メールアドレスか電話番号の、どちらかを入れてください。"
AGAIN = "機械による送信でないことを確かめています。書いた内容は残っています。お手数ですが、もう一度押してください。"


# --- Fields ---------------------------------------------------------------------------------------------------------------
class LineField(forms.CharField):
    """One line, tidied. A text that is too long is shown again and not cut off by the browser."""

    def __init__(self, *, size: int = 30, autocomplete: str = "off", **options):
        self.attributes = {"size": size, "autocomplete": autocomplete}
        super().__init__(**options)

    def widget_attrs(self, widget) -> dict:
        return self.attributes if isinstance(widget, forms.TextInput) else {}

    def to_python(self, value):
        return tidy(super().to_python(value))


class LinesField(LineField):
    """Several lines, tidied."""

    def __init__(self, *, rows: int = 6, **options):
        super().__init__(widget=forms.Textarea({"rows": rows}), **options)

    def to_python(self, value):
        return tidy_lines(forms.CharField.to_python(self, value))


def when_field(help_text: str) -> LineField:
    return LineField(label="希望の時期", max_length=60, required=False, help_text=help_text)


def place_field(help_text: str) -> LineField:
    return LineField(label="場所", max_length=100, required=False, size=40, help_text=help_text)


def audience_field(*, required: bool) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="お聞きになる方",
        choices=Audience.choices,
        required=required,
        widget=forms.CheckboxSelectMultiple({"inline": True}),
        help_text="いくつでも選べます",
        error_messages={"required": "お聞きになる方を、ひとつ以上選んでください。"},
    )


def people_field() -> NumberField:
    return NumberField(
        label="人数",
        required=False,
        min_value=1,
        max_value=9999,
        unit_shown="人",
        help_text="だいたいで構いません。例: 30",
        error_messages={"min_value": "人数は1人以上にしてください。", "max_value": "人数は9,999人までです。"},
    )


# --- Who asks ---------------------------------------------------------------------------------------------------------------
class SenderForm(NewKeyMixin):
    """Who asks and how to answer. `fields_shown`: which fields stand on the page, in order."""

    use_required_attribute = False
    fields_shown: tuple[str, ...] = ()

    name = LineField(
        label="お名前",
        max_length=60,
        size=24,
        autocomplete="name",
        help_text="例: 山田 一郎",
        error_messages={"required": "お名前を入れてください。例: 山田 一郎"},
    )
    organisation = LineField(
        label="金融機関・団体・会社の名前",
        max_length=100,
        autocomplete="organization",
        help_text="例: ○○信用組合",
        error_messages={"required": "金融機関・団体・会社の名前を入れてください。例: ○○信用組合"},
    )
    position = LineField(
        label="部署・役職",
        max_length=60,
        required=False,
        autocomplete="organization-title",
        help_text="例: 業務部 地域支援課 課長",
    )
    email = AddressField(
        required=False,
        widget=forms.EmailInput({"size": 34}),
        help_text="受付の確認と、お返事をお送りします。例: yamada@example.jp",
    )
    phone = TelephoneField(label="電話番号", required=False, help_text=f"{ONE_OF_BOTH}例: 03-1234-5678")
    reply_by = forms.ChoiceField(
        label="お返事の方法",
        choices=Reply.choices,
        initial=Reply.EITHER,
        widget=forms.RadioSelect({"inline": True}),
        error_messages={"required": "お返事の方法を選んでください。"},
    )
    reply_when = LineField(
        label="連絡のつきやすい曜日・時間", max_length=60, required=False, help_text="例: 平日の午後2時から4時"
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.order_fields(["new_key", *self.fields_shown])

    @property
    def shown(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields_shown]

    def clean(self) -> dict:
        data = super().clean()
        email, phone, by = data.get("email"), data.get("phone"), data.get("reply_by")
        if email == phone == "":
            self.add_error("email", ONE_OF_BOTH)
        elif email == "" and by == Reply.MAIL:
            self.add_error("email", "メールでのお返事には、メールアドレスが要ります。")
        elif phone == "" and by == Reply.TELEPHONE:
            self.add_error("phone", "電話でのお返事には、電話番号が要ります。")
        return data

    def values(self) -> dict:
        """What the inquiry keeps of the form."""
        return {name: self.cleaned_data[name] for name in self.fields_shown}


# --- Filled in by strangers -------------------------------------------------------------------------------------------------
class PublicForm(SenderForm):
    """`opened` says, signed, when the form was first shown; `homepage` is a field that people do not see and machines fill in."""

    kind: InquiryKind
    lead = ""
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    homepage = forms.CharField(label="この欄は空けておいてください", required=False)

    def __init__(self, data=None, **options) -> None:
        super().__init__(data and self._mended(data), **options)
        self.fields["homepage"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}
        if not self.is_bound:
            self.initial["opened"] = SIGNER.sign(self.kind)

    def _mended(self, data):
        """What people cannot see they cannot mend: a lost key or mark is replaced, so that pressing once more goes on."""
        data = data.copy()
        try:
            UUID(data.get("new_key", ""))
        except ValueError:
            data["new_key"] = str(uuid4())
        try:
            SIGNER.unsign(data.get("opened", ""))
        except signing.BadSignature:
            data["opened"] = SIGNER.sign(self.kind)
        return data

    def clean(self) -> dict:
        data = super().clean()
        if data.get("homepage"):
            self.data["homepage"] = ""
            raise forms.ValidationError(AGAIN)
        return data

    def is_too_fast(self) -> bool:
        """Whether it comes back sooner than anybody can read it."""
        try:
            SIGNER.unsign(self.data["opened"], max_age=FASTEST)
        except signing.SignatureExpired:
            return False
        return True

    def values(self) -> dict:
        return super().values() | {"kind": self.kind}

    @property
    def review(self) -> list[tuple[str, str]]:
        """(label, what was understood) of every field, to be looked at once more."""
        return [(field.label, self._words(field.name)) for field in self.shown]

    def _words(self, name: str) -> str:
        value, field = self.cleaned_data.get(name), self.fields[name]
        if isinstance(field, forms.ChoiceField):
            chosen = value if isinstance(value, list) else [value]
            return "、".join(label for key, label in field.choices if key in chosen)
        return f"{value}{field.unit_shown}" if isinstance(field, NumberField) and value else value or ""


class HostForm(PublicForm):
    kind = InquiryKind.HOST
    lead = "はじめての開催には4か月ほど、2回目からは3か月ほどの準備の期間をいただいています。まだ何も決まっていない段階で構いません。"
    fields_shown = (
        "name", "organisation", "position", "email", "phone", "reply_by", "reply_when", "wished_when", "place", "body"
    )  # fmt: skip
    wished_when = when_field("決まっていなくても構いません。例: 来年の9月ごろ")
    place = place_field("例: 本店の会議室、○○市内")
    body = LinesField(
        label="ご相談の内容",
        max_length=2000,
        help_text="例: 取引先の20社ほどに声をかけたい。単独で開くか、近くの信用組合と合同で開くか迷っている。",
        error_messages={"required": "ご相談の内容を書いてください。「話を聞きたい」だけでも構いません。"},
    )


class LectureForm(PublicForm):
    kind = InquiryKind.LECTURE
    lead = "理事会、支店長会議、ブロック会議での説明、職員や取引先に向けた講演に、事務局から伺います。"
    fields_shown = (
        "name", "organisation", "position", "email", "phone", "reply_by", "reply_when",
        "audience", "people", "wished_when", "place", "body",
    )  # fmt: skip
    audience = audience_field(required=True)
    people = people_field()
    wished_when = when_field("候補の日がいくつかあれば、並べて書いてください。例: 2月10日か12日の午前")
    place = place_field("例: 本店3階 大会議室、オンライン")
    body = LinesField(
        label="お聞きになりたいこと",
        max_length=2000,
        required=False,
        help_text="例: 交流会の目的と進め方を30分で。他の信用金庫の例も知りたい。",
    )


class CallBackForm(PublicForm):
    kind = InquiryKind.REGISTER
    lead = "登録の前に話を聞きたい方、メールを使わない方は、こちらからお知らせください。事務局からご連絡します。"
    fields_shown = ("name", "email", "phone", "reply_by", "reply_when", "body")
    organisation = position = None
    body = LinesField(
        label="お聞きになりたいこと",
        max_length=2000,
        required=False,
        help_text="例: 定年まであと1年あるが、いま登録できるか。",
    )


PUBLIC_FORMS: dict[str, type[PublicForm]] = {form.kind: form for form in (HostForm, LectureForm, CallBackForm)}
