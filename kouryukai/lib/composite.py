"""Composite foreign keys as migration operations: they hold a row inside its institution or its event, which Django's keys cannot."""

from django.db.migrations import RunSQL


def composite_key(
    name: str, table: str, columns: list[str], target: str, target_columns: list[str], *, cascade_update: bool = False
) -> RunSQL:
    """A deferred foreign key of several columns.

    `target_columns` must carry a unique constraint. With `cascade_update` a change of the target's columns is copied into the
    referring rows (how a moved slot moves its interviews, and a published timetable publishes its rows).
    """
    on_update = " ON UPDATE CASCADE" if cascade_update else ""
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({', '.join(columns)}) "
        f"REFERENCES {target} ({', '.join(target_columns)}){on_update} DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )
