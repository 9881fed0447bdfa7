"""`python -m spatialgeo_ros.cli`."""

import sys

from spatialgeo_ros.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
