from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0004_matter_is_restricted")]
    operations = [
        migrations.AddField(
            model_name="triagemodel",
            name="material",
            field=models.BinaryField(null=True, verbose_name="训练文件"),
        ),
    ]
