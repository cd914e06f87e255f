import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import sanglap.core.ids
import sanglap.core.localized
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        ('offices', '0001_initial'),
        ('platforms', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('platform', models.CharField(blank=True, max_length=32)),
                ('network', models.CharField(max_length=32)),
                ('server', models.URLField()),
                ('handle', models.CharField(max_length=128)),
                ('name', sanglap.core.localized.LocalizedTextField(verbose_name='name')),
                ('purposes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None)),
                ('audience', sanglap.core.localized.LocalizedTextField(verbose_name='audience')),
                ('description', sanglap.core.localized.LocalizedTextField(verbose_name='description of the user')),
                ('url', models.URLField(blank=True)),
                ('remote_id', models.CharField(blank=True, max_length=128)),
                ('characters', models.PositiveIntegerField(default=500)),
                ('pictures', models.PositiveSmallIntegerField(default=4)),
                ('majority_since', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('claimed', 'claimed, not verified'), ('proposed', 'proposed'), ('in_review', 'in review'), ('more_information', 'more information needed'), ('approved', 'approved'), ('active', 'active'), ('suspended', 'suspended'), ('closed', 'closed')], default='proposed', max_length=20)),
                ('held_above', models.BooleanField(default=False)),
                ('name_fault', models.CharField(blank=True, choices=[('', "the office's"), ('post', "a post's"), ('person', "a person's")], default='', max_length=8)),
                ('banner_owed', models.BooleanField(default=False)),
                ('personal', models.BooleanField(default=False)),
                ('opened_on', models.DateField(blank=True, null=True)),
                ('keeper', models.CharField(blank=True, max_length=200)),
                ('moved_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='platforms.decision')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='credential', serialize=False, to='accounts.account')),
                ('sealed', models.BinaryField()),
                ('connected_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='AccountImport',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=255)),
                ('state', models.CharField(choices=[('received', 'received'), ('ready', 'ready to apply'), ('refused', 'cannot be read'), ('applied', 'applied'), ('discarded', 'discarded'), ('undone', 'undone')], default='received', max_length=12)),
                ('received_at', models.DateTimeField()),
                ('applied_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('stage', models.CharField(blank=True, default='', max_length=16)),
                ('done', models.PositiveIntegerField(default=0)),
                ('whole', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('fault', models.JSONField(blank=True, default=dict)),
                ('content', models.BinaryField(null=True)),
                ('notes', models.JSONField(blank=True, default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('root', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
            options={
                'ordering': ['-id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AccountMove',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.TextField()),
                ('state', models.CharField(choices=[('proposed', 'waits for the other office'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='proposed', max_length=12)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='accounts.account')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts_given', to='offices.office')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts_taken', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='ClaimRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField()),
                ('code', models.CharField(blank=True, max_length=64)),
                ('kind', models.CharField(choices=[('new', 'new'), ('changed', 'changed'), ('moved', 'moved'), ('same', 'unchanged'), ('bad', 'faulty')], default='same', max_length=8)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(default=dict)),
                ('faults', models.JSONField(default=list)),
                ('office_id', models.UUIDField(null=True)),
                ('account_id', models.UUIDField(null=True)),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='accounts.accountimport')),
            ],
        ),
        migrations.CreateModel(
            name='PanelMember',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('admin', 'admin'), ('moderator', 'moderator'), ('authority', 'authority')], max_length=12)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='panel', to='accounts.account')),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='offices.officeorder')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='panels', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Renaming',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('fault', models.CharField(choices=[('', "the office's"), ('post', "a post's"), ('person', "a person's")], max_length=8)),
                ('way', models.CharField(choices=[('rename', 'it gets another name where it is'), ('move', 'it moves to a page of the office')], max_length=8)),
                ('to_name', sanglap.core.localized.LocalizedTextField(verbose_name='new name')),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('begun', 'under way'), ('done', 'done'), ('given_up', 'given up')], default='begun', max_length=12)),
                ('begun_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renamings', to='accounts.account')),
                ('begun_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', sanglap.core.localized.LocalizedTextField()),
                ('handle', models.CharField(max_length=128)),
                ('url', models.URLField(blank=True)),
                ('until', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_names', to='accounts.account')),
                ('renaming', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='former_name', to='accounts.renaming')),
            ],
        ),
        migrations.CreateModel(
            name='RenamingStep',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('text', sanglap.core.localized.LocalizedTextField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
                ('renaming', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='accounts.renaming')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='ServerRegistration',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('network', models.CharField(max_length=32)),
                ('server', models.URLField()),
                ('redirect_uri', models.URLField(max_length=500)),
                ('sealed', models.BinaryField()),
                ('registered_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('network', 'server', 'redirect_uri'), name='registered_once_per_server')],
            },
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['office', 'state'], name='accounts_of_office'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['state', '-id'], name='accounts_in_state'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(condition=models.Q(('name_fault', ''), _negated=True), fields=['office'], name='accounts_with_wrong_name'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'closed'), _negated=True), fields=('platform', 'network', 'server', 'handle'), name='one_living_account_per_handle'),
        ),
        migrations.AddIndex(
            model_name='accountmove',
            index=models.Index(condition=models.Q(('state', 'proposed')), fields=['taker'], name='moves_to_accept'),
        ),
        migrations.AddIndex(
            model_name='accountmove',
            index=models.Index(condition=models.Q(('state', 'proposed')), fields=['giver'], name='moves_given'),
        ),
        migrations.AddConstraint(
            model_name='accountmove',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('account',), name='one_move_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='accountmove',
            constraint=models.CheckConstraint(condition=models.Q(('giver', models.F('taker')), _negated=True), name='moves_elsewhere'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accountmove',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7708748c75907296b19717d66c571a404ca932be', operation='DELETE', pgid='pgtrigger_never_deleted_dfb93', table='accounts_accountmove', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accountmove',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='49178b3f5203f384107f8d7a2a5c61aa6778b868', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_256f9', table='accounts_accountmove', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='claimrow',
            index=models.Index(fields=['run', 'kind', 'line'], name='claims_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='claimrow',
            constraint=models.UniqueConstraint(fields=('run', 'line'), name='one_claim_per_line'),
        ),
        migrations.AddIndex(
            model_name='panelmember',
            index=models.Index(condition=models.Q(('ends_at__isnull', False)), fields=['ends_at'], name='seats_that_end'),
        ),
        migrations.AddConstraint(
            model_name='panelmember',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_at__isnull', True)), fields=('account', 'user'), name='once_on_a_panel'),
        ),
        migrations.AddConstraint(
            model_name='panelmember',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='panel_term_in_order'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='panelmember',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ba0718c38532a5b978146ccc4ff7f09929b68690', operation='DELETE', pgid='pgtrigger_never_deleted_3e188', table='accounts_panelmember', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='panelmember',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='803b8ac0ac7b63e8f7a3abf4c1b7384b81d57b06', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_a80d4', table='accounts_panelmember', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='renaming',
            index=models.Index(condition=models.Q(('state', 'begun')), fields=['due_on'], name='renamings_under_way'),
        ),
        migrations.AddConstraint(
            model_name='renaming',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'begun')), fields=('account',), name='one_renaming_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='renaming',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='17d88ec11afea958f07fed3fb4c18635980d01d8', operation='DELETE', pgid='pgtrigger_never_deleted_e953c', table='accounts_renaming', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='renaming',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='5f9869651842b6a1a3cc8398c7b55e679fdbae1b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_1b16f', table='accounts_renaming', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='formername',
            index=models.Index(fields=['account', '-until'], name='former_names_of_account'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formername',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4f3901f85dda49fa64db809c3469060070705db1', operation='UPDATE', pgid='pgtrigger_never_changed_f69c0', table='accounts_formername', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formername',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3739eb9b39f12a44b1999a89703b62625f1fc7ba', operation='DELETE', pgid='pgtrigger_never_deleted_8d157', table='accounts_formername', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formername',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='a4122d66523404a829e6afc8947aa307a06c0fe9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_23027', table='accounts_formername', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='renamingstep',
            constraint=models.UniqueConstraint(fields=('renaming', 'number'), name='renaming_steps_numbered'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='renamingstep',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ce1b122523dae6702d1d65fd0f758af98b8e740c', operation='DELETE', pgid='pgtrigger_never_deleted_1dcbf', table='accounts_renamingstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='renamingstep',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='b4ffb60a92ab077a36fb402596f169d261875122', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_bdaca', table='accounts_renamingstep', when='BEFORE')),
        ),
    ]
