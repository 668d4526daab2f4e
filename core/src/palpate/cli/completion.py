"""`palpate completion`: the script that a shell reads at its start."""

import click

from palpate.cli import completing
from palpate.cli.output import emit
from palpate.errors import RequestError

VARIABLE = "_PALPATE_COMPLETE"
SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", metavar="bash|zsh|fish", shell_complete=completing.words)
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands, diagnoses, factors, regions and techniques.

    Bash and zsh read it from their start-up file, by eval "$(palpate completion bash)"; fish from
    a file in ~/.config/fish/completions.

    Example: palpate completion fish > ~/.config/fish/completions/palpate.fish
    """
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - only here

    kind = get_completion_class(shell) if shell in SHELLS else None
    if kind is None:
        raise RequestError(shell, "no shell that words can be completed in", SHELLS)
    script = kind(ctx.find_root().command, {}, "palpate", VARIABLE).source()
    emit(script.rstrip("\n") + "\n")
