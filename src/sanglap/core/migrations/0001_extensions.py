"""What the database itself must know: likeness of words, and terms that may not overlap."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    run_before = [("people", "0001_initial"), ("offices", "0001_initial")]
    operations = [TrigramExtension(), BtreeGistExtension()]
