import Glibc
import SystemKit
import TestSupport
import Testing

/// The metrics file of `watch`, read by others while it is written.
@Suite(.ownThread) struct WatchMetricsTests {
    /// The drill, the watch, and then the metrics.
    private func metrics(_ drill: [String], _ watch: [String], code: Int32, in fixture: Fixture) throws -> [PrometheusFormat.Sample] {
        let file = fixture.path("jarvis.prom")
        let run = try Run(["drill"] + drill + ["--", "jarvis-ops", "watch"] + watch + ["--metrics", file])
        #expect(run.code == code, "\(run.output) \(run.errors)")
        return try PrometheusFormat.read(String(decoding: try Files.read(file), as: UTF8.self), in: fixture)
    }

    @Test("A confirmed incident: its symptoms, its probes, its measures, each with the incident's name")
    func confirmed() throws {
        try Fixture.with { fixture in
            let seen = try metrics(
                ["slow", "--fault-size", "2.1"], ["high-latency", "--for", "1s", "--interval", "100ms"], code: 1, in: fixture)
            #expect(seen.allSatisfy { $0.labels["incident"] == "high-latency" })
            #expect(seen.value("jarvis_ops_incident_confirmed") == 1)
            #expect(seen.value("jarvis_ops_symptom_present", ["symptom": "high-latency/symptom.1"]) == 1)
            #expect(seen.value("jarvis_ops_symptom_present", ["symptom": "high-latency/symptom.3"]) == 0)
            #expect((2.1...10).contains(seen.value("jarvis_ops_api_latency_p95_seconds") ?? 0))
            #expect(seen.value("jarvis_ops_api_5xx_ratio") == 0)
            #expect((2.1...10).contains(seen.value("jarvis_ops_probe_duration_seconds", ["probe": "check/api"]) ?? 0))
            #expect(seen.value("jarvis_ops_runs_total", ["verdict": "confirmed"]) ?? 0 >= 1)
            #expect(seen.value("jarvis_ops_runs_total", ["verdict": "clear"]) == 0)
            let age = Double(Timestamp.now().milliseconds) / 1000 - (seen.value("jarvis_ops_last_run_timestamp_seconds") ?? 0)
            #expect((0...100).contains(age))
        }
    }

    @Test("Memory, the outbox and rate limits are there for the incidents that have them")
    func others() throws {
        try Fixture.with { fixture in
            let memory = try metrics(
                ["healthy"], ["memory-leak", "--until-healthy", "1", "--timeout", "3s"], code: 0, in: fixture)
            #expect((5e6...1e9).contains(memory.value("jarvis_ops_service_resident_bytes") ?? 0))
            #expect(memory.value("jarvis_ops_incident_confirmed") == 0)
        }
        try Fixture.with { fixture in
            let mesh = try metrics(["mesh-nats-down"], ["mesh", "--for", "10ms"], code: 1, in: fixture)
            #expect(mesh.value("jarvis_ops_outbox_pending") == 20)
        }
        try Fixture.with { fixture in
            let limits = try metrics(
                ["rate-limited", "--rate-limit-ttl", "500"], ["provider-failures", "--for", "10ms"], code: 1, in: fixture)
            for name in ["groq", "openrouter", "ollama"] {
                #expect((300...500).contains(limits.value("jarvis_ops_rate_limit_reset_seconds", ["provider": name]) ?? 0))
            }
        }
    }

    @Test("What is not known is not there")
    func unknown() throws {
        try Fixture.with { fixture in
            let file = fixture.path("m.prom")
            let run = try Run(
                [
                    "watch", "memory-leak", "-C", fixture.directory, "--interval", "1ms", "--for", "50ms", "--timeout", "100ms",
                    "--metrics",
                    file,
                ], environment: ["JARVIS_API_URL": "http://127.0.0.1:1", "JARVIS_OPS_REDIS_URL": "redis://127.0.0.1:1/0"])
            #expect(run.code == 2)
            let seen = try PrometheusFormat.read(String(decoding: try Files.read(file), as: UTF8.self), in: fixture)
            let names = Set(seen.map(\.name))
            #expect(!names.contains("jarvis_ops_incident_confirmed") && !names.contains("jarvis_ops_symptom_present"))
            #expect(seen.value("jarvis_ops_runs_total", ["verdict": "unknown"]) ?? 0 >= 1)
        }
    }

    @Test("Whoever reads it at any moment finds it whole, for all to read, and never a second file for the collector")
    func concurrent() throws {
        try Fixture.with { fixture in
            let folder = try fixture.makeDirectory("collector")
            let file = folder + "/jarvis.prom"
            let reader =
                PrometheusFormat.parser + """
                    import os, time
                    folder, stop = sys.argv[1:]
                    texts, reads = set(), 0
                    while not os.path.exists(stop):
                        names = [name for name in os.listdir(folder) if name.endswith(".prom")]
                        assert names in ([], ["jarvis.prom"]), names
                        if names:
                            with open(folder + "/jarvis.prom", newline="") as file:
                                text = file.read()
                                assert os.fstat(file.fileno()).st_mode & 0o7777 == 0o644
                            if text not in texts:
                                parse(text)
                                texts.add(text)
                            reads += 1
                        if reads == 1 and not os.path.exists(folder + "/../seen"):
                            open(folder + "/../seen", "w").close()
                    print(json.dumps({"reads": reads, "texts": len(texts)}))
                    """
            let script = try fixture.write(reader, to: "reader.py")
            let child = try ChildProcess(["python3", script, folder, fixture.path("stop")], output: fixture.path("reader.out"))
            defer { child.stop() }
            // A mask that would keep the file from others.
            let mask = "umask 077; exec \"$0\" \"$@\""
            let watch = [
                "watch", "api-unresponsive", "-C", fixture.directory, "--interval", "1ms", "--for", "3s", "--metrics", file, "-q",
            ]
            let run = try ChildProcess(
                ["sh", "-c", mask, Checkout.program] + watch, output: fixture.path("watch.out"),
                environment: ["JARVIS_API_URL": "http://127.0.0.1:1", "XDG_STATE_HOME": fixture.path("state")])
            #expect(try run.wait() == 1)
            #expect(Files.exists(fixture.path("seen")))
            try fixture.write("", to: "stop")
            #expect(try child.wait() == 0, "\(child.output)")
            let counts = child.output.split { !$0.isNumber }.compactMap { Int($0) }
            #expect(counts.count == 2 && counts[0] > 20 && counts[1] > 1, "\(child.output)")
            #expect(try Files.list(folder) == ["jarvis.prom"])
        }
    }

    @Test("A file that cannot be made is 73 before the first look, and a file of somebody else is not touched")
    func cannotBeMade() throws {
        try Fixture.with { fixture in
            let other = try fixture.write("precious\n", to: "notes.prom")
            let folder = try fixture.makeDirectory("folder.prom")
            for path in [other, folder, fixture.path("nowhere/x.prom"), "/proc/x.prom", "/dev/null"] {
                let run = try Run(
                    ["watch", "high-latency", "--metrics", path, "--for", "100s"], environment: ["JARVIS_API_URL": "http://127.0.0.1:1"])
                #expect(run.code == 73, "\(path): \(run.errors)")
                #expect(run.errors.contains(path))
                #expect(run.output.isEmpty)
            }
            #expect(try Files.read(other) == Array("precious\n".utf8))
            // Its own file of before it takes up again, and one that is empty.
            for text in ["", "# HELP jarvis_ops_runs_total old\n"] {
                let own = try fixture.write(text, to: "own.prom")
                let run = try Run(
                    ["watch", "api-unresponsive", "--metrics", own, "--for", "10ms"], environment: ["JARVIS_API_URL": "http://127.0.0.1:1"])
                #expect(run.code == 1)
                #expect(try PrometheusFormat.read(String(decoding: try Files.read(own), as: UTF8.self), in: fixture).count > 5)
            }
        }
    }

    @Test("A name that node_exporter does not read is told, and used")
    func otherName() throws {
        try Fixture.with { fixture in
            let run = try Run(
                ["watch", "api-unresponsive", "--metrics", "m.txt", "--for", "10ms"], environment: ["JARVIS_API_URL": "http://127.0.0.1:1"],
                directory: fixture.directory)
            #expect(run.code == 1)
            #expect(run.errors.contains(".prom"))
            #expect(Files.exists(fixture.path("m.txt")))
        }
    }

    @Test("A disk that is full meanwhile, or a directory that is gone, is told once; the watch goes on")
    func lostDirectory() throws {
        try Fixture.with { fixture in
            let folder = try fixture.makeDirectory("collector")
            let child = try ChildProcess(
                [
                    Checkout.program, "watch", "api-unresponsive", "-C", fixture.directory, "--interval", "20ms", "--metrics",
                    folder + "/m.prom",
                ], output: fixture.path("out"),
                environment: ["JARVIS_API_URL": "http://127.0.0.1:1", "XDG_STATE_HOME": fixture.path("state")])
            defer { child.stop() }
            try waitUntil("it looks") { child.output.contains("confirmed") || !child.isRunning }
            #expect(rename(folder, fixture.path("elsewhere")) == 0)
            let told = "the metrics are not up to date"
            try waitUntil("it says so") { child.output.contains(told) || !child.isRunning }
            let lines = child.output.split(separator: "\n").count
            try waitUntil("it goes on") { child.output.split(separator: "\n").count > lines + 3 || !child.isRunning }
            #expect(child.output.split(separator: "\n").count { $0.contains(told) } == 1)
            child.signal(SIGINT)
            #expect(try child.wait() == 130)
        }
    }
}
