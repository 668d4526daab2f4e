"""The command. Each subcommand is imported when it is asked for; its short help is kept here."""

import sys
from collections.abc import Sequence

import click

from palpate.version import VERSION

#: Command: module and short help, so that `--help` imports none of them.
COMMANDS = {
    "plan": ("palpate.cli.plan", "Print the combined protocol for a diagnosis."),
    "techniques": ("palpate.cli.listing", "List the installed techniques, or show one."),
    "conditions": ("palpate.cli.listing", "List the conditions that can be planned for, or show one."),
    "factors": ("palpate.cli.listing", "List what an intake form can say, or show one."),
    "references": ("palpate.cli.listing", "List the sources of the packs, or show one."),
    "verify": ("palpate.cli.verify", "Recompute a saved protocol, and say what changed."),
    "vocabulary": ("palpate.cli.listing", "Search the shared words: regions, muscles, manoeuvres ..."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Give the commands in the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command's module and give the command."""
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module  # noqa: PLC0415

        command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the short helps without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, short) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command where one isn't known."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from palpate.errors import RequestError  # noqa: PLC0415
            from palpate.reading.words import nearest  # noqa: PLC0415

            raise RequestError(args[0], "no such command", nearest(args[0], list(COMMANDS)))
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.option(
    "--pack",
    "pack",
    multiple=True,
    metavar="DIR",
    help="Use the pack in a folder, uninstalled; before or after any command.",
)
@click.version_option(VERSION, prog_name="palpate")
@click.pass_context
def palpate(ctx: click.Context, pack: tuple[str, ...]) -> None:
    """Combine massage techniques into one safe, timed session for a diagnosis.

    Example: palpate plan sciatica --side right --minutes 45

    It supports a licensed therapist; it makes no diagnosis, and no clinician has signed its content.
    """
    ctx.obj = list(pack)


def main(args: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code."""
    sys.exit(run(args))


def run(args: Sequence[str] | None = None) -> int:
    """Run the command; give its exit code.

    Whatever goes wrong becomes one line on standard error, never a traceback.
    """
    from palpate.errors import PalpateError  # noqa: PLC0415
    from palpate.errors import VerificationError  # noqa: PLC0415

    try:
        result = palpate.main(args=args, standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.Abort:
        return _fail("stopped", 1)
    except click.UsageError as error:
        return _fail(_usage(error), 2)
    except click.ClickException as error:
        return _fail(error.format_message(), 1)
    except VerificationError as error:
        return _fail(f"the protocol breaks what must hold, and isn't printed:\n{error}", 1)
    except PalpateError as error:
        return _fail(str(error), 2)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as error:  # noqa: BLE001 - the last resort: one line, not a traceback
        return _fail(f"unexpected: {type(error).__name__}: {error}; please report it with the command you typed", 1)
    return result if isinstance(result, int) else 0


def _usage(error: click.UsageError) -> str:
    """Say a usage error in the program's own form."""
    if isinstance(error, click.NoSuchOption):
        near = f"; nearest: {', '.join(error.possibilities)}" if error.possibilities else ""
        return f"{error.option_name}: no such option{near}"
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.opts[0] if error.param.opts[0].startswith("-") else error.param.make_metavar(error.ctx)  # type: ignore[arg-type]
        return f"{name}: {error.message}"
    return error.format_message()


def _fail(message: str, code: int) -> int:
    from palpate.render.safe import printable  # noqa: PLC0415

    click.echo(f"error: {printable(message)}", err=True)
    return code
