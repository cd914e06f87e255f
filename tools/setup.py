"""Sets everything up that Sanglap needs to run here. Needs Python's own library only; repeats nothing that stands.

Started by make with whatever `python3` the machine has.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("SANGLAP_VAR_DIR") or PROJECT / "var").resolve()
BIN = PROJECT / ".venv" / "bin"
CATALOGUE = PROJECT / "src" / "sanglap" / "locale" / "bn" / "LC_MESSAGES" / "django.po"
STAMPS = VAR / "stamps"
UV = "uv==0.13.9"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
# What pip, uv and npm say when they cannot reach their registries.
NO_NETWORK = (
    "could not fetch",
    "dns error",
    "enotfound",
    "eai_again",
    "econnrefused",
    "enetunreach",
    "etimedout",
    "temporary failure",
    "network is unreachable",
    "failed to establish a new connection",
    "error sending request",
    "tunnel connection failed",
    "from versions: none",
)


class Missing(Exception):
    """Something the machine lacks. The message is the one line that says what to do."""


def say(text):
    print("· " + text, flush=True)


def run(what, command, **more):
    """Run a command; raise Missing with its last words where it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        **more,
    )
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()[-12:]
        if any(hint in line.lower() for line in words for hint in NO_NETWORK):
            raise Missing(what + " failed: there is no network, or it cannot be reached. Connect and run it again.")
        raise Missing("\n".join([what + " failed:", *words]))


def digest(inputs):
    """What the step depends on, as one word: files, folders with all that is in them, and plain words."""
    # A virtual environment does not survive that the project is moved.
    total = hashlib.sha256((sys.version + str(PROJECT)).encode())
    for one in inputs:
        if isinstance(one, str):
            total.update(one.encode())
            continue
        for file in sorted(file for file in one.rglob("*") if file.is_file()) if one.is_dir() else [one]:
            total.update(str(file.relative_to(PROJECT)).encode() + file.read_bytes())
    return total.hexdigest()


def step(name, word, inputs, products, work):
    """Do the work unless its inputs are as they were and its products are there."""
    stamp, wanted = STAMPS / name, digest(inputs)
    if all(product.exists() for product in products) and stamp.exists() and stamp.read_text() == wanted:
        return
    say(word)
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)


def python():
    if sys.version_info < OLDEST_PYTHON:
        raise Missing(
            "Python 3.11 or later is needed; this is {}.{}. On Debian: apt-get install python3".format(
                *sys.version_info
            )
        )
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out of python3
    except ImportError:
        raise Missing("Python's venv is missing. On Debian: apt-get install python3-venv") from None


def uv():
    tools = VAR / "tools"
    run("Making a virtual environment", [sys.executable, "-m", "venv", "--clear", tools])
    run("Fetching uv", [tools / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV])


def packages(node):
    groups = [] if node else ["--group", "node"]
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(PROJECT / ".venv"), "UV_PYTHON": sys.executable}
    environment.pop("VIRTUAL_ENV", None)
    command = [VAR / "tools" / "bin" / "uv", "sync", "--frozen", "--all-extras", *groups]
    run("Installing the packages", command, env=environment)


def machine_node():
    """Whether this machine has a Node that is new enough, with npm."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    shown = (
        subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
    )
    return shown.split(".")[0].isdigit() and int(shown.split(".")[0]) >= OLDEST_NODE


def front_end(node):
    # Where the machine has no Node, npm comes with the packages and finds its node beside it.
    path = os.environ["PATH"] if node else str(BIN) + os.pathsep + os.environ["PATH"]
    environment = {**os.environ, "PATH": path}
    npm = shutil.which("npm", path=path)
    run(
        "Fetching the front end's packages", [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], env=environment
    )
    run("Building the front end", [npm, "run", "--silent", "build"], env=environment)


def translations():
    run("Compiling the translations", [BIN / "python", PROJECT / "tools" / "compile_messages.py"])


def collect():
    run("Gathering the static files", [BIN / "sanglap", "collectstatic", "--noinput", "--clear"])


def main():
    python()
    node = machine_node()
    step("uv", "fetching uv", [UV], [VAR / "tools" / "bin" / "uv"], uv)
    step(
        "packages",
        "installing the packages",
        [PROJECT / "uv.lock", PROJECT / "pyproject.toml", "machine's node" if node else "node of our own"],
        # Where the Python beneath was removed, bin/python is a link that leads nowhere.
        [BIN / "sanglap", BIN / "python"],
        lambda: packages(node),
    )
    step(
        "front-end",
        "building the front end",
        [PROJECT / "package.json", PROJECT / "package-lock.json", PROJECT / "frontend"],
        [PROJECT / "build" / "static" / "sanglap.css", PROJECT / "build" / "fonts", PROJECT / "node_modules"],
        lambda: front_end(node),
    )
    step("translations", "compiling the translations", [CATALOGUE], [CATALOGUE.with_suffix(".mo")], translations)
    step(
        "static",
        "gathering the static files",
        [PROJECT / "build" / "static"],
        [PROJECT / "build" / "collected" / "staticfiles.json"],
        collect,
    )


if __name__ == "__main__":
    try:
        main()
    except Missing as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
