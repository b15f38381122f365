"""What the letters of an event are called in the outbox."""

from events.letters.kinds import KINDS
from office.mail_kinds import mail_kinds

mail_kinds(**{kind.key: kind.label for kind in KINDS.values()})
mail_kinds(
    firm_withdrawn="企業の参加の取りやめ",
    withdrawal_to_settle="辞退した企業の面談(事務局へ)",
    milestone_reminder="期日のお知らせ",
)
