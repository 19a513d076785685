"""How figures are printed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value, the bound it is to keep (or None), its unit, and what stands behind it."""

    name: str
    value: float
    relation: str
    bound: float | None
    unit: str
    note: str = ""

    @property
    def met(self) -> bool:
        if self.bound is None:
            return True
        return self.value <= self.bound if self.relation == "at most" else self.value >= self.bound

    def __str__(self) -> str:
        bound = (
            "" if self.bound is None else f"{self.relation} {self.bound:g}: {'met' if self.met else 'MISSED'}"
        )
        return f"{self.name:40} {self.value:8.1f} {self.unit:10} {bound:22} {self.note}"
