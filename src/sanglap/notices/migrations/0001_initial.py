import datetime
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import sanglap.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='wish', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('urgent', models.CharField(choices=[('at_once', 'at once'), ('digest', 'once a working day, together'), ('never', 'not at all')], default='at_once', max_length=8)),
                ('other', models.CharField(choices=[('at_once', 'at once'), ('digest', 'once a working day, together'), ('never', 'not at all')], default='digest', max_length=8)),
                ('hour', models.TimeField(default=datetime.time(9, 30))),
                ('language', models.CharField(default='bn', max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('digest', models.BooleanField()),
                ('made_at', models.DateTimeField()),
                ('try_at', models.DateTimeField(blank=True, null=True)),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.CharField(blank=True, max_length=200)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('vote', 'Vote'), ('approved', 'Approved'), ('returned', 'Returned'), ('rejected', 'Rejected'), ('expired', 'Expired'), ('trouble', 'Trouble'), ('by_hand', 'By Hand'), ('messages', 'Messages'), ('given', 'Given'), ('late', 'Late'), ('duty', 'Duty'), ('proposal', 'Proposal'), ('information', 'Information'), ('decided', 'Decided'), ('panel', 'Panel'), ('term', 'Term'), ('renaming', 'Renaming'), ('offered', 'Offered'), ('moved', 'Moved'), ('stop', 'Stop'), ('exemption', 'Exemption'), ('exempted', 'Exempted'), ('reminder', 'Reminder')], max_length=16)),
                ('subject', models.CharField(choices=[('variant', 'Variant'), ('delivery', 'Delivery'), ('message', 'Message'), ('account', 'Account'), ('move', 'Move'), ('duty', 'Duty'), ('stop', 'Stop'), ('exemption', 'Exemption')], max_length=16)),
                ('subject_id', models.UUIDField()),
                ('office_id', models.UUIDField()),
                ('words', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('due', models.DateTimeField(blank=True, null=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('mail_at', models.DateTimeField(blank=True, null=True)),
                ('mail', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='notices.mail')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('try_at__isnull', False)), fields=['try_at'], name='mails_due'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('digest', True)), fields=['recipient', '-made_at'], name='mails_digests'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['recipient', '-id'], name='notices_of_person'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['recipient'], include=('office_id',), name='notices_unread'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('mail', None), ('mail_at__isnull', False), ('read_at', None)), fields=['mail_at'], name='notices_to_mail'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['subject_id', 'kind'], name='notices_of_subject'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('recipient', 'kind', 'subject_id', 'due'), name='told_once', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notice',
            trigger=pgtrigger.compiler.Trigger(name='words_stay', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."due" IS DISTINCT FROM (NEW."due") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."office_id" IS DISTINCT FROM (NEW."office_id") OR OLD."recipient_id" IS DISTINCT FROM (NEW."recipient_id") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id") OR OLD."words" IS DISTINCT FROM (NEW."words"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7eede7488f9a6799ce7345d3f4a7cdb787356025', operation='UPDATE', pgid='pgtrigger_words_stay_5f239', table='notices_notice', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notice',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ee8cedf58e66b9821fae5f3a4f7805c4b5efbea0', operation='DELETE', pgid='pgtrigger_never_deleted_4ac46', table='notices_notice', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notice',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='b1699e016ed15d77beab6660da9fd4efde2852c7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_94c12', table='notices_notice', when='BEFORE')),
        ),
    ]
