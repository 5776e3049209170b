"""Drills with two servers on one database."""

from __future__ import annotations

from tests.drills.scene import Scene

#: ``wsgi`` with a clock that is wrong by so many seconds.
WRONG_CLOCK, AHEAD = "tests.drills.wrong_clock", "PB_DRILL_CLOCK_AHEAD"


def two_servers(scene: Scene) -> None:
    """Who gets no answer at one server presses at the other. Each of them is killed and started again."""
    second = scene.another_server()
    second.start()
    scene.ports.append(second.port)
    scene.at_work()
    for each in (scene.server, second):
        scene.while_pressing()
        each.kill()
        scene.at_work()  # at the one that is left
        each.start()
    scene.saw.append("each server killed in turn; the other took its voters")


def clocks_apart(scene: Scene) -> None:
    """Two servers whose clocks are a minute apart, then one that is five minutes behind."""
    ahead, behind, far = (
        scene.another_server(app=WRONG_CLOCK, **{AHEAD: seconds}) for seconds in ("30", "-30", "-300")
    )
    for each in (ahead, behind):
        each.start()
        scene.ports.append(each.port)
    scene.ports.pop(0)
    scene.server.stop()
    scene.at_work(60)
    far.start()
    warned = next((line for line in far.log.read_text().splitlines() if line.startswith("Warning: ")), "")
    scene.expect("clock" in warned, "a server whose clock is five minutes behind says so at its start")
    scene.ports[:] = [far.port]
    scene.at_work()
    scene.saw.append(f"30 seconds ahead and 30 behind: every ballot went in; 5 minutes behind: “{warned}”")
