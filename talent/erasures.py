"""What the register keeps of a senior, and how she is called."""

from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.urls import reverse

from office.erasing import ERASED, Case, Erasable, Names, erasable, erases
from office.erasures import account, mail_to
from office.mentions import page_of
from office.models import ImportedRow
from office.naming import spellings
from talent.models import (
    Application,
    Career,
    Consent,
    Disclosure,
    DisclosureLevel,
    ImportLink,
    ImportRow,
    NotTheSame,
    Qualification,
    RegisterImport,
    SavedSearch,
    SearchRow,
    Senior,
    SeniorContact,
    SeniorState,
    Speciality,
    UnavailablePeriod,
)
from talent.search import indexing


def names(senior: Senior) -> Names:
    full = Senior.objects.annotate(full=Concat("family_name", Value(" "), "given_name"))
    longer = full.filter(full__contains=senior.name).exclude(full=senior.name).values_list("full", flat=True)
    contact = SeniorContact.objects.filter(senior=senior).first() or SeniorContact()
    typed = [
        *spellings(senior.family_name, senior.given_name),
        *spellings(senior.family_kana, senior.given_kana),
        contact.email,
        contact.phone,
        contact.phone.replace("-", ""),
        senior.user.email if senior.user else "",
    ]
    return Names((senior.name,), tuple(longer), tuple(filter(None, typed)))


SENIOR = erasable(
    Erasable(
        kind="senior",
        label="新現役",
        model=Senior,
        names=names,
        word=lambda senior: senior.number,
        word_label="登録番号",
        label_of=lambda senior: f"新現役 登録番号 {senior.number}",
    )
)


@erases("senior")
def senior(case: Case) -> None:
    row = case.row
    case.own(Senior, [row.pk])
    mail_to(case, *SeniorContact.objects.filter(senior=row).values_list("email", flat=True))
    case.delete("連絡先・生年月日", SeniorContact.objects.filter(senior=row))
    # What was told of her profile holds keys and a date alone, and lets her bank's papers of past events be made again without her.
    case.delete("金融機関への開示", Disclosure.objects.filter(senior=row, level=DisclosureLevel.CONTACT))
    case.delete("職歴", Career.objects.filter(senior=row))
    case.delete("登録の申込み", Application.objects.filter(senior=row))
    case.delete("参加できない期間", UnavailablePeriod.objects.filter(senior=row))
    case.delete("資格", Qualification.objects.filter(senior=row))
    hers = indexing.words_of([row.pk])
    case.delete("検索の索引", SearchRow.objects.filter(senior=row))
    indexing.forget(hers)
    account(case, row.user)
    case.blank(
        "登録の内容(氏名・経歴など)",
        Senior.objects.filter(pk=row.pk),
        family_name=ERASED,
        state=SeniorState.WITHDRAWN,
        erased_at=case.now,
        user=None,
        days_per_week=None,
        interviews_per_year=None,
        paused_until=None,
    )
    case.keep("登録番号と登録日", 1, "過去の交流会の数を変えないためです。名前や連絡先とは結びつきません。")
    case.keep(
        "専門分野", Speciality.objects.filter(senior=row).count(), "10分類と年数だけです。分野ごとの統計に使います。"
    )
    case.keep(
        "同意の記録", Consent.objects.filter(senior=row).count(), "文面の版と日時だけです。同意があったことの証明です。"
    )


@page_of("talent.Career", "talent.Qualification")
def page_of_its_senior(row) -> str:
    return reverse("talent:senior_detail", args=[row.senior_id])


@page_of("talent.Senior")
def senior_page(row: Senior) -> str:
    return reverse("talent:senior_detail", args=[row.pk])


@erases("senior")
def lists_in_waiting(case: Case) -> None:
    """Rows of lists that wait to be confirmed, whether they were found to be hers or only bear her name."""
    row = case.row
    hers = Q(senior=row) | Q(candidates__contains=[{"senior": str(row.pk)}])
    named = Q(values__family_name=row.family_name, values__given_name=row.given_name)
    case.delete("取り込みを待つ名簿の行", ImportRow.objects.filter(hers | named))
    case.blank("取り込みを待つ名簿のはじめの行", RegisterImport.objects.exclude(samples=[]))
    # Her whole address and careers may stand there, and not her name alone: nothing of it is for an undoing any more.
    noted = ImportedRow.objects.filter(table=Senior._meta.label, key=row.pk, before__isnull=False)
    case.delete("取り込みの前の内容", noted)
    case.delete("名簿とのつながり", ImportLink.objects.filter(senior=row))
    case.delete("「別の方」の記録", NotTheSame.objects.filter(Q(one=row) | Q(other=row)))


@page_of("talent.SavedSearch")
def search_page(row: SavedSearch) -> str:
    return f"{reverse('talent:senior_list')}?{row.query}"
