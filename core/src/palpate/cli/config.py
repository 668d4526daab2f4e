"""`palpate config`: each setting, its value and where it came from."""

import json
import os
from typing import Any

import click

from palpate.cli import completing
from palpate.cli.listings.table import write_table
from palpate.cli.output import emit
from palpate.cli.output import wants_colour
from palpate.cli.output import write_whole
from palpate.errors import RequestError
from palpate.render.page import Page
from palpate.render.safe import printable
from palpate.settings import DEFAULT
from palpate.settings import KEYS
from palpate.settings import Setting
from palpate.settings import read_settings
from palpate.settings import settings_file
from palpate.settings import standing
from palpate.settings import variable
from palpate.settings.edit import edited

#: What is said for a value that nobody has set.
UNSET = {"minutes": "by severity", "holds": "none", "blocked": "none"}
#: Named in the environment alone.
PACKS = "PALPATE_PACKS"


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a table.")
@click.pass_context
def config(ctx: click.Context, as_json: bool) -> None:
    """Show each setting, its value and where it came from; or set one.

    An option beats a variable of the environment, which beats the settings file.

    Example: palpate config set minutes 60
    """
    if ctx.invoked_subcommand is not None:
        return
    settings, path = standing(), settings_file()
    found = [getattr(settings, name) for name in KEYS]
    if as_json:
        emit(json.dumps({"file": str(path), "settings": [*map(_data, found), _packs()]}) + "\n")
        return
    page = Page(wants_colour())
    rows = [(s.name, _said(s), _origin(s.origin, str(path)), KEYS[s.name]) for s in found]
    packs = _packs()
    said = "all" if packs["value"] is None else ", ".join(packs["value"]) or "none"
    rows.append(("packs", said, packs["origin"], "the installed packs that are used"))
    write_table(page, ("SETTING", "VALUE", "FROM", "WHAT IT IS"), rows, wide=3)
    there = "" if path.exists() else " (not there yet)"
    emit(f"{page}\nsettings file: {printable(str(path))}{there}\n")


def _data(setting: Setting) -> dict[str, Any]:
    return {"name": setting.name, "value": setting.value, "origin": setting.origin}


def _packs() -> dict[str, Any]:
    """Give what `PALPATE_PACKS` says, in the form of a setting."""
    typed = os.environ.get(PACKS)
    value = None if typed is None else typed.replace(",", " ").split()
    return {"name": "packs", "value": value, "origin": DEFAULT if typed is None else PACKS}


def _said(setting: Setting) -> str:
    if isinstance(setting.value, tuple):
        return ", ".join(setting.value) or UNSET[setting.name]
    return UNSET[setting.name] if setting.value is None else str(setting.value)


def _origin(origin: str, path: str) -> str:
    return "settings file" if origin == path else origin


@config.command("set")
@click.argument("key", shell_complete=completing.words)
@click.argument("value", nargs=-1, required=True)
def set_key(key: str, value: tuple[str, ...]) -> None:
    """Set one setting in the settings file; a list takes several values.

    Example: palpate config set format html
    """
    _check_key(key)
    change(key, _value(key, value))


@config.command("unset")
@click.argument("key", shell_complete=completing.words)
def unset_key(key: str) -> None:
    """Take one setting out of the settings file.

    Example: palpate config unset minutes
    """
    _check_key(key)
    if key not in read_settings(settings_file()):
        raise RequestError(key, "isn't set in the settings file")
    change(key, None)


def _check_key(key: str) -> None:
    from palpate.reading.words import nearest  # noqa: PLC0415

    if key not in KEYS:
        raise RequestError(key, "no setting of that name", nearest(key, KEYS) or tuple(KEYS))


def _value(key: str, typed: tuple[str, ...]) -> Any:
    """Check what was typed for a key.

    Raises:
        RequestError: It isn't one value, or names what isn't known.
    """
    from palpate.cli import values  # noqa: PLC0415
    from palpate.cli.bounds import MINUTES  # noqa: PLC0415
    from palpate.installing.words import held  # noqa: PLC0415

    if key == "blocked":
        return tuple(dict.fromkeys(held(word) for word in typed))
    if key == "holds":
        from palpate.combine.words import require  # noqa: PLC0415
        from palpate.vocabulary import load_vocabulary  # noqa: PLC0415

        known = load_vocabulary().trainings
        return tuple(dict.fromkeys(require(word, known, "training") for word in typed))
    if len(typed) > 1:
        raise RequestError(" ".join(typed), f"{key} takes one value")
    if key == "minutes":
        return values.within(typed[0], MINUTES, key)
    return _format(typed[0])


def _format(name: str) -> str:
    """Check a format against those that the packs offer."""
    from palpate.documents import renderer  # noqa: PLC0415
    from palpate.registry import load_packs  # noqa: PLC0415

    renderer(load_packs(), name)
    return name


def change(key: str, value: Any) -> None:
    """Write one key of the settings file, and say what now holds.

    Raises:
        ContentError: The file isn't sound; it is left as it is.
        RequestError: It can't be written.
    """
    path = settings_file()
    read_settings(path)
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RequestError(str(path), f"can't be written: {error.strerror}") from None
    write_whole(str(path), edited(text, key, value))
    now = getattr(standing(), key)
    click.echo(printable(f"{key}: {_said(now)}, from {_origin(now.origin, str(path))}"))
    if now.origin == variable(key):
        click.echo(f"note: {variable(key)} beats the settings file while it is set", err=True)
