"""`buttobi COMMAND`: every command of the service, and the sentence with which one fails."""

import argparse
import os
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from buttobi.running import folder
from buttobi.running.errors import Unable

HELP = """\
Buttobi: blogs whose heart is the trackback.

  ./run [serve]    start the service  [--host 127.0.0.1] [--port 8000]
  ./run demo       fill the data folder with a small world to look at
  ./run account    create an account: NAME --email E --password-stdin [--staff]
  ./run blog       open a blog: SLUG --owner NAME --title T [--section general|adult] [--language ja|en]
  ./run publish    publish an entry: BLOG --title T [--trackback URL]... [--draft] < body.md
  ./run discover   print what a page takes, one kind a line, or none: URL [--verbose]
  ./run ping       send one trackback now and print the answer: URL --as BLOG/ENTRY [--verbose]
  ./run app-password    make a password for a blog editor and print it: NAME [--for PROGRAM]
  ./run ranking    total the days of the ranking that were missed, or one: [DATE] [--section general|adult]
  ./run test       run the tests  [--postgres] [--interop] [--browser-required] [what pytest takes]
  ./run check      run every check of the code
  ./run bench      measure, each with its limit beside it  [linear …]
  ./run help       print this; `./run COMMAND --help` says more

Every command takes --data DIR (default ./data, or BUTTOBI_DATA): where accounts, blogs and entries are kept.
Without ./run, in an environment where the package is installed, the same commands begin with `buttobi`.
"""

# Commands that ask the data folder for nothing, and must not take over what it remembers.
WITHOUT_DATA = ("help", "test", "check", "bench")
# Our own commands that read or write rows: they find the tables ready, also where nothing was served yet.
WITH_TABLES = ("account", "blog", "publish", "discover", "ping", "app-password", "ranking", "demo")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. What a person can mend is one sentence on stderr, status 2."""
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except Unable as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return problem.status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(arguments: list[str]) -> int:
    data = _take_data(arguments)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments.insert(0, "serve")
    command, *rest = arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buttobi.settings")
    ours: dict[str, Callable[[list[str]], int]] = {"serve": _serve, "test": _test, "check": _check, "bench": _bench}
    ours |= dict.fromkeys(("help", "-h", "--help"), _help)
    if command in ours:
        return ours[command](rest)
    folder.recall_addresses(data)
    return _manage(command, rest)


def _take_data(arguments: list[str]) -> Path:
    """The data folder, whose option any command takes anywhere; it is taken out of the arguments."""
    for index, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--data":
            taken = arguments[index : index + (1 if equals else 2)]
            if not equals and len(taken) < 2:
                raise Unable("--data needs the name of a folder.", status=2)
            os.environ["BUTTOBI_DATA"] = value if equals else taken[1]
            del arguments[index : index + len(taken)]
            break
    data = Path(os.environ.get("BUTTOBI_DATA") or "data").resolve()
    os.environ["BUTTOBI_DATA"] = str(data)
    return data


def _help(_: list[str]) -> int:
    print(HELP, end="")  # noqa: T201
    return 0


# --- serve ------------------------------------------------------------------------------------------------------------
class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Unable(f"{self.prog}: {message}.", status=2)


def _serve(arguments: list[str]) -> int:
    parser = _Parser(prog="buttobi serve", description="Start the service: web server, worker and clock.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    parser.add_argument("--data", metavar="DIR", help="where everything is kept (./data)")
    chosen = parser.parse_args(arguments)
    if not 1 <= chosen.port <= 65535:
        parser.error("--port must be a number from 1 to 65535")
    data = Path(os.environ["BUTTOBI_DATA"])
    folder.refuse_if_held(data)
    refuse_taken_port(chosen.host, chosen.port)
    if not os.environ.get("GENERAL_HOST"):
        os.environ["GENERAL_HOST"] = "localhost" if chosen.port == 80 else f"localhost:{chosen.port}"

    from buttobi.running.serve import serve

    return _plainly(
        lambda: serve(
            data=data,
            host=chosen.host,
            port=chosen.port,
            answers=lambda: answers_healthz(chosen.host, chosen.port),
        )
    )


def refuse_taken_port(host: str, port: int) -> None:
    """Raise Unable when nothing could listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            # What a server that just ended left behind does not take the port.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen(1)
    except socket.gaierror:
        raise Unable(f"{host} is not an address of this machine; give one with --host.", status=2) from None
    except PermissionError:
        raise Unable(f"Port {port} is reserved for the administrator; give one above 1023 with --port.") from None
    except OSError as problem:
        reason = problem.strerror.lower() if problem.strerror else "unknown reason"
        raise Unable(f"Port {port} on {host} cannot be used ({reason}); give another one with --port.") from None


def answers_healthz(host: str, port: int) -> bool:
    """Whether the service there says that it can do its work."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        with socket.create_connection((host, port), timeout=1) as line:
            line.sendall(b"HEAD /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in line.recv(64).partition(b"\r\n")[0]
    except OSError:
        return False


# --- Commands that Django knows ---------------------------------------------------------------------------------------
def _manage(name: str, arguments: list[str]) -> int:
    return _plainly(lambda: _call(name, arguments))


def _call(name: str, arguments: list[str]) -> int:
    if name in WITH_TABLES:
        folder.make(Path(os.environ["BUTTOBI_DATA"]))
    # Somebody at a shell reads what the command answers, not each step of a trackback's life.
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    from django.core.management import get_commands, load_command_class

    from buttobi.running.begin import begin

    begin()
    # No module has the hyphen of its command's name.
    module = name.replace("-", "_")
    app = get_commands().get(module)
    if app is None:
        raise Unable(f"There is no command {name}; ./run help lists them.", status=2)
    command = load_command_class(app, module) if isinstance(app, str) else app
    options = vars(command.create_parser("buttobi", name).parse_args(arguments))
    if name in WITH_TABLES:
        _make_tables()
    command.execute(*options.pop("args", ()), **options)
    return 0


def _make_tables() -> None:
    """Prepare the database, unless a running service has done so."""
    data = Path(os.environ["BUTTOBI_DATA"])
    try:
        folder.refuse_if_held(data)
    except Unable:
        return
    from buttobi.running import prepare

    with folder.held(data):
        prepare.database(lambda line: print(line, file=sys.stderr))  # noqa: T201


def _plainly(work: Callable[[], int]) -> int:
    """What `work` gives; what it may expectedly raise becomes one sentence."""
    from django.core.management import CommandError
    from django.db import OperationalError

    try:
        return work()
    except CommandError as problem:
        raise Unable(_sentence(problem), status=2) from problem
    except OperationalError as problem:
        raise Unable(f"The database cannot be used: {_sentence(problem)}") from problem


def _sentence(problem: Exception) -> str:
    return " ".join(str(problem).split()).removeprefix("Error: ")


# --- test and check ---------------------------------------------------------------------------------------------------
def _checkout() -> Path:
    root = Path(__file__).resolve().parent.parent
    if not (root / "tests").is_dir():
        raise Unable("Tests and checks are not part of the installed package; run them in a checkout.", status=2)
    os.chdir(root)
    return root


def _test(arguments: list[str]) -> int:
    from buttobi.running.testing import run_tests

    _checkout()
    return run_tests(arguments)


def _check(_: list[str]) -> int:
    from buttobi.running.checks import run_checks

    return run_checks(_checkout())


def _bench(names: list[str]) -> int:
    from buttobi.running.benching import run_benches

    return run_benches(_checkout(), names)


if __name__ == "__main__":
    sys.exit(main())
