"""Records of a physician's permission: which still hold, and what they cover."""

from datetime import date
from datetime import timedelta

from palpate.combine.resolve import Case
from palpate.combine.settings import Settings
from palpate.model.patient import Clearance
from palpate.model.patient import GivenFactor
from palpate.record import frozen


@frozen
class Clearances:
    """The records that hold on the day of the session.

    Attributes:
        today: The day of the session.
        valid: Those that hold.
        own_factors: Each record of a diagnosis, with a factor that the diagnosis itself raised.
        usual_days: How long a record holds that doesn't say so itself.
        warnings: What is wrong with the others, as sentences.
    """

    today: date
    valid: tuple[Clearance, ...]
    own_factors: tuple[tuple[Clearance, str], ...]
    usual_days: int
    warnings: tuple[str, ...]

    def covers(self, given: GivenFactor, technique: str | None, began: int | None = None) -> bool:
        """Say whether a factor's clearance is on record, for this technique or for any.

        Args:
            given: The factor that waits.
            technique: The technique that asks; None: any.
            began: Days since it began, if that is known: a record from before it is about
                something else.
        """
        records = [r for r in self.valid if r.what == given.factor and _allows(r, technique)]
        if given.origin == "diagnosis":
            records += [record for record, factor in self.own_factors if factor == given.factor]
        return any(not self.before(record, began) for record in records)

    def before(self, record: Clearance, began: int | None) -> bool:
        """Say whether a record is from before what it would clear began."""
        return began is not None and record.on < self.today - timedelta(days=began)

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
    own = tuple(
        (record, factor)
        for complaint in case.complaints
        for record in valid
        if record.what == complaint.condition.id and not record.allowed
        for factor in complaint.condition.raises
    )
    return Clearances(today, tuple(valid), own, settings.clearance_days, tuple(warnings))
