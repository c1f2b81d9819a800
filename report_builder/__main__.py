"""`python -m report_builder` is the same program as `report-builder`."""

from report_builder.cli import main

if __name__ == "__main__":
    main()
