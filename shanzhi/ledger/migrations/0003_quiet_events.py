from django.db import migrations

# NOTIFY makes commits wait for one another, each with its own flush to disk: with eight clients it costs more than all
# else that belongs to a report. Jobs of events are found by looking instead (the worker looks every half second).
QUIET = """
DROP TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 ON procrastinate_jobs;
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON procrastinate_jobs
  FOR EACH ROW WHEN (new.status = 'todo'::procrastinate_job_status AND new.queue_name <> 'events')
  EXECUTE PROCEDURE procrastinate_notify_queue_job_inserted_v1();
"""
LOUD = QUIET.replace(" AND new.queue_name <> 'events'", "")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [migrations.RunSQL(QUIET, LOUD)]
