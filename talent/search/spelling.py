"""A word that nobody's texts hold is replaced by the nearest that they do, by its sound; the page says so."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.db import connection

from kouryukai.lib.japanese import is_kana, kana
from talent.search.asking import Asked, Term, term_of
from talent.search.finding import planning
from talent.search.sounds import latin, sound

WHOLE = ""
NEAREST = 0.45  # of the trigrams, from 0 to 1
# One row for each word: whether it or its term's name is known, and what comes nearest. What comes later is looked for only in need.
STATEMENT = """
SELECT asked.place, asked.key, named.found, near.word, near.is_name
FROM unnest(%(places)s::int[], %(keys)s::text[], %(sounds)s::text[], %(called)s::text[], %(wholes)s::text[])
    AS asked (place, key, sound, called, whole)
CROSS JOIN LATERAL (
    SELECT CASE WHEN asked.whole = '' THEN EXISTS (SELECT FROM talent_searchword WHERE word = asked.key AND NOT is_name)
        ELSE EXISTS (SELECT FROM talent_searchrow WHERE words @@ asked.whole::tsquery) END AS word
) AS known
CROSS JOIN LATERAL (
    SELECT CASE WHEN known.word THEN true WHEN asked.called = '' THEN false
        ELSE EXISTS (SELECT FROM talent_searchrow WHERE words @@ asked.called::tsquery) END AS found
) AS named
LEFT JOIN LATERAL (
    SELECT word, is_name FROM talent_searchword
    WHERE NOT named.found AND sound %% asked.sound AND similarity(sound, asked.sound) >= %(nearest)s
    ORDER BY similarity(sound, asked.sound) DESC, length(word), word, is_name LIMIT 1
) AS near ON true
"""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What is searched for, and what was asked and put aside: (as typed, as searched)."""

    asked: Asked
    instead: tuple[tuple[str, str], ...] = ()


def corrected(asked: Asked) -> Corrected:
    """Three queries. A number, also of a telephone, and an address are left as they are."""
    rows = [
        (place, term, key)
        for place, term in enumerate(asked.terms)
        if not (term.contact or term.is_number)
        for key in term.keys or ("",)
    ]
    values = {
        "places": [place for place, _, _ in rows],
        "keys": [key for _, _, key in rows],
        "sounds": [latin(kana(term.text)) if key == WHOLE else sound(key) for _, term, key in rows],
        "wholes": [term.words if key == WHOLE else "" for _, term, key in rows],
        "called": [term.called for _, term, _ in rows],
        "nearest": NEAREST,
    }
    near: dict[int, dict[str, tuple[str, bool]]] = defaultdict(dict)
    with connection.cursor() as cursor, planning(cursor):
        cursor.execute(STATEMENT, values)
        for place, key, is_known, word, is_name in cursor.fetchall():
            if word and not is_known:
                near[place][key] = (word, is_name)
    terms = tuple(_other(term, near[place]) for place, term in enumerate(asked.terms))
    instead = tuple((old.text, new.text) for old, new in zip(asked.terms, terms, strict=True) if old is not new)
    return Corrected(replace(asked, terms=terms), instead)


def _parts(term: Term) -> tuple[str, ...]:
    """Its words; and the whole, where it is written in kana alone and falls into several words: たかはい is no 高い 配."""
    if term.contact:
        return ()
    if len(term.keys) > 1 and is_kana(kana(term.text)):
        return (*term.keys, WHOLE)
    return term.keys or (WHOLE,)


def _other(term: Term, near: dict[str, tuple[str, bool]]) -> Term:
    """The term with its unknown words replaced, each by one that stands in the index; where it is a name, the name alone."""
    if not near:
        return term
    whole = near.get(WHOLE) or next((one for one in near.values() if one[1]), None)
    if whole:
        word, is_name = whole
        return term_of(word) if is_name else Term(word, (word,))
    keys = tuple(near[key][0] if key in near else key for key in term.keys)
    return Term("".join(keys), keys)
