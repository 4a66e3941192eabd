"""What each worker holds (RSS) after a thousand requests: pages, homes, profiles, sign-ins."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from field import Server, serving
from plan import Plan
from report import Row

WORKERS, THREADS, EACH = 2, 8, 1000
MOST = 90  # MiB


def measure(plan: Plan) -> list[Row]:
    return [row(name) for name in plan.with_accounts]


def row(name: str) -> Row:
    with serving(name) as server:
        with ThreadPoolExecutor(THREADS) as pool:
            for number in range(WORKERS * EACH // 10):
                pool.submit(visit, server, number)
        held = max(resident(process) for process in workers(server.process.pid))
    return Row("memory a worker", name, held, "MiB", target=f"<= {MOST}" if name == "ours" else "")


def visit(server: Server, number: int) -> None:
    """Ten requests by one person, on a connection of their own."""
    visitor = server.visitor(number)
    for _look in range(3):
        visitor.get("/auth/login")
    visitor.post("/auth/login", **server.sign_in_fields(number))
    for page in ("/", "/", "/", f"/user/person{number}", f"/user/person{number}", "/"):
        visitor.get(page)


def workers(master: int) -> list[Path]:
    processes = [folder for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    return [folder for folder in processes if parent(folder) == master]


def parent(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def resident(folder: Path) -> float:
    line = next(line for line in (folder / "status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
