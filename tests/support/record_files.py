"""The files of a record, as a backup has them."""

from pathlib import Path


def record_files(path: Path) -> dict[str, bytes]:
    """Return the content of snapshot, log and copy, by name."""
    return {each.name: each.read_bytes() for each in path.parent.glob(f"{path.name}*")}


def put_back(path: Path, files: dict[str, bytes]) -> None:
    """Replace the files of a record by those of a backup."""
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
    for name, content in files.items():
        path.with_name(name).write_bytes(content)


def log_of(path: Path) -> Path:
    """Return the path of the log of a record."""
    [log] = path.parent.glob(f"{path.name}.changes.*")
    return log
