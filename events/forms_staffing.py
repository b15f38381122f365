"""What becomes of the firms and seats of somebody who moves or leaves: one choice for all firms, another for one where it differs."""

from typing import Any
from uuid import UUID

from django import forms

from events.models import Participation
from events.staffing import TAKE, Duties, Fate, attendants_for, colleagues_of, seats_taken
from institutions.models import Branch, StaffMember
from kouryukai.lib.japanese import tidy

NOBODY, KEEP, AS_ABOVE = "nobody", "keep", ""
STATES = [("", "在籍している方"), ("left", "在籍していない方")]


class StaffFilter(forms.Form):
    q = forms.CharField(label="氏名・支店", max_length=60, required=False)
    state = forms.ChoiceField(label="在籍", choices=STATES, required=False)

    def words(self) -> str:
        self.is_valid()
        return tidy(self.cleaned_data.get("q") or "")

    def left(self) -> bool:
        return self.is_valid() and self.cleaned_data["state"] == "left"


class SettlingForm(forms.Form):
    """`moves`: she stays with the institution, so firms may go along and seats may be kept."""

    use_required_attribute = False
    sure = forms.BooleanField(label="時間割が組みにくくなることを承知で、この方にします。", required=False)

    def __init__(self, *args, member: StaffMember, duties: Duties, moves: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.duties, self.moves = member, duties, moves
        self.warned: list[tuple[Participation, StaffMember, list[Participation]]] = []
        if moves:
            self._ask_where()
        self._ask_about_firms()
        self._ask_about_seats()

    def _ask_where(self) -> None:
        places = Branch.objects.filter(institution=self.member.institution_id)
        if self.member.branch_id:
            places = places.exclude(pk=self.member.branch_id)
        choices = [("", "選んでください"), *((str(place.pk), place.name) for place in places)]
        if self.member.branch_id:
            choices.append((NOBODY, "本部(支店に属さない)"))
        self.places = {str(place.pk): place for place in places}
        self.fields["branch"] = forms.ChoiceField(label="移る先", choices=choices)

    def _ask_about_firms(self) -> None:
        self.colleagues = {str(one.pk): one for one in colleagues_of(self.member)}
        choices = [(key, f"{_named(one)}さんに引き継ぐ") for key, one in self.colleagues.items()]
        if self.moves:
            choices.append((TAKE, "一緒に移す(企業の取引店も、移る先の支店に変わる)"))
        choices.append((NOBODY, "担当者を決めずにおく"))
        if self.duties.firms:
            self.fields["firms"] = forms.ChoiceField(
                label="担当の企業", choices=[("", "選んでください"), *choices], help_text="どの企業にも同じにするとき"
            )
        for company in self.duties.firms if len(self.duties.firms) > 1 else []:
            self.fields[f"firm_{company.pk.hex}"] = forms.ChoiceField(
                label=company.name, choices=[(AS_ABOVE, "上で選んだとおり"), *choices], required=False
            )

    def _ask_about_seats(self) -> None:
        self.attendants = {str(one.pk): one for one in attendants_for(self.member)}
        choices = [("", "選んでください")]
        if self.moves:
            choices.append((KEEP, f"{self.member.name}さんがそのまま同席する"))
        choices += [(key, _named(one)) for key, one in self.attendants.items()]
        choices.append((NOBODY, "まだ決めない"))
        for seat in self.duties.seats:
            self.fields[f"seat_{seat.pk.hex}"] = forms.ChoiceField(
                label=f"{seat.event.name} 企業番号{seat.number} {seat.company.name}", choices=choices
            )

    # --- For the template -----------------------------------------------------------------------------------------------
    @property
    def firm_fields(self) -> list:
        return [self[name] for name in self.fields if name == "firms" or name.startswith("firm_")]

    @property
    def seat_fields(self) -> list:
        return [self[name] for name in self.fields if name.startswith("seat_")]

    # --- What was chosen ------------------------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.moves and data.get("branch") == NOBODY and TAKE in self.firms_chosen().values():
            self.add_error("branch", "本部には取引店がないので、企業を一緒に移せません。引き継ぐ方を選んでください。")
        self._look_for_two_seats()
        if self.warned and not data.get("sure"):
            names = "、".join(dict.fromkeys(person.name for _, person, _ in self.warned))
            self.add_error("sure", f"{names}さんは、ほかの企業にも同席します。別の方を選ぶか、ここを押してください。")
        return data

    def _look_for_two_seats(self) -> None:
        """One table at a time: who is chosen sits beside another firm there already, or is chosen twice here."""
        taken = seats_taken(self.duties.seats)
        chosen = {seat: self._person(f"seat_{seat.pk.hex}") for seat in self.duties.seats}
        for seat, person in chosen.items():
            if person is None or person == self.member:
                continue
            others = [*taken.get((seat.event_id, person.pk), [])]
            others += [one for one, who in chosen.items() if one != seat and who == person and one.event == seat.event]
            if others:
                self.warned.append((seat, person, others))

    def _person(self, name: str) -> StaffMember | None:
        key = self.cleaned_data.get(name)
        return self.member if key == KEEP else self.attendants.get(key)

    def destination(self) -> Branch | None:
        return self.places.get(self.cleaned_data["branch"])

    def firms_chosen(self) -> dict[UUID, Fate]:
        every = self.cleaned_data.get("firms")
        found: dict[UUID, Fate] = {}
        for company in self.duties.firms:
            key = self.cleaned_data.get(f"firm_{company.pk.hex}") or every
            found[company.pk] = TAKE if key == TAKE else self.colleagues.get(key)
        return found

    def seats_chosen(self) -> dict[UUID, StaffMember | None]:
        return {seat.pk: self._person(f"seat_{seat.pk.hex}") for seat in self.duties.seats}


def _named(member: StaffMember) -> str:
    return " ".join(filter(None, (member.name, member.title, member.branch.name if member.branch else "本部")))
