"""What a request may say, wherever it is said: an option or a patient's file."""

from palpate.model.scales import MINUTES

__all__ = ["AGES", "MINUTES", "PRESSURES", "SEXES", "SIDES", "VISITS"]

SIDES = ("left", "right", "both")
SEXES = ("female", "male", "other")
AGES = (0, 120)
PRESSURES = (0, 5)
VISITS = (1, 1000)

#: Status to exit code.
EXIT = {"ready": 0, "do-not-treat": 3, "needs-clearance": 4, "nothing-indicated": 5}
