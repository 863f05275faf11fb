import ProcessKit
import SystemKit
import TestSupport
import Testing

/// Commands that do not end when asked, or not alone.
@Suite(.ownThread) struct TeardownTests {
    private let short = Teardown([.init(.terminate, graceMilliseconds: 300)])

    @Test("A command that ignores TERM is killed after its grace")
    func ignoresTerm() throws {
        try Fixture.with { fixture in
            let result = try run(fixture.shell("trap '' TERM; echo deaf; while :; do sleep 0.05; done"), within: 300, teardown: short)
            #expect(result.ending == .timedOut)
            #expect(result.standardOutput.text == "deaf\n")
            #expect(result.durationMilliseconds >= 600)
            #expect(fixture.survivors == [])
        }
    }

    @Test("A command that cleans up on TERM is given the time for it, and what it writes then is kept")
    func cleansUp() throws {
        try Fixture.with { fixture in
            let script = "trap 'echo cleaning; sleep 0.1; echo clean; exit 3' TERM; echo ready > up; while :; do sleep 0.02; done"
            let patient = Teardown([.init(.terminate, graceMilliseconds: 20_000)])
            let cancellation = try Cancellation()
            let running = try start(fixture.shell(script), cancellation: cancellation, teardown: patient)
            #expect(try fixture.await("up") == "ready")
            cancellation.cancel()
            let result = try running.value().get()
            #expect(result.ending == .cancelled)
            #expect(result.standardOutput.text == "cleaning\nclean\n")
            #expect(result.durationMilliseconds < 20_000)
        }
    }

    @Test("A stopped command is ended too")
    func stopped() throws {
        try Fixture.with { fixture in
            let result = try run(fixture.shell("trap 'echo heard; exit' TERM; kill -STOP $$; sleep 60"), within: 300)
            #expect(result.ending == .timedOut)
            #expect(result.standardOutput.text == "heard\n")
            #expect(fixture.survivors == [])
        }
    }

    @Test("The steps are taken in their order")
    func order() throws {
        try Fixture.with { fixture in
            let script = "trap 'echo INT' INT; trap 'echo HUP' HUP; echo ready > up; while :; do sleep 0.02; done"
            let teardown = Teardown([.init(.interrupt, graceMilliseconds: 300), .init(.hangup, graceMilliseconds: 300)])
            let cancellation = try Cancellation()
            let running = try start(fixture.shell(script), cancellation: cancellation, teardown: teardown)
            #expect(try fixture.await("up") == "ready")
            cancellation.cancel()
            #expect(try running.value().get().standardOutput.text == "INT\nHUP\n")
        }
    }

    @Test("Grandchildren go with a command that is stopped")
    func grandchildren() throws {
        try Fixture.with { fixture in
            let script = "(trap '' TERM; sh -c 'sleep 60' & sleep 60) & sleep 60 & echo ready > up; wait"
            let cancellation = try Cancellation()
            let running = try start(fixture.shell(script), cancellation: cancellation, teardown: short)
            #expect(try fixture.await("up") == "ready")
            #expect(fixture.survivors.count >= 3)
            cancellation.cancel()
            let result = try running.value().get()
            #expect(result.leftBehind >= 2)
            #expect(fixture.survivors == [])
        }
    }

    private static let untilLeft = "while ! [ -s left ]; do sleep 0.01; done"

    /// Each leaves a process in the background, writes its number to `left`, and exits with 0.
    static let leavers: [(name: String, script: String)] = [
        ("in its group", "sleep 60 > /dev/null 2>&1 & echo $! > left"),
        ("in its group, holding the pipe", "sleep 60 & echo $! > left"),
        ("in a session of its own", "setsid sh -c 'echo $$ > left; exec sleep 60' > /dev/null 2>&1 & \(untilLeft)"),
        ("in a session of its own, holding the pipe", "setsid sh -c 'echo $$ > left; exec sleep 60' & \(untilLeft)"),
        (
            "in a session of its own, orphaned, deaf to TERM and holding the pipe",
            "(setsid sh -c 'trap \"\" TERM; echo $$ > left; exec sleep 60' &) ; \(untilLeft)"
        ),
        (
            "without its environment, in the old session",
            "env -i sh -c 'echo $$ > left; exec /bin/sleep 60' > /dev/null 2>&1 & \(untilLeft)"
        ),
    ]

    @Test("What outlives a command that exited is ended", arguments: leavers.map(\.name))
    func leftBehind(name: String) throws {
        let script = try #require(Self.leavers.first { $0.name == name }).script
        try Fixture.with { fixture in
            let result = try run(fixture.shell("echo done; " + script), teardown: short)
            #expect(result.ending == .exited(0))
            #expect(result.standardOutput.text == "done\n")
            #expect(result.leftBehind == 1)
            let left = try #require(Int32(try fixture.await("left")))
            #expect(!isAlive(left))
            #expect(fixture.survivors == [])
        }
    }

    @Test("At the deadline a grandchild that called setsid and holds the pipe goes too, even without its environment")
    func escaped() throws {
        try Fixture.with { fixture in
            let script = "env -i setsid sh -c 'trap \"\" TERM; echo $$ > left; while :; do /bin/sleep 0.1; done' & echo begun; sleep 60"
            let result = try run(fixture.shell(script), within: 500, teardown: short)
            #expect(result.ending == .timedOut)
            #expect(result.standardOutput.text == "begun\n")
            let left = try #require(Int32(try fixture.await("left")))
            #expect(!isAlive(left))
        }
    }

    @Test("A server that made itself a daemon and writes its title over its environment is found")
    func daemon() throws {
        try Fixture.with { fixture in
            let options = "--port 0 --unixsocket '\(fixture.directory)/s' --save '' --daemonize yes --pidfile '\(fixture.directory)/pid'"
            let script = "redis-server \(options) > /dev/null; while ! [ -s pid ]; do sleep 0.01; done; cat pid > left"
            #expect(try run(fixture.shell(script)).ending == .exited(0))
            let pid = try #require(Int32(try fixture.await("left")))
            // Nothing tells whose it is: the last to end of the commands beside it takes it along.
            let deadline = Deadline.after(milliseconds: 30_000)
            let never = try Cancellation()
            while isAlive(pid), !deadline.hasPassed { _ = never.wait(until: .after(milliseconds: 10)) }
            #expect(!isAlive(pid))
        }
    }

    @Test("A cancelled run leaves the processes of its neighbour alone")
    func neighbours() throws {
        try Fixture.with { mine in
            try Fixture.with { others in
                let script = "setsid sleep 60 & sleep 60 & echo ready > up; while ! [ -e stop ]; do sleep 0.02; done; echo whole"
                let (first, second) = (try Cancellation(), try Cancellation())
                let cancelled = try start(mine.shell(script), cancellation: first)
                let neighbour = try start(others.shell(script), cancellation: second)
                #expect(try mine.await("up") == "ready")
                #expect(try others.await("up") == "ready")
                first.cancel()
                #expect(try cancelled.value().get().ending == .cancelled)
                #expect(mine.survivors == [])
                #expect(others.survivors.count >= 3)
                try others.write("stop", "")
                let result = try neighbour.value().get()
                #expect(result.ending == .exited(0))
                #expect(result.standardOutput.text == "whole\n")
                #expect(result.leftBehind >= 2)
                #expect(others.survivors == [])
            }
        }
    }
}
