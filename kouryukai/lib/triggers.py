"""A trigger as it stands in a migration, without the switch that django-pgtrigger builds into each of its own.

That switch is a setting which whoever may run a statement can set, and asking for it costs an aborted subtransaction for every row:
each walks through all deferred checks of the transaction, so that a bulk load takes quadratic time (42 s became more than 400 s).
"""

import pgtrigger
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


class PlainTrigger(pgtrigger.Trigger):
    """A trigger made by `TriggerSql`. It cannot be switched off by a setting."""

    def compile(self, model) -> pgtrigger.compiler.Trigger:
        sql = TriggerSql(
            pgid=self.get_pgid(model),
            func=self.render_func(model),
            table=model._meta.db_table,
            when=self.when,
            operation=self.operation,
            level=self.level,
            condition=self.render_condition(model),
            execute=self.render_execute(model),
        )
        return pgtrigger.compiler.Trigger(name=self.name, sql=sql)
