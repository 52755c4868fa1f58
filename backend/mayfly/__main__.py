"""``python -m mayfly``: the command line, where the command itself is not on the path."""

from mayfly.cli import main

if __name__ == "__main__":
    main()
