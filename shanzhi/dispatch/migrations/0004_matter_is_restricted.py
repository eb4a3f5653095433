from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0003_advice")]
    operations = [
        migrations.AddField(
            model_name="matter",
            name="is_restricted",
            field=models.BooleanField(default=False, verbose_name="限制阅看"),
        ),
        # What may be urgent and waits at the desk stands first from now on.
        migrations.RunSQL(
            "UPDATE dispatch_workitem SET sort_at = opened_at - interval '3650 days'"
            " WHERE kind = 'matter' AND urgency > 0 AND step IN ('pending', 'accepted')",
            migrations.RunSQL.noop,
        ),
    ]
