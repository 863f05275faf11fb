import Configuration
import Execution
import Mesh
import Operations
import Planning
import SystemKit
import TestSupport
import Testing

@testable import Probes

/// With which NATS, key and paths a service works: what it is given, and not what `.env` or this shell says. docker-compose is the real
/// one; docker and systemctl are stand-ins.
@Suite(.ownThread) struct MeshGivenProbeTests {
    private static let hasCompose = LiveProbes.hasProgram("docker-compose", ProcessEnvironment.snapshot())

    private struct Bench {
        let fixture: Fixture
        let probes: LiveProbes
        let limits: ProbeLimits

        var next: MeshSight { probes.meshNext(limits) }
        var running: MeshSight { probes.meshRunning(limits) }
    }

    /// - Parameters:
    ///   - programs: stand-ins by name, in front of the real ones.
    ///   - shell: what this program's own environment would say.
    private func with<Result>(
        _ files: [String: String], programs: [String: String] = [:], shell: [String: String] = [:], _ body: (Bench) throws -> Result
    ) throws -> Result {
        try Fixture.with { fixture in
            for name in ["jarvis", "bin", "units"] { try fixture.makeDirectory(name) }
            for (name, text) in files {
                let parts = name.split(separator: "/")
                if parts.count > 2 { try fixture.makeDirectory(parts.dropLast().joined(separator: "/")) }
                try fixture.write(
                    text.replacing("HERE", with: fixture.path("jarvis")), to: (name.hasPrefix("units/") ? "" : "jarvis/") + name)
            }
            // An image that sets nothing of the mesh, and a systemd that has the units' files in mind.
            let standIns = [
                "docker": "case $1 in \(Self.image(""))\nesac", "systemctl": Self.systemctl(reload: "no", environment: "LANG=C"),
            ]
            for (name, text) in standIns.merging(programs, uniquingKeysWith: { $1 }) {
                try fixture.write("#!/bin/sh\n" + text.replacing("HERE", with: fixture.path("jarvis")), to: "bin/" + name, mode: 0o755)
            }
            var environment = ProcessEnvironment.snapshot().filter { !$0.key.hasPrefix("JARVIS_") }
            environment["PATH"] = fixture.path("bin") + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
            environment["SYSTEMD_UNIT_PATH"] = fixture.path("units")
            // The same in all of them: where memory lies is part of a configuration.
            environment["HOME"] = "/nowhere"
            environment.merge(shell) { $1 }
            var inputs = Configuration.Inputs()
            inputs.runbookService = "jarvis-api"
            let configuration = Configuration(environment: environment, workingDirectory: fixture.path("jarvis"), inputs: inputs)
            let limits = ProbeLimits(timeoutMilliseconds: 60_000, cancellation: try Cancellation())
            return try body(
                Bench(fixture: fixture, probes: LiveProbes(configuration: configuration, environment: environment), limits: limits))
        }
    }

    /// For a stand-in for docker.
    private static func image(_ environment: String) -> String { "image) echo '[{\"Config\":{\"Env\":[\(environment)]}}]';;" }

    private static func systemctl(reload: String, environment: String) -> String {
        """
        case $1 in
        show) printf 'Id=jarvis-supervisor.service\\nLoadState=loaded\\nNeedDaemonReload=\(reload)\\n';;
        show-environment) echo '\(environment)';;
        esac
        """
    }

    private static func compose(_ service: String) -> String {
        "version: '3.4'\nservices:\n  api:\n    image: x\n    container_name: jarvis-api\n"
            + service.split(separator: "\n").map { "    \($0)\n" }.joined()
    }

    private static func override(_ service: String) -> String {
        "version: '3.4'\nservices:\n  api:\n" + service.split(separator: "\n").map { "    \($0)\n" }.joined()
    }

    private static let written = "JARVIS_NATS_URL=nats://written:4222\nJARVIS_MESH_SHARED_KEY=aa\nJARVIS_MESH_NODE_PUBKEY=n\n"

    struct Given: CustomTestStringConvertible {
        let testDescription: String
        var files: [String: String]
        var shell: [String: String] = [:]
        var nats = "nats://written:4222"
        var subject = "jarvis.mesh.sync"
        var jetStream = true
        /// Of the doubt; nil: there is none.
        var doubt: String?
        /// `Env` of the service's image; nil: nobody can look at it.
        var image: String? = ""
    }

    static let given = [
        Given(testDescription: "as the file says", files: ["docker-compose.yml": compose("env_file: .env"), ".env": written]),
        Given(
            testDescription: "an override file names another server",
            files: [
                "docker-compose.yml": compose("env_file: .env"), ".env": written,
                "docker-compose.override.yml": override("environment:\n  - JARVIS_NATS_URL=nats://elsewhere:4222"),
            ], nats: "nats://elsewhere:4222"),
        Given(
            testDescription: "the last file counts",
            files: [
                "docker-compose.yml": compose("env_file: [.env, prod.env]"), ".env": written,
                "prod.env": "JARVIS_NATS_URL=nats://prod:4222\nJARVIS_MESH_SYNC_SUBJECT=jarvis.mesh.sync.eu\nJARVIS_MESH_USE_JETSTREAM=0\n",
            ], nats: "nats://prod:4222", subject: "jarvis.mesh.sync.eu", jetStream: false),
        Given(
            testDescription: "the shell that this was started from is none of the service's",
            files: ["docker-compose.yml": compose("env_file: .env"), ".env": written],
            shell: ["JARVIS_NATS_URL": "nats://shell:4222", "JARVIS_MESH_SYNC_SUBJECT": "jarvis.mesh.sync.shell"]),
        Given(
            testDescription: "the shell by what docker-compose makes of it",
            files: [
                "docker-compose.yml": compose("env_file: .env\nenvironment:\n  JARVIS_NATS_URL: ${MESH_NATS}"), ".env": written,
            ], shell: ["MESH_NATS": "nats://shell:4222"], nats: "nats://shell:4222"),
        Given(
            testDescription: "a name that the service is not given",
            files: ["docker-compose.yml": compose("environment:\n  - JARVIS_USE_MESH_SYNC"), ".env": written],
            doubt: "does not have JARVIS_NATS_URL, and JARVIS_NATS_URL in .env"),
        Given(
            testDescription: "a key that the service is not given",
            files: [
                "docker-compose.yml": compose("environment:\n  - JARVIS_NATS_URL\n  - JARVIS_MESH_NODE_PUBKEY"), ".env": written,
            ], doubt: "does not have JARVIS_MESH_SHARED_KEY"),
        Given(
            testDescription: "another name of the same counts before it, and is not given",
            files: [
                "docker-compose.yml": compose("environment:\n  - NATS_URL=nats://x:1"), ".env": "JARVIS_NATS_URL=nats://written:4222\n",
            ],
            doubt: "does not have JARVIS_NATS_URL"),
        Given(
            testDescription: "nobody names any, on this machine's network",
            files: ["docker-compose.yml": compose("network_mode: host\nenv_file: .env"), ".env": "X=1\n"], nats: "nats://127.0.0.1:4222"),
        Given(
            testDescription: "nobody names any, in a network of its own",
            files: ["docker-compose.yml": compose("env_file: .env"), ".env": "X=1\n"],
            doubt: "127.0.0.1 means docker-compose's new container"),
        Given(
            testDescription: "localhost in a network of its own",
            files: [
                "docker-compose.yml": compose("env_file: .env"), ".env": "JARVIS_NATS_URL=nats://far:1,nats://localhost:4222\n",
            ], doubt: "localhost means docker-compose's new container of api itself"),
        Given(
            testDescription: "the image names the server", files: ["docker-compose.yml": compose("env_file: .env"), ".env": "X=1\n"],
            nats: "nats://image:1", image: #""JARVIS_NATS_URL=nats://image:1""#),
        Given(
            testDescription: "docker-compose goes before the image",
            files: ["docker-compose.yml": compose("env_file: .env"), ".env": written],
            image: #""JARVIS_NATS_URL=nats://image:1""#),
        Given(
            testDescription: "a name without a value takes the image's away",
            files: ["docker-compose.yml": compose("network_mode: host\nenvironment: [JARVIS_NATS_URL]"), ".env": "X=1\n"],
            nats: "nats://127.0.0.1:4222", image: #""JARVIS_NATS_URL=nats://image:1""#),
        Given(
            testDescription: "an image that nobody can look at", files: ["docker-compose.yml": compose("env_file: .env"), ".env": written],
            doubt: "what the image gives docker-compose's new container of api of JARVIS_MESH_SYNC_SUBJECT is not known", image: nil),
        Given(
            testDescription: "… and nothing is left to it",
            files: [
                "docker-compose.yml": compose("env_file: .env"),
                ".env": written + "JARVIS_MESH_SYNC_SUBJECT=\nNATS_SUBJECT_MESH_SYNC=jarvis.mesh.sync\nJARVIS_MESH_USE_JETSTREAM=1\n",
            ], image: nil),
        Given(
            testDescription: "a command that loads variables",
            files: ["docker-compose.yml": compose("env_file: .env\ncommand: sh -c '. ./mesh.env; exec python'"), ".env": written],
            doubt: "itself loads variables"),
        Given(
            testDescription: "files that docker-compose cannot use",
            files: ["docker-compose.yml": compose("env_file: gone.env"), ".env": written], doubt: "docker-compose config"),
        Given(
            testDescription: "a dollar in a value",
            files: [
                "docker-compose.yml": compose("env_file: .env\nenvironment:\n  JARVIS_NATS_URL: nats://a$$b:1"), ".env": written,
            ], nats: "nats://a$b:1"),
        Given(
            testDescription: "another memory than the checks look at",
            files: [
                "docker-compose.yml": compose("env_file: .env\nenvironment:\n  JARVIS_MEMORY_ROOT: /elsewhere"),
                ".env": written + "JARVIS_MEMORY_ROOT=memory\n",
            ], doubt: "another JARVIS_MEMORY_ROOT"),
        Given(
            testDescription: "the same memory, seen through a mount",
            files: [
                "docker-compose.yml": compose(
                    "env_file: .env\nenvironment:\n  JARVIS_MEMORY_ROOT: /app/memory\nvolumes: ['.:/app']"),
                ".env": written + "JARVIS_MEMORY_ROOT=memory\n", "memory/jarvis.db": "",
            ]),
        Given(
            testDescription: "another outbox",
            files: [
                "docker-compose.yml": compose("env_file: .env\nenvironment:\n  JARVIS_MESH_OUTBOX_PATH: /elsewhere/outbox.jsonl"),
                ".env": written,
            ], doubt: "another JARVIS_MESH_OUTBOX_PATH"),
        Given(
            testDescription: "development asks nobody",
            files: ["docker-compose.yml": compose("environment:\n  - JARVIS_USE_MESH_SYNC"), ".env": written],
            shell: ["JARVIS_OPS_ENVIRONMENT": "development", "JARVIS_NATS_URL": "nats://shell:4222"], nats: "nats://shell:4222"),
    ]

    @Test(
        "A new container's mesh is what docker-compose says; what nobody can tell is said",
        .enabled(if: hasCompose, "docker-compose is not installed"), arguments: given)
    func next(_ given: Given) throws {
        var files = given.files
        let memory = files.removeValue(forKey: "memory/jarvis.db")
        let docker = given.image.map { "case $1 in \(Self.image($0))\nesac" } ?? "echo 'Error: No such image: x' >&2; exit 1"
        try with(files, programs: ["docker": docker], shell: given.shell) { bench in
            if memory != nil {
                try bench.fixture.makeDirectory("jarvis/memory")
                try bench.fixture.write("", to: "jarvis/memory/jarvis.db")
            }
            let sight = bench.next
            if let doubt = given.doubt {
                #expect(sight.doubt?.contains(doubt) == true, "\(sight.doubt ?? "none")")
                return
            }
            #expect(sight.doubt == nil, "\(sight.doubt ?? "")")
            #expect(sight.configuration.natsURL.value == given.nats)
            #expect(sight.configuration.usesJetStream == given.jetStream)
            #expect(MeshIdentity { sight.configuration.variable($0)?.value }.subject == given.subject)
        }
    }

    @Test(
        "A fingerprint goes by the values, whoever gives them; an override that names another server changes it, and so do the facts",
        .enabled(if: hasCompose, "docker-compose is not installed"))
    func fingerprint() throws {
        let files = ["docker-compose.yml": Self.compose("env_file: .env"), ".env": Self.written]
        let container = """
            case $1 in
            ps) printf 'jarvis\\tHERE\\tdocker-compose.yml\\tapi\\tjarvis-api\\tjarvis-api\\tUp\\t\\n';;
            inspect) cat 'HERE/seen';;
            \(Self.image(""))
            esac
            """
        func seen(_ nats: String) -> String {
            """
            [{"Id":"jarvis-api","Name":"/jarvis-api","State":{"Status":"running","Running":true,"Pid":0},"Config":{"Env":["JARVIS_NATS_URL=\(nats)",
            "JARVIS_MESH_SHARED_KEY=aa","JARVIS_MESH_NODE_PUBKEY=n"],"Cmd":["python"],"Labels":{"com.docker.compose.service":"api",
            "com.docker.compose.project.working_dir":"HERE"}}}]
            """
        }
        func prints(_ more: [String: String], running: String) throws -> (next: String, running: String, facts: [String]) {
            try with(files.merging(more) { $1 }.merging(["seen": seen(running)]) { $1 }, programs: ["docker": container]) { bench in
                #expect(bench.next.doubt == nil && bench.running.doubt == nil, "\(bench.next) \(bench.running)")
                let facts = [true, false].map { bench.probes.facts(bench.limits, forContainers: $0).service }
                #expect(facts.allSatisfy { $0.meshDoubt == nil } && !facts[1].meshDiffers)
                #expect(facts[0].meshDiffers == (facts[0].meshFingerprint != facts[1].meshFingerprint))
                return (
                    bench.next.configuration.meshFingerprint, bench.running.configuration.meshFingerprint, facts.map(\.meshFingerprint)
                )
            }
        }
        let plain = try prints([:], running: "nats://written:4222")
        #expect(plain.next == plain.running && plain.facts == [plain.next, plain.running])
        let override = ["docker-compose.override.yml": Self.override("environment:\n  - JARVIS_NATS_URL=nats://elsewhere:4222")]
        let other = try prints(override, running: "nats://written:4222")
        #expect(other.next != plain.next && other.running == plain.running && other.facts == [other.next, other.running])
        #expect(try prints([:], running: "nats://elsewhere:4222").running == other.next)
    }

    @Test("Of a container that runs its engine tells; a command that loads variables leaves it unknown, and a stopped one tells nothing")
    func running() throws {
        func sight(_ env: String, command: String = "\"python\"", status: String = "running", mounts: String = "") throws -> MeshSight {
            let seen = """
                [{"Id":"jarvis-api","Name":"/jarvis-api","State":{"Status":"\(status)","Running":\(status == "running"),"Pid":0},
                "Config":{"Env":[\(env)],"Cmd":[\(command)],"Labels":{"com.docker.compose.service":"api"}},"Mounts":[\(mounts)]}]
                """
            let docker = """
                case $1 in
                ps) printf 'jarvis\\tHERE\\tdocker-compose.yml\\tapi\\tjarvis-api\\tjarvis-api\\t\(status)\\t\\n';;
                inspect) cat 'HERE/seen';;
                esac
                """
            let files = [
                "docker-compose.yml": Self.compose("env_file: .env"), ".env": "JARVIS_NATS_URL=nats://written:4222\n", "seen": seen,
            ]
            return try with(files, programs: ["docker": docker], shell: ["JARVIS_NATS_URL": "nats://shell:4222"]) { $0.running }
        }
        let given = try sight("\"JARVIS_NATS_URL=nats://runs:4222\"")
        #expect(given.configuration.natsURL.value == "nats://runs:4222" && given.doubt == nil)
        #expect(given.configuration.natsURL.source.words == "JARVIS_NATS_URL of container jarvis-api")
        #expect(try sight("").doubt?.contains("does not have JARVIS_NATS_URL") == true)
        #expect(try sight("\"JARVIS_NATS_URL=nats://runs:4222\"", command: "\"sh\",\"-c\",\". ./a; exec python\"").doubt != nil)
        let stopped = try sight("\"JARVIS_NATS_URL=nats://runs:4222\"", status: "exited")
        #expect(stopped.configuration.natsURL.value == "nats://written:4222" && stopped.doubt == nil)
        let mount = "{\"Type\":\"bind\",\"Source\":\"/srv/keys\",\"Destination\":\"/keys\"}"
        let keys = try sight("\"JARVIS_NATS_URL=x\",\"JARVIS_MESH_KEYPAIR_PATH=/keys/id.json\"", mounts: mount)
        #expect(keys.configuration.attestationKeypair?.value == "/srv/keys/id.json")
    }

    @Test("A unit's files count in their order, then what it sets itself; a line that readers read differently leaves it unknown")
    func unit() throws {
        let unit = """
            [Service]
            WorkingDirectory=HERE
            Environment=JARVIS_MESH_NODE_PUBKEY=n
            EnvironmentFile=HERE/first.env
            EnvironmentFile=HERE/second.env

            """
        func next(_ first: String, _ second: String, dotEnv: String = "") throws -> MeshSight {
            try with(
                ["units/jarvis-supervisor.service": unit, "first.env": first, "second.env": second, ".env": dotEnv],
                shell: ["JARVIS_NATS_URL": "nats://shell:4222"]
            ) { $0.next }
        }
        let sight = try next(
            "JARVIS_NATS_URL=nats://first:4222\n", "JARVIS_NATS_URL=nats://second:4222\n", dotEnv: "JARVIS_NATS_URL=nats://env:4222\n")
        #expect(sight.configuration.natsURL.value == "nats://second:4222" && sight.doubt == nil, "\(sight.doubt ?? "")")
        #expect(sight.configuration.variable("JARVIS_MESH_NODE_PUBKEY")?.value == "n")
        #expect(try next("", "JARVIS_NATS_URL=\"nats://a\n").doubt != nil)
        #expect(try next("", "", dotEnv: "JARVIS_NATS_URL=nats://env:4222\n").doubt?.contains("does not have JARVIS_NATS_URL") == true)
    }

    @Test(
        "What systemd itself gives a unit counts where its files say nothing; files that it has not read again, or silence, leave it unknown"
    )
    func manager() throws {
        let unit = "[Service]\nWorkingDirectory=HERE\nEnvironment=JARVIS_MESH_NODE_PUBKEY=n JARVIS_USE_MESH_SYNC=0\n"
        func look(_ systemctl: String) throws -> (mesh: String?, flags: ContainerEnvironment) {
            try with(["units/jarvis-supervisor.service": unit], programs: ["systemctl": systemctl]) { bench in
                let unit = try #require(bench.probes.configuration.deployment.meshUnit)
                #expect(bench.probes.notOff([.sync]) == [], "turning off asks nobody")
                return (bench.next.doubt, bench.probes.unitEnvironment(unit, bench.limits))
            }
        }
        func given(_ environment: String) throws -> (mesh: String?, flags: ContainerEnvironment) {
            try look(Self.systemctl(reload: "no", environment: environment))
        }
        let flags = ContainerEnvironment.asked(["jarvis-supervisor.service": ["JARVIS_USE_MESH_SYNC": "0"]])
        let known = try given("JARVIS_MESH_NODE_PUBKEY=other\nJARVIS_USE_MESH_SYNC=1\nA=1")
        #expect(known.mesh == nil && known.flags == flags, "the unit's own go before: \(known)")
        let nats = try given("LANG=C\nJARVIS_NATS_URL=nats://set:1")
        #expect(nats.mesh?.contains("systemctl unset-environment JARVIS_NATS_URL") == true && nats.flags == flags, "\(nats)")
        let attest = try given("JARVIS_USE_MESH_ATTEST=1")
        #expect(attest.mesh == nil && attest.flags != flags, "\(attest)")
        for (systemctl, why) in [
            (Self.systemctl(reload: "yes", environment: ""), "systemctl daemon-reload"),
            (Self.systemctl(reload: "no", environment: "").replacing("echo '';", with: "exit 1;"), "show-environment failed"),
            ("echo 'System has not been booted with systemd' >&2; exit 1", "no systemd runs this machine"),
        ] {
            let seen = try look(systemctl)
            #expect(seen.mesh?.contains(why) == true, "\(seen)")
            if case .unknown(let words) = seen.flags { #expect(words.contains(why)) } else { Issue.record("they are known: \(why)") }
        }
    }

    @Test("A docker-compose that prints no service says nothing", arguments: ["", "{}", "services: {}", "services:"])
    func silent(config: String) {
        let seen = LiveProbes.newContainer(config: config) { _, _ in ImageSight(variables: [:]) }
        if case .asked = seen.environment { Issue.record("it counts as asked") }
    }

    @Test("What an image sets is given where docker-compose says nothing, and what it starts may set more")
    func image() {
        let sync = MeshFlag.sync.variable
        func runs(_ service: String, _ image: ImageSight) -> Bool? {
            LiveProbes.newContainer(config: "services: {api: {\(service)}}") { _, _ in image }.environment.runs(.sync, in: "api")
        }
        let on = ImageSight(variables: [sync: "1"])
        #expect(runs("image: x", on) == true && runs("environment: {\(sync): '0'}", on) == false)
        #expect(runs("environment: {\(sync): null}", on) == nil && runs("environment: [\(sync)]", on) == nil)
        let script = ImageSight(variables: [sync: "0"], entrypoint: ["sh", "-c"], command: [". /mesh.env; exec python"])
        #expect(runs("image: x", script) == nil && runs("command: python", script) == false)
        #expect(runs("entrypoint: python", script) == false && runs("entrypoint: [sh, -c, '. ./a']", script) == nil)
    }

    @Test("What a unit's command, its start or a pattern of files decides is unknown; drop-ins of its kind count, its own before them")
    func unitFlags() throws {
        let sync = MeshFlag.sync.variable
        func given(_ lines: String, _ files: [String: String] = [:]) throws -> ContainerEnvironment {
            let unit = "[Service]\nWorkingDirectory=HERE\n" + lines + "\n"
            let all = ["units/jarvis-supervisor.service": unit].merging(files) { $1 }
            return try with(all) { bench in
                bench.probes.unitEnvironment(try #require(bench.probes.configuration.deployment.meshUnit), bench.limits)
            }
        }
        func runs(_ lines: String, _ files: [String: String] = [:]) throws -> Bool? {
            try given(lines, files).runs(.sync, in: "jarvis-supervisor.service")
        }
        #expect(try runs("ExecStart=/usr/bin/python app.py\nEnvironment=\(sync)=0") == false)
        for line in [
            "ExecStart=/bin/sh -c '\(sync)=1 exec python'", "ExecStart=/usr/bin/env \(sync)=1 python",
            "ExecStart=/bin/sh -c '. ./mesh.env; exec python'", "PassEnvironment=A \(sync)", "UnsetEnvironment=\(sync)=0",
            "EnvironmentFile=HERE/conf.d/*.env",
        ] {
            guard case .unknown = try given("Environment=\(sync)=0\n" + line) else {
                Issue.record("it is known: \(line)")
                continue
            }
        }
        #expect(try runs("ExecStart=/bin/sh -c '\(sync)=1 python'\nExecStart=\nExecStart=python\nEnvironment=\(sync)=0") == false)
        func dropIn(_ value: String) -> String { "[Service]\nEnvironment=\(sync)=\(value)\n" }
        #expect(try runs("Environment=\(sync)=0", ["units/service.d/a.conf": dropIn("1")]) == true)
        #expect(try runs("Environment=\(sync)=0", ["units/jarvis-.service.d/a.conf": dropIn("1")]) == true)
        #expect(
            try runs("", ["units/service.d/a.conf": dropIn("1"), "units/jarvis-supervisor.service.d/a.conf": dropIn("0")]) == false)
    }

    @Test("Of a unit that runs its process tells, whatever its files say by now; one that nobody may read is unknown")
    func unitProcess() throws {
        try Fixture.with { outer in
            let child = try ChildProcess(
                ["/bin/sleep", "60"], output: outer.path("output"), environment: ["JARVIS_NATS_URL": "nats://runs:4222"])
            defer { child.stop() }
            let unit = "[Service]\nWorkingDirectory=HERE\nEnvironmentFile=HERE/a.env\n"
            func running(_ process: Int32) throws -> MeshSight {
                let show =
                    "printf 'Id=jarvis-supervisor.service\\nLoadState=loaded\\nActiveState=active\\nSubState=running\\nMainPID=\(process)\\n'"
                return try with(
                    ["units/jarvis-supervisor.service": unit, "a.env": "JARVIS_NATS_URL=nats://changed:4222\n"],
                    programs: ["systemctl": show]
                ) { $0.running }
            }
            try waitUntil("it has become its program") { try running(child.processID).configuration.natsURL.value == "nats://runs:4222" }
            #expect(try running(child.processID).doubt == nil)
            #expect(try running(.max).doubt?.contains("cannot be read") == true)
        }
    }
}
