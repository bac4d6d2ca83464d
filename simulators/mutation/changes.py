"""Changes of the source, one at a time, as the operators of mutmut make them, ready to replace the code of a function."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property, partial
from hashlib import blake2b
import importlib
from inspect import unwrap
from itertools import chain
from pathlib import Path
import re
import sys
from textwrap import dedent, indent
from types import CodeType, FunctionType
from typing import Any

_PROJECT = Path(__file__).parents[2]

_PRODUCT = "custom_components/access_codes"

_PREFIX = _PRODUCT.replace("/", ".") + "."

_RULE = re.compile(r"\d+\.\d+")

_KEPT = {"property", "cached_property", "staticmethod", "classmethod", "cache"}
"""Decorators that leave the function within reach. The decorator itself is applied once, before any change."""


@dataclass(frozen=True)
class Change:
    """One change of one function."""

    name: str
    module: str
    owner: str | None
    function: str
    lines: range
    """Lines of the changed statement: a test that runs none of them cannot notice the change."""
    text: str
    """The changed function, without its decorators."""
    diff: str
    rules: frozenset[str]
    """Rules of the contract that the function is marked with."""
    is_default: bool
    """Whether a default value of a parameter is changed, which stands outside of the function's code."""

    @property
    def key(self) -> str:
        """Identify the change across runs, also where lines above it move."""
        kept = [line for line in self.diff.splitlines() if not line.startswith("@@")]
        said = "\n".join([self.name.rpartition(" ")[0], *kept])
        return blake2b(said.encode(), digest_size=5).hexdigest()

    def apply(self) -> None:
        """Replace the code of the function in this process.

        ValueError: it cannot be replaced, since it would close over other variables.
        """
        function, clear = self._target()
        tree = ast.parse(self.text)
        if self.owner:
            body = indent(self.text, "    ")
            compiled = compile(f"class {self.owner}:\n{body}", self._path, "exec")
        else:
            compiled = compile(tree, self._path, "exec")
        function.__code__ = _code_named(compiled, self.function)
        if self.is_default:
            _replace_defaults(function, tree.body[0])
        if clear:
            clear()

    @cached_property
    def _path(self) -> str:
        return str(_PROJECT / f"{self.module.replace('.', '/')}.py")

    def _target(self) -> tuple[FunctionType, Any]:
        holder: Any = sys.modules[self.module]
        if self.owner:
            holder = vars(holder)[self.owner]
        found = vars(holder)[self.function]
        clear = getattr(found, "cache_clear", None)
        for name in ("fget", "__func__", "func"):
            found = getattr(found, name, found)
        return unwrap(found), clear


def _code_named(code: CodeType, name: str) -> CodeType:
    waiting = [code]
    while waiting:
        inner = [
            constant
            for constant in waiting.pop(0).co_consts
            if isinstance(constant, CodeType)
        ]
        for constant in inner:
            if constant.co_name == name:
                return constant
        waiting += inner
    raise ValueError(name)


def _replace_defaults(function: FunctionType, changed: ast.stmt) -> None:
    assert isinstance(changed, ast.FunctionDef | ast.AsyncFunctionDef)
    old = list(function.__defaults__ or ())
    for position, node in enumerate(changed.args.defaults):
        old[position] = _literal(node, old[position])
    function.__defaults__ = tuple(old) or None
    named = function.__kwdefaults__ or {}
    for argument, value in zip(
        changed.args.kwonlyargs, changed.args.kw_defaults, strict=True
    ):
        if value is not None:
            named[argument.arg] = _literal(value, named[argument.arg])


def _literal(node: ast.expr, otherwise: object) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return otherwise


type Draft = Callable[[], Change]
"""Makes a change: most of the work is left until it is chosen."""


def drafts_of(path: Path) -> Iterator[Draft]:
    """Find all changes of a module, in the order of the source."""
    cst = importlib.import_module("libcst")
    metadata = importlib.import_module("libcst.metadata")
    tool = importlib.import_module("mutmut.mutation.file_mutation")
    pragmas = importlib.import_module("mutmut.mutation.pragma_handling")
    wrapper = metadata.MetadataWrapper(cst.parse_module(path.read_text()))
    nothing_ignored = pragmas.IgnoredCode(set(), set(), set())
    visitor = _visitor(tool)(tool.mutation_operators, nothing_ignored)
    wrapper.visit(visitor)
    module = str(path.relative_to(_PROJECT).with_suffix("")).replace("/", ".")
    numbers: Counter[object] = Counter()
    for made in visitor.mutations:
        function = made.contained_by_top_level_function
        if isinstance(function, cst.FunctionDef):
            numbers[function] += 1
            yield partial(_change, module, wrapper, made, numbers[function])


def _change(module: str, wrapper: Any, made: Any, number: int) -> Change:
    cst = importlib.import_module("libcst")
    metadata = importlib.import_module("libcst.metadata")
    tool = importlib.import_module("mutmut.mutation.file_mutation")
    parents = wrapper.resolve(metadata.ParentNodeProvider)
    positions = wrapper.resolve(metadata.PositionProvider)
    function, node = made.contained_by_top_level_function, made.original_node
    holder = parents.get(parents[function])
    owner = holder.name.value if isinstance(holder, cst.ClassDef) else None
    name = ".".join(filter(None, (owner, function.name.value)))
    old = function.with_changes(decorators=[], leading_lines=[])
    new = tool.deep_replace(old, node, made.mutated_node)
    before, after = (dedent(cst.Module(body=[version]).code) for version in (old, new))
    return Change(
        name=f"{module.removeprefix(_PREFIX)}.{name} {number}",
        module=module,
        owner=owner,
        function=function.name.value,
        lines=_lines(cst, node, parents, positions),
        text=after,
        diff=_diff(before, after),
        rules=_rules(cst.Module(body=[function]).code),
        is_default=_is_default(cst, node, function, parents),
    )


def _visitor(tool: Any) -> Any:
    class Visitor(tool.MutationVisitor):  # type: ignore[misc]
        """Visit functions behind harmless decorators, too: most of them are properties."""

        def _skip_node_and_children(self, node: Any) -> bool:
            decorators = getattr(node, "decorators", ())
            names = {getattr(made.decorator, "value", None) for made in decorators}
            if hasattr(node, "params") and names and names <= _KEPT:
                return False
            return bool(super()._skip_node_and_children(node))

    return Visitor


def _rules(code: str) -> frozenset[str]:
    marks = [line for line in code.splitlines() if "# contract" in line]
    return frozenset(rule for line in marks for rule in _RULE.findall(line))


def _diff(before: str, after: str) -> str:
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    return "\n".join(list(lines)[2:])


def _lines(cst: Any, node: Any, parents: Any, positions: Any) -> range:
    """Return the lines of the statement around a node: all of a simple one, the head of a compound one."""
    kinds = (cst.SimpleStatementLine, cst.BaseCompoundStatement, cst.MatchCase)
    around = node
    while not isinstance(around, kinds):
        around = parents[around]
    first, last = positions[around].start.line, positions[around].end.line
    is_head = around is not node and not isinstance(around, cst.SimpleStatementLine)
    if is_head and not isinstance(around, cst.FunctionDef) and node in positions:
        last = positions[node].end.line
    return range(first, last + 1)


def _is_default(cst: Any, node: Any, function: Any, parents: Any) -> bool:
    """Return whether a node is in the parameters of a function, not in those of a lambda within."""
    while node is not function:
        if isinstance(node, cst.Parameters) and parents[node] is function:
            return True
        node = parents[node]
    return False


def product_files(patterns: list[str]) -> list[Path]:
    """Return the modules of the product that match, in the order of the patterns, such as ``core/record/*.py``."""
    root = _PROJECT / _PRODUCT
    found = chain.from_iterable(sorted(root.glob(pattern)) for pattern in patterns)
    return list(dict.fromkeys(found))
