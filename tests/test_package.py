"""The project as it is installed: a light import, a wheel that works anywhere, a README that is true."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest

import nlp_extract
from nlp_extract.patterns import Pattern

HEAVY = ("regex", "spacy", "sklearn", "jieba", "numpy", "lxml", "pdfplumber", "click")


def commands(root: Path) -> list[str]:
    """The README's command lines: those of its first two shell blocks."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    return [match.group(1).strip() for match in Pattern(r"```sh\n([\s\S]*?)\n```").finditer(readme)]


def test_import_loads_nothing_heavy() -> None:
    code = f"import sys, nlp_extract; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there() -> None:
    for name in nlp_extract.__all__:
        assert getattr(nlp_extract, name) is not None
    assert set(dir(nlp_extract)) >= set(nlp_extract.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nosuch'"):
        nlp_extract.nosuch  # noqa: B018


def test_the_changelog_opens_with_this_version(root: Path) -> None:
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = next(line for line in changelog.splitlines() if line.startswith("## "))
    assert heading.split()[1] == nlp_extract.__version__


def test_ci_runs_the_command_of_the_readme(root: Path) -> None:
    setup, tests = commands(root)[:2]
    script = (root / ".ci" / "run").read_text(encoding="utf-8")
    assert tests in script.splitlines()
    assert "pytest" in tests
    report = setup.split()[-1]
    assert report.startswith("corpora/reports/")
    assert (root / report).is_file()


def test_the_readme_names_only_files_that_exist(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    named = {match.group() for match in Pattern(r"\b(?:corpora|models|nlp_extract|tests)/[\w./]*\w").finditer(readme)}
    assert named
    assert [name for name in sorted(named) if not (root / name).exists()] == []


def examples(root: Path) -> list[tuple[str, list[str]]]:
    """The README's console blocks that show output: the command and its lines, those of … apart."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    found = []
    for match in Pattern(r"```console\n\$ ([\s\S]*?)\n```").finditer(readme):
        lines = match.group(1).splitlines()
        last = next(index for index, line in enumerate(lines) if not line.endswith("|"))
        shown = [line for line in lines[last + 1 :] if line != "…" and not line.startswith("$ ")]
        if shown:
            found.append((" ".join(lines[: last + 1]), shown))
    return found


@pytest.mark.skipif(os.name == "nt", reason="the README shows a POSIX shell")
def test_the_readmes_output_is_true(root: Path) -> None:
    """Line by line, in order; … stands for lines left out."""
    shown = examples(root)
    assert len(shown) >= 3
    for command, expected in shown:
        own = command.replace(".venv/bin/nlp-extract", f"{sys.executable} -m nlp_extract")
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(own, shell=True, cwd=root, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr
        lines = iter(done.stdout.splitlines())
        for line in expected:
            assert line in lines, f"{command}: {line}"


def test_the_readmes_python_runs(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    (code,) = [match.group(1) for match in Pattern(r"```python\n([\s\S]*?)```").finditer(readme)]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip()


def test_dependencies_have_both_bounds_or_a_reason(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in project["dependencies"]:
        assert ">=" in requirement, requirement


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built by the tools at hand (no network)."""
    root, folder = Path(__file__).parents[1], tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; libraries come from the running one, our package does not."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    python = binaries / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    done = subprocess.run(pip, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    # A .pth file's lines go on the path as they are: an editable install of ours there stays unseen
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(site.stdout.strip()) / "libraries.pth").write_text("\n".join(sorted(libraries)))
    return binaries


def test_the_installed_wheel_works_from_any_folder(installed: Path, corpus: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_bytes((corpus / "qingping_water_2023.txt").read_bytes())
    home = subprocess.run(
        [installed / "python", "-c", "import nlp_extract; print(nlp_extract.__file__)"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(home.stdout.strip()).is_relative_to(installed.parent)
    for verb in ("extract", "check"):
        done = subprocess.run(
            [installed / "nlp-extract", verb, report.name, "--format", "json"],
            cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["agency"] == "清平县水利局"
    assert [path.name for path in tmp_path.iterdir()] == ["report.txt"]


def test_the_wheel_holds_knowledge_and_model(wheel: Path) -> None:
    import zipfile

    names = set(zipfile.ZipFile(wheel).namelist())
    root = Path(__file__).parents[1]
    lexicon = {f"nlp_extract/lexicon/{path.name}" for path in (root / "nlp_extract" / "lexicon").glob("*.toml")}
    model = {f"nlp_extract/{path.relative_to(root)}" for path in (root / "models").rglob("*") if path.is_file()}
    assert lexicon
    assert model
    assert names >= lexicon | model | {"nlp_extract/py.typed", "nlp_extract/export/schema.json"}
    assert not any(name.startswith(("tests/", "corpora/")) for name in names)
