"""What stands from session to session: length, training held, format, blocked packs.

A value is looked for in an option first, then in the environment, then in the settings file. An
option is the command's business; the rest is done here.
"""

from palpate.settings.read import DEFAULT as DEFAULT
from palpate.settings.read import KEYS as KEYS
from palpate.settings.read import Setting as Setting
from palpate.settings.read import Settings as Settings
from palpate.settings.read import read_settings as read_settings
from palpate.settings.read import settings_file as settings_file
from palpate.settings.read import standing as standing
from palpate.settings.read import variable as variable
