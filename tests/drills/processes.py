"""Drills in which programs end: in an orderly way, killed, and one of two."""

from __future__ import annotations

from tests.drills.scene import Scene
from tests.support.safety import killed_postgres


def restart(scene: Scene) -> None:
    """The service, and then PostgreSQL, are stopped and started while people vote."""
    scene.while_pressing()
    scene.server.stop()
    scene.server.start()
    scene.at_work()
    if scene.cluster:
        scene.while_pressing()
        scene.cluster.tool("pg_ctl", "stop", "-m", "fast", "-D", str(scene.cluster.data))
        killed_postgres.back_again(scene.cluster)
    scene.saw.append("the service" + (" and PostgreSQL" if scene.cluster else "") + " stopped and started")


def kill(scene: Scene) -> None:
    """``kill -9`` of every process of the service, and of PostgreSQL."""
    scene.while_pressing()
    scene.server.kill()
    scene.server.start()
    if scene.cluster:
        scene.at_work()
        scene.while_pressing()
        killed_postgres.the_postmaster(scene.cluster)
    scene.saw.append("kill -9 of the service" + (" and of PostgreSQL" if scene.cluster else ""))
