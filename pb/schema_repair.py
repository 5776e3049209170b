"""Every trigger is removed and the guards of this version are made anew, with whatever else runs code by itself.

Tables, their columns and constraints are left as they are: what is in them would have to be made right too.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from pb import schema
from pb.database import is_engine_of_sqlite
from pb.guards import all_guards
from pb.schema_postgresql import space_of_tables

_SQLITE = "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"

#: Each gives the statements that remove what there is of it. What depends on a function or view goes with it.
_POSTGRESQL = (
    "SELECT format('DROP RULE %I ON %s', rulename, ev_class::regclass) FROM pg_catalog.pg_rewrite r "
    "JOIN pg_catalog.pg_class c ON c.oid = ev_class WHERE r.oid >= 16384 AND (ev_type <> '1' OR relkind NOT IN ('v', 'm'))",
    "SELECT format('DROP POLICY %I ON %s', polname, polrelid::regclass) FROM pg_catalog.pg_policy",
    "SELECT format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY', oid::regclass) "
    "FROM pg_catalog.pg_class WHERE relrowsecurity OR relforcerowsecurity",
    "SELECT format('DROP VIEW %s CASCADE', oid::regclass) FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind = 'v'",
    "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_catalog.pg_trigger WHERE NOT tgisinternal",
    "SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure) FROM pg_catalog.pg_proc WHERE oid >= 16384 "
    "AND prokind <> 'a' AND oid NOT IN (SELECT objid FROM pg_catalog.pg_depend WHERE deptype = 'e')",
    "SELECT DISTINCT format('ALTER TABLE %s ENABLE TRIGGER ALL', tgrelid::regclass) FROM pg_catalog.pg_trigger "
    "WHERE tgenabled <> 'O'",
    # Only its owner, or a superuser, takes a right away or drops a publication: what is somebody else's is left and told.
    "SELECT format('REVOKE ALL ON %s FROM %s CASCADE', c.oid::regclass, coalesce(quote_ident(rolname), 'PUBLIC')) "
    "FROM pg_catalog.pg_class c, pg_catalog.aclexplode(relacl) LEFT JOIN pg_catalog.pg_roles r ON r.oid = grantee WHERE "
    "relnamespace = {space} AND grantee <> relowner AND rolname IS DISTINCT FROM current_user AND privilege_type <> 'SELECT' "
    "AND pg_has_role(relowner, 'USAGE')",
    "SELECT format('REVOKE ALL (%I) ON %s FROM %s CASCADE', attname, c.oid::regclass, coalesce(quote_ident(rolname), "
    "'PUBLIC')) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON attrelid = c.oid, "
    "pg_catalog.aclexplode(attacl) LEFT JOIN pg_catalog.pg_roles r ON r.oid = grantee WHERE relnamespace = {space} AND "
    "grantee <> relowner AND rolname IS DISTINCT FROM current_user AND privilege_type <> 'SELECT' AND "
    "pg_has_role(relowner, 'USAGE')",
    "SELECT format('REVOKE CREATE ON SCHEMA %I FROM %s CASCADE', nspname, coalesce(quote_ident(rolname), 'PUBLIC')) "
    "FROM pg_catalog.pg_namespace n, pg_catalog.aclexplode(nspacl) LEFT JOIN pg_catalog.pg_roles r ON r.oid = grantee "
    "WHERE n.oid = {space} AND grantee <> nspowner AND rolname IS DISTINCT FROM current_user AND privilege_type = 'CREATE' "
    "AND pg_has_role(nspowner, 'USAGE')",
    "SELECT format('DROP PUBLICATION %I', pubname) FROM pg_catalog.pg_publication WHERE pg_has_role(pubowner, 'USAGE')",
    "SELECT format('ALTER ROLE %I RESET %I', current_user, split_part(line, '=', 1)) FROM "
    "pg_catalog.pg_db_role_setting, unnest(setconfig) AS line WHERE setdatabase = 0 AND setrole = "
    "(SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)",
    "SELECT format('ALTER DATABASE %I RESET %I', current_database(), split_part(line, '=', 1)) FROM "
    "pg_catalog.pg_db_role_setting, unnest(setconfig) AS line WHERE setrole = 0 AND setdatabase = "
    "(SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())",
)


def repaired(connection: Connection) -> tuple[str, list[schema.Difference]]:
    """What differed, by name ("" for nothing), and what still does; part of an act."""
    found = schema.differences(connection)
    if found:
        make_guards_anew(connection)
    return schema.differences_named(found), schema.differences(connection)


def make_guards_anew(connection: Connection) -> None:
    """Remove what runs by itself and make the guards; part of an act. Whatever cannot be removed is left."""
    if is_engine_of_sqlite(connection):
        for kind, name in connection.execute(text(_SQLITE)).all():
            connection.exec_driver_sql(f'DROP {kind} "{name.replace(chr(34), chr(34) * 2)}"')
    else:
        _clear_postgresql(connection)
    for guard in all_guards():
        for statement in getattr(guard, connection.dialect.name)():
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def _clear_postgresql(connection: Connection) -> None:
    space = {"space": space_of_tables(connection)}
    path = "SELECT pg_catalog.set_config('search_path', :path, true)"
    connection.execute(text(path), {"path": "pg_catalog"})  # no operator of somebody else can be meant
    for query in _POSTGRESQL:
        query = query.replace("{space}", str(space["space"]))
        found = connection.exec_driver_sql(query, execution_options={"no_parameters": True}).scalars().all()
        for statement in found:
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
    name = connection.execute(
        text("SELECT quote_ident(nspname) FROM pg_namespace WHERE oid = :space"), space
    ).scalar_one()
    connection.execute(text(path), {"path": name})
