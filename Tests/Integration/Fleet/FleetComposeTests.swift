import SystemKit
import TestSupport
import Testing

/// The demonstration of a fleet under a real Docker engine: what it shows is what a rollback of several hosts does.
@Suite(.ownThread, .serialized, .enabled(if: FleetBench.isPossible && DockerEngine.isExpected)) struct FleetComposeTests {
    @Test("Four practice nodes: the sick one is found, the others are rolled back in batches, and nothing is left")
    func demonstration() throws {
        try Fixture.with { fixture in
            let temporary = try fixture.makeDirectory("tmp")
            let child = try ChildProcess(
                ["python3", Checkout.root + "/drills/fleet_demo.py", Checkout.program], output: fixture.path("demo.out"),
                environment: ["TMPDIR": temporary, "DOCKER_HOST": try SharedEngine.start().host])
            defer { child.stop() }
            #expect(try child.wait(seconds: 400) == 0, "\(child.output)")
            let output = child.output
            #expect(output.contains("node2  confirmed"), "\(output)")
            #expect(output.contains("3 done"), "\(output)")
            #expect(output.contains("Everything is removed."))
            #expect(try Files.list(temporary).isEmpty)
        }
    }
}
