"""Words of a request that nothing can be checked against."""

from collections.abc import Iterator

from palpate.model.protocol import Protocol
from palpate.vocabulary import Vocabulary


def unknown_places(protocol: Protocol, vocabulary: Vocabulary) -> Iterator[str]:
    """Say which regions of a request or its diagnoses the vocabulary doesn't have."""
    patient = protocol.request.patient
    named = [place.region for place in patient.avoid]
    named += [given.site.region for given in patient.factors if given.site is not None]
    named += [region for diagnosis in protocol.diagnoses for region in diagnosis.regions]
    for region in sorted(set(named) - set(vocabulary.regions)):
        yield f"1: nothing can be screened at {region}, which isn't in the vocabulary"
