"""`palpate verify`: a saved protocol recomputed."""

from pathlib import Path

import attrs
import click

from palpate.cli.packs import loaded
from palpate.cli.packs import warn
from palpate.cli.packs import with_packs
from palpate.errors import PalpateError
from palpate.errors import RequestError
from palpate.model.protocol import PlannedStep
from palpate.model.protocol import Protocol
from palpate.render.json import UnreadableError
from palpate.render.json import read
from palpate.render.safe import printable

LARGEST = 16 * 1024 * 1024


@click.command()
@click.argument("file", metavar="FILE")
@with_packs
@click.pass_context
def verify(ctx: click.Context, file: str, pack: tuple[str, ...]) -> int:
    """Recompute a saved JSON protocol; say whether it still comes out the same.

    Example: palpate plan sciatica --format json -o plan.json && palpate verify plan.json

    Exit codes: 0 the same; 1 it differs or breaks what must hold; 2 it can't be read.
    """
    from palpate.combine import combine  # noqa: PLC0415 - the engine, only where it runs
    from palpate.verify import verify as check  # noqa: PLC0415

    saved = _read(file)
    packs = loaded(ctx, pack)
    warn(packs)
    broken = check(saved, packs)
    try:
        now = combine(saved.request, packs)
    except PalpateError as error:
        click.echo(printable(f"differs: it can't be planned any more: {error}"))
        return 1
    changes = [*(f"breaks {line}" for line in broken), *differences(saved, now)]
    for line in changes:
        click.echo(printable(line))
    if not changes:
        click.echo("the same")
    return 1 if changes else 0


def _read(file: str) -> Protocol:
    try:
        path = Path(file)
        if path.stat().st_size > LARGEST:
            raise RequestError(file, "is larger than 16 MB")
        return read(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RequestError(file, f"can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise RequestError(file, "isn't UTF-8 text") from None
    except UnreadableError as error:
        raise RequestError(file, str(error)) from None


def differences(saved: Protocol, now: Protocol) -> list[str]:
    """Say in lines what is different; empty where nothing is."""
    found = []
    was, now_stamps = (
        {stamp.id: stamp for stamp in protocol.provenance.packs} for protocol in (saved, now)
    )
    for name in sorted(was | now_stamps):
        before, after = was.get(name), now_stamps.get(name)
        if before is None:
            found.append(f"differs: pack {name} is new")
        elif after is None:
            found.append(f"differs: pack {name} isn't installed any more")
        elif before != after:
            found.append(
                f"differs: pack {name} was {before.version} ({before.digest}), is {after.version} ({after.digest})"
            )
    found += _steps(saved.steps, now.steps)
    for each in attrs.fields(Protocol):
        if each.name not in ("steps", "provenance") and getattr(saved, each.name) != getattr(
            now, each.name
        ):
            found.append(f"differs: {each.name.replace('_', ' ')}")
    return found


def _steps(before: tuple[PlannedStep, ...], after: tuple[PlannedStep, ...]) -> list[str]:
    was, now = ({step.id: step for step in steps} for steps in (before, after))
    found = [f"differs: step {name} is gone" for name in was if name not in now]
    found += [f"differs: step {name} is new" for name in now if name not in was]
    for name in was:
        if name in now and was[name] != now[name]:
            fields = [
                each.name
                for each in attrs.fields(PlannedStep)
                if getattr(was[name], each.name) != getattr(now[name], each.name)
            ]
            found.append(f"differs: step {name}: {', '.join(fields)}")
    return found
