"""A small disk under `.storage` that can be filled."""

from contextlib import suppress
from dataclasses import dataclass
import os
from pathlib import Path
import shutil
import subprocess

_SIZE = 8 * 1024 * 1024


@dataclass(slots=True)
class SmallDisk:
    """A tmpfs mounted over a folder; where that is not permitted, nothing, and it never fills."""

    folder: Path
    is_mounted: bool = False

    def mount(self) -> None:
        """Put the small disk there, with what the folder holds."""
        aside = self.folder.with_name("storage-aside")
        shutil.copytree(self.folder, aside)
        command = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "chaos"]
        done = subprocess.run([*command, str(self.folder)], check=False)
        self.is_mounted = done.returncode == 0
        if self.is_mounted:
            shutil.copytree(aside, self.folder, dirs_exist_ok=True)
        shutil.rmtree(aside)

    def fill(self) -> None:
        """Leave no byte free."""
        block = b"x" * 65536
        with suppress(OSError), (self.folder / "filler").open("wb", 0) as filler:
            while True:
                # The last write takes what is left.
                if filler.write(block) < len(block):
                    break
        with suppress(OSError), (self.folder / "filler2").open("wb", 0) as filler:
            while filler.write(b"x"):
                pass

    def refuse(self) -> bool:
        """Have it take nothing at all; tells whether it does."""
        return self._remount("ro")

    def free(self) -> None:
        """Give the room back, and take everything again."""
        if self.is_mounted:
            self._remount("rw")
        for name in ("filler", "filler2"):
            (self.folder / name).unlink(missing_ok=True)

    def _remount(self, mode: str) -> bool:
        command = ["mount", "-o", f"remount,{mode}", str(self.folder)]
        return subprocess.run(command, check=False).returncode == 0

    def unmount(self) -> None:
        """Take the small disk away, and what it holds."""
        if self.is_mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=False)
            self.is_mounted = False
            os.sync()
