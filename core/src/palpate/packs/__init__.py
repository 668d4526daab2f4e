"""Packs in data files: read, checked, and answering the hooks."""

from palpate.packs.check import check_folder as check_folder
from palpate.packs.plugin import DataPack as DataPack
from palpate.packs.read import PackFiles as PackFiles
from palpate.packs.read import open_pack as open_pack
from palpate.packs.sequence import SequenceFile as SequenceFile
