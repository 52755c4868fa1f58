"""No code reads a sentence that Mayfly wrote: what decides is a value, and the sentence is made from it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "backend" / "mayfly"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: Modules that read sentences which others wrote.
OF_OTHERS = {
    "planning/chat/errors.py": "the errors of providers and of LangChain",
    "planning/chat/models.py": "the errors of LangChain's packages",
    "cleanup/index/repair.py": "the errors of SQLite",
    "cleanup/index/schema.py": "statements of SQL",
    "stores/database.py": "the errors of psycopg",
}
#: Attributes and keys that hold a sentence of ours.
SENTENCES = frozenset({"question", "sentence", "statements", "assumptions", "message"})
ATTRIBUTES = SENTENCES - {"message"}  # a message of LangChain is an object
READERS = frozenset(
    ["startswith", "endswith", "find", "index", "rfind", "split", "rsplit", "partition", "rpartition"]
).union(["splitlines", "removeprefix", "removesuffix", "count"])
PATTERNS = frozenset(["search", "match", "fullmatch", "findall", "finditer", "split", "sub", "subn"])
#: What leaves a sentence a sentence.
KEEPS = frozenset(["lower", "upper", "casefold", "strip", "lstrip", "rstrip", "replace", "format"])


def reads(source: str) -> list[int]:
    """Return the lines in which a module looks into a sentence."""
    tree = ast.parse(source)
    scopes = [
        tree,
        *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)),
    ]
    return sorted({line for scope in scopes for line in _reads_in(scope)})


def _reads_in(scope: ast.AST) -> Iterator[int]:
    errors = {node.name for node in ast.walk(scope) if isinstance(node, ast.ExceptHandler) and node.name}
    errors |= {"error"}  # the name of parameters that hold one
    sentences: set[str] = set()

    def is_sentence(node: ast.AST) -> bool:
        match node:
            case ast.Name(id=name):
                return name in sentences
            case ast.Attribute(attr=attr):
                return attr in ATTRIBUTES
            case ast.Subscript(value=ast.Attribute(value=ast.Name(id=name), attr="args")):
                return name in errors
            case ast.Subscript(slice=ast.Constant(value=str(key))):
                return key in SENTENCES
            case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(key)), *_]):
                return key in SENTENCES
            case ast.Call(func=ast.Name(id="str"), args=[ast.Name(id=name)]) if name in errors:
                return True
            case ast.Call(func=ast.Name(id="str" | "repr"), args=[inner]):
                return is_sentence(inner)
            case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=[inner]):
                return is_sentence(inner)
            case ast.Call(func=ast.Attribute(value=inner, attr=attr)) if attr in KEEPS:
                return is_sentence(inner)
            case ast.JoinedStr(values=values):
                return any(
                    isinstance(each, ast.FormattedValue) and is_sentence(each.value) for each in values
                )
        return False

    for _ in range(3):  # names that are given one, however often they are passed on
        for node in ast.walk(scope):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if is_sentence(value):
                    sentences.add(name)
                case (
                    ast.comprehension(target=ast.Name(id=name), iter=value)
                    | ast.For(target=ast.Name(id=name), iter=value)
                ) if is_sentence(value):
                    sentences.add(name)

    for node in ast.walk(scope):
        match node:
            case ast.Compare(ops=ops, comparators=right):
                held = [
                    side for op, side in zip(ops, right, strict=True) if isinstance(op, ast.In | ast.NotIn)
                ]
                if any(is_sentence(side) for side in held):
                    yield node.lineno
            case ast.Call(func=ast.Attribute(value=value, attr=attr), args=args):
                if (attr in READERS and is_sentence(value)) or (
                    attr in PATTERNS and any(is_sentence(each) for each in args)
                ):
                    yield node.lineno


@pytest.mark.parametrize(
    "code",
    [
        "def f(problem):\n    return 'wall' in problem['message']",
        "def f(problem):\n    text = str(problem['message'])\n    return text.endswith('?')",
        "try:\n    g()\nexcept ValueError as why:\n    print('would make' in str(why))",
        "try:\n    g()\nexcept ValueError as why:\n    print(why.args[0].split(':'))",
        "def f(error):\n    return str(error).lower().startswith('what')",
        "def f(plan):\n    return any('assumed' in line for line in plan.assumptions)",
        "def f(plan):\n    return 'assumed' in ' '.join(plan.statements)",
        "def f(note):\n    return re.search('thread', note.sentence)",
        "def f(raised):\n    return PATTERN.findall(raised.question)",
        "def f(problem):\n    return re.fullmatch('x', f\"{problem['message']}!\")",
    ],
)
def test_looking_into_a_sentence_is_found(code: str) -> None:
    assert reads(code)


@pytest.mark.parametrize(
    "code",
    [
        "def f(problem):\n    return f\"{problem['message']} Again.\"",
        "def f(raised):\n    return raised.subject.kind == 'size' and 'wall' in raised.subject.sizes",
        "def f(plan):\n    return [str(each) for each in plan.assumptions]",
        "try:\n    g()\nexcept ValueError as why:\n    raise KeyError(str(why)) from why",
        "def f(words):\n    return 'wall' in words and words.startswith('a')",
    ],
)
def test_passing_a_sentence_on_is_no_reading(code: str) -> None:
    assert not reads(code)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_reads_what_mayfly_wrote(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    found = reads(path.read_text(encoding="utf-8"))
    if name in OF_OTHERS:
        assert found, f"{name} reads no sentences any more: take it off the list"
        return
    assert not found, f"{name}: lines {found}"
