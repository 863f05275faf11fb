import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// Looks at hosts over real connections.
@Suite(.ownThread, .enabled(if: FleetBench.isPossible)) struct FleetLookTests {
    @Test("Each host answers for itself; one that is away, hangs, lacks the program or talks nonsense is a state and stops nobody")
    func states() throws {
        try FleetBench.with(6) { bench in
            try bench.hosts[1].silence()
            bench.hosts[2].program = try bench.program("hangs", "sleep 600\n")
            bench.hosts[3].program = bench.fixture.path("nothing-here")
            bench.hosts[4].program = try bench.program("nonsense", "printf '{\"schema\": \"other/v1\", \"x\": \"\\033[31mred\"}\\n'\n")
            // It knows no `fleet facts`, as one that was built before there was any.
            bench.hosts[5].program = try bench.program(
                "older", "case \"$*\" in *fleet*) exit 64;; esac\nexec '\(Checkout.program)' \"$@\"\n")
            let inventory = try bench.inventory(["away ansible_host=127.0.1.200 ansible_port=\(try FreePort.find())"])
            let run = try bench.run(["diagnose", "api-unresponsive", "--host-timeout", "20s", "-o", "json"], inventory)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "fleet")
            let said = try run.json()
            #expect(
                said["hosts"]?.array?.compactMap { $0["state"]?.text } == [
                    "ok", "ok", "timed-out", "missing", "invalid", "invalid", "unreachable",
                ])
            #expect(said.host("node1")["document"]?["verdict"]?.text == "clear")
            #expect(said.host("node2")["document"]?["verdict"]?.text == "confirmed" && said.host("node2")["exit_code"]?.int == 1)
            #expect(said.host("away")["because"]?.text?.contains("refused") == true)
            let text = try bench.run(["mesh", "status", "--limit", "node1,node2,node5"], inventory)
            #expect(!text.output.contains("\u{1B}") && text.output.contains("The mesh as a whole"), "\(text.output) \(text.errors)")
            // Nothing of the hosts' work runs on.
            #expect(
                try Files.list("/proc").filter { Int($0) != nil }.allSatisfy { process in
                    !String(decoding: (try? Files.read("/proc/\(process)/cmdline")) ?? [], as: UTF8.self).contains(
                        bench.fixture.path("hangs"))
                })
            let id = try #require(said["run"]?.text)
            let journal = try Journal.openForReading(directory: bench.fixture.path("control/jarvis-ops"), deadline: .generous)
            let seen = try #require(journal).rows(run: id).filter { $0.table == .observations }
            #expect(seen.count == 7)
            // The head of the host's own chain is kept here.
            #expect(seen.first?.body["evidence"]?["audit"]?["head"]?.text?.count == 64)
        }
    }

    @Test("What the sick have and the well do not is named first")
    func differences() throws {
        try FleetBench.with(3) { bench in
            try bench.hosts[2].silence()
            try bench.fixture.write("services:\n  api:\n    image: jarvis:2\n", to: "node3/jarvis/docker-compose.yml")
            for node in ["node1", "node2"] {
                try bench.fixture.write("services:\n  api:\n    image: jarvis:1\n", to: "\(node)/jarvis/docker-compose.yml")
            }
            let run = try bench.run(["diagnose", "api-unresponsive", "-o", "json"], try bench.inventory())
            let differences = try run.json()["differences"]?.array ?? []
            let image = try #require(differences.first { $0["setting"]?.text == "image" }, "\(run.output) \(run.errors)")
            #expect(image["explains"]?.bool == true)
            #expect(differences.first?["explains"]?.bool == true)
        }
    }

    @Test("An event that waits on two hosts is told, and which hosts disagree on the subject")
    func mesh() throws {
        try FleetBench.with(2) { bench in
            for (node, subject) in [("node1", "jarvis.mesh.sync"), ("node2", "jarvis.other")] {
                let line = #"{"event_id": "same", "status": "pending_publish", "timestamp": "2026-01-01T00:00:00+00:00"}"#
                try bench.fixture.makeDirectory("\(node)/jarvis/data/mesh")
                try bench.fixture.write(line + "\n", to: "\(node)/jarvis/data/mesh/outbox.jsonl")
                try bench.fixture.write(ChangeBench.both + "JARVIS_MESH_SYNC_SUBJECT=\(subject)\n", to: "\(node)/jarvis/.env", mode: 0o640)
            }
            let run = try bench.run(["mesh", "status", "-o", "json"], try bench.inventory())
            let mesh = try #require(try run.json()["mesh"], "\(run.errors)")
            #expect(mesh["waiting"]?.int == 2)
            #expect(mesh["on_several_hosts"]?.array?.first?["event_id"]?.text == "same")
            #expect(mesh["differences"]?.array?.contains { $0["setting"]?.text == "mesh.subject" } == true)
        }
    }

    @Test("An inventory that is not there is 66, one without hosts 65, and a bad number 64")
    func wrongInput() throws {
        try FleetBench.with(1) { bench in
            #expect(try bench.run(["triage"], "/nowhere/inventory").code == 66)
            let empty = try bench.fixture.write("[nobody]\n", to: "empty")
            #expect(try bench.run(["triage"], empty).code == 65)
            #expect(try bench.run(["triage", "--host-timeout", "soon"], try bench.inventory()).code == 64)
            #expect(try bench.run(["mesh", "disable", "all", "--serial", "0"], try bench.inventory()).code == 64)
        }
    }
}
