"""The index kept true: whoever waits is taken from the queue, her texts become words, her row is written anew.

One indexer at a time, behind a lock that is asked for and never waited for: so nobody writes what he read before another wrote.
"""

import hashlib
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection

from institutions.industries import industry_of
from institutions.reading import collecting
from kouryukai.lib.japanese import name_key
from talent.models import SearchRow, SearchWaiting, SearchWord, Senior, SeniorContact, Standing
from talent.ranking.words import words
from talent.search.facets import BY_KEY, ONLINE, VERSION, histories_of
from talent.search.facets import COLUMNS as SETS
from talent.search.lexemes import CONTACT, TOP, endings, lexemes, quoted
from talent.search.sounds import sound
from talent.search.texts import Profile, Text, texts_of

LOCK = 7_310_068
AT_ONCE = 500  # seniors in one transaction
COLUMNS = "senior_id words number qualifications kana registered_on interviews waiting digest version".split()
COLUMNS += SETS
CASTS = {"words": "::tsvector", "qualifications": "::text[]"}


def catch_up(most: int = AT_ONCE) -> int:
    """Index who waits, if there are at most so many; gives how many still wait. Inside the caller's transaction."""
    waiting = set(SearchWaiting.objects.order_by("id").values_list("senior_id", flat=True)[: 8 * most])
    if not waiting or len(waiting) > most or not _alone():
        return len(waiting)
    reindex(waiting)
    return 0


def take_some() -> int:
    """Index the next of those who wait, however many they are; gives how many were done. 0 when none wait or another is at it."""
    if not _alone():
        return 0
    waiting = list(dict.fromkeys(SearchWaiting.objects.order_by("id").values_list("senior_id", flat=True)[:4000]))
    reindex(waiting[:AT_ONCE])
    return len(waiting[:AT_ONCE])


def note_outdated() -> None:
    """Who has no row yet, and whose row was made in another way, waits too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO talent_searchwaiting (senior_id, at) SELECT id, now() FROM talent_senior AS senior"
            " WHERE erased_at IS NULL AND NOT EXISTS"
            " (SELECT FROM talent_searchrow AS made WHERE made.senior_id = senior.id AND made.version = %s)"
            " AND NOT EXISTS (SELECT FROM talent_searchwaiting AS known WHERE known.senior_id = senior.id)",
            [VERSION],
        )


def note_everybody() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO talent_searchwaiting (senior_id, at) SELECT id, now() FROM talent_senior")


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return cursor.fetchone()[0]


def reindex(seniors: Collection[UUID]) -> None:
    """Make the rows of these seniors anew. The lock must be held: what is read here is read after the queue was."""
    seniors = list(seniors)
    SearchWaiting.objects.filter(senior_id__in=seniors).delete()
    with collecting():  # nobody sees what is read here
        found = Senior.objects.filter(pk__in=seniors, erased_at=None)
        found = list(found.prefetch_related("careers", "specialities", "qualifications"))
        contacts = {one.senior_id: one for one in SeniorContact.objects.filter(senior__in=found)}
        standings = {one.senior_id: one for one in Standing.objects.filter(senior__in=found)}
        old = dict(SearchRow.objects.filter(senior__in=seniors, version=VERSION).values_list("senior", "digest"))
        rows = [_row(one, contacts.get(one.pk), standings.get(one.pk), old.get(one.pk)) for one in found]
    before = words_of(seniors)
    SearchRow.objects.filter(senior__in=set(seniors) - {one.pk for one in found}).delete()
    _write([row for row in rows if row["words"] is not None], COLUMNS)
    _write([row for row in rows if row["words"] is None], [name for name in COLUMNS if name != "words"])
    after = words_of(seniors)
    learn(after - before)
    forget(before - after)


# --- One row ------------------------------------------------------------------------------------------------------------
def _row(senior: Senior, contact: SeniorContact | None, standing: Standing | None, digest: str | None) -> dict:
    """`words` is None where her texts and names are the same as before: morphology is what takes long."""
    profile, standing = Profile.of(senior), standing or Standing()
    texts = [text for text in texts_of(profile) if text.text]
    called = [name_key(name) for name in (senior.name, senior.name_kana, senior.number)]
    reached = _contacts(contact)
    new = hashlib.sha256(repr((texts, called, reached)).encode()).hexdigest()
    same = new == digest
    trades = {industry_of(career.industry) for career in profile.careers if career.industry}
    sets = {
        "category": (one.category for one in profile.specialities),
        "industry": {*senior.industries, *filter(None, trades)},
        "topic": senior.topics,
        "region": {senior.prefecture, *senior.regions, *([ONLINE] if senior.online_ok else [])},
        "weekday": senior.weekdays,
        "state": [senior.state],
        "history": histories_of(standing),
    }
    return {
        "senior_id": senior.pk,
        "words": None if same else _vector(texts, called, reached),
        "number": senior.number,
        "qualifications": sorted({one.name for one in profile.qualifications}),
        "kana": (senior.name_kana or senior.name)[:200],
        "registered_on": senior.registered_on,
        "interviews": standing.interviews,
        "waiting": standing.waiting,
        "digest": new,
        "version": VERSION,
    } | _bits(sets)


def _bits(sets: dict[str, Iterable[str]]) -> dict[str, int]:
    columns = dict.fromkeys(SETS, 0)
    for key, values in sets.items():
        columns[BY_KEY[key].column] |= BY_KEY[key].bits(values)
    return columns


def _contacts(contact: SeniorContact | None) -> list[str]:
    if contact is None:
        return []
    digits = "".join(c for c in contact.phone if c.isdecimal())
    return list(filter(None, (digits, contact.email.casefold())))


def _vector(texts: Iterable[Text], called: Iterable[str], reached: Iterable[str]) -> str:
    found = {ending for name in called for ending in endings(name)} | {CONTACT + one for one in reached}
    for text in texts:
        of_text = set(lexemes(list(words(text.text))))
        found |= of_text | ({TOP + one for one in of_text} if text.is_top else set())
    return " ".join(sorted(map(quoted, found)))


# --- Into the database --------------------------------------------------------------------------------------------------
def _write(rows: list[dict], columns: list[str]) -> None:
    if not rows:
        return
    if "words" in columns:
        marks = ", ".join(f"%s{CASTS.get(name, '')}" for name in columns)
        news = ", ".join(f"{name} = EXCLUDED.{name}" for name in columns[1:])
        statement = f"INSERT INTO talent_searchrow ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT (senior_id) DO UPDATE SET {news}"
        values = [[row[name] for name in columns] for row in rows]
    else:
        news = ", ".join(f"{name} = %s{CASTS.get(name, '')}" for name in columns[1:])
        statement = f"UPDATE talent_searchrow SET {news} WHERE senior_id = %s"
        values = [[*(row[name] for name in columns[1:]), row["senior_id"]] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def words_of(seniors: Collection[UUID]) -> set[tuple[str, bool]]:
    """The single words of these rows and the parts of their names, as they stand in the index; True for a name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT word, false FROM talent_searchrow, unnest(tsvector_to_array(words)) AS word"
            " WHERE senior_id = ANY(%(seniors)s) AND position(' ' IN word) = 0"
            " UNION SELECT DISTINCT word, true FROM talent_searchrow, unnest(string_to_array(kana, ' ')) AS word"
            " WHERE senior_id = ANY(%(seniors)s) AND word <> ''",
            {"seniors": list(seniors)},
        )
        return set(cursor.fetchall())


def learn(new: Collection[tuple[str, bool]]) -> None:
    known = set(SearchWord.objects.filter(word__in={word for word, _ in new}).values_list("word", "is_name"))
    made = [SearchWord(word=word, is_name=is_name, sound=sound(word)) for word, is_name in sorted(set(new) - known)]
    SearchWord.objects.bulk_create(made, ignore_conflicts=True)


def forget(gone: Collection[tuple[str, bool]]) -> None:
    """Words and names that nobody has any more: somebody's own may tell of her."""
    if not gone:
        return
    words, names = (
        sorted(word for word, is_name in gone if not is_name),
        sorted(word for word, is_name in gone if is_name),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM talent_searchword AS known USING unnest(%s::text[], %s::text[]) AS gone (word, asked)"
            " WHERE known.word = gone.word AND NOT is_name"
            " AND NOT EXISTS (SELECT FROM talent_searchrow WHERE words @@ gone.asked::tsquery)",
            [words, [quoted(word) for word in words]],
        )
        cursor.execute(
            "DELETE FROM talent_searchword WHERE is_name AND word = ANY(%s)"
            " AND word NOT IN (SELECT unnest(string_to_array(kana, ' ')) FROM talent_searchrow)",
            [names],
        )
