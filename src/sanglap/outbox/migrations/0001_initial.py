import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import sanglap.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('offices', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('post', 'post'), ('answer', 'answer')], max_length=16)),
                ('payload', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('due_at', models.DateTimeField()),
                ('created_at', models.DateTimeField()),
                ('life', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('scheduled', 'scheduled'), ('by_hand', 'to be posted by hand'), ('attempting', 'being sent'), ('published', 'published'), ('failed', 'failed'), ('unknown', 'outcome unknown'), ('withdrawn', 'withdrawn')], default='scheduled', max_length=16)),
                ('state_since', models.DateTimeField()),
                ('cleared_until', models.DateTimeField()),
                ('try_at', models.DateTimeField()),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('look_at', models.DateTimeField(blank=True, null=True)),
                ('resend_until', models.DateTimeField(blank=True, null=True)),
                ('remote_id', models.CharField(blank=True, max_length=128)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('seen', models.CharField(blank=True, choices=[('', 'not looked at'), ('to_ask', 'still to be looked at'), ('same', 'the approved words stand there'), ('different', 'the approved words were not found there'), ('unreadable', 'the page could not be read without signing in')], default='', max_length=12)),
                ('error', models.CharField(blank=True, max_length=32)),
                ('error_detail', models.TextField(blank=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='accounts.account')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('worker', models.CharField(max_length=64)),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('', 'not on record'), ('published', 'published'), ('not_sent', 'not sent'), ('refused', 'refused by the network'), ('access_lost', 'access to the account lost'), ('outcome_unknown', 'outcome unknown')], default='', max_length=20)),
                ('detail', models.TextField(blank=True)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tries', to='outbox.delivery')),
            ],
        ),
        migrations.CreateModel(
            name='Stop',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('below', models.BooleanField(default=False)),
                ('from_above', models.BooleanField(default=False)),
                ('reason', models.TextField()),
                ('placed_at', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stops', to='accounts.account')),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stops', to='offices.office')),
                ('placed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'scheduled')), fields=['try_at'], name='outbox_due'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ['attempting', 'unknown'])), fields=['state_since'], name='outbox_open'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['account', 'published_at'], name='outbox_published'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['published_at'], name='outbox_by_time', pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ('by_hand', 'failed', 'unknown'))), fields=['state_since', 'account'], name='outbox_troubled'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('seen', 'to_ask')), fields=['published_at'], name='outbox_to_compare'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('digest', models.Func(models.Func(models.Func(models.F('payload'), models.Value('UTF8'), function='convert_to', output_field=models.BinaryField()), function='sha256', output_field=models.BinaryField()), models.Value('hex'), function='encode', output_field=models.CharField()))), name='delivery_digest_is_true'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('remote_id', ''), _negated=True), fields=('account', 'remote_id'), name='one_delivery_per_remote_thing'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(models.Q(('remote_id', ''), _negated=True), ('published_at__isnull', False)), _connector='OR'), name='published_is_somewhere'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='words_stay', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."life" IS DISTINCT FROM (NEW."life") OR OLD."office_id" IS DISTINCT FROM (NEW."office_id") OR OLD."payload" IS DISTINCT FROM (NEW."payload"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6d1b146f1471fe50b850b48dc9c041296df6fd57', operation='UPDATE', pgid='pgtrigger_words_stay_8556e', table='outbox_delivery', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='bc7295254ee52f89057b4a6f561ce65beb2325b1', operation='DELETE', pgid='pgtrigger_never_deleted_ddfb8', table='outbox_delivery', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='735a02ec93ab2cf4abe6a2b81cc38ec4de8e93ce', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_b476c', table='outbox_delivery', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(fields=('delivery', 'number'), name='attempts_numbered'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attempt',
            trigger=pgtrigger.compiler.Trigger(name='attempts_close_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."outcome" = \'\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='79c29ed4bc7210367d926c0609fe3699c10de77e', operation='UPDATE', pgid='pgtrigger_attempts_close_once_6cc6f', table='outbox_attempt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attempt',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f8badaa83127029e73b8565dc4edf8b1472be8e4', operation='DELETE', pgid='pgtrigger_never_deleted_21602', table='outbox_attempt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attempt',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='89b50f0c9993d5e5e84be0356d0ec3f7ea494cb5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_56838', table='outbox_attempt', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='stop',
            index=models.Index(condition=models.Q(('lifted_at', None)), fields=['office'], name='stops_at_work'),
        ),
        migrations.AddConstraint(
            model_name='stop',
            constraint=models.CheckConstraint(condition=models.Q(('account', None), ('below', False), _connector='OR'), name='one_account_has_none_below'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stop',
            trigger=pgtrigger.compiler.Trigger(name='words_stay', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."below" IS DISTINCT FROM (NEW."below") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."office_id" IS DISTINCT FROM (NEW."office_id") OR OLD."placed_at" IS DISTINCT FROM (NEW."placed_at") OR OLD."placed_by_id" IS DISTINCT FROM (NEW."placed_by_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='152ffcab0f11bdce8819d4baa27ee5ebee64a9e1', operation='UPDATE', pgid='pgtrigger_words_stay_f6513', table='outbox_stop', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stop',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='47316a354237c72c800b22a0d8920d7183be312d', operation='DELETE', pgid='pgtrigger_never_deleted_98d60', table='outbox_stop', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stop',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='8d427507ed7ad37e9476d33602f6f5c96c3da9d7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_172f6', table='outbox_stop', when='BEFORE')),
        ),
    ]
