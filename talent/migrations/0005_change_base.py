"""A change remembers what the register held when it was begun; those that are open already go on without."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("talent", "0004_search_narrow")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="base",
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name="書き始めたときの登録"),
        ),
    ]
