"""Packing JavaScript modules into one script: what is packed is whole, what is not understood is refused."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from competition.adapters import modules
from competition.adapters.modules import UnpackableError

PAGE = "import {\n  double,\n  NAMES,\n} from './parts/more.js';\nglobalThis.said = double(NAMES.length);\n"
MORE = (
    "import { base } from '../base.js';\nconst hidden = base;\n"
    "export function double(x) {\n  return hidden * x;\n}\nexport const NAMES = ['import { a }', 'b'];\n"
)
BASE = "const hidden = 2;\nvar base = hidden;\nexport {\n  base\n};\n"


def tree(folder: Path, **changed: str) -> Path:
    """Three modules, two of which have a private name in common."""
    texts = {"page": PAGE, "parts/more": MORE, "base": BASE, "worker": "import { base } from './base.js';\n"}
    for name, text in (texts | changed).items():
        (folder / f"{name}.js").parent.mkdir(exist_ok=True)
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def pack(folder: Path) -> str:
    return modules.pack(folder, page="page.js", worker="worker.js")


def test_the_packed_script_does_what_the_modules_do(tmp_path: Path, chromium: Browser) -> None:
    page = chromium.new_page()
    page.add_script_tag(content=pack(tree(tmp_path)))
    assert page.evaluate("globalThis.said") == 4
    page.close()


def test_the_same_modules_give_the_same_script(tmp_path: Path) -> None:
    assert pack(tree(tmp_path)) == pack(tree(tmp_path))


@pytest.mark.parametrize(
    "unknown",
    [
        "import everything from './base.js';",
        "import * as all from './base.js';",
        "import { base as other } from './base.js';",
        "import './base.js';",
        "import { base } from 'somewhere';",
        "import { base } from '/base.js';",
        "export default 1;",
        "export * from './base.js';",
        "export let base = 1;",
        "const here = import.meta.url;",
        "const end = '</script>';",
        "import { x } from './page.js';",
    ],
)
def test_what_the_packing_does_not_know_is_refused(tmp_path: Path, unknown: str) -> None:
    with pytest.raises(UnpackableError):
        pack(tree(tmp_path, page=f"{unknown}\n"))
