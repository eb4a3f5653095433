from django.db import migrations

# A sequence for report numbers (gaps are allowed: a report is no statutory document), and a native point with a
# GiST index for "what has been reported near here".
FORWARD = """
CREATE SEQUENCE intake_report_number;
ALTER TABLE intake_report ADD COLUMN loc point GENERATED ALWAYS AS (point(lon, lat)) STORED;
CREATE INDEX report_nearby ON intake_report USING gist (loc)
  WHERE joined_to_id IS NULL AND is_public AND NOT wants_withdrawal;
"""

BACK = """
DROP INDEX report_nearby; ALTER TABLE intake_report DROP COLUMN loc; DROP SEQUENCE intake_report_number;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
