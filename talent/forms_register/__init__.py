"""The eight pages of the registration, each a step with one form."""

from dataclasses import dataclass

from talent.forms_register.base import StepForm
from talent.forms_register.careers import CareerForm, WorkForm
from talent.forms_register.practical import ConsentForm, LaterPaperForm, PaperConsentForm, SupportForm
from talent.forms_register.profile import FieldsForm, KnowledgeForm, WordsForm
from talent.forms_register.who import ContactForm, NameForm

__all__ = [
    "CONSENT",
    "STEPS",
    "WORK",
    "CareerForm",
    "LaterPaperForm",
    "PaperConsentForm",
    "Step",
    "StepForm",
    "step_of_key",
]


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    name: str  # in lists
    heading: str
    form: type[StepForm]
    keys: tuple[str, ...]  # of the sheet, those on pages below it too


def _step(number: int, name: str, heading: str, form: type[StepForm], *more: str) -> Step:
    return Step(number, name, heading, form, (*more, *form.keys))


STEPS = (
    _step(1, "お名前と生年月日", "お名前と生年月日を教えてください", NameForm),
    _step(2, "連絡先", "ご連絡先を教えてください", ContactForm),
    _step(3, "職歴", "これまでのお仕事を教えてください", WorkForm, "careers"),
    _step(4, "専門分野・テーマ・業種", "どんな分野で支援できますか", FieldsForm),
    _step(5, "資格・語学・海外", "資格、語学、海外でのお仕事を教えてください", KnowledgeForm),
    _step(6, "得意な支援と実績", "得意な支援と実績を書いてください", WordsForm),
    _step(7, "動ける場所と日", "支援に動ける場所と日を教えてください", SupportForm),
    _step(8, "約束と同意", "文をお読みになり、同意してください", ConsentForm),
)
WORK, CONSENT = STEPS[2], STEPS[7]


def step_of_key(key: str) -> Step | None:
    """The page on which that key of the sheet stands."""
    return next((step for step in STEPS if key in step.keys), None)
