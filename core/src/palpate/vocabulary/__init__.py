"""What every pack shares: the body, what hands do, what an intake form says, what is treated."""

from palpate.vocabulary.body import Body as Body
from palpate.vocabulary.load import load_vocabulary as load_vocabulary
from palpate.vocabulary.words import Vocabulary as Vocabulary
