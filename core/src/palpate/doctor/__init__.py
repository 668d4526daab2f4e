"""How the program and each pack are, and what to do: nothing that a pack does stops the look."""

from palpate.doctor.examine import examine as examine
from palpate.doctor.report import Finding as Finding
from palpate.doctor.report import PackHealth as PackHealth
from palpate.doctor.report import Report as Report
