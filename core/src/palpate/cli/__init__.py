"""The command. Each subcommand is imported when it is asked for; its short help is kept here."""

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from palpate.version import VERSION

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

#: A few MiB; Python's own 700 are for programs that go on for long.
OBJECTS_BETWEEN_COLLECTIONS = 50_000

#: Command: module and short help, so that `--help` imports none of them.
COMMANDS = {
    "plan": ("palpate.cli.plan", "Print the combined protocol for a diagnosis."),
    "screen": ("palpate.cli.screen", "Say what a patient's factors mean, or what to ask."),
    "techniques": ("palpate.cli.listing", "List the installed techniques, or show one."),
    "conditions": (
        "palpate.cli.listing",
        "List the conditions that can be planned for, or show one.",
    ),
    "factors": ("palpate.cli.listing", "List what an intake form can say, or show one."),
    "references": ("palpate.cli.listing", "List the sources of the packs, or show one."),
    "export": ("palpate.cli.export", "Write what a pack holds as FHIR, for a clinic's software."),
    "verify": ("palpate.cli.verify", "Recompute a saved protocol, and say what changed."),
    "vocabulary": (
        "palpate.cli.listing",
        "Search the shared words: regions, muscles, manoeuvres ...",
    ),
    "new": ("palpate.cli.new", "Make a new pack, to be filled in by its author."),
    "preview": ("palpate.cli.preview", "Show what a pack in a folder plans, alone and combined."),
    "check": ("palpate.cli.check", "Say everything that is wrong or weak in a pack."),
    "schema": ("palpate.cli.schema", "Print the JSON Schema of a pack's files, for editors."),
    "install": ("palpate.cli.install", "Install packs: names, wheels, folders or addresses."),
    "uninstall": ("palpate.cli.install", "Take packs out; works for a broken one too."),
    "upgrade": ("palpate.cli.install", "Bring packs up to their newest version."),
    "block": ("palpate.cli.block", "Leave installed packs out, until they are unblocked."),
    "unblock": ("palpate.cli.block", "Let blocked packs in again."),
    "config": ("palpate.cli.config", "Show each setting and where it came from; or set one."),
    "doctor": ("palpate.cli.doctor", "Say how the program and each pack are, and what to do."),
    "completion": ("palpate.cli.completion", "Print the script that completes words in a shell."),
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
        typed = not ctx.resilient_parsing and args and not args[0].startswith("-")
        if typed and args[0] not in COMMANDS:
            from palpate.errors import RequestError  # noqa: PLC0415
            from palpate.reading.words import nearest  # noqa: PLC0415

            raise RequestError(args[0], "no such command", nearest(args[0], list(COMMANDS)))
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Offer commands with their short help, and options; no command is imported."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - only where a shell asks

        found = [(n, short) for n, (_, short) in COMMANDS.items() if n.startswith(incomplete)]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [CompletionItem(name, help=short) for name, short in found] + options


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print the versions of the core and of every installed pack; none is imported."""
    if not asked or ctx.resilient_parsing:
        return
    from palpate.present import present  # noqa: PLC0415

    packs = dict.fromkeys((pack.distribution, pack.version) for pack in present())
    lines = [("palpate", VERSION), ("Python", sys.version.partition(" ")[0]), *packs]
    click.echo("\n".join(" ".join(line) for line in lines))
    ctx.exit()


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80}
)
@click.option(
    "--pack",
    "pack",
    multiple=True,
    metavar="DIR",
    help="Use the pack in a folder, uninstalled; before or after any command.",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="Show the versions of the program and of the installed packs, and exit.",
)
@click.pass_context
def palpate(ctx: click.Context, pack: tuple[str, ...]) -> None:
    """Combine massage techniques into one safe, timed session for a diagnosis.

    Example: palpate plan sciatica --side right --minutes 45

    It supports a licensed therapist; it makes no diagnosis, and no clinician has signed its content.
    """
    ctx.obj = list(pack)


def main(args: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code.

    Nearly all that a command makes it needs to its end, and goes with the process: to look for
    garbage in it, over and over and once more at the end, took a fifteenth of a plan's time.
    """
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    code = run(args)
    gc.freeze()
    sys.exit(code)


def run(args: Sequence[str] | None = None) -> int:
    """Run the command; give its exit code.

    Whatever goes wrong becomes one line on standard error, never a traceback.
    """
    try:
        result = palpate.main(args=args, prog_name="palpate", standalone_mode=False)
    except SystemExit as stop:
        # click leaves this way where whoever reads the output has gone.
        return stop.code if isinstance(stop.code, int) else 1
    except BaseException as error:  # noqa: BLE001 - the last resort: one line, not a traceback
        from palpate.cli.failure import explain  # noqa: PLC0415 - not where all goes well

        return explain(error)
    return result if isinstance(result, int) else 0
