"""The work tree of the other revision, and one benchmark in a fresh process of a tree."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
import fcntl
import json
import os
from pathlib import Path
import subprocess
import sys
import tempfile
from typing import Final

from .parsing import Figures, figures_of

ROOT: Final = Path(__file__).resolve().parents[2]
SCRIPTS: Final = {"size": "size_cost.py"}
"""Benchmarks of this folder, for either tree; for all others each tree has its own."""
_LOCK_FILE: Final = "requirements-dev.lock"
_LINES_OF_ERROR: Final = 15


class MeasurementError(Exception):
    """A benchmark of a tree came to no figures."""


def check_out(revision: str) -> Path:
    """Return a work tree of the revision in the cache, made once."""
    commit = _git(ROOT, "rev-parse", "--verify", f"{revision}^{{commit}}")
    folder = Path(os.environ["ACCESS_CODES_CACHE"]) / "against"
    folder.mkdir(parents=True, exist_ok=True)
    tree = folder / commit[:16]
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (tree / ".git").exists():
            _git(ROOT, "worktree", "add", "--force", "--detach", str(tree), commit)
        if _git(tree, "rev-parse", "HEAD") != commit or _git(
            tree, "status", "--porcelain"
        ):
            raise SystemExit(f"{tree} is not {revision} as committed: remove it first")
        _link_node_modules(tree)
    if (tree / _LOCK_FILE).read_bytes() != (ROOT / _LOCK_FILE).read_bytes():
        sys.stderr.write(
            f"{revision} has another {_LOCK_FILE}: it runs with this tree's packages\n"
        )
    return tree


def measure(tree: Path, name: str, *, is_quick: bool, seed: int) -> Figures:
    """Run one benchmark once. The seed is that of hashes: both trees of a pair get the same."""
    with tempfile.TemporaryDirectory(prefix="access_codes_against_") as folder:
        rows = Path(folder) / "rows.json"
        arguments = [SCRIPTS.get(name, "in_tree.py"), str(rows)]
        if name not in SCRIPTS:
            arguments += [name, *(["--quick"] if is_quick else [])]
        arguments[0] = str(Path(__file__).with_name(arguments[0]))
        done = subprocess.run(
            # -P: a module is found in the tree only, never beside the script.
            [sys.executable, "-P", *arguments],
            cwd=tree,
            env=_environment(tree, seed),
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode or not rows.exists():
            told = "\n".join(done.stderr.splitlines()[-_LINES_OF_ERROR:])
            raise MeasurementError(f"{name} failed in {tree}:\n{told}")
        return figures_of(json.loads(rows.read_text()))


def measure_imports(trees: Iterable[Path], times: int) -> list[list[Figures]]:
    """Let the trees take turns at importing the integration, each from a process that has Home Assistant's modules.

    Returns the figures of the trees for each turn.
    """
    with ExitStack() as stack:
        servers = [stack.enter_context(_import_server(tree)) for tree in trees]
        # The first of each compiles what was not compiled, and is not counted.
        turns = [[_import_once(server) for server in servers] for _ in range(times + 1)]
    return turns[1:]


@contextmanager
def _import_server(tree: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-P", Path(__file__).with_name("import_cost.py")],
        cwd=tree,
        env=_environment(tree, seed=0),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            yield server
        finally:
            server.terminate()


def _import_once(server: subprocess.Popen[str]) -> Figures:
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        server.stdin.write("\n")
        server.stdin.flush()
        line = server.stdout.readline()
    except BrokenPipeError:
        line = ""
    if not line:
        raise MeasurementError("the import came to no figures")
    return figures_of(json.loads(line))


def _environment(tree: Path, seed: int) -> dict[str, str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree),
        "PYTHONHASHSEED": str(seed),
    }
    # A home keeps the bytecode of what it imports, and so do both trees.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _link_node_modules(tree: Path) -> None:
    """Let the simulated network of the other tree find the packages of this one."""
    for modules in ROOT.glob("simulators/*/node_modules"):
        link = tree / modules.relative_to(ROOT)
        if link.parent.is_dir() and not link.is_symlink():
            link.symlink_to(modules.resolve())


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", folder, *arguments], check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"git {arguments[0]}: {done.stderr.strip()}")
    return done.stdout.strip()
