"""Who in the register might be the same person: for the office to look at before it lets somebody in."""

from dataclasses import dataclass

from django.db.models import Func, Q, Value
from django.db.models.functions import Coalesce

from institutions.models import User
from talent.models import Senior, SeniorContact

AT_MOST = 6


@dataclass(frozen=True)
class Likeness:
    senior: Senior
    reasons: tuple[str, ...]


def digits(column: str) -> Func:
    return Func(Coalesce(column, Value("")), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")


def lookalikes(senior: Senior, user: User) -> list[Likeness]:
    """Others with the same name, day of birth, telephone or address of mail; who has most in common first. Two queries."""
    own = SeniorContact.objects.visible_to(user).filter(senior=senior).first() or SeniorContact()
    phone = "".join(filter(str.isdigit, own.phone))
    alike = Q(name_key=senior.name_key) if senior.name_key else Q(pk__in=[])
    if own.birth_date:
        alike |= Q(contact__birth_date=own.birth_date)
    if phone:
        alike |= Q(phone_digits=phone)
    if own.email:
        alike |= Q(contact__email__iexact=own.email)
    rows = Senior.objects.visible_to(user).filter(erased_at=None).exclude(pk=senior.pk)
    rows = rows.annotate(phone_digits=digits("contact__phone")).filter(alike).select_related("contact")
    found = [Likeness(row, tuple(_reasons(senior, own, phone, row))) for row in rows]
    return sorted(found, key=lambda one: (-len(one.reasons), one.senior.number))[:AT_MOST]


def _reasons(senior: Senior, own: SeniorContact, phone: str, row: Senior) -> list[str]:
    contact = getattr(row, "contact", None) or SeniorContact()
    facts = (
        ("氏名が同じ", senior.name_key and row.name_key == senior.name_key),
        ("生年月日が同じ", own.birth_date and contact.birth_date == own.birth_date),
        ("電話番号が同じ", phone and row.phone_digits == phone),
        ("メールアドレスが同じ", own.email and contact.email.lower() == own.email.lower()),
    )
    return [words for words, is_so in facts if is_so]
