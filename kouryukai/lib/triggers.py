"""A trigger as it stands in a migration, without the switch that django-pgtrigger builds into each of its own.

That switch is a setting which whoever may run a statement can set, and asking for it costs an aborted subtransaction for every row:
each walks through all deferred checks of the transaction, so that a bulk load takes quadratic time (42 s became more than 400 s).
"""

from pgtrigger.compiler import UpsertTriggerSql


class TriggerSql(UpsertTriggerSql):
    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}() RETURNS TRIGGER AS $$
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE TRIGGER {pgid}
                {when} {operation} ON {table}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """
