"""Makes docs/rules.md from the program's own table of rules."""

from pathlib import Path

from palpate.authoring.rules import rules_page

if __name__ == "__main__":
    (Path(__file__).parent / "rules.md").write_text(rules_page(), encoding="utf-8")
