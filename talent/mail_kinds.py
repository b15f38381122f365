"""What letters about the registration are called, and where seniors live who cannot be reached by mail."""

from uuid import UUID

from django.urls import reverse

from office.mail_kinds import Reach, mail_kinds, reaches_seniors
from talent.models import SeniorContact

mail_kinds(
    reconfirm="登録の確認のお願い",
    application_new="登録のお知らせ",
    application_change="登録内容の変更のお知らせ",
    application_returned="申込みの差し戻し",
    application_cancelled="変更の申込みの取りやめ",
    way_in="ログインのご案内",
    draft_kept="書きかけの登録のお知らせ",
)


@reaches_seniors
def by_letter_or_telephone(seniors: set[UUID]) -> dict[UUID, Reach]:
    rows = SeniorContact.objects.filter(senior__in=seniors).values_list("senior", "phone", "postal_code", "address")
    return {
        senior: Reach(
            phone,
            f"{'〒' + code[:3] + '-' + code[-4:] + ' ' if code else ''}{address}".strip(),
            reverse("talent:senior_detail", args=[senior]),
        )
        for senior, phone, code, address in rows
    }
