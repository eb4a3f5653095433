import django.contrib.postgres.fields
from django.db import migrations, models

import shanzhi.ledger.rows


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0005_triage_material")]
    operations = [
        migrations.CreateModel(
            name="HotTopic",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shanzhi.ledger.rows.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("county", models.CharField(max_length=6, verbose_name="县（市、区）代码")),
                ("subject", models.CharField(max_length=120, verbose_name="主题")),
                ("place_text", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                ("from_on", models.DateField(verbose_name="从")),
                ("until_on", models.DateField(verbose_name="到")),
                ("people_count", models.PositiveIntegerField(verbose_name="人数")),
                ("report_count", models.PositiveIntegerField(verbose_name="条数")),
                ("heat", models.PositiveIntegerField(verbose_name="热度")),
                (
                    "matter_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None, verbose_name="事件"
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="统计天数")),
                ("found_at", models.DateTimeField(verbose_name="计算时间")),
            ],
            options={
                "verbose_name": "热点",
                "ordering": ["-heat", "id"],
                "indexes": [models.Index(fields=["county", "-heat", "id"], name="hot_topic_heat")],
            },
        ),
    ]
