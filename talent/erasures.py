"""What the register keeps of a senior, and how she is called."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.urls import reverse

from institutions.models import StaffMember
from kouryukai.lib.japanese import name_key
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
        *_phones(contact),
        contact.email,
        senior.user.email if senior.user else "",
    ]
    return Names((senior.name,), tuple(longer), tuple(filter(None, typed)), tuple(shared_with(senior, contact)))


def _phones(contact: SeniorContact) -> list[str]:
    return [contact.phone, contact.phone.replace("-", "")] if contact.phone else []


def shared_with(senior: Senior, contact: SeniorContact) -> Iterator[str]:
    """What of her name, its kana, her mail address and her telephone another person of the register or of the staff has too."""
    others = Senior.objects.filter(erased_at=None).exclude(pk=senior.pk)
    name, kana = name_key(senior.name), name_key(senior.name_kana)
    alike = others.filter(name_key__contains=name) if name else others.none()
    staff = StaffMember.objects.filter(name__in=[senior.name, *spellings(senior.family_name, senior.given_name)])
    if name in {name_key("".join(one)) for one in alike.values_list("family_name", "given_name")} or staff.exists():
        yield from (senior.name, *spellings(senior.family_name, senior.given_name))
    alike = others.filter(name_key__contains=kana) if kana else others.none()
    if kana in {name_key("".join(one)) for one in alike.values_list("family_kana", "given_kana")}:
        yield from spellings(senior.family_kana, senior.given_kana)
    reached = SeniorContact.objects.filter(senior__in=others)
    if contact.email and reached.filter(email__iexact=contact.email).exists():
        yield contact.email
    if contact.phone and reached.filter(phone__in=_phones(contact)).exists():
        yield from _phones(contact)


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
    addresses = SeniorContact.objects.filter(senior=row).values_list("email", flat=True)
    mail_to(case, *addresses, about=Application.objects.filter(senior=row).values_list("pk", flat=True))
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
    """Rows of lists that wait to be confirmed, whether they were found to be hers or bear her name and nothing of another's."""
    row = case.row
    hers = Q(senior=row) | Q(candidates__contains=[{"senior": str(row.pk)}])
    case.delete("取り込みを待つ名簿の行", ImportRow.objects.filter(hers | Q(pk__in=_rows_like(case))))
    case.blank("取り込みを待つ名簿のはじめの行", RegisterImport.objects.exclude(samples=[]))
    # Her whole address and careers may stand there, and not her name alone: nothing of it is for an undoing any more.
    noted = ImportedRow.objects.filter(table=Senior._meta.label, key=row.pk, before__isnull=False)
    case.delete("取り込みの前の内容", noted)
    case.delete("名簿とのつながり", ImportLink.objects.filter(senior=row))
    case.delete("「別の方」の記録", NotTheSame.objects.filter(Q(one=row) | Q(other=row)))


def _rows_like(case: Case) -> list[UUID]:
    """Rows about nobody of the register that bear her name. A birth date, telephone or mail address decides whose they are; without
    any they are hers, unless others are called the same."""
    row = case.row
    if case.stays:
        return []
    named = Q(values__family_name=row.family_name, values__given_name=row.given_name)
    named |= Q(values__full_name__in=[row.name, *spellings(row.family_name, row.given_name)])
    contact = SeniorContact.objects.filter(senior=row).first() or SeniorContact()
    known = {"birth_date": str(contact.birth_date or ""), "phone": contact.phone, "email": contact.email}
    alone, found = bool(case.names.alone(row.name)), []
    for pk, values in ImportRow.objects.filter(named, senior=None).values_list("pk", "values"):
        pairs = [(_plain(values.get(key)), _plain(fact)) for key, fact in known.items()]
        both = [one == other for one, other in pairs if one and other]
        if any(both) if both else alone:
            found.append(pk)
    return found


def _plain(fact: object) -> str:
    return str(fact or "").replace("-", "").lower()


@page_of("talent.SavedSearch")
def search_page(row: SavedSearch) -> str:
    return f"{reverse('talent:senior_list')}?{row.query}"
