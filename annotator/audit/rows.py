"""The key that every table has."""

from django.db import models
from django.db.models.functions import UUID7


class Row(models.Model):
    """A table whose key is a UUID version 7 made by PostgreSQL, unless a client brought one."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)

    class Meta:
        abstract = True
