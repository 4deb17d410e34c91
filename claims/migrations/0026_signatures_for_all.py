from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0025_evidence_kinds'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditcheckpoint',
            name='signature',
            field=models.CharField(max_length=200),
        ),
        migrations.AddIndex(
            model_name='auditcheckpoint',
            index=models.Index(fields=['last'], name='checkpoint_last'),
        ),
    ]
