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
        ('content', '0001_initial'),
        ('outbox', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='feed', serialize=False, to='accounts.account')),
                ('cursor', models.CharField(blank=True, max_length=128)),
                ('ask_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['ask_at'], name='feeds_due')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('remote_id', models.CharField(max_length=128)),
                ('in_reply_to', models.CharField(blank=True, max_length=128)),
                ('author_id', models.CharField(max_length=128)),
                ('author_handle', models.CharField(max_length=255)),
                ('author_name', models.CharField(max_length=255)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('private', models.BooleanField(default=False)),
                ('written_at', models.DateTimeField()),
                ('taken_in_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('open', 'open'), ('answering', 'answer on its way'), ('answered', 'answered'), ('gone', 'deleted by its author'), ('handed_over', 'handed over, its account being closed')], default='open', max_length=12)),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('looked_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='accounts.account')),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='outbox.delivery')),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('draft', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='answer', serialize=False, to='content.draft')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='inbox.message')),
            ],
        ),
        migrations.CreateModel(
            name='MessageVersion',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('seen_at', models.DateTimeField()),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='inbox.message')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='inbox.message')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['account', 'state', '-id'], name='messages_of_account'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='messages_due'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state__in', ['open', 'answering'])), fields=['account', '-id'], name='messages_waiting'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(models.F('account'), models.OrderBy(models.F('looked_at'), nulls_first=True), name='messages_to_look_at'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('assigned_to__isnull', False)), fields=['assigned_to', '-id'], name='messages_assigned'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('account', 'remote_id'), name='taken_in_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b90a93441872a2451b20b1d0ffae5e7894fc05cf', operation='DELETE', pgid='pgtrigger_never_deleted_8e5a4', table='inbox_message', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='b9a3f333b673efd6854abcefcf39e2c6341e8a0a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_aee47', table='inbox_message', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='messageversion',
            constraint=models.UniqueConstraint(fields=('message', 'number'), name='versions_numbered'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messageversion',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b2793b0a58275cfe69ccb4dccfe783a45e037889', operation='UPDATE', pgid='pgtrigger_never_changed_b0f61', table='inbox_messageversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messageversion',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f8a094720e150eb33e9b792d72d75243b636244c', operation='DELETE', pgid='pgtrigger_never_deleted_aca26', table='inbox_messageversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messageversion',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='3a2b71c296867ff5f4da0df11d1329d9d20de02b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_74f68', table='inbox_messageversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b6d351b4619e216e3efa21db322cd0e3ec3ef99c', operation='UPDATE', pgid='pgtrigger_never_changed_96801', table='inbox_note', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='a435d38307556d14881a0712ad0ae9be88fa0594', operation='DELETE', pgid='pgtrigger_never_deleted_bfc74', table='inbox_note', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='ca6e815e071c9954bb02df4a65e470049515d66f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_2b4b5', table='inbox_note', when='BEFORE')),
        ),
    ]
