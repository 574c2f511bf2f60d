"""One module per command of the command line; the table of them is `wikicafe/cli.py`."""
