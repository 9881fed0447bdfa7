"""`python -m spatialgeo_ros.cli`."""

from spatialgeo_ros.cli.main import console

if __name__ == "__main__":
    console()
