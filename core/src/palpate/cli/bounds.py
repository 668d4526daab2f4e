"""What a request may say, wherever it is said: an option or a patient's file."""

SIDES = ("left", "right", "both")
SEXES = ("female", "male", "other")
MINUTES = (10, 180)
AGES = (0, 120)
PRESSURES = (0, 5)
VISITS = (1, 1000)
