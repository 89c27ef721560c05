"""Python parses every block of every packages/*/DATABRICKS.md: nobody runs them, so this is all they are held to."""
import ast
import re
from pathlib import Path

pages = sorted((Path(__file__).parents[2] / "packages").glob("*/DATABRICKS.md"))
blocks = [(page, block) for page in pages for block in re.findall(r"^```python\n(.*?)^```$", page.read_text(), re.S | re.M)]
assert len(blocks) == 9 * len(pages) > 0, f"found {len(blocks)} blocks in {len(pages)} pages, expected nine a page"
for page, block in blocks:
    try:
        ast.parse(block)
    except SyntaxError as failure:
        raise AssertionError(f"{page.parent.name}/{page.name}: {failure.msg} in: {failure.text}") from failure
print(f"{len(blocks)} blocks of {len(pages)} pages are Python")
