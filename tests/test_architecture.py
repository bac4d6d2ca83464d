"""The layout of the packages: what is where, who may import whom, and how large it may be."""

import ast
from collections.abc import Iterator
from pathlib import Path
import subprocess
import sys

import pytest

ROOT = Path(__file__).parents[1]
PRODUCT = ROOT / "custom_components" / "access_codes"
PREFIX = "custom_components.access_codes."

MODULES = {
    ".".join(path.relative_to(PRODUCT).with_suffix("").parts): path
    for path in sorted(PRODUCT.rglob("*.py"))
}

LAYERS = (
    ("const", "core.display_text", "core.local_time"),
    ("core.model",),
    ("core.abilities", "core.other_managers", "core.recurrence"),
    ("core.code_windows",),
    ("core.record",),
    (
        "core.agenda",
        "core.active_while",
        "core.native_windows",
        "core.schedule",
        "core.use_count",
    ),
    ("core.access", "core.backup_codes", "core.display_status", "core.goals"),
    ("core.access_code_object", "core.retries", "core.full_read"),
    ("core.requests",),
    ("core.observations",),
    ("core.plan", "core.bookings"),
    ("storage", "locks"),
    ("engine",),
    ("linking",),
    ("entry",),
    ("entity", "issues", "presentation"),
    ("bookings",),
    ("repair_flows", "flows", "actions", "automations"),
    ("assist",),
    (
        "binary_sensor",
        "calendar",
        "condition",
        "config_flow",
        "diagnostics",
        "event",
        "intent",
        "llm",
        "logbook",
        "repairs",
        "sensor",
        "system_health",
        "trigger",
    ),
    ("__init__",),
)
"""Packages and modules from the ground up: each imports only what stands below it, or within its own package."""

AT_ROOT = {
    "__init__",
    "binary_sensor",
    "calendar",
    "condition",
    "config_flow",
    "const",
    "diagnostics",
    "entity",
    "entry",
    "event",
    "intent",
    "llm",
    "logbook",
    "repairs",
    "sensor",
    "system_health",
    "trigger",
}
"""What Home Assistant looks for by name, the constants, the entry's type and the base entity."""

LONGEST_FILE = 400
LONGEST_FUNCTION = 60

IMPURE = {
    "asyncio",
    "homeassistant",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "threading",
    "time",
}
"""What no module of ``core`` imports: Home Assistant, a clock, randomness of its own, I/O."""

IMPURE_CALLS = {"now", "utcnow", "today", "open", "print", "uuid4", "uuid1"}


def layer_of(module: str) -> int:
    """Return the layer of a module."""
    for number, names in enumerate(LAYERS):
        for name in names:
            if module == name or module.startswith(f"{name}."):
                return number
    raise AssertionError(f"{module} is in no layer")


def package_of(module: str) -> str:
    """Return the member of a layer that a module belongs to."""
    return next(
        name
        for names in LAYERS
        for name in names
        if module == name or module.startswith(f"{name}.")
    )


def late_import_of(node: ast.AST, package: list[str]) -> str | None:
    """Return the module that a call in a package imports when it is needed. Names from tables are not followed."""
    match node:
        case ast.Call(
            func=ast.Name(id="async_import_module"),
            args=[
                _,
                ast.JoinedStr(
                    values=[ast.FormattedValue(), ast.Constant(value=str(name))]
                ),
            ],
        ):
            return ".".join([*package, name.removeprefix(".")])
        case ast.Call(
            func=ast.Name(id="late"), args=[ast.Constant(value=str(name)), *_]
        ):
            return f"actions.{name}"
        case _:
            return None


def imports_of(module: str) -> Iterator[str]:
    """Return the modules of ours that a module imports, imports for types and late ones included."""
    package = module.split(".")
    if package[-1] != "__init__" or len(package) == 1:
        package = package[:-1]
    else:
        package = package[:-1]
    for node in ast.walk(ast.parse(MODULES[module].read_text())):
        if (late := late_import_of(node, package)) is not None:
            assert late in MODULES, f"{module} imports {late}"
            yield late
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = package[: len(package) - (node.level - 1)]
        target = [*base, *(node.module or "").split(".")] if node.module else base
        for name in node.names:
            for candidate in (
                [*target, name.name],
                [*target, name.name, "__init__"],
                target,
                [*target, "__init__"],
            ):
                found = ".".join(part for part in candidate if part)
                if found in MODULES:
                    yield found
                    break
            else:
                raise AssertionError(f"{module} imports {target} {name.name}")


GRAPH = {module: sorted(set(imports_of(module))) for module in MODULES}


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the functions and methods of a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_the_page_draws_every_module_with_its_docstring() -> None:
    drawn = subprocess.run(
        [sys.executable, ROOT / "scripts" / "draw_architecture", "--check"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert drawn.returncode == 0, drawn.stdout


def test_the_root_holds_only_names_that_home_assistant_looks_for() -> None:
    assert {module for module in MODULES if "." not in module} == AT_ROOT


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_below_or_from_its_own_package(module: str) -> None:
    if module == "core.__init__":
        return
    for imported in GRAPH[module]:
        if package_of(imported) == package_of(module):
            continue
        assert layer_of(imported) < layer_of(module) or (
            layer_of(imported) == layer_of(module)
            and module.startswith("core.")
            and package_of(module)
            in ("core.retries", "core.access_code_object", "core.full_read")
        ), f"{module} imports {imported}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    done: set[str] = set()
    path: list[str] = []

    def visit(module: str) -> None:
        assert module not in path, [*path, module]
        if module in done:
            return
        path.append(module)
        for imported in GRAPH[module]:
            # A package's own module may be imported by the package itself.
            if imported != module:
                visit(imported)
        path.pop()
        done.add(module)

    for module in MODULES:
        visit(module)


@pytest.mark.parametrize(
    "module", [module for module in MODULES if module.startswith("core.")]
)
def test_core_is_pure(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text())
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found = {name.name.split(".")[0] for name in names}
            case ast.ImportFrom(module=str(name), level=0):
                found = {name.split(".")[0]}
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
                assert name not in IMPURE_CALLS, f"{module}: {name}()"
                continue
            case _:
                continue
        assert not found & IMPURE, f"{module} imports {found & IMPURE}"


@pytest.mark.parametrize("module", MODULES)
def test_files_and_functions_have_one_subject(module: str) -> None:
    path = MODULES[module]
    assert len(path.read_text().splitlines()) <= LONGEST_FILE
    for function in functions_of(path):
        assert function.end_lineno is not None
        lines = function.end_lineno - function.lineno + 1
        assert lines <= LONGEST_FUNCTION, f"{function.name}: {lines} lines"
