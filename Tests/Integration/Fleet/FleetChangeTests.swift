import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// Changes of hosts over real connections.
@Suite(.ownThread, .enabled(if: FleetBench.isPossible)) struct FleetChangeTests {
    private func isOff(_ host: FleetTestHost) throws -> Bool {
        let text = try host.dotEnv
        return text.contains("JARVIS_USE_MESH_SYNC=0") && text.contains("JARVIS_USE_MESH_ATTEST=0")
    }

    private func isOn(_ host: FleetTestHost) throws -> Bool { try host.dotEnv == ChangeBench.both }

    @Test("All off: attestation everywhere before sync anywhere; each host's journal and this one's have it; and back again")
    func disableAndBack() throws {
        // In production nothing goes on again without smoke checks, and these hosts have no NATS.
        try FleetBench.with(3, ["JARVIS_OPS_ENVIRONMENT": "staging"]) { bench in
            let inventory = try bench.inventory()
            let dry = try bench.run(["mesh", "disable", "all", "-n", "-o", "json"], inventory)
            #expect(dry.code == 0, "\(dry.output) \(dry.errors)")
            #expect(try bench.hosts.allSatisfy(isOn))
            #expect(try bench.run(["mesh", "disable", "all", "--no-input"], inventory).code == 77)
            #expect(try bench.hosts.allSatisfy(isOn))

            let run = try bench.run(["mesh", "disable", "all", "--yes", "-o", "json"], inventory)
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "fleet")
            let said = try run.json()
            #expect(said["hosts"]?.array?.allSatisfy { $0["state"]?.text == "done" } == true)
            #expect(try bench.hosts.allSatisfy(isOff))
            let id = try #require(said["run"]?.text)
            let journal = try Journal.openForReading(directory: bench.fixture.path("control/jarvis-ops"), deadline: .generous)
            let intents = try #require(journal).rows(run: id).filter { $0.event == "intended" }.compactMap { $0.body["title"]?.text }
            #expect(intents.prefix(3).allSatisfy { $0.contains("attest") } && intents.suffix(3).allSatisfy { $0.contains("sync") })
            #expect(intents.count == 6)

            let back = try Run(["runs", "resume", id, "--undo", "--yes"], environment: bench.environment, seconds: 240)
            #expect(back.code == 0, "\(back.output) \(back.errors)")
            #expect(try bench.hosts.allSatisfy { try $0.dotEnv == ChangeBench.both }, "\(back.output) \(back.errors)")
        }
    }

    @Test("A host that fails stops the rollout; the account says who was not begun; resumed, those that are done are left alone")
    func stops() throws {
        try FleetBench.with(4) { bench in
            let inventory = try bench.inventory()
            // Its service goes on with sync, whatever its file says: the change cannot be seen to work.
            try bench.hosts[1].runService(sync: true, attest: true)
            let run = try bench.run(["mesh", "disable", "attest", "--yes", "--serial", "1", "-o", "json"], inventory)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            let said = try run.json()
            #expect(said["hosts"]?.array?.compactMap { $0["state"]?.text } == ["done", "unknown", "not-begun", "not-begun"])
            #expect(said["stopped_because"]?.text?.isEmpty == false)
            #expect(try isOn(bench.hosts[2]) && isOn(bench.hosts[3]))
            bench.hosts[1].followFile()
            let first = try Files.times(bench.hosts[0].directory + "/.env").modified
            let id = try #require(said["run"]?.text)
            let rest = try Run(["runs", "resume", id, "--yes", "-o", "json"], environment: bench.environment, seconds: 240)
            #expect(rest.code == 0, "\(rest.output) \(rest.errors)")
            #expect(try rest.json()["hosts"]?.array?.compactMap { $0["host"]?.text } == ["node2", "node3", "node4"], "\(rest.output)")
            #expect(try bench.hosts.allSatisfy { try $0.dotEnv.contains("JARVIS_USE_MESH_ATTEST=0") })
            #expect(try Files.times(bench.hosts[0].directory + "/.env").modified == first)
        }
    }

    @Test("A host that is away is a person's word: nothing is changed without it, and it is left out by name")
    func obstacles() throws {
        try FleetBench.with(2) { bench in
            let inventory = try bench.inventory(["away ansible_host=127.0.1.200 ansible_port=\(try FreePort.find())"])
            let run = try bench.run(["mesh", "disable", "all", "--yes", "-o", "json"], inventory)
            #expect(run.code == 69, "\(run.output) \(run.errors)")
            #expect(try run.json()["error"]?["hint"]?.text?.contains("'all:!away'") == true)
            #expect(try bench.hosts.allSatisfy(isOn))
            #expect(try bench.run(["mesh", "disable", "all", "--yes", "--limit", "all:!away"], inventory).code == 0)
            #expect(try bench.hosts.allSatisfy(isOff))
        }
    }

    @Test("An approval is for one plan: a host whose plan is another one meanwhile is not touched")
    func otherPlan() throws {
        try ChangeBench.with { bench in
            let other = String(repeating: "0", count: 64)
            let run = try bench.run(ChangeBench.disableAll + ["--yes", "--plan", other])
            #expect(run.code == 77 && run.errors.contains("another one"), "\(run.errors)")
            #expect(try bench.dotEnv == ChangeBench.both)
            let plan = try bench.run(ChangeBench.disableAll + ["-n", "-o", "json"]).json()["plan_sha256"]?.text
            #expect(try bench.run(ChangeBench.disableAll + ["--yes", "--plan", try #require(plan)]).code == 0)
        }
    }

    @Test("Ctrl-C ends the work on the hosts too, and gives one document")
    func interrupted() throws {
        try FleetBench.with(2) { bench in
            for host in bench.hosts {
                host.program = try bench.program("slow-\(host.name)", "echo $$ > '\(bench.fixture.path(host.name))/pid'\nexec sleep 600\n")
            }
            let child = try bench.start(["triage", "-o", "json", "-q"], try bench.inventory())
            defer { child.stop() }
            let files = bench.hosts.map { bench.fixture.path("\($0.name)/pid") }
            try waitUntil("both hosts are at work") { files.allSatisfy { Files.size($0) ?? 0 > 1 } }
            let processes = try files.map { String(decoding: try Files.read($0), as: UTF8.self).filter(\.isNumber) }
            child.signal(SIGINT)
            #expect(try child.wait() == 130)
            #expect(
                try JSONReader().read(child.output)["hosts"]?.array?.compactMap { $0["state"]?.text } == ["unknown", "unknown"],
                "\(child.output)")
            try waitUntil("nothing is left on the hosts") {
                // One that nobody waited for has no words any more.
                processes.allSatisfy { ((try? Files.read("/proc/\($0)/cmdline")) ?? []).isEmpty }
            }
        }
    }

    @Test("The program is put into one private directory, once, and taken away without a rest")
    func setup() throws {
        try FleetBench.with(2) { bench in
            let inventory = try bench.inventory()
            let run = try bench.run(["setup", "--yes", "-o", "json"], inventory)
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "fleet")
            let placed = bench.fixture.path("node1/home/.jarvis-ops/bin/jarvis-ops")
            #expect(try Files.list(bench.fixture.path("node1/home")).filter { $0 != ".ansible" } == [".jarvis-ops"])
            let inode = try Files.identity(placed)
            let again = try bench.run(["setup", "--yes", "-o", "json"], inventory)
            #expect(try again.json().host("node1")["document"]?["changed"]?.bool == false)
            #expect(try Files.identity(placed) == inode)
            #expect(try bench.run(["remove", "--yes"], inventory).code == 0)
            #expect(try Files.list(bench.fixture.path("node1/home")).filter { $0 != ".ansible" }.isEmpty)
        }
    }
}
