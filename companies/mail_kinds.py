"""What letters about firms are called in the outbox."""

from office.mail_kinds import mail_kinds

mail_kinds(
    hearing_returned="ヒアリングシートの差し戻し",
    hearing_approved="ヒアリングシートの承認",
    president_remark="社長からのご指摘",
)
