import Execution
import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import Operations

/// Looking for what fills the memory: at the service, or with a process in its container, whose code is run here by Python itself.
@Suite(.ownThread) struct MemoryMonitorTests {
    private static let compose = "services:\n  api:\n    container_name: jarvis-api\n    image: jarvis\n"

    private func bench(_ answers: JSONObject, _ body: (OperationsBench) throws -> Void) throws {
        try OperationsBench.with { (bench) throws in
            let page = try PracticePage.start(answers, in: bench.fixture)
            defer { withExtendedLifetime(page) {} }
            try body(bench.with(["JARVIS_API_URL": "http://127.0.0.1:\(page.port)"]))
        }
    }

    @Test("The service's own report goes first, and no container is entered")
    func endpoint() throws {
        try bench(["/debug/memory": [200, [:], "{\"objects\":{\"list\":5},\"rss\":1}"]]) { (bench) throws in
            let result = bench.operations.monitorMemory(try HeldLimits().limits())
            #expect(result.state == .done)
            #expect(result.summary == "the service's own report: it tells of objects, rss")
            #expect(result.evidence["report"]?["objects"]?["list"]?.int == 5)
        }
    }

    @Test("Without an endpoint and a container, without docker-compose: a person is asked")
    func person() throws {
        try bench([:]) { (bench) throws in
            let result = bench.operations.monitorMemory(try HeldLimits().limits())
            #expect(result.state == .failed)
            #expect(result.summary.contains("no /debug/memory (HTTP 404)") && result.summary.contains("ask a person"), "\(result.summary)")
            try bench.fixture.write(Self.compose, to: "jarvis/docker-compose.yml")
            let without = bench.operations.monitorMemory(try HeldLimits().limits())
            #expect(without.state == .failed)
            #expect(without.summary.contains("docker-compose: no such program"), "\(without.summary)")
        }
    }

    @Test("The argument vector is a process in the container, without a terminal and without a shell", arguments: [false, true])
    func command(isPlugin: Bool) {
        let program = isPlugin ? ["docker", "compose"] : ["docker-compose"]
        let argv = MemoryMonitor.command(program, service: "api", python: "python3", seconds: 10)
        #expect(argv.dropLast() == program + ["exec", "-T", "api", "python3", "-c"])
        #expect(argv.last?.contains("signal.alarm(20)") == true)
        #expect(MemoryMonitor.seconds(within: 600_000) == 10)
        #expect(MemoryMonitor.seconds(within: 6000) == 2)
        #expect(MemoryMonitor.seconds(within: 0) == 1)
    }

    private func run(_ fixture: Fixture) throws -> String {
        let process = try ChildProcess(
            ["python3", "-c", MemoryMonitor.code(seconds: 1)], output: fixture.path("monitor.out"),
            environment: ["PYTHONPATH": fixture.directory])
        #expect(try process.wait() == 0)
        return process.output
    }

    @Test("The code drives Jarvis's monitor, and ends although the monitor's thread does not")
    func monitor() throws {
        try Fixture.with { (fixture) throws in
            try fixture.makeDirectory("core")
            try fixture.makeDirectory("core/performance")
            try fixture.write(
                """
                import threading, time
                class Monitor:
                    def start_tracking(self):
                        print("noise without an end", end="")
                        threading.Thread(target=lambda: time.sleep(600)).start()
                        self.started = time.time()
                    def get_report(self):
                        return {"waited": time.time() - self.started >= 1, "current": object()}
                memory_monitor = Monitor()
                """, to: "core/performance/memory_monitor.py")
            let report = try #require(MemoryMonitor.report(in: try run(fixture)))
            #expect(report["source"]?.text == "memory_monitor")
            #expect(report["report"]?["waited"]?.bool == true)
            #expect(
                MemoryMonitor.words(report).hasSuffix("it is a new process beside the service and cannot see the service's own objects"))
        }
    }

    @Test("Without Jarvis's monitor it counts objects, and says whose")
    func snapshot() throws {
        try Fixture.with { (fixture) throws in
            let report = try #require(MemoryMonitor.report(in: try run(fixture)))
            #expect(report["source"]?.text == "snapshot")
            #expect((report["report"]?["objects"]?.object?.members.count ?? 0) > 5)
            #expect(MemoryMonitor.words(report).contains("new Python process"))
        }
    }

    @Test("A monitor that never comes back is ended by its own alarm, whoever listens")
    func alarm() throws {
        try Fixture.with { (fixture) throws in
            try fixture.makeDirectory("core")
            try fixture.makeDirectory("core/performance")
            try fixture.write("import time\ntime.sleep(600)\n", to: "core/performance/memory_monitor.py")
            // The alarm is ten seconds after the time it is given.
            let process = try ChildProcess(
                ["python3", "-c", MemoryMonitor.code(seconds: -9)], output: fixture.path("monitor.out"),
                environment: ["PYTHONPATH": fixture.directory])
            #expect(try process.wait() != 0)
            #expect(MemoryMonitor.report(in: process.output) == nil)
        }
    }
}
