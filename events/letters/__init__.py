"""Letters of an event: what kinds there are, their texts, who gets them, and how they come into the outbox.

`kinds` (with `texts_*`) says which letters there are; `placeholders` what may stand in braces; `checking` looks at a text before it
is saved and before it is used; `values` and `audiences` know what is put in and for whom; `preparing` makes drafts of it.
"""


class LetterError(ValueError):
    """Why a letter is not saved or not prepared, in words for people."""
