"""What the letters of an event are called in the outbox."""

from events.letters.kinds import KINDS
from office.mail_kinds import mail_kinds

mail_kinds(**{kind.key: kind.label for kind in KINDS.values()})
