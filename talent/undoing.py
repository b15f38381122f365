"""Undoing an import of a list: who came with it goes, unless somebody has worked with her since; who was changed is as before.

Decision 87. A line is noted a person (`talent.importing.noting`), so her whole sheet is compared: its mark, or the keys that the
list has changed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from itertools import batched
from uuid import UUID

from django.db.models import Count as Number
from django.db.models import Q, QuerySet

from institutions import reading
from office.importing.undoable import (
    CHANGED_SINCE,
    COLUMNS_CHANGED_SINCE,
    Asked,
    Count,
    Line,
    Outlook,
    Pointer,
    Undoable,
    UndoError,
    pointing_at,
    undoable,
    use_words,
)
from office.models import ImportedRow
from talent.importing.noting import LINK, NOBODY, PERSON, REGISTER_IMPORT
from talent.importing.sheets import mark_of, sheets_where
from talent.importing.writing import one_at_a_time, write_changes
from talent.models import (
    Application,
    ApplicationKind,
    ApplicationState,
    ImportLink,
    ImportRow,
    RegisterImport,
    Senior,
    SeniorState,
)
from talent.search import indexing
from talent.sheet import Sheet, entry_of, label_of

BATCH = 1000
SHEETS = 5000  # at once
NAMED = 100  # of a kind: whoever reads a list of thousands reads its beginning
_LOOKED = 0.4  # of the time, when the look is over
# What uses her, where the name of its table would tell a person nothing.
WORDS = {
    "talent.Consent": "ご本人の同意の記録があります。",
    "talent.MergedNumber": "二重の登録とまとめられています。",
    "talent.UnavailablePeriod": "参加できない期間が入っています。",
    "office.OutboxMail": "ご本人あての手紙があります。",
}
ERASED = "個人の情報は、消去済みです。"
HAS_ACCOUNT = "ご本人の利用者(ログイン)があります。"
CONFIRMED = "取り込んだあとに、登録の確認が済んでいます。"
OTHER_LIST = "ほかの名簿の取り込みで、同じ方とされています。"
APPLIED = "取り込んだあとに、登録の申込みが動いています。"
WAITS = "この取り込みの方が載っています。「名簿を取り込む」の画面で、先に取り込みを済ませるか、やめてください。"


class RegisterLook:
    """Nothing of a person is shown but the names of some: what is compared is read by nobody."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.outlook = asked, Outlook()
        import_ = RegisterImport.objects.filter(pk=asked.batch.pk).first()
        if import_ is None:
            raise UndoError("この取り込みは、元に戻せません。")
        self.import_ = import_
        self.stays: dict[UUID, list[str]] = defaultdict(list)
        self.back: dict[UUID, Sheet] = {}
        self.left: dict[UUID, list[str]] = {}

    def look(self) -> "RegisterLook":
        if self.asked.to_do:
            one_at_a_time()
            people = Senior.objects.filter(pk__in=self._noted(PERSON).values("key"))
            list(people.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
        self.made = dict(self._noted(PERSON).exclude(mark="").values_list("key", "mark"))
        changed = self._noted(PERSON).filter(mark="").values_list("key", "before", "after")
        self.changed: dict[UUID, tuple[Sheet, Sheet]] = {pk: (before, after) for pk, before, after in changed}
        self.total = len(self.made) + len(self.changed) or 1
        self.looked_at = 0
        with reading.collecting():
            self._look_at_the_made()
            self._look_at_the_changed()
        self._tell()
        return self

    def _noted(self, table: str) -> QuerySet[ImportedRow]:
        return ImportedRow.objects.filter(batch=self.asked.batch, table=table).order_by()

    def _made(self) -> QuerySet:
        """The keys of who was made, for the database: thousands of them are not sent to and fro."""
        return self._noted(PERSON).exclude(mark="").values("key")

    # --- Who was made -----------------------------------------------------------------------------------------------------
    def _look_at_the_made(self) -> None:
        self.there: set[UUID] = set()
        for pk, why in self._states():
            self.there.add(pk)
            self.stays[pk] += why
        erased = {pk for pk in self.there if ERASED in self.stays[pk]}
        for pk, sheet in self._sheets(self.made, self._made()):
            if pk not in erased and mark_of(sheet) != self.made[pk]:
                self.stays[pk].append(CHANGED_SINCE)
        for find in (self._used, self._applied, self._of_other_lists):
            for pk, why in find():
                if pk not in erased:
                    self.stays[pk].append(why)
        self.stays = {pk: why for pk, why in self.stays.items() if why}
        self.goes = sorted(self.there - self.stays.keys())
        self.outlook.missing += len(self.made) - len(self.there)

    def _states(self) -> Iterator[tuple[UUID, list[str]]]:
        rows = Senior.objects.filter(pk__in=self._made()).order_by()
        for pk, state, user, confirmed, erased in rows.values_list(
            "pk", "state", "user_id", "confirmed_on", "erased_at"
        ):
            why = [HAS_ACCOUNT] if user else []
            if erased:
                why = [ERASED]
            elif state != self.import_.enters_as:
                why.append(f"いまの状態は「{SeniorState(state).label}」です。")
            elif confirmed:
                why.append(CONFIRMED)
            yield pk, why

    def _used(self) -> Iterator[tuple[UUID, str]]:
        found: dict[UUID, Counter] = defaultdict(Counter)
        for table, column, but in pointing_at(Senior, self.asked.entry):
            rows = table._base_manager.filter(**{f"{column}__in": self._made()}).order_by()
            rows = rows.exclude(**but) if but else rows
            for pk, number in rows.values_list(column).annotate(number=Number("pk")):
                found[pk][table] += number
        for pk, tables in found.items():
            said = "".join(WORDS[table._meta.label] for table in tables if table._meta.label in WORDS)
            others = Counter({table: n for table, n in tables.items() if table._meta.label not in WORDS})
            yield pk, said + (use_words(others, self.asked.entry) if others else "")

    def _applied(self) -> Iterator[tuple[UUID, str]]:
        """The application that came with her is hers; one that was sent anew or decided, or another, is somebody's work."""
        came_along = Q(
            kind=ApplicationKind.NEW,
            state=ApplicationState.SUBMITTED,
            applicant=None,
            submitted_at=self.asked.batch.made_at,
        )
        rows = Application.objects.filter(senior__in=self._made()).exclude(came_along)
        for pk in rows.order_by().values_list("senior_id", flat=True).distinct():
            yield pk, APPLIED

    def _of_other_lists(self) -> Iterator[tuple[UUID, str]]:
        rows = ImportLink.objects.filter(senior__in=self._made()).exclude(source=self.import_.source_id)
        for pk in rows.order_by().values_list("senior_id", flat=True).distinct():
            yield pk, OTHER_LIST

    # --- Who was changed ----------------------------------------------------------------------------------------------------
    def _look_at_the_changed(self) -> None:
        self.now: dict[UUID, Sheet] = {}
        for pk, sheet in self._sheets(self.changed, self._noted(PERSON).filter(mark="").values("key")):
            before, after = self.changed[pk]
            back = {key: value for key, value in before.items() if entry_of(sheet[key]) == entry_of(after[key])}
            if back:
                self.back[pk] = back
                if self.asked.to_do:
                    self.now[pk] = sheet
            if left := [key for key in before if key not in back]:
                self.left[pk] = left
        self.outlook.missing += len(self.changed) - len(self.back.keys() | self.left.keys())

    def _sheets(self, pks: Collection[UUID], keys: QuerySet) -> Iterator[tuple[UUID, Sheet]]:
        """`keys`: the query that gives `pks`."""
        for some in batched(sorted(pks), SHEETS, strict=False):
            yield from sheets_where(keys.filter(key__range=(some[0], some[-1]))).items()
            self.looked_at += len(some)
            self.asked.said(int(_LOOKED * self.looked_at), self.total, "変わったところを調べています")

    # --- In words ---------------------------------------------------------------------------------------------------------
    def _tell(self) -> None:
        outlook = self.outlook
        if self.goes:
            outlook.goes.append(Count("新現役(職歴・連絡先なども)", len(self.goes)))
        outlook.restored, outlook.restored_unnamed = self._lines(self.back, lambda pk: _labels(self.back[pk]))
        outlook.stays, outlook.stays_unnamed = self._lines(self.stays | self.left, self._why)
        waiting = ImportRow.objects.filter(senior__in=self._made()).exclude(register_import=self.import_)
        goes = set(self.goes)
        pairs = waiting.order_by().values_list("register_import_id", "senior_id").distinct()
        lists = RegisterImport.objects.filter(pk__in={one for one, senior in pairs if senior in goes})
        outlook.blocks += [Line("取り込みの途中の名簿", str(one), WAITS) for one in lists.select_related("source")]

    def _why(self, pk: UUID) -> str:
        if pk in self.stays:
            return "".join(self.stays[pk])
        return COLUMNS_CHANGED_SINCE.format(_labels(self.left[pk]))

    def _lines(self, people: Collection[UUID], words: Callable[[UUID], str]) -> tuple[list[Line], int]:
        named = Senior.objects.filter(pk__in=list(people))[:NAMED] if people else []
        lines = [Line("新現役", f"{one.name}({one.number})", words(one.pk)) for one in named]
        return lines, len(people) - len(lines)

    # --- Doing ------------------------------------------------------------------------------------------------------------
    def carry_out(self) -> dict[str, list[UUID]]:
        self._links_back()
        done = 0
        for some in batched(self.back.items(), BATCH, strict=False):
            new = dict(some)
            write_changes(new, {pk: self.now[pk] for pk in new})
            done += len(some)
            self._said(done, "前の内容に戻しています")
        words: set[tuple[str, bool]] = set()
        for some in batched(self.goes, BATCH, strict=False):
            words |= indexing.words_of(some)
            Senior.objects.filter(pk__in=some).delete()
            done += len(some)
            self._said(done, "取り込んだ方を除いています")
        indexing.forget(words)
        return {PERSON: self.goes}

    def _said(self, done: int, what: str) -> None:
        share = _LOOKED + (1 - _LOOKED) * done / self.total
        self.asked.said(int(self.total * share), self.total, what)

    def _links_back(self) -> None:
        """Before anybody goes: her links go with her. Where a link leads elsewhere by now, or to one who stays, it is left alone."""
        made = dict(self._noted(LINK).exclude(mark="").values_list("key", "mark"))
        for some in batched(made, BATCH, strict=False):
            rows = ImportLink.objects.filter(pk__in=some).values_list("pk", "senior_id")
            ours = [pk for pk, senior in rows if (senior.hex if senior else NOBODY) == made[pk]]
            ImportLink.objects.filter(pk__in=ours).delete()
        turned = self._noted(LINK).filter(mark="").values_list("key", "before", "after")
        notes = {pk: (before["senior_id"], after["senior_id"]) for pk, before, after in turned}
        there = set(
            Senior.objects.filter(pk__in=[one for one, _ in notes.values() if one]).values_list("pk", flat=True)
        )
        back = []
        for link in ImportLink.objects.filter(pk__in=list(notes)):
            was, leads_to = (UUID(one) if one else None for one in notes[link.pk])
            if link.senior_id == leads_to and leads_to not in self.stays and (was is None or was in there):
                link.senior_id = was
                back.append(link)
        ImportLink.objects.bulk_update(back, ["senior"], batch_size=BATCH)


def _labels(keys: Collection[str]) -> str:
    return "、".join(label_of(key) for key in keys)


undoable(
    Undoable(
        kind=REGISTER_IMPORT,
        label="新現役の名簿の取り込み",
        # Hers, or made out of hers. Applications, links of lists and lists in waiting are looked at by themselves.
        derived=frozenset(
            {
                "talent.SeniorContact",
                "talent.Career",
                "talent.Speciality",
                "talent.Qualification",
                "talent.Application",
                "talent.ImportLink",
                "talent.ImportRow",
                "talent.Disclosure",
                "talent.NotTheSame",
                "talent.SearchRow",
                "talent.Standing",
            }
        ),
        pointers=(
            Pointer("office.Scan", "senior_key", PERSON),
            Pointer("office.BackgroundCheck", "senior_key", PERSON),
            Pointer("office.Document", "named_senior_id", PERSON),
            Pointer("office.OutboxMail", "named_senior_id", PERSON, {"state": "cancelled"}),
        ),
        look=lambda asked: RegisterLook(asked).look(),
        in_background=True,
        one_by_one="お一人だけ直すときは、新現役の画面で直せます。",
    )
)
