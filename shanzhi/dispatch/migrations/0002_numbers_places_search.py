from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

FORWARD = """
CREATE SEQUENCE dispatch_matter_number;
ALTER TABLE dispatch_workitem ADD COLUMN loc point GENERATED ALWAYS AS (point(lon, lat)) STORED;
CREATE INDEX work_place_open ON dispatch_workitem USING gist (loc) WHERE is_open;
CREATE INDEX work_place_all ON dispatch_workitem USING gist (loc);
CREATE INDEX work_search ON dispatch_workitem
  USING gin ((number || ' ' || title || ' ' || place_text) gin_trgm_ops);
CREATE INDEX work_area ON dispatch_workitem (county, area_code varchar_pattern_ops, sort_at, subject_id)
  WHERE is_open;
"""

BACK = """
DROP INDEX work_area; DROP INDEX work_search; DROP INDEX work_place_all; DROP INDEX work_place_open;
ALTER TABLE dispatch_workitem DROP COLUMN loc; DROP SEQUENCE dispatch_matter_number;
"""


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0001_initial")]
    operations = [TrigramExtension(), migrations.RunSQL(FORWARD, BACK)]
