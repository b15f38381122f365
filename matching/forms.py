"""What is typed or clicked on the board, read strictly: every address and every POST of it is a form."""

from django import forms

from events.models import Event, TimeSlot


class BoardQuery(forms.Form):
    """The address of the board: what is picked up, which day, how dense, which version."""

    interview = forms.UUIDField(required=False)
    entry = forms.UUIDField(required=False)
    day = forms.IntegerField(required=False, min_value=1, max_value=99)
    density = forms.ChoiceField(required=False, choices=[("normal", "標準"), ("dense", "高密度")])
    version = forms.ChoiceField(required=False, choices=[("published", "公開中")])

    def value(self, name: str):
        """The value, None where it is missing or makes no sense: a broken address shows the plain board."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class RevisionForm(forms.Form):
    """Every change says which board it was made on."""

    revision = forms.IntegerField(min_value=0, max_value=2_147_483_647)


class LockForm(RevisionForm):
    locked = forms.TypedChoiceField(choices=[("1", "固定"), ("0", "固定を外す")], coerce=lambda value: value == "1")


class SlotForm(RevisionForm):
    slot = forms.ModelChoiceField(
        TimeSlot.objects.none(),
        error_messages={"invalid_choice": "この交流会にない回です。", "required": "移動先を選んでください。"},
    )

    def __init__(self, *args, event: Event, **options) -> None:
        super().__init__(*args, **options)
        self.fields["slot"].queryset = TimeSlot.objects.filter(event=event)
