"""`make demo-reset`: the demo's database and practice network are removed; the next start makes them anew."""

import shutil
import sys

from sanglap.config.environment import environment
from sanglap.launch.commands import CLUSTER
from sanglap.launch.postgres.cluster import Cluster


def main() -> int:
    if environment.database_url:
        print("DATABASE_URL is set: a database that is not ours is not emptied. Unset it, or empty it by hand.")
        return 1
    cluster = Cluster(CLUSTER, environment.var_dir)
    if not cluster.remove():
        print("The demo is running. Stop it first (Ctrl-C where it runs).", file=sys.stderr)
        return 1
    shutil.rmtree(environment.var_dir / "practice", ignore_errors=True)
    print("The demo's data are gone; `make demo` starts over.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
