import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import sanglap.core.ids
import sanglap.core.localized
import sanglap.offices.models.appointments
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('charge', models.CharField(choices=[('regular', 'regular charge'), ('acting', 'acting charge'), ('additional', 'additional charge'), ('routine', 'routine charge')], default='regular', max_length=12, verbose_name='charge')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('entered_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('code', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('level', models.CharField(choices=[('division', 'division'), ('district', 'district')], max_length=12)),
                ('name', sanglap.core.localized.LocalizedTextField(required=('bn', 'en'), verbose_name='name')),
                ('outline', models.TextField()),
                ('head_positions', models.PositiveIntegerField(default=0, editable=False)),
                ('heads_serving', models.PositiveIntegerField(default=0, editable=False)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='offices.area')),
            ],
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=64, unique=True, verbose_name='code')),
                ('kind', models.CharField(choices=[('ministry', 'ministry'), ('division', 'division of a ministry'), ('directorate', 'directorate'), ('agency', 'agency'), ('commission', 'commission'), ('autonomous', 'autonomous body'), ('company', 'state-owned company'), ('field', 'field office'), ('institution', 'education or training institution')], max_length=16, verbose_name='kind')),
                ('name', sanglap.core.localized.LocalizedTextField(required=('bn', 'en'), verbose_name='name')),
                ('address', sanglap.core.localized.LocalizedTextField(blank=True, default=dict, required=(), verbose_name='address')),
                ('website', models.URLField(blank=True, verbose_name='official website')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('state', models.CharField(choices=[('open', 'in service'), ('merged', 'merged'), ('closed', 'closed')], default='open', max_length=8, verbose_name='state')),
                ('has_head', models.BooleanField(db_default=False, editable=False)),
                ('search', models.TextField(default='', editable=False)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='offices.area')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='offices.office')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='FormerOffice',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', sanglap.core.localized.LocalizedTextField(verbose_name='name')),
                ('kind', models.CharField(choices=[('ministry', 'ministry'), ('division', 'division of a ministry'), ('directorate', 'directorate'), ('agency', 'agency'), ('commission', 'commission'), ('autonomous', 'autonomous body'), ('company', 'state-owned company'), ('field', 'field office'), ('institution', 'education or training institution')], max_length=16)),
                ('since', models.DateTimeField(null=True)),
                ('until', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former', to='offices.office')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='CalendarEntry',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('holiday', 'holiday'), ('working', 'working day'), ('cancelled', 'holiday cancelled'), ('hours', 'other office hours'), ('weekend', 'other weekend')], max_length=12, verbose_name='kind')),
                ('name', sanglap.core.localized.LocalizedTextField(verbose_name='name')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('basis', models.CharField(blank=True, choices=[('general', 'general'), ('executive', 'executive'), ('optional', 'optional'), ('moon', 'moon')], max_length=12, verbose_name='basis')),
                ('opens', models.TimeField(blank=True, null=True, verbose_name='opens')),
                ('closes', models.TimeField(blank=True, null=True, verbose_name='closes')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None)),
                ('memo', models.CharField(blank=True, max_length=64, verbose_name='memo number')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_entries', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='OfficeAncestor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('depth', models.PositiveSmallIntegerField()),
                ('ancestor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='descendants', to='offices.office')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='ancestors', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='OfficeImport',
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
                ('register', models.CharField(blank=True, default='', max_length=64)),
                ('only_new', models.BooleanField(default=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('root', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
            options={
                'ordering': ['-id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField()),
                ('code', models.CharField(blank=True, max_length=64)),
                ('kind', models.CharField(choices=[('new', 'new'), ('changed', 'changed'), ('moved', 'moved'), ('same', 'unchanged'), ('bad', 'faulty')], default='same', max_length=8)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(default=dict)),
                ('faults', models.JSONField(default=list)),
                ('office_id', models.UUIDField(null=True)),
                ('search', models.TextField(blank=True, default='')),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='offices.officeimport')),
            ],
        ),
        migrations.CreateModel(
            name='OfficeOrder',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('memo', models.CharField(max_length=64, verbose_name='memo number')),
                ('dated', models.DateField(verbose_name='date')),
                ('subject', models.CharField(blank=True, max_length=300, verbose_name='subject')),
                ('entered_at', models.DateTimeField()),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='offices.office')),
                ('scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
            ],
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('entered_at', models.DateTimeField()),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='offices.appointment')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='offices.officeorder')),
            ],
        ),
        migrations.AddField(
            model_name='appointment',
            name='order',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='offices.officeorder'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='release_order',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='offices.officeorder'),
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('title', sanglap.core.localized.LocalizedTextField(required=('bn', 'en'), verbose_name='designation')),
                ('role', models.CharField(choices=[('head', 'head of office'), ('panel', 'panel member'), ('author', 'author'), ('responder', 'responder'), ('coordinator', 'coordinator'), ('auditor', 'auditor'), ('operator', 'system operator')], max_length=16, verbose_name='role')),
                ('below', models.BooleanField(default=False, verbose_name='also at every office below')),
                ('abolished_at', models.DateTimeField(blank=True, null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='offices.office')),
            ],
        ),
        migrations.AddField(
            model_name='appointment',
            name='position',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='offices.position'),
        ),
        migrations.CreateModel(
            name='Leave',
            fields=[
                ('id', models.UUIDField(default=sanglap.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('entered_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'ends_at'], name='leaves_of_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gte', models.F('starts_at'))), name='leave_in_order')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leave',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7e6d910a77c911ec8b03333a7939865544cb5893', operation='DELETE', pgid='pgtrigger_never_deleted_f1bd0', table='offices_leave', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leave',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='969ee22dc1a6c0b5386a4e5587f43b0dc134a383', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_03274', table='offices_leave', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='office',
            index=models.Index(condition=models.Q(('has_head', False), ('state', 'open')), fields=['-id'], name='offices_without_head'),
        ),
        migrations.AddIndex(
            model_name='office',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='office_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'merged'), ('successor__isnull', False)), models.Q(models.Q(('state', 'merged'), _negated=True), ('successor__isnull', True)), _connector='OR'), name='merged_into_something'),
        ),
        migrations.AddIndex(
            model_name='formeroffice',
            index=models.Index(fields=['office', '-until'], name='former_of_office'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formeroffice',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3dc72ff8d33a63ae0e92306893445508be4738d1', operation='UPDATE', pgid='pgtrigger_never_changed_1f3e1', table='offices_formeroffice', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formeroffice',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='0efca88f52527b6bd143440bde1e5ccda1902b81', operation='DELETE', pgid='pgtrigger_never_deleted_7812c', table='offices_formeroffice', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formeroffice',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='655484e7b54d4a39539a1cd7545589b381eb6da5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_5e639', table='offices_formeroffice', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='calendarentry',
            index=models.Index(fields=['office', 'starts_on'], name='calendar_of_office'),
        ),
        migrations.AddConstraint(
            model_name='calendarentry',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='entry_in_order'),
        ),
        migrations.AddConstraint(
            model_name='calendarentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes__gt', models.F('opens')), ('kind', 'hours'), ('opens__isnull', False)), models.Q(models.Q(('kind', 'hours'), _negated=True), ('closes__isnull', True), ('opens__isnull', True)), _connector='OR'), name='hours_where_they_belong'),
        ),
        migrations.AddIndex(
            model_name='officeancestor',
            index=models.Index(fields=['ancestor', 'office'], name='subtree'),
        ),
        migrations.AddConstraint(
            model_name='officeancestor',
            constraint=models.UniqueConstraint(fields=('office', 'ancestor'), name='one_row_per_ancestor'),
        ),
        migrations.AddConstraint(
            model_name='officeancestor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('depth', 0), ('office', models.F('ancestor'))), models.Q(('depth__gt', 0), models.Q(('office', models.F('ancestor')), _negated=True)), _connector='OR'), name='only_itself_at_depth_0'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['run', 'kind', 'line'], name='rows_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.UniqueConstraint(fields=('run', 'line'), name='one_row_per_line'),
        ),
        migrations.AddIndex(
            model_name='officeorder',
            index=models.Index(fields=['office', '-id'], name='orders_of_office'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officeorder',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='db2c5ff9a8f38cde6634dfe26a72d8789d912b27', operation='DELETE', pgid='pgtrigger_never_deleted_cce0e', table='offices_officeorder', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officeorder',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='33aa6cf4653599cf2e3f3c0d4b678b99b9cb2b2a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_637db', table='offices_officeorder', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='delegation',
            index=models.Index(fields=['to', 'ends_at'], name='delegations_to'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gte', models.F('starts_at'))), name='delegation_in_order'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='181cd276484e2ea35532298931e9a4043dc8f724', operation='DELETE', pgid='pgtrigger_never_deleted_4b0be', table='offices_delegation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='7ebbd5c44b4a2c9ac96dbeb277d9a2def2c96e75', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_2d6ca', table='offices_delegation', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(fields=['user', 'starts_at'], name='appointments_of_user'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('ends_at__isnull', False)), fields=['ends_at'], name='appointments_that_end'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('order__isnull', True)), fields=['starts_at'], name='appointments_without_order'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='appointment_in_order'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('position', '='), (sanglap.offices.models.appointments._Term('starts_at', 'ends_at'), '&&')], name='one_holder_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3b4b4871ff0c960d6db7efd45b5bf4e900162aad', operation='DELETE', pgid='pgtrigger_never_deleted_d8fe1', table='offices_appointment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;", hash='3c311f82ea1d980be983b19ad9164c30f59cc01f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_c67b4', table='offices_appointment', when='BEFORE')),
        ),
    ]
