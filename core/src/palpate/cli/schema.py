"""`palpate schema`: JSON Schema of the files that people write, and of the protocol."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from palpate.authoring.schema import FILES
from palpate.authoring.schema import file_schema
from palpate.authoring.schema_words import Schema
from palpate.cli.output import emit
from palpate.cli.output import write_whole
from palpate.cli.packs import loaded
from palpate.cli.packs import warn
from palpate.cli.packs import with_packs
from palpate.cli.schema_patient import patient_schema
from palpate.errors import RequestError
from palpate.reading.words import nearest
from palpate.render.json_schema import protocol_schema
from palpate.vocabulary import Vocabulary

#: What a schema is written as, beside the files that it is for.
ENDING = ".schema.json"


def _of_file(kind: str) -> Callable[[Vocabulary], Schema]:
    return lambda vocabulary: file_schema(kind, vocabulary)


KINDS: dict[str, Callable[[Vocabulary], Schema]] = {
    **{kind: _of_file(kind) for kind in FILES},
    "patient": patient_schema,
    "protocol": lambda _: protocol_schema(),
}


@click.command()
@click.argument("kind", metavar="[KIND]", required=False)
@click.option("--dir", "folder", metavar="DIR", help=f"Write every KIND{ENDING} into a folder.")
@click.option("--output", "-o", metavar="FILE", help="Write to a file instead.")
@with_packs
@click.pass_context
def schema(
    ctx: click.Context,
    kind: str | None,
    folder: str | None,
    output: str | None,
    pack: tuple[str, ...],
) -> int:
    """Print the JSON Schema of a kind of file, with the installed vocabulary, for editors.

    Without KIND, list the kinds. In a TOML file the line  #:schema sequence.schema.json  at the top
    makes editors complete words and underline what is wrong.

    Example: palpate schema --dir .palpate
    """
    if kind is None and folder is None:
        emit("".join(f"{name}\n" for name in KINDS))
        return 0
    if kind is not None and kind not in KINDS:
        raise RequestError(kind, "no kind of file", nearest(kind, KINDS) or tuple(KINDS))
    if folder is not None and (output is not None or kind is not None):
        raise RequestError("--dir", "writes every kind; leave KIND and --output out")
    packs = loaded(ctx, pack)
    if folder is not None:
        _write_all(Path(folder), packs.vocabulary)
    else:
        text = _text(KINDS[str(kind)](packs.vocabulary))
        if output is None:
            emit(text)
        else:
            write_whole(output, text)
    warn(packs)
    return 0


def _write_all(folder: Path, vocabulary: Vocabulary) -> None:
    """Write every schema.

    Raises:
        RequestError: The folder can't be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RequestError(str(folder), f"can't be made: {error.strerror or error}") from None
    for name, make in KINDS.items():
        write_whole(str(folder / f"{name}{ENDING}"), _text(make(vocabulary)))


def _text(made: Schema) -> str:
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"
