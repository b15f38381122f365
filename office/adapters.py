"""Letters of sign-in go through the outbox: sent at once, their text kept nowhere."""

from django.template.loader import render_to_string

from institutions.adapters import AccountAdapter
from office.posting import send_at_once


class PostingAdapter(AccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """`template_prefix` names two templates of plain text: `_subject.txt` and `_message.txt`."""
        words = {"email": email} | context
        title = " ".join(render_to_string(f"{template_prefix}_subject.txt", words).split())
        body = render_to_string(f"{template_prefix}_message.txt", words).strip() + "\n"
        send_at_once(kind=template_prefix.rpartition("/")[2], recipient=email, title=title, body=body)
