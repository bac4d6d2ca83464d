"""What the stores ask is checked: this project passes, and each thing that is wrong is named."""

from collections.abc import Callable
import importlib.util
import json
from pathlib import Path
import shutil
import tomllib
from typing import Any

from awesomeversion import AwesomeVersion, AwesomeVersionStrategy
import pytest

from homeassistant import components
from tests.support.project import (
    DOMAIN,
    INTEGRATION,
    ROOT,
    git,
    load_program,
    make_project,
    run_program,
)

MANIFEST: dict[str, Any] = json.loads(
    (ROOT / INTEGRATION / "manifest.json").read_text()
)
CORE = Path(components.__file__).parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


PROGRAM = load_program(ROOT, "check_stores")


def problems_of(project: Path) -> list[str]:
    found: list[str] = PROGRAM.problems_in(project)
    return found


def change_json(path: Path, changes: dict[str, Any]) -> None:
    """Set keys of a JSON file; those that are None are left out."""
    content = json.loads(path.read_text()) | changes
    path.write_text(
        json.dumps({key: value for key, value in content.items() if value is not None})
    )


def test_this_project_passes() -> None:
    checked = run_program(ROOT, "check_stores")
    assert (checked.stdout, checked.stderr, checked.returncode) == ("", "", 0)


def test_lint_checks_it() -> None:
    assert 'check "stores" scripts/check_stores' in (ROOT / "scripts/lint").read_text()


def test_another_folder_can_be_checked(project: Path) -> None:
    assert problems_of(project) == []
    (project / "LICENSE").unlink()
    checked = run_program(ROOT, "check_stores", str(project))
    assert checked.stdout == "LICENSE: not the text of the MIT licence\n"
    assert checked.returncode == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"domain": "other"}, "the domain is not the folder, access_codes"),
        ({"name": None}, "name is missing"),
        ({"name": 3}, "name is not of the type str"),
        ({"config_flow": None}, "config_flow is missing"),
        ({"config_flow": "yes"}, "config_flow is not of the type bool"),
        ({"codeowners": []}, "nobody is its code owner"),
        ({"codeowners": ["nobody"]}, "'nobody' has not the form of codeowners"),
        ({"codeowners": [3]}, "codeowners holds something else than texts"),
        ({"documentation": "http://example.com"}, "documentation is no https address"),
        (
            {"documentation": "https://www.home-assistant.io/integrations/lock"},
            "documentation is Home Assistant's, not this integration's",
        ),
        ({"issue_tracker": "issues"}, "issue_tracker is no https address"),
        ({"issue_tracker": None}, "issue_tracker is missing"),
        ({"version": "1"}, "the version is no semantic version"),
        ({"integration_type": "virtual"}, "the integration_type is not known"),
        ({"iot_class": "none"}, "the iot_class is not known"),
        ({"requirements": ["pin>=1"]}, "'pin>=1' has not the form of requirements"),
        ({"categories": ["Locks"]}, "'Locks' has not the form of categories"),
        ({"homekit": {}}, "the key 'homekit' is not known"),
    ],
)
def test_a_wrong_manifest_is_named(
    project: Path, changes: dict[str, Any], problem: str
) -> None:
    change_json(project / INTEGRATION / "manifest.json", changes)
    found = problems_of(project)
    assert f"manifest.json: {problem}" in found
    # A version has to be that of the changelog, and what is missing has no form either.
    assert len(found) <= 2


def test_the_order_of_the_manifest_counts(project: Path) -> None:
    path = project / INTEGRATION / "manifest.json"
    content = json.loads(path.read_text())
    path.write_text(json.dumps(dict(reversed(content.items()))))
    assert problems_of(project) == [
        "manifest.json: the keys are not domain, name, then in alphabetical order"
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": None}, "name is missing"),
        ({"name": True}, "name is not of the type str"),
        ({"domains": ["lock"]}, "the key 'domains' is not known"),
        (
            {"content_in_root": True},
            "the integration is not in the root of the repository",
        ),
        (
            {"zip_release": False},
            "zip_release and the filename access_codes.zip belong together",
        ),
        (
            {"filename": None},
            "zip_release and the filename access_codes.zip belong together",
        ),
        (
            {"hide_default_branch": None},
            "the branch could be installed, which no release has looked at",
        ),
        (
            {"homeassistant": "2026.10"},
            "homeassistant names no release of Home Assistant",
        ),
    ],
)
def test_a_wrong_hacs_json_is_named(
    project: Path, changes: dict[str, Any], problem: str
) -> None:
    change_json(project / "hacs.json", changes)
    assert problems_of(project) == [f"hacs.json: {problem}"]


def test_the_oldest_home_assistant_is_one_everywhere(project: Path) -> None:
    change_json(project / "hacs.json", {"homeassistant": "2025.1.0"})
    assert problems_of(project) == [
        "README.md: does not say that it needs Home Assistant 2025.1 or newer",
        "pyproject.toml: the tests do not run with Home Assistant 2025.1",
    ]


def empty(path: Path) -> None:
    path.write_bytes(b"")


def no_object(path: Path) -> None:
    path.write_text("[]")


def icon(path: Path) -> None:
    shutil.copy(path.with_name("icon.png"), path)


def replace(old: str, new: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    return change


def append(text: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.write_text(path.read_text() + text)

    return change


def make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")


HOME = str(INTEGRATION)


@pytest.mark.parametrize(
    ("name", "change", "problem"),
    [
        (f"{HOME}/manifest.json", empty, f"{HOME}/manifest.json: missing, or not JSON"),
        (f"{HOME}/manifest.json", no_object, f"{HOME}/manifest.json: not an object"),
        ("hacs.json", Path.unlink, "hacs.json: missing, or not JSON"),
        (f"{HOME}/brand/icon.png", Path.unlink, "brand/icon.png: missing, or no PNG"),
        (
            f"{HOME}/brand/dark_icon.png",
            empty,
            "brand/dark_icon.png: missing, or no PNG",
        ),
        (f"{HOME}/brand/icon@2x.png", icon, "brand/icon@2x.png: not 512 pixels square"),
        (
            f"{HOME}/brand/dark_logo@2x.png",
            lambda path: shutil.copy(
                path.with_name("logo.png"), path.with_name("dark_logo@2x.png")
            ),
            None,
        ),
        (
            f"{HOME}/brand/logo.png",
            lambda path: shutil.copy(path.with_name("logo@2x.png"), path),
            "brand/logo.png: the shorter side is not 128 to 256",
        ),
        (f"{HOME}/config_flow.py", Path.unlink, f"{HOME}/config_flow.py: missing"),
        (
            f"{HOME}/strings.json",
            make,
            f"{HOME}/strings.json: is not read of a custom integration",
        ),
        (
            "custom_components/other/__init__.py",
            make,
            "custom_components: holds something else than one integration",
        ),
        ("custom_components/__pycache__/a.pyc", make, None),
        (
            "LICENSE",
            replace("free of charge", "for a fee"),
            "LICENSE: not the text of the MIT licence",
        ),
        (
            "README.md",
            append("[page](docs/none.md#part)"),
            "README.md: docs/none.md is not there",
        ),
        (
            "README.md",
            append('<img src="none.png">'),
            "README.md: none.png is not there",
        ),
        ("README.md", append("[page](https://example.com) [part](#part)"), None),
        ("README.md", replace("![", "["), "README.md: without an image"),
        ("README.md", Path.unlink, "README.md: missing"),
        (
            "CHANGELOG.md",
            replace("[Unreleased]", "[Next]"),
            "CHANGELOG.md: does not begin with [Unreleased]",
        ),
        ("CHANGELOG.md", Path.unlink, "CHANGELOG.md: does not begin with [Unreleased]"),
        (
            "CHANGELOG.md",
            replace("[0.1.0]", "[0.2.0]"),
            "CHANGELOG.md: the newest version is not that of manifest.json, 0.1.0",
        ),
        (
            ".github/workflows/hacs.yml",
            append("          ignore: brands\n"),
            ".github/workflows/hacs.yml: leaves something out",
        ),
        (
            ".github/workflows/hacs.yml",
            replace("category: integration", "category: theme"),
            ".github/workflows/hacs.yml: without category: integration",
        ),
        (
            ".github/workflows/hassfest.yml",
            Path.unlink,
            ".github/workflows/hassfest.yml: without home-assistant/actions/hassfest@",
        ),
    ],
)
def test_a_wrong_file_is_named(
    project: Path,
    name: str,
    change: Callable[[Path], object],
    problem: str | None,
) -> None:
    change(project / name)
    found = problems_of(project)
    if problem is None:
        assert found == []
    else:
        assert found[0] == problem
        assert len(found) == (
            2 if "manifest.json: " in problem and "CHANGELOG" not in problem else 1
        )


@pytest.mark.parametrize("version", ["0.2.0", "1.10.3", "1.0.0-beta.1", "2.0.0-rc.12"])
def test_home_assistant_loads_the_versions_that_pass(
    version: str, project: Path
) -> None:
    change_json(project / INTEGRATION / "manifest.json", {"version": version})
    replace("[0.1.0]", f"[{version}]")(project / "CHANGELOG.md")
    assert problems_of(project) == []
    parsed = AwesomeVersion(version, ensure_strategy=[AwesomeVersionStrategy.SEMVER])
    assert parsed > AwesomeVersion("0.1.0")


def test_the_version_is_in_the_manifest_only() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "version" not in project
    assert project["dynamic"] == ["version"]
    elsewhere = git(ROOT, "ls-files", "*package.json").split()
    for name in elsewhere:
        version = json.loads((ROOT / name).read_text()).get("version")
        assert version != MANIFEST["version"], name


def test_what_the_manifest_asks_for_is_part_of_home_assistant() -> None:
    assert not (CORE / DOMAIN).exists()
    for domain in (*MANIFEST["dependencies"], *MANIFEST["after_dependencies"]):
        assert (CORE / domain / "manifest.json").is_file(), domain


def test_the_program_needs_nothing_that_is_not_in_python() -> None:
    for program in ("check_stores", "release"):
        source = (ROOT / "scripts" / program).read_text()
        names = {
            line.split()[1].split(".")[0]
            for line in source.splitlines()
            if line.startswith(("import ", "from "))
        }
        for name in names:
            spec = importlib.util.find_spec(name)
            assert spec is not None
            assert "site-packages" not in str(spec.origin)
