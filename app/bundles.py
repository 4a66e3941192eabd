"""One style sheet and one script a page, from files of one component each.

`css/app.css` has a line `@import "card.css";` for each sheet, and `js/app.js` a line `import "./times.js";`. A browser
would fetch them one by one; here each file stands in the place of its line, and one request brings all.
"""

import re
from functools import lru_cache
from pathlib import Path

IMPORT = re.compile(rb'^(?:@import|import) "([\w./-]+)";\n', re.MULTILINE)


def content(path: Path) -> bytes:
    """The file, with what it imports in place; read again only when one of them has changed."""
    return joined(path, tuple(part.stat().st_mtime_ns for part in parts(path, path.stat().st_mtime_ns)))


@lru_cache
def parts(path: Path, _changed_at: int) -> list[Path]:
    """The file itself, and each that it imports."""
    return [path, *(imported(path, found) for found in IMPORT.finditer(path.read_bytes()))]


@lru_cache
def joined(path: Path, _changed_at: tuple[int, ...]) -> bytes:
    return IMPORT.sub(lambda found: imported(path, found).read_bytes(), path.read_bytes())


def imported(path: Path, found: re.Match[bytes]) -> Path:
    return path.parent / found[1].decode()
