"""The key that every table has, the look-up of many keys at once, and rows read without the ORM's compiler."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.functions import UUID7


class Row(models.Model):
    """A table whose key is a UUID version 7 made by PostgreSQL, unless a client brought one."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)

    class Meta:
        abstract = True


@models.UUIDField.register_lookup
class AnyOf(models.Lookup):
    """`pk__any=[...]`: one of these, UUIDs or their text, as one parameter, or of those that an ArraySubquery finds.

    Django's `in` writes out a parameter for each of a thousand, and psycopg's lists look at each of their items.
    """

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        if isinstance(self.rhs, list):
            return f"{column} = ANY(%s::uuid[])", (*parameters, f"{{{','.join(map(str, self.rhs))}}}")
        keys, more = self.process_rhs(compiler, connection)
        return f"{column} = ANY({keys})", (*parameters, *more)


class Shape[M: models.Model]:
    """A table as a hand-written SELECT names its columns, and the instance made of their values.

    For the few look-ups that every request makes: compiling one anew costs several times what PostgreSQL needs to
    answer it. Not for columns that Django converts (JSON, binary).
    """

    def __init__(self, model: type[M], alias: str, *, without: Collection[str] = ()) -> None:
        fields = [field for field in model._meta.concrete_fields if field.name not in without]
        self.model = model
        self.names = [field.attname for field in fields]
        self.columns = ", ".join(f'{alias}."{field.column}"' for field in fields)

    def take(self, values: Sequence[Any]) -> tuple[M, Sequence[Any]]:
        """The instance made of the first values of a row, and the values that are left."""
        own, left = values[: len(self.names)], values[len(self.names) :]
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, own), left
