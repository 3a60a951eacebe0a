"""A real WordPress from Debian's packages, with its own MariaDB, in one folder and on loopback."""

import contextlib
import html
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
import xmlrpc.client
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.living import free_port

# What Debian calls them, and how to see that they are there.
PROGRAMS = {"mariadb-server": ("mariadbd", "mariadb-install-db"), "php-cli": ("php",)}
EXTENSIONS = {"php-mysql": "mysqli", "php-xml": "xml", "php-mbstring": "mbstring", "php-curl": "curl"}
PACKAGED = Path("/usr/share/wordpress")
SITE = Path(__file__).with_name("site")
# Programs that only an administrator has in the path.
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
# It calls itself while it answers, and is called while it waits.
WORKERS = "4"

TITLE = "ワードプレス日記"
PERMALINKS = "/archives/%post_id%"
NAME = "owner"
PASSWORD = "correct horse battery staple"


def missing() -> list[str]:
    """Debian's names of the packages that are not installed here."""
    lacking = [package for package, names in PROGRAMS.items() if not all(_program(name) for name in names)]
    if not (PACKAGED / "wp-trackback.php").is_file():
        lacking.append("wordpress")
    php = _program("php")
    known = subprocess.run([php, "-m"], capture_output=True, text=True).stdout.split() if php else []
    return lacking + [package for package, name in EXTENSIONS.items() if name not in known]


def _program(name: str) -> str:
    return shutil.which(name, path=PATH) or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post, and where it takes TrackBacks: below its address, or without permalinks at a program with a query."""

    number: str
    address: str
    trackback: str
    trackback_without_permalinks: str


class WordPress:
    """One blog: start it, write posts as its owner, wind its clock, read what it has taken."""

    def __init__(self) -> None:
        # Short, since the path of a socket may not be long.
        self.folder = Path(tempfile.mkdtemp(prefix="wordpress-"))
        self.files = self.folder / "files"
        # A host of its own, as sites have.
        self.host = f"127.0.0.2:{free_port()}"
        self.address = f"http://{self.host}"
        self.running: list[subprocess.Popen[bytes]] = []
        socket = self.folder / "db.sock"
        # A MariaDB that starts removes the temporary files of every other one in the same folder.
        temporary = self.folder / "tmp"
        temporary.mkdir()
        self.environment = {
            "PATH": PATH,
            "TMPDIR": str(temporary),
            "PHP_CLI_SERVER_WORKERS": WORKERS,
            "DB_NAME": "wordpress",
            "DB_USER": "wordpress",
            "DB_PASSWORD": PASSWORD,
            "DB_HOST": f"localhost:{socket}",
            "WP_HOME": self.address,
            "WP_SITEURL": self.address,
            "WP_FOLDER": str(self.files),
            "WP_TITLE": TITLE,
            "WP_PERMALINKS": PERMALINKS,
            "WP_NAME": NAME,
            "WP_PASSWORD": PASSWORD,
        }
        self.socket = socket

    # --- Its life -----------------------------------------------------------------------------------------------------
    def start(self) -> "WordPress":
        self._start_database()
        shutil.copytree(PACKAGED, self.files, ignore=shutil.ignore_patterns("wp-config.php", "themes", "plugins"))
        shutil.copy(SITE / "wp-config.php", self.files)
        for part in ("mu-plugins", "themes"):
            shutil.copytree(SITE / part, self.files / "wp-content" / part)
        assert self._run("php", str(SITE / "install.php")).endswith("installed")
        self._begin("php", "-d", "display_errors=0", "-S", self.host, "-t", str(self.files))
        self._wait(lambda: TITLE in self.read("/"))
        return self

    def _start_database(self) -> None:
        place = self.folder / "db"
        # As root, MariaDB runs only where it is told to.
        user = ["--user=root"] if os.getuid() == 0 else []
        common = ["--no-defaults", f"--datadir={place}", *user]
        self._run("mariadb-install-db", *common, "--auth-root-authentication-method=normal", "--skip-test-db")
        first = self.folder / "first.sql"
        first.write_text(
            "CREATE DATABASE wordpress CHARACTER SET utf8mb4;"
            f"\nCREATE USER 'wordpress'@'localhost' IDENTIFIED BY '{PASSWORD}';"
            "\nGRANT ALL ON wordpress.* TO 'wordpress'@'localhost';\n"
        )
        options = ["--skip-networking", f"--socket={self.socket}", f"--pid-file={self.folder / 'db.pid'}"]
        self._begin("mariadbd", *common, *options, f"--init-file={first}", "--innodb-flush-log-at-trx-commit=0")
        self._wait(self.socket.exists)

    def stop(self) -> None:
        for process in reversed(self.running):
            # The workers of PHP outlive a parent that is ended alone.
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(timeout=5)
        shutil.rmtree(self.folder, ignore_errors=True)

    def printed(self) -> str:
        """What its programs have said."""
        return (self.folder / "log").read_text(errors="replace")[-5000:]

    def _run(self, program: str, *words: str) -> str:
        command = [_program(program), *words]
        done = subprocess.run(command, capture_output=True, text=True, env=self.environment, timeout=120)
        assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _begin(self, program: str, *words: str) -> None:
        with (self.folder / "log").open("ab") as log:
            begun = subprocess.Popen(
                [_program(program), *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
                start_new_session=True,
            )
        self.running.append(begun)

    def _wait(self, is_so: Callable[[], bool], *, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not _answers(is_so):
            assert all(process.poll() is None for process in self.running), f"WordPress ended:\n{self.printed()}"
            assert time.monotonic() < end, f"WordPress is not there after {seconds} s:\n{self.printed()}"
            time.sleep(0.1)

    # --- Its owner and its readers ------------------------------------------------------------------------------------
    def write(
        self,
        title: str,
        text: str,
        *,
        trackbacks: Iterable[str] = (),
        tags: Iterable[str] = (),
        takes_pings: bool = True,
    ) -> Post:
        """Publishes a post as a blog editor does; what it owes to others goes out when the clock is wound."""
        content = {
            "title": title,
            "description": text,
            "mt_tb_ping_urls": list(trackbacks),
            "mt_keywords": list(tags),
            "mt_allow_pings": int(takes_pings),
        }
        number = str(self._rpc().metaWeblog.newPost("1", NAME, PASSWORD, content, True))
        return Post(
            number=number,
            address=f"{self.address}/archives/{number}",
            trackback=f"{self.address}/archives/{number}/trackback/",
            trackback_without_permalinks=f"{self.address}/wp-trackback.php?p={number}",
        )

    @contextlib.contextmanager
    def with_option(self, name: str, *, value: str, usual: str) -> Iterator[None]:
        """For a while, one of its settings is another."""
        self._run("php", str(SITE / "set-option.php"), name, value)
        try:
            yield
        finally:
            self._run("php", str(SITE / "set-option.php"), name, usual)

    def wind_clock(self) -> None:
        """Does what is due, as the web server's cron job would."""
        self.read("/wp-cron.php?doing_wp_cron", seconds=60)

    def comments(self, post: Post) -> list[Mapping[str, str]]:
        """What was said to a post: its `type`, `author`, `author_url`, `content` and `status`."""
        found = self._rpc().wp.getComments(1, NAME, PASSWORD, {"post_id": post.number})
        assert isinstance(found, list)
        return found

    def read(self, path: str, *, seconds: float = 30) -> str:
        """A page as a reader sees it; what is no UTF-8 on it raises."""
        with urllib.request.urlopen(f"{self.address}{path}", timeout=seconds) as page:
            return html.unescape(page.read().decode())

    def _rpc(self) -> xmlrpc.client.ServerProxy:
        return xmlrpc.client.ServerProxy(f"{self.address}/xmlrpc.php", use_builtin_types=True)


def _answers(is_so: Callable[[], bool]) -> bool:
    try:
        return is_so()
    except OSError:
        return False
