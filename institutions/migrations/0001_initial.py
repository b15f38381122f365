import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
import kouryukai.lib.first_tables
import kouryukai.lib.triggers
import pghistory.utils
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        django.contrib.postgres.operations.TrigramExtension(
        ),
        kouryukai.lib.first_tables.FirstTables(
            models=[
                migrations.CreateModel(
                    name='Institution',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(blank=True, max_length=4, null=True, verbose_name='金融機関コード')),
                        ('name', models.CharField(max_length=80, verbose_name='名称')),
                        ('short_name', models.CharField(max_length=20, verbose_name='略称')),
                        ('name_kana', models.CharField(blank=True, max_length=160, verbose_name='フリガナ')),
                        ('type', models.CharField(choices=[('shinkin', '信用金庫'), ('shinkumi', '信用組合'), ('regional', '地方銀行'), ('regional_second', '第二地方銀行'), ('association', '協会・連合会'), ('municipality', '地方自治体'), ('government', '官庁'), ('foundation', '財団(事務局)')], max_length=20, verbose_name='種類')),
                        ('prefecture', models.CharField(blank=True, max_length=4, verbose_name='都道府県')),
                        ('is_demo', models.BooleanField(default=False, verbose_name='見本')),
                    ],
                    options={
                        'verbose_name': '機関',
                        'verbose_name_plural': '機関',
                        'ordering': ['name_kana', 'name', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('code',), name='institution_code_unique', violation_error_message='この金融機関コードは登録済みです。'), models.UniqueConstraint(condition=models.Q(('code', None)), fields=('name', 'type'), name='institution_name_unique_without_code', violation_error_message='同じ名称の機関が登録済みです。'), models.CheckConstraint(condition=models.Q(('code', None), ('code__regex', '^[0-9]{4}$'), _connector='OR'), name='institution_code_four_digits', violation_error_message='金融機関コードは4桁の数字です。')],
                    },
                ),
                migrations.CreateModel(
                    name='Branch',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(blank=True, max_length=3, verbose_name='店番')),
                        ('name', models.CharField(max_length=80, verbose_name='支店名')),
                        ('name_kana', models.CharField(blank=True, max_length=160, verbose_name='フリガナ')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='branches', to='institutions.institution', verbose_name='機関')),
                    ],
                    options={
                        'verbose_name': '支店',
                        'verbose_name_plural': '支店',
                        'ordering': ['institution', 'code', 'name', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('institution', 'code', 'name'), name='branch_unique', violation_error_message='この支店は登録済みです。'), models.UniqueConstraint(fields=('institution', 'id'), name='branch_in_institution')],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(max_length=254, verbose_name='メールアドレス')),
                        ('role', models.CharField(choices=[('coordinator', '事務局'), ('adviser', 'アドバイザー'), ('head_office', '金融機関 本部'), ('branch', '金融機関 支店'), ('senior', '新現役'), ('reception', '受付')], max_length=20, verbose_name='役割')),
                        ('is_active', models.BooleanField(default=True, verbose_name='有効')),
                        ('is_demo', models.BooleanField(default=False, verbose_name='見本')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='作成日時')),
                        ('passkey_offered_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='パスキーを案内した日時')),
                        ('branch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.branch', verbose_name='支店')),
                        ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution', verbose_name='機関')),
                    ],
                    options={
                        'verbose_name': '利用者',
                        'verbose_name_plural': '利用者',
                        'ordering': ['email'],
                        'constraints': [models.UniqueConstraint(fields=('email',), name='user_email_unique', violation_error_message='このメールアドレスは登録済みです。'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_lower_case', violation_error_message='メールアドレスは小文字で入れてください。'), models.CheckConstraint(condition=models.Q(models.Q(('branch__isnull', False), ('institution__isnull', False), ('role', 'branch')), models.Q(('branch__isnull', True), ('institution__isnull', False), ('role', 'head_office')), models.Q(models.Q(('role__in', ('head_office', 'branch')), _negated=True), ('branch__isnull', True), ('institution__isnull', True)), _connector='OR'), name='user_role_has_its_place', violation_error_message='本部の利用者には機関を、支店の利用者には機関と支店を、ほかの役割にはどちらも指定しません。')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert', sql=kouryukai.lib.triggers.TriggerSql(func='INSERT INTO "institutions_userchange" ("pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "institution_id", "branch_id") VALUES (NOW(), \'insert\', NEW."id", NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\')::JSONB, NEW."institution_id", NEW."branch_id"); RETURN NULL;', hash='6d352ed433156fea0a6d03df4d729b19fb5debea', operation='INSERT', pgid='pgtrigger_insert_05575', table='institutions_user', when='AFTER')), pgtrigger.compiler.Trigger(name='update', sql=kouryukai.lib.triggers.TriggerSql(condition='WHEN (OLD."branch_id" IS DISTINCT FROM (NEW."branch_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."institution_id" IS DISTINCT FROM (NEW."institution_id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."role" IS DISTINCT FROM (NEW."role"))', func='INSERT INTO "institutions_userchange" ("branch_id", "created_at", "email", "institution_id", "is_active", "is_demo", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (OLD."branch_id", OLD."created_at", OLD."email", OLD."institution_id", OLD."is_active", OLD."is_demo", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."id", OLD."role"); RETURN NULL;', hash='1ac477cfcbdc5ac0544c1d594a05511e50c78eca', operation='UPDATE', pgid='pgtrigger_update_6d90f', table='institutions_user', when='AFTER')), pgtrigger.compiler.Trigger(name='delete', sql=kouryukai.lib.triggers.TriggerSql(func='INSERT INTO "institutions_userchange" ("branch_id", "created_at", "email", "institution_id", "is_active", "is_demo", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (OLD."branch_id", OLD."created_at", OLD."email", OLD."institution_id", OLD."is_active", OLD."is_demo", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."role"); RETURN NULL;', hash='4edfaf7ecd4f81c2eab4e2c2a48b8e75ebbc0464', operation='DELETE', pgid='pgtrigger_delete_f1bc3', table='institutions_user', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(max_length=254, verbose_name='メールアドレス')),
                        ('role', models.CharField(choices=[('coordinator', '事務局'), ('adviser', 'アドバイザー'), ('head_office', '金融機関 本部'), ('branch', '金融機関 支店'), ('senior', '新現役'), ('reception', '受付')], max_length=20, verbose_name='役割')),
                        ('token_hash', models.CharField(editable=False, max_length=64, verbose_name='合言葉の印')),
                        ('created_at', models.DateTimeField(verbose_name='作成日時')),
                        ('sent_at', models.DateTimeField(verbose_name='送信日時')),
                        ('expires_at', models.DateTimeField(verbose_name='期限')),
                        ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='登録日時')),
                        ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='取り消し日時')),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
                        ('branch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.branch', verbose_name='支店')),
                        ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution', verbose_name='機関')),
                        ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='招待した人')),
                    ],
                    options={
                        'verbose_name': '招待',
                        'verbose_name_plural': '招待',
                        'ordering': ['-created_at', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('token_hash',), name='invitation_token_unique', violation_error_message='もう一度お試しください。'), models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None)), fields=('email',), name='one_waiting_invitation_per_address', violation_error_message='このメールアドレスには、もう招待を送っています。'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invitation_email_lower_case', violation_error_message='メールアドレスは小文字で入れてください。'), models.CheckConstraint(condition=models.Q(models.Q(('branch__isnull', False), ('institution__isnull', False), ('role', 'branch')), models.Q(('branch__isnull', True), ('institution__isnull', False), ('role', 'head_office')), models.Q(models.Q(('role__in', ('head_office', 'branch')), _negated=True), ('branch__isnull', True), ('institution__isnull', True)), _connector='OR'), name='invitation_role_has_its_place', violation_error_message='本部の利用者には機関を、支店の利用者には機関と支店を、ほかの役割にはどちらも指定しません。'), models.CheckConstraint(condition=models.Q(('accepted_at', None), models.Q(('account__isnull', False), ('revoked_at', None)), _connector='OR'), name='invitation_accepted_by_somebody', violation_error_message='登録された招待には利用者が要ります。')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert', sql=kouryukai.lib.triggers.TriggerSql(func='INSERT INTO "institutions_invitationchange" ("pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "institution_id", "branch_id", "account_id", "invited_by_id") VALUES (NOW(), \'insert\', NEW."id", NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\')::JSONB, NEW."institution_id", NEW."branch_id", NEW."account_id", NEW."invited_by_id"); RETURN NULL;', hash='6d671e4c47c3037170ea4806673151bd16ef22a7', operation='INSERT', pgid='pgtrigger_insert_da47a', table='institutions_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='update', sql=kouryukai.lib.triggers.TriggerSql(condition='WHEN (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."branch_id" IS DISTINCT FROM (NEW."branch_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."institution_id" IS DISTINCT FROM (NEW."institution_id") OR OLD."invited_by_id" IS DISTINCT FROM (NEW."invited_by_id") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at"))', func='INSERT INTO "institutions_invitationchange" ("accepted_at", "account_id", "branch_id", "created_at", "email", "expires_at", "institution_id", "invited_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "role", "sent_at") VALUES (OLD."accepted_at", OLD."account_id", OLD."branch_id", OLD."created_at", OLD."email", OLD."expires_at", OLD."institution_id", OLD."invited_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."id", OLD."revoked_at", OLD."role", OLD."sent_at"); RETURN NULL;', hash='4c20d9e7900131a8576d0c0be9c6ab93aa4cee4f', operation='UPDATE', pgid='pgtrigger_update_3bd79', table='institutions_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete', sql=kouryukai.lib.triggers.TriggerSql(func='INSERT INTO "institutions_invitationchange" ("accepted_at", "account_id", "branch_id", "created_at", "email", "expires_at", "institution_id", "invited_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "role", "sent_at") VALUES (OLD."accepted_at", OLD."account_id", OLD."branch_id", OLD."created_at", OLD."email", OLD."expires_at", OLD."institution_id", OLD."invited_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."revoked_at", OLD."role", OLD."sent_at"); RETURN NULL;', hash='96b8f44b1fded1b6f695891f81108d164fc6ac58', operation='DELETE', pgid='pgtrigger_delete_89c45', table='institutions_invitation', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='InvitationChange',
                    fields=[
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('email', models.EmailField(max_length=254, null=True, verbose_name='メールアドレス')),
                        ('role', models.CharField(choices=[('coordinator', '事務局'), ('adviser', 'アドバイザー'), ('head_office', '金融機関 本部'), ('branch', '金融機関 支店'), ('senior', '新現役'), ('reception', '受付')], max_length=20, null=True, verbose_name='役割')),
                        ('created_at', models.DateTimeField(null=True, verbose_name='作成日時')),
                        ('sent_at', models.DateTimeField(null=True, verbose_name='送信日時')),
                        ('expires_at', models.DateTimeField(null=True, verbose_name='期限')),
                        ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='登録日時')),
                        ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='取り消し日時')),
                        ('account', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
                        ('branch', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='institutions.branch', verbose_name='支店')),
                        ('institution', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='institutions.institution', verbose_name='機関')),
                        ('invited_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='招待した人')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='institutions.invitation')),
                    ],
                    options={
                        'verbose_name': '招待の変更',
                        'verbose_name_plural': '招待の変更',
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='StaffMember',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, verbose_name='氏名')),
                        ('name_kana', models.CharField(blank=True, max_length=120, verbose_name='フリガナ')),
                        ('title', models.CharField(blank=True, max_length=60, verbose_name='役職')),
                        ('phone', models.CharField(blank=True, max_length=20, verbose_name='電話番号')),
                        ('is_active', models.BooleanField(default=True, verbose_name='在籍')),
                        ('erased_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='消去日時')),
                        ('branch', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='institutions.branch', verbose_name='支店')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='institutions.institution', verbose_name='機関')),
                        ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='staff_member', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
                    ],
                    options={
                        'verbose_name': '職員',
                        'verbose_name_plural': '職員',
                        'ordering': ['name_kana', 'name', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('institution', 'id'), name='staff_in_institution'), models.CheckConstraint(condition=models.Q(('erased_at', None), ('is_active', False), _connector='OR'), name='staff_erased_has_left', violation_error_message='消去した職員は、在籍にできません。')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert', sql=kouryukai.lib.triggers.TriggerSql(func='INSERT INTO "institutions_staffmemberchange" ("pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "institution_id", "branch_id", "user_id") VALUES (NOW(), \'insert\', NEW."id", NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\')::JSONB, NEW."institution_id", NEW."branch_id", NEW."user_id"); RETURN NULL;', hash='c658e27058eb2d89ff8751b15ae91c9172112b3a', operation='INSERT', pgid='pgtrigger_insert_b3ff7', table='institutions_staffmember', when='AFTER')), pgtrigger.compiler.Trigger(name='update', sql=kouryukai.lib.triggers.TriggerSql(condition='WHEN (OLD."branch_id" IS DISTINCT FROM (NEW."branch_id") OR OLD."erased_at" IS DISTINCT FROM (NEW."erased_at") OR OLD."institution_id" IS DISTINCT FROM (NEW."institution_id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."name_kana" IS DISTINCT FROM (NEW."name_kana") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func='INSERT INTO "institutions_staffmemberchange" ("branch_id", "erased_at", "institution_id", "is_active", "name", "name_kana", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "title", "user_id") VALUES (OLD."branch_id", OLD."erased_at", OLD."institution_id", OLD."is_active", OLD."name", OLD."name_kana", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."id", OLD."phone", OLD."title", OLD."user_id"); RETURN NULL;', hash='38c5d4a29cdfc00916f9008d3a7125f4c57235c1', operation='UPDATE', pgid='pgtrigger_update_0973a', table='institutions_staffmember', when='AFTER')), pgtrigger.compiler.Trigger(name='delete', sql=kouryukai.lib.triggers.TriggerSql(func='INSERT INTO "institutions_staffmemberchange" ("branch_id", "erased_at", "institution_id", "is_active", "name", "name_kana", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "title", "user_id") VALUES (OLD."branch_id", OLD."erased_at", OLD."institution_id", OLD."is_active", OLD."name", OLD."name_kana", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."title", OLD."user_id"); RETURN NULL;', hash='ed765ec7efd3820a934370ce4514efa55a8a55be', operation='DELETE', pgid='pgtrigger_delete_ebb52', table='institutions_staffmember', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='StaffMemberChange',
                    fields=[
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('name', models.CharField(max_length=60, null=True, verbose_name='氏名')),
                        ('name_kana', models.CharField(blank=True, max_length=120, null=True, verbose_name='フリガナ')),
                        ('title', models.CharField(blank=True, max_length=60, null=True, verbose_name='役職')),
                        ('phone', models.CharField(blank=True, max_length=20, null=True, verbose_name='電話番号')),
                        ('is_active', models.BooleanField(default=True, null=True, verbose_name='在籍')),
                        ('erased_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='消去日時')),
                        ('branch', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='institutions.branch', verbose_name='支店')),
                        ('institution', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='institutions.institution', verbose_name='機関')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='institutions.staffmember')),
                        ('user', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
                    ],
                    options={
                        'verbose_name': '職員の変更',
                        'verbose_name_plural': '職員の変更',
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='UserChange',
                    fields=[
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('email', models.EmailField(max_length=254, null=True, verbose_name='メールアドレス')),
                        ('role', models.CharField(choices=[('coordinator', '事務局'), ('adviser', 'アドバイザー'), ('head_office', '金融機関 本部'), ('branch', '金融機関 支店'), ('senior', '新現役'), ('reception', '受付')], max_length=20, null=True, verbose_name='役割')),
                        ('is_active', models.BooleanField(default=True, null=True, verbose_name='有効')),
                        ('is_demo', models.BooleanField(default=False, null=True, verbose_name='見本')),
                        ('created_at', models.DateTimeField(auto_now_add=True, null=True, verbose_name='作成日時')),
                        ('branch', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='institutions.branch', verbose_name='支店')),
                        ('institution', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='institutions.institution', verbose_name='機関')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': '利用者の変更',
                        'verbose_name_plural': '利用者の変更',
                        'abstract': False,
                    },
                ),
            ],
        ),
    ]
