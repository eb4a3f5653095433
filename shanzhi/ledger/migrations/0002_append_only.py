from django.db import migrations

# The database's own hand: whoever holds the connection, an event or a seal that is written stays as it is.
FORWARD = """
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'The ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_event
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger_event
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_seal
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger_seal
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- The serving role may write events and nothing more; waiting for writers needs a lock it is not given. This function
-- takes it for the moment of one look, as the owner.
CREATE FUNCTION ledger_closed_until() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE last bigint;
BEGIN
  LOCK TABLE ledger_event IN SHARE MODE;
  SELECT coalesce(max(seq), 0) INTO last FROM ledger_event;
  RETURN last;
END $$;
"""

BACK = """
DROP TRIGGER append_only ON ledger_event; DROP TRIGGER no_truncate ON ledger_event;
DROP TRIGGER append_only ON ledger_seal; DROP TRIGGER no_truncate ON ledger_seal;
DROP FUNCTION ledger_is_append_only(); DROP FUNCTION ledger_closed_until();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
