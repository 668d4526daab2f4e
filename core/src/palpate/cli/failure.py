"""What went wrong, as one line on standard error and an exit code."""

import re

import click

from palpate.errors import PalpateError
from palpate.errors import VerificationError
from palpate.render.safe import printable

UNEXPECTED = 1
WRONG_REQUEST = 2


def explain(error: BaseException) -> int:
    """Say an error on standard error; give the exit code that it means."""
    said, code = _said(error)
    if said:
        click.echo(f"error: {printable(said)}", err=True)
    return code


def _said(error: BaseException) -> tuple[str, int]:
    """Give what is said, and the exit code; the first kind that fits counts."""
    if isinstance(error, click.exceptions.Exit):
        return "", error.exit_code
    if isinstance(error, click.UsageError):
        return _usage(error), WRONG_REQUEST
    if isinstance(error, PalpateError) and not isinstance(error, VerificationError):
        return str(error), WRONG_REQUEST
    return _unexpected(error), UNEXPECTED


def _unexpected(error: BaseException) -> str:
    if isinstance(error, VerificationError):
        return f"the protocol breaks what must hold, and isn't printed:\n{error}"
    if isinstance(error, click.exceptions.Abort | KeyboardInterrupt):
        return "stopped"
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, OSError):
        return f"can't write or read: {error.strerror or error}"
    kind = type(error).__name__
    return f"unexpected: {kind}: {error}; please report it with the command you typed"


def _usage(error: click.UsageError) -> str:
    """Say a usage error in the program's own form: the word, and what is wrong with it."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return "COMMAND: name one, such as palpate plan sciatica"
    help_said = f"; {error.ctx.command_path} --help shows an example" if error.ctx else ""
    if isinstance(error, click.NoSuchOption):
        near = f"; nearest: {', '.join(error.possibilities)}" if error.possibilities else ""
        return f"{error.option_name}: no such option{near}"
    if isinstance(error, click.BadOptionUsage):
        what = re.sub(r"^Option '[^']*' ", "", error.message)
        return f"{error.option_name}: {_lower(what)}"
    if isinstance(error, click.MissingParameter):
        return f"{_name(error.param)}: is missing{help_said}"
    if isinstance(error, click.BadParameter):
        return f"{_name(error.param)}: {_lower(error.message)}"
    extra = re.search(r"unexpected extra arguments? \((.*)\)", error.format_message(), re.DOTALL)
    if extra:
        return f"{extra[1]}: one word too many; put a name with spaces in quotes"
    return error.format_message() + help_said


def _name(param: click.Parameter | None) -> str:
    """Give an option or an argument as it is typed."""
    if param is None:
        return "argument"
    return param.opts[0] if param.opts[0].startswith("-") else param.human_readable_name.upper()


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
