"""The release script: what it makes, what it refuses, and that nothing is left half done or pushed."""

from collections.abc import Callable
from datetime import UTC, datetime
import json
from pathlib import Path
import shutil
import subprocess
from types import ModuleType
from typing import Any
import zipfile

import pytest

from tests.support.project import (
    INTEGRATION,
    ROOT,
    commit_all,
    git,
    git_environment,
    load_program,
    make_project,
    run_program,
)

ZIP = "build/release/access_codes.zip"
NOTES = "build/release/notes.md"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in git_environment().items():
        if name.startswith("GIT_"):
            monkeypatch.setenv(name, value)
    folder = make_project(tmp_path / "project")
    commit_all(folder)
    return folder


def program_of(project: Path) -> ModuleType:
    return load_program(project, "release")


def release(project: Path, version: str, *, is_dry: bool = False) -> None:
    program_of(project).release(version, is_dry=is_dry)


def state_of(project: Path) -> tuple[str, str, str]:
    """Return commit, tags and changed files of a repository."""
    return (
        git(project, "rev-parse", "HEAD"),
        git(project, "tag"),
        git(project, "status", "--porcelain"),
    )


def manifest_of(project: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        (project / INTEGRATION / "manifest.json").read_text()
    )
    return content


def test_a_release_sets_the_version_and_the_section_in_one_commit_with_a_tag(
    project: Path,
) -> None:
    before = manifest_of(project)
    days = {datetime.now(UTC).date().isoformat()}
    done = run_program(project, "release", "0.2.0")
    days.add(datetime.now(UTC).date().isoformat())
    assert (done.returncode, done.stderr) == (0, "")
    assert "Committed and tagged 0.2.0. Not pushed" in done.stdout

    assert manifest_of(project) == before | {"version": "0.2.0"}
    changelog = (project / "CHANGELOG.md").read_text()
    assert changelog in {
        "# Changelog\n\n"
        "## [Unreleased]\n\n"
        f"## [0.2.0] - {day}\n\n"
        "### Added\n\n"
        "- A first thing, which takes more than\n  one line.\n"
        "- A second thing.\n\n"
        "### Fixed\n\n"
        "- A mistake.\n\n"
        "## [0.1.0]\n\n"
        "### Added\n\n"
        "- All of it.\n"
        for day in days
    }
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "log", "-1", "--format=%s") == "release: 0.2.0\n"
    assert git(project, "show", "--format=", "--name-only", "HEAD").split() == [
        "CHANGELOG.md",
        str(INTEGRATION / "manifest.json"),
    ]
    assert git(project, "rev-parse", "0.2.0^{commit}") == git(
        project, "rev-parse", "HEAD"
    )
    # What was released passes the stores' checks, and the next release has nothing to tell yet.
    assert load_program(ROOT, "check_stores").problems_in(project) == []
    again = run_program(project, "release", "0.3.0")
    assert again.returncode == 1
    assert again.stderr == (
        "scripts/release: CHANGELOG.md: the section [Unreleased] is empty\n"
    )


def test_the_notes_have_no_line_breaks_of_the_changelog(project: Path) -> None:
    release(project, "0.2.0")
    assert (project / NOTES).read_text() == (
        "Needs Home Assistant 2026.10.0 or newer.\n\n"
        "### Added\n\n"
        "- A first thing, which takes more than one line.\n"
        "- A second thing.\n\n"
        "### Fixed\n\n"
        "- A mistake.\n"
    )


def test_the_zip_holds_the_integration_and_nothing_else(project: Path) -> None:
    cache = project / INTEGRATION / "__pycache__" / "config_flow.cpython-314.pyc"
    cache.parent.mkdir()
    cache.write_bytes(b"compiled")
    release(project, "0.2.0")
    with zipfile.ZipFile(project / ZIP) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        committed = git(project, "ls-files", str(INTEGRATION)).split()
        assert names == [name.removeprefix(f"{INTEGRATION}/") for name in committed]
        assert {"manifest.json", "core/plan.py", "brand/icon.png"} < set(names)
        for name in names:
            content = (project / INTEGRATION / name).read_bytes()
            assert archive.read(name) == content, name
        assert {entry.date_time for entry in archive.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}
    assert git(project, "check-ignore", ZIP, NOTES).split() == [ZIP, NOTES]


def test_the_same_files_give_the_same_bytes(project: Path, tmp_path: Path) -> None:
    release(project, "0.2.0", is_dry=True)
    first = (project / ZIP).read_bytes()
    other = tmp_path / "elsewhere"
    git(project, "clone", "--quiet", str(project), str(other))
    for path in (other / INTEGRATION).rglob("*.py"):
        path.chmod(0o755)
        path.touch()
    git(other, "config", "core.fileMode", "false")
    git(other, "commit", "--quiet", "--allow-empty", "-m", "later")
    release(other, "0.2.0")
    assert (other / ZIP).read_bytes() == first
    # Another version is another zip.
    release(project, "0.2.1", is_dry=True)
    assert (project / ZIP).read_bytes() != first


def test_a_dry_run_changes_nothing_in_the_repository(project: Path) -> None:
    before = state_of(project)
    done = run_program(project, "release", "0.2.0", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert state_of(project) == before
    assert manifest_of(project)["version"] == "0.1.0"
    with zipfile.ZipFile(project / ZIP) as archive:
        assert json.loads(archive.read("manifest.json"))["version"] == "0.2.0"
    assert "- A mistake." in (project / NOTES).read_text()


def write(name: str, text: str) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    return change


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        text = (project / name).read_text()
        assert old in text
        (project / name).write_text(text.replace(old, new))

    return change


def tag(name: str) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        git(project, "tag", name)

    return change


def committed(change: Callable[[Path], None]) -> Callable[[Path], None]:
    def then_commit(project: Path) -> None:
        change(project)
        git(project, "add", "--all", "--force")
        git(project, "commit", "--quiet", "-m", "change")

    return then_commit


def link(project: Path) -> None:
    (project / INTEGRATION / "page.json").symlink_to("/etc/hostname")


def nothing(project: Path) -> None:
    """Leave the project as it is."""


EMPTY = "## [Unreleased]\n\n### Added\n\n### Fixed\n\n## [0.1.0]\n"


@pytest.mark.parametrize(
    ("prepare", "version", "reason"),
    [
        (nothing, "0.2", "0.2 is no version such as 1.2.3 or 1.3.0-beta.1"),
        (nothing, "v0.2.0", "v0.2.0 is no version"),
        (nothing, "0.2.0\n", "is no version"),
        (nothing, "0.1.0", "0.1.0 does not come after 0.1.0"),
        (nothing, "0.0.9", "0.0.9 does not come after 0.1.0"),
        (nothing, "0.1.0-beta.1", "0.1.0-beta.1 does not come after 0.1.0"),
        (tag("0.2.0"), "0.2.0", "the tag 0.2.0 is there already"),
        (tag("v0.2.0"), "0.2.0", "the tag v0.2.0 is there already"),
        (
            replace("README.md", "Needs", "Wants"),
            "0.2.0",
            "there are changes that are in no commit:\n M README.md",
        ),
        (
            write(f"{INTEGRATION}/new.py", ""),
            "0.2.0",
            "there are changes that are in no commit:\n?? ",
        ),
        (
            committed(write("CHANGELOG.md", EMPTY)),
            "0.2.0",
            "CHANGELOG.md: the section [Unreleased] is empty",
        ),
        (
            committed(replace("README.md", "or newer", "or later")),
            "0.2.0",
            "the stores would refuse it:\nREADME.md: does not say that it needs",
        ),
        (
            committed(write(f"{INTEGRATION}/__pycache__/a.pyc", "")),
            "0.2.0",
            f"{INTEGRATION}/__pycache__/a.pyc does not belong",
        ),
        (
            committed(write(f"{INTEGRATION}/tests/test_a.py", "")),
            "0.2.0",
            f"{INTEGRATION}/tests/test_a.py does not belong",
        ),
        (
            committed(write(f"{INTEGRATION}/.secret.json", "{}")),
            "0.2.0",
            f"{INTEGRATION}/.secret.json does not belong",
        ),
        (
            committed(write(f"{INTEGRATION}/panel.ts", "")),
            "0.2.0",
            f"{INTEGRATION}/panel.ts does not belong",
        ),
        (committed(link), "0.2.0", f"{INTEGRATION}/page.json does not belong"),
    ],
)
def test_what_is_not_in_order_is_refused_and_nothing_changes(
    project: Path, prepare: Callable[[Path], None], version: str, reason: str
) -> None:
    prepare(project)
    before = state_of(project)
    program = program_of(project)
    with pytest.raises(program.Refused) as refused:
        program.release(version, is_dry=False)
    assert reason in str(refused.value)
    assert state_of(project) == before
    assert not (project / "build").exists()


def test_a_changelog_without_an_unreleased_section_is_refused(project: Path) -> None:
    program = program_of(project)
    for function in (
        program.unreleased_in,
        lambda text: program.with_section(text, "0.2.0", "2026-11-30"),
    ):
        with pytest.raises(program.Refused, match="no section"):
            function("# Changelog\n\n## [0.1.0]\n\n- All of it.\n")


def test_versions_come_in_their_order(project: Path) -> None:
    rank_of = program_of(project).rank_of
    versions = [
        "0.9.0",
        "0.10.0-alpha.2",
        "0.10.0-beta.2",
        "0.10.0-beta.10",
        "0.10.0-rc.1",
        "0.10.0",
        "0.10.1",
        "1.0.0",
    ]
    assert sorted(versions, key=rank_of) == versions


def test_a_commit_that_does_not_come_about_leaves_the_files_as_they_were(
    project: Path,
) -> None:
    hook = project / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)
    before = state_of(project)
    done = run_program(project, "release", "0.2.0")
    assert done.returncode == 1
    assert done.stderr == "scripts/release: git commit: not today\n"
    assert state_of(project) == before
    hook.unlink()
    release(project, "0.2.0")
    assert git(project, "tag") == "0.2.0\n"


def test_nothing_is_pushed(project: Path, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    git(project, "clone", "--quiet", "--bare", str(project), str(remote))
    git(project, "remote", "add", "origin", str(remote))
    git(project, "config", "push.followTags", "true")
    before = git(remote, "show-ref")
    release(project, "0.2.0")
    assert git(project, "tag") == "0.2.0\n"
    assert git(remote, "show-ref") == before


def test_the_stores_find_the_integration_in_the_zip(project: Path) -> None:
    """They lay it over the folder of the domain, and look for the manifest there."""
    release(project, "0.2.0-beta.1")
    folder = project / "installed" / "custom_components" / "access_codes"
    with zipfile.ZipFile(project / ZIP) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    assert json.loads((folder / "manifest.json").read_text())["domain"] == folder.name
    assert (folder / "brand" / "icon.png").is_file()


def test_this_project_could_be_released(tmp_path: Path) -> None:
    """All that is committed here, or is about to be, goes into a repository of its own."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    for name in filter(None, listed):
        if name.startswith(("tests/", "simulators/")) or not (ROOT / name).is_file():
            continue
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    changelog = tmp_path / "CHANGELOG.md"
    head = "## [Unreleased]\n"
    entry = f"{head}\n### Added\n\n- Something.\n"
    changelog.write_text(changelog.read_text().replace(head, entry, 1))
    commit_all(tmp_path)
    done = run_program(tmp_path, "release", "999.0.0")
    assert (done.returncode, done.stderr) == (0, "")
    with zipfile.ZipFile(tmp_path / ZIP) as archive:
        names = set(archive.namelist())
    assert {"manifest.json", "frontend/panel.js", "translations/en.json"} < names
    assert not [name for name in names if "test" in name or "pycache" in name]
    notes = (tmp_path / NOTES).read_text()
    assert "- Something.\n" in notes
    assert "\n  " not in notes
