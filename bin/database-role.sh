#!/bin/sh
# Runs once, when the database container makes its cluster: the application's own role, which is no superuser,
# its database, and the roles of the second wall.
set -e
: "${KOURYUKAI_DB_PASSWORD:?set it in database.env}"
psql --username postgres --set ON_ERROR_STOP=1 --set password="$KOURYUKAI_DB_PASSWORD" <<'SQL'
CREATE ROLE kouryukai LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE kouryukai OWNER kouryukai;
SQL
psql --username postgres --set ON_ERROR_STOP=1 --dbname kouryukai \
    --command "SELECT set_config('kouryukai.login', 'kouryukai', false)" --file /database-roles.sql
