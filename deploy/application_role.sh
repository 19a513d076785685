#!/bin/sh
# Run once by the database's image when its volume is empty: the role that web and worker use. It owns nothing;
# what it may do is granted after each migration by `manage.py grant`.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$APPLICATION_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE annotator LOGIN PASSWORD :'password';
REVOKE ALL ON DATABASE annotator FROM PUBLIC;
GRANT CONNECT ON DATABASE annotator TO annotator;
SQL
