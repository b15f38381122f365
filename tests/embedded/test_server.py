import pytest
from django.conf import settings
from django.db import connection


@pytest.mark.django_db
def test_tests_run_as_an_ordinary_role_in_a_database_with_the_extensions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname IN ('btree_gist', 'pg_trgm')")
        assert cursor.fetchone() == (2,)
        cursor.execute("SELECT current_database(), getdatabaseencoding()")
        name, encoding = cursor.fetchone()
    assert name.startswith("test_") and encoding == "UTF8"
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"] is True
