"""Clusters of the tests' own, apart from the one that the other tests use."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sanglap.launch.postgres.cluster import Cluster


@pytest.fixture
def make_cluster(tmp_path: Path) -> Iterator[Callable[..., Cluster]]:
    """Makes `Cluster`s; they are stopped and removed afterwards."""
    made: list[Cluster] = []

    def make(folder: Path = tmp_path, *, said: list[str] | None = None) -> Cluster:
        made.append(Cluster("chaos", folder, durable=False, say=(said if said is not None else []).append))
        return made[-1]

    yield make
    for cluster in made:
        cluster.stop()
    for cluster in made:
        shutil.rmtree(cluster.place.data.parent, ignore_errors=True)
        shutil.rmtree(cluster.place.socket, ignore_errors=True)
