"""`python -m sanglap.launch` is `sanglap`."""

from sanglap.launch.cli import main

main()
