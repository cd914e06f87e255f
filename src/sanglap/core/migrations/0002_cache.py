"""The table of the cache that all machines share: counts of attempts, codes that were used."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0001_extensions")]
    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE sanglap_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX sanglap_cache_expires ON sanglap_cache (expires);
            """,
            "DROP TABLE sanglap_cache",
        )
    ]
