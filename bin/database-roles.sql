-- The database roles of the second wall, as an administrator, once per server; doing it again changes nothing.
-- The application's own login role is named beforehand:  SELECT set_config('kouryukai.login', 'kouryukai', false);
DO $$
DECLARE
    login text := current_setting('kouryukai.login');
    one text;
BEGIN
    -- No role here can log in. The owner makes and changes tables; the actors are taken on for one transaction at a time;
    -- the gate is what the login may do before it is known who asks.
    FOREACH one IN ARRAY ARRAY['kouryukai_owner', 'kouryukai_gate', 'kouryukai_staff', 'kouryukai_bank', 'kouryukai_senior',
                               'kouryukai_reception', 'kouryukai_president', 'kouryukai_system', 'kouryukai_eraser']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = one) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', one);
        END IF;
        -- An inherited actor role would show all its rows without anybody having taken it on.
        EXECUTE format('GRANT %I TO %I WITH INHERIT %s, SET TRUE', one, login,
                       CASE one WHEN 'kouryukai_gate' THEN 'TRUE' ELSE 'FALSE' END);
    END LOOP;
END
$$;
