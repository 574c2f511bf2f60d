"""Let `python -m wikicafe` be the same as `wikicafe`."""

from wikicafe.cli import main

if __name__ == "__main__":
    main(prog_name="wikicafe")
