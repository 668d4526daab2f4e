"""`palpate block` and `palpate unblock`: a pack stays installed, and stays out."""

import click

from palpate.cli import completing
from palpate.errors import RequestError
from palpate.installing.words import held
from palpate.present import canonical
from palpate.settings import read_settings
from palpate.settings import settings_file


@click.command()
@click.argument("pack", nargs=-1, required=True, shell_complete=completing.words)
def block(pack: tuple[str, ...]) -> None:
    """Leave installed packs out, with their safety rules, until they are unblocked.

    Example: palpate block palpate-lymphatic
    """
    from palpate.cli.config import change  # noqa: PLC0415

    names = [held(word) for word in pack]
    change("blocked", tuple(sorted({*_blocked(), *names})))


@click.command()
@click.argument("pack", nargs=-1, required=True, shell_complete=completing.words)
def unblock(pack: tuple[str, ...]) -> None:
    """Let blocked packs in again.

    Example: palpate unblock palpate-lymphatic
    """
    from palpate.cli.config import change  # noqa: PLC0415
    from palpate.reading.words import nearest  # noqa: PLC0415

    left = {canonical(name): name for name in _blocked()}
    for word in pack:
        key = canonical(word) if canonical(word) in left else canonical(_distribution(word))
        if key not in left:
            raise RequestError(word, "isn't blocked", nearest(word, left.values()))
        del left[key]
    change("blocked", tuple(sorted(left.values())) or None)


def _distribution(word: str) -> str:
    """Give the distribution that a word names; a pack that is gone can still be unblocked."""
    try:
        return held(word)
    except RequestError:
        return word


def _blocked() -> tuple[str, ...]:
    """Give what the settings file blocks."""
    found = read_settings(settings_file()).get("blocked", ())
    return tuple(found)
