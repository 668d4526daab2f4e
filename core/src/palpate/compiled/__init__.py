"""What was read from TOML, kept as JSON, so that the next start needn't read it again.

The only place that knows of a cache, be it the user's or one that a wheel carries. Whoever reads files
asks a `Shelf` for what they make; whether it was made now or before, nobody can tell. Authors' tools
don't ask: they always read the TOML.
"""

from palpate.compiled.notes import note as note
from palpate.compiled.notes import recalled as recalled
from palpate.compiled.shelf import Shelf as Shelf
from palpate.compiled.shelf import carried_file as carried_file
from palpate.compiled.shelf import shelf as shelf
from palpate.compiled.stamp import Stamp as Stamp
from palpate.compiled.stamp import names_below as names_below
from palpate.compiled.stamp import stamp_of_all as stamp_of_all
