#!/usr/bin/env bash
# Home Assistant 2026.11.0: `save_json` decides the mode of the file anew each time, and does not follow links.
#
# Without `private` a file that its owner had closed (0600) is readable by all (0644) after the next save, whatever
# the umask; with `private` one that was opened for a backup group (0640) is 0600 again. A symbolic link is not
# written through: it becomes a file of its own, and the file that it pointed to keeps the old content.
#
# Why it matters: a file with PINs needs `private` on every save; a mode that was right at creation lasts until the
# next one. And where such a file was moved to an encrypted disk and replaced by a link, the PINs are back in the old
# place.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_home_assistant
run_python <<'PYTHON'
import os
from pathlib import Path

from conclude import conclude
from homeassistant.helpers.json import save_json

os.umask(0o077)


def saved(mode, private):
    file, link = Path("codes.json"), Path("link.json")
    file.write_text('{"old": 1}')
    file.chmod(mode)
    link.unlink(missing_ok=True)
    link.symlink_to(file)
    save_json(str(link), {"new": 1}, private, atomic_writes=True)
    return [f"{link.stat().st_mode & 0o777:o}", link.is_symlink(), "old" in file.read_text()]


def mode_after(mode, private):
    file = Path("codes.json")
    file.write_text("{}")
    file.chmod(mode)
    save_json(str(file), {"new": 1}, private, atomic_writes=True)
    return f"{mode:o} -> {file.stat().st_mode & 0o777:o}"


conclude(
    {
        "plain": mode_after(0o600, False),
        "private": mode_after(0o640, True),
        "through a link": saved(0o600, True),
    }
)
PYTHON
expect <<'SEEN'
plain: "600 -> 644"
private: "640 -> 600"
through a link: ["600", false, true]
SEEN
