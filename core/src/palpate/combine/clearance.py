"""Records of a physician's permission: which still hold, and what they cover."""

from datetime import timedelta

from attrs import frozen

from palpate.combine.resolve import Case
from palpate.combine.settings import Settings
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor


@frozen
class Clearances:
    """The records that hold on the day of the session.

    Attributes:
        valid: Those that hold.
        own_factors: Factors that a cleared diagnosis itself raised.
        warnings: What is wrong with the others, as sentences.
    """

    valid: tuple[Clearance, ...]
    own_factors: frozenset[str]
    warnings: tuple[str, ...]

    def covers(self, given: GivenFactor, technique: str | None) -> bool:
        """Say whether a factor's clearance is on record, for this technique or for any."""
        if given.origin == "diagnosis" and given.factor in self.own_factors:
            return True
        return any(r.what == given.factor and _allows(r, technique) for r in self.valid)

    def permits(self, condition: str, technique: str | None) -> bool:
        """Say whether a diagnosis, or a technique for it, is permitted."""
        named = {condition, f"{technique}/{condition}"} if technique else {condition}
        return any(r.what in named and _allows(r, technique) for r in self.valid)


def _allows(record: Clearance, technique: str | None) -> bool:
    return not record.allowed or technique in record.allowed


def valid_clearances(case: Case, settings: Settings) -> Clearances:
    """Sort the records of a request by whether they hold on its day."""
    today = case.request.date
    valid, warnings = [], []
    for record in case.request.patient.cleared:
        last = record.valid_until or record.on + timedelta(days=settings.clearance_days)
        if record.on > today:
            warnings.append(
                f"The clearance for {record.what} is dated {record.on}, after this session; it doesn't count."
            )
        elif today > last:
            warnings.append(f"The clearance for {record.what} ran out on {last}; it doesn't count.")
        else:
            valid.append(record)
    cleared = {record.what for record in valid if not record.allowed}
    own = {
        factor
        for complaint in case.complaints
        if complaint.condition.id in cleared
        for factor in complaint.condition.raises
    }
    return Clearances(tuple(valid), frozenset(own), tuple(warnings))
