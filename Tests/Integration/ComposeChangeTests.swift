import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// Changes under a real Docker engine: what counts is what the container runs with.
@Suite(.ownThread, .serialized, .enabled(if: DockerEngine.isExpected)) struct ComposeChangeTests {
    /// Runs a shell script in a drill's environment, with `$OPS` as this program, `$OUT` for its results; returns a reader of those.
    private func drill(_ script: String, _ body: (Fixture, (String) -> String) throws -> Void) throws {
        try Fixture.with { fixture in
            let out = try fixture.makeDirectory("out")
            let state = try fixture.makeDirectory("state")
            let file = try fixture.write(
                """
                OPS='\(Checkout.program)'; OUT='\(out)'
                status() { python3 -c 'import os, sys, urllib.request as u
                sys.stdout.write(u.urlopen(os.environ["JARVIS_API_URL"] + "/runtime-status").read().decode())' > "$OUT/$1"; }
                run() { name=$1; shift; "$OPS" "$@" > "$OUT/$name" 2> "$OUT/$name.errors"; echo $? > "$OUT/$name.code"; }
                set_flag() { sed -i "/^$1=/d" "$JARVIS_HOME/.env"; echo "$1=$2" >> "$JARVIS_HOME/.env"; }
                cd "$JARVIS_HOME"
                \(script)
                """, to: "script.sh")
            let run = try Run(
                ["drill", "mesh-degraded", "--engine", "compose", "--", "sh", "-u", file], environment: ["XDG_STATE_HOME": state],
                seconds: 600)
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try body(fixture) { name in String(decoding: (try? Files.read("\(out)/\(name)")) ?? [], as: UTF8.self) }
        }
    }

    private func isOn(_ status: String, _ component: String) throws -> Bool? {
        try JSONReader().read(status)["components"]?[component]?["enabled"]?.bool
    }

    @Test(
        "Turning all off recreates the container, which then runs without; its log is kept; a second time there is nothing to do")
    func disableAll() throws {
        try drill(
            """
            status before
            docker-compose ps -q api > "$OUT/container-before"
            run off mesh disable all --yes -o json
            status after
            docker-compose ps -q api > "$OUT/container-after"
            run again mesh disable all --yes -o json
            run flags mesh flags -o json
            docker-compose ps -q api > "$OUT/container-again"
            ls -A > "$OUT/files"
            """
        ) { (fixture, result) throws in
            #expect(try isOn(result("before"), "mesh_sync") == true)
            #expect(try isOn(result("before"), "mesh_attestation") == true)
            #expect(result("off.code") == "0\n", "\(result("off")) \(result("off.errors"))")
            try Schema.check(result("off"), "run")
            #expect(try isOn(result("after"), "mesh_sync") == false)
            #expect(try isOn(result("after"), "mesh_attestation") == false)
            #expect(result("container-before") != result("container-after"))
            #expect(result("again.code") == "0\n", "\(result("again")) \(result("again.errors"))")
            #expect(result("container-again") == result("container-after"))
            #expect(result("flags.code") == "0\n", "\(result("flags"))")
            #expect(!result("files").contains(".jarvis-ops") && !result("files").contains(".new"))
            // What the old container said is in the journal.
            let journal = try #require(try Journal.openForReading(directory: fixture.path("state/jarvis-ops"), deadline: .generous))
            let first = try #require(try journal.runs().last)
            let rows = try journal.rows(run: first.id)
            let log = try #require(rows.first { $0.step == "capture/logs" && $0.table == .observations })
            #expect(log.body["state"]?.text == "ok")
            #expect(JSONWriter.compact.text(.object(log.body)).contains("jarvis-api") || !log.evidence.isEmpty)
            let intent = try #require(rows.first { $0.step == "mesh/disable.recreate" && $0.event == "intended" })
            #expect(intent.body["present"]?["container"]?.text == result("container-before").split(separator: "\n").first.map(String.init))
        }
    }

    @Test(
        "Where the service reads another environment file, that one is written, and the container runs with it")
    func otherFile() throws {
        try drill(
            """
            export JARVIS_OPS_ENVIRONMENT=staging
            set_flag JARVIS_USE_MESH_SYNC 0
            set_flag JARVIS_USE_MESH_ATTEST 0
            set_flag PRACTICE_ENV_FILE empty.env
            docker-compose up -d >/dev/null 2>&1
            run on mesh enable sync --yes
            status after
            cat empty.env > "$OUT/file"
            grep MESH_SYNC .env > "$OUT/other"
            run flags mesh flags -o json
            run off mesh disable all --yes
            status again
            """
        ) { (_, result) throws in
            #expect(result("on.code") == "0\n", "\(result("on")) \(result("on.errors"))")
            #expect(try isOn(result("after"), "mesh_sync") == true)
            #expect(result("file").contains("JARVIS_USE_MESH_SYNC=1\n") && result("other") == "JARVIS_USE_MESH_SYNC=0\n")
            let flag = try JSONReader().read(result("flags"))["flags"]?[0]
            #expect(flag?["file"]?.text == "empty.env" && flag?["container"]?.bool == true && flag?["reported"]?.bool == true)
            #expect(flag?["running_in"]?.text?.hasPrefix("container ") == true, "\(result("flags"))")
            #expect(result("off.code") == "0\n", "\(result("off")) \(result("off.errors"))")
            #expect(try isOn(result("again"), "mesh_sync") == false)
        }
    }

    @Test(
        "Turning attestation off does not turn sync on by the way, though the file says on")
    func pinned() throws {
        try drill(
            """
            set_flag JARVIS_USE_MESH_SYNC 0
            docker-compose up -d >/dev/null 2>&1
            status before
            set_flag JARVIS_USE_MESH_SYNC 1
            run off mesh disable attest --yes -o json
            status after
            run flags mesh flags
            """
        ) { (_, result) throws in
            #expect(try isOn(result("before"), "mesh_sync") == false)
            #expect(try isOn(result("before"), "mesh_attestation") == true)
            #expect(result("off.code") == "0\n", "\(result("off")) \(result("off.errors"))")
            #expect(try isOn(result("after"), "mesh_sync") == false)
            #expect(try isOn(result("after"), "mesh_attestation") == false)
            // The contradiction stays visible.
            #expect(result("flags.code") == "1\n")
            #expect(result("flags").contains("the service runs with off, .env says on"))
        }
    }
}
