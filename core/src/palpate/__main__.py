"""`python -m palpate`: the command where its script isn't on the path."""

from palpate.cli import main

if __name__ == "__main__":
    main()
