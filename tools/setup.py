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
VAR = Path(os.environ.get("SANGLAP_VAR_DIR", PROJECT / "var"))
STAMPS = VAR / "stamps"
UV = "uv==0.13.9"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20


class Missing(Exception):
    """Something the machine lacks. The message is the one line that says what to do."""


def say(text):
    print("· " + text, flush=True)


def run(what, command, **more):
    """Run a command; raise Missing with its last words where it fails."""
    done = subprocess.run(
        [str(word) for word in command], cwd=PROJECT, capture_output=True, text=True, check=False, **more
    )
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()[-12:]
        if any(
            hint in line
            for line in words
            for hint in ("Could not fetch", "dns error", "ENOTFOUND", "EAI_AGAIN", "Temporary failure")
        ):
            raise Missing(what + " failed: there is no network, or it cannot be reached. Connect and run it again.")
        raise Missing("\n".join([what + " failed:", *words]))


def digest(*paths):
    """What the step depends on, as one word."""
    total = hashlib.sha256(sys.version.encode())
    for path in paths:
        files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
        for file in files:
            total.update(str(file.relative_to(PROJECT)).encode() + file.read_bytes())
    return total.hexdigest()


def step(name, word, inputs, product, work):
    """Do the work unless its inputs are as they were and its product is there."""
    stamp, wanted = STAMPS / name, digest(*inputs)
    if product.exists() and stamp.exists() and stamp.read_text() == wanted:
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
    run("Installing the packages", [VAR / "tools" / "bin" / "uv", "sync", "--frozen", *groups], env=environment)


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
    path = os.environ["PATH"] if node else str(PROJECT / ".venv" / "bin") + os.pathsep + os.environ["PATH"]
    environment = {**os.environ, "PATH": path}
    npm = shutil.which("npm", path=path)
    run(
        "Fetching the front end's packages", [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], env=environment
    )
    run("Building the front end", [npm, "run", "--silent", "build"], env=environment)


def translations():
    run("Compiling the translations", [PROJECT / ".venv" / "bin" / "python", PROJECT / "tools" / "compile_messages.py"])


def collect():
    run("Gathering the static files", [PROJECT / ".venv" / "bin" / "sanglap", "collectstatic", "--noinput", "--clear"])


def main():
    python()
    node = machine_node()
    step("uv", "fetching uv", [Path(__file__)], VAR / "tools" / "bin" / "uv", uv)
    step(
        "packages",
        "installing the packages",
        [PROJECT / "uv.lock", PROJECT / "pyproject.toml"],
        PROJECT / ".venv" / "bin" / "sanglap",
        lambda: packages(node),
    )
    step(
        "front-end",
        "building the front end",
        [PROJECT / "package-lock.json", PROJECT / "frontend"],
        PROJECT / "build" / "static" / "sanglap.css",
        lambda: front_end(node),
    )
    step(
        "translations",
        "compiling the translations",
        [PROJECT / "src" / "sanglap" / "locale" / "bn" / "LC_MESSAGES" / "django.po"],
        PROJECT / "src" / "sanglap" / "locale" / "bn" / "LC_MESSAGES" / "django.mo",
        translations,
    )
    step(
        "static",
        "gathering the static files",
        [PROJECT / "build" / "static"],
        PROJECT / "build" / "collected" / "staticfiles.json",
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
