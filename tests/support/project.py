"""A small project beside the real one: what the stores and the release script look at, in a folder of its own."""

from importlib.machinery import SourceFileLoader
import os
from pathlib import Path
import shutil
import subprocess
import sys
from types import ModuleType
from uuid import uuid4

ROOT = Path(__file__).parents[2]
DOMAIN = "access_codes"
INTEGRATION = Path("custom_components") / DOMAIN

COPIED = (
    ".github/workflows",
    "LICENSE",
    "hacs.json",
    "pyproject.toml",
    "scripts/check_stores",
    "scripts/release",
    str(INTEGRATION / "brand"),
    str(INTEGRATION / "manifest.json"),
)
"""Files and folders that are taken as they are."""

README = """# Access Codes

![Access Codes](custom_components/access_codes/brand/logo.png)

Needs Home Assistant 2026.10 or newer.
"""

CHANGELOG = """# Changelog

## [Unreleased]

### Added

- A first thing, which takes more than
  one line.
- A second thing.

### Changed

### Fixed

- A mistake.

## [0.1.0]

### Added

- All of it.
"""


def make_project(folder: Path) -> Path:
    """Write a project into a folder that the stores accept, and return the folder."""
    for name in COPIED:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target)
        else:
            shutil.copy(ROOT / name, target)
    manifest = folder / INTEGRATION / "manifest.json"
    version = manifest.read_text().split('"version": "')[1].split('"')[0]
    manifest.write_text(manifest.read_text().replace(version, "0.1.0"))
    for name in ("__init__.py", "config_flow.py", "core/plan.py"):
        path = folder / INTEGRATION / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'"""{name}."""\n')
    (folder / INTEGRATION / "translations").mkdir()
    (folder / INTEGRATION / "translations" / "en.json").write_text("{}\n")
    (folder / "README.md").write_text(README)
    (folder / "CHANGELOG.md").write_text(CHANGELOG)
    (folder / ".gitignore").write_text("__pycache__/\n/build/\n")
    return folder


def load_program(folder: Path, program: str) -> ModuleType:
    """Return one of the project's own programs as a module: much quicker than a process of its own."""
    loader = SourceFileLoader(
        f"{program}_{uuid4().hex}", str(folder / "scripts" / program)
    )
    module = ModuleType(loader.name)
    module.__file__ = loader.path
    loader.exec_module(module)
    return module


def run_program(
    folder: Path, program: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run one of the project's own programs, and return what it said."""
    return subprocess.run(
        [sys.executable, folder / "scripts" / program, *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=git_environment(),
    )


def git_environment() -> dict[str, str]:
    """Return an environment in which git knows an author, and no settings or repository of this machine."""
    kept = {key: value for key, value in os.environ.items() if key[:4] != "GIT_"}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Tester",
        "GIT_AUTHOR_EMAIL": "tester@example.com",
        "GIT_COMMITTER_NAME": "Tester",
        "GIT_COMMITTER_EMAIL": "tester@example.com",
    }


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, and return what it printed."""
    return subprocess.run(
        ["git", *arguments],
        check=True,
        cwd=folder,
        capture_output=True,
        text=True,
        env=git_environment(),
    ).stdout


def commit_all(folder: Path) -> None:
    """Make a repository of a folder, if it is none yet, and commit all of its files."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "state")
