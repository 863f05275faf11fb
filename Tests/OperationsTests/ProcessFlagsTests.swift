import Execution
import Glibc
import JSONKit
import Mesh
import SystemKit
import TestSupport
import Testing

@testable import Probes

/// What a container's processes really have. The kernel's tables are files of the test, as proc(5) has them; a process of the test's own
/// is looked at in the real ones.
@Suite(.ownThread) struct ProcessFlagsTests {
    private static let id = String(repeating: "4711abcd", count: 8)

    private func container(
        _ environment: [String], entrypoint: [String] = [], command: [String] = ["python"], id: String = Self.id, pid: Int = 71
    ) throws -> SeenContainer {
        let list = { (texts: [String]) in "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]" }
        let text = """
            {"Id":"\(id)","Name":"/jarvis-api","State":{"Status":"running","Running":true,"Pid":\(pid)},
            "Config":{"Env":\(list(environment)),"Entrypoint":\(list(entrypoint)),"Cmd":\(list(command))}}
            """
        return try #require(ContainerReader.read(try JSONReader().read(Array(text.utf8)), now: .now()))
    }

    /// - Parameters:
    ///   - processes: environment by number, nil: it cannot be read; the first is the container's own, each starts the next.
    ///   - ended: those that wait for their parent to notice.
    ///   - beside: what `docker exec` started, by number; each has no parent here.
    private func seen(
        _ container: SeenContainer, _ processes: [(Int, String?)], group: String = "0::/docker/\(Self.id)\n",
        ended: Set<Int> = [], beside: [(Int, String?)] = [], besideGroup: String? = nil
    ) throws -> RunningEnvironment {
        try Fixture.with { fixture in
            for (index, (number, environment)) in processes.enumerated() {
                for name in ["", "/task", "/task/\(number)"] { try fixture.makeDirectory("\(number)\(name)") }
                if let environment { try fixture.write(environment.replacing("\n", with: "\0"), to: "\(number)/environ") }
                try fixture.write("\(number) (python) \(ended.contains(number) ? "Z" : "S") 1", to: "\(number)/stat")
                try fixture.write(group, to: "\(number)/cgroup")
                let child = index + 1 < processes.count ? "\(processes[index + 1].0) " : ""
                try fixture.write(child, to: "\(number)/task/\(number)/children")
            }
            for (number, environment) in beside {
                try fixture.makeDirectory("\(number)")
                if let environment { try fixture.write(environment.replacing("\n", with: "\0"), to: "\(number)/environ") }
                try fixture.write("\(number) (sh) \(ended.contains(number) ? "Z" : "S") 1", to: "\(number)/stat")
                try fixture.write(besideGroup ?? group, to: "\(number)/cgroup")
            }
            var running = RunningEnvironment(container)
            running.processes = ProcessFlags(of: container, proc: fixture.path(""))
            return running
        }
    }

    private static let off = "JARVIS_USE_MESH_SYNC=0"
    private static let on = "JARVIS_USE_MESH_SYNC=1"

    @Test("What the command loaded before it became the service counts: on in either is on, and the contradiction is known")
    func disagreement() throws {
        for (given, has, isOn, isDisputed) in [
            ([Self.off], "PATH=/bin\n\(Self.on)\n", true, true), ([Self.on], "PATH=/bin\n\(Self.off)\n", true, true),
            ([], "PATH=/bin\n\(Self.on)\n", true, false), ([], "PATH=/bin\n\(Self.off)\n", false, false),
            ([Self.off], "PATH=/bin\n\(Self.off)\n", false, false), ([], "PATH=/bin\n", nil, false),
            // It dropped what it was given, and loads it from its own files.
            ([Self.off], "PATH=/bin\n", nil, false), ([Self.on], "PATH=/bin\n", true, false),
            ([Self.off], "PATH=/bin\nJARVIS_USE_MESH_SYNC=${X}\n", nil, false),
            // Overwritten by its title: that is no environment.
            ([Self.off], "jarvis: worker", false, false),
        ] as [([String], String, Bool?, Bool)] {
            let running = try seen(try container(given), [(71, has)])
            #expect(running.isOn(.sync) == isOn && running.isDisputed(.sync) == isDisputed, "\(given) \(has)")
        }
    }

    @Test("On is what one of them says, off what all of them say: a child that leaves it to others, or cannot be read, may run with it")
    func children() throws {
        let given = try container([Self.off])
        let shell = (71, "PATH=/bin\n\(Self.off)\n")
        #expect(try seen(given, [shell, (72, "PATH=/bin\n\(Self.on)\n")]).isOn(.sync) == true)
        #expect(try seen(given, [shell, (72, "PATH=/bin\n"), (73, "PATH=/bin\n\(Self.on)\n")]).isDisputed(.sync))
        #expect(try seen(given, [shell, (72, "PATH=/bin\n\(Self.off)\n")]).isOn(.sync) == false)
        for hidden in ["PATH=/bin\n", "", nil] {
            let running = try seen(given, [shell, (72, hidden)])
            #expect(running.isOn(.sync) == nil && running.given(.sync) == nil && running.mayRun(.sync), "\(hidden ?? "nil")")
        }
        #expect(try seen(given, [shell, (72, "")], ended: [72]).isOn(.sync) == false)
        // Of a first process that cannot be read a child that says on is believed, and one that says off tells nothing.
        let hidden = (71, "supervisor: master")
        #expect(try seen(given, [hidden, (72, "PATH=/bin\n\(Self.on)\n")]).isOn(.sync) == true)
        #expect(try seen(given, [hidden, (72, "PATH=/bin\n\(Self.off)\n")]).isOn(.sync) == false)
        #expect(try seen(try container([]), [hidden, (72, "PATH=/bin\n\(Self.off)\n")]).isOn(.sync) == nil)
    }

    @Test("What was started in the container beside its service counts where it says on, or cannot be read; a health check says nothing")
    func beside() throws {
        let given = try container([Self.off])
        let service = [(71, "PATH=/bin\n\(Self.off)\n" as String?)]
        let on = [(90, "PATH=/bin\n\(Self.on)\n" as String?)]
        let running = try seen(given, service, beside: on)
        #expect(running.isOn(.sync) == true && running.mayRun(.sync) && running.isDisputed(.sync) && running.isSeen(.sync) == true)
        for said in ["PATH=/bin\n", "PATH=/bin\n\(Self.off)\n"] {
            #expect(try seen(given, service, beside: [(90, said)]).isSeen(.sync) == false, "\(said)")
        }
        #expect(try seen(given, service, beside: [(90, nil)]).isSeen(.sync) == nil)
        #expect(try seen(given, service, ended: [90], beside: [(90, nil)]).isSeen(.sync) == false)
        // Another container's, and what is none of any.
        for group in ["0::/docker/\(String(Self.id.reversed()))\n", "0::/\n"] {
            #expect(try seen(given, service, beside: on, besideGroup: group).isSeen(.sync) == false, "\(group)")
        }
        #expect(try seen(given, service, beside: on, besideGroup: "0::/docker/\(Self.id)/inner\n").isOn(.sync) == true)
    }

    @Test("That it was given off is not seen where nobody may read its processes: a start script may have made something else of it")
    func hidden() throws {
        let given = try container([Self.off], command: ["/app/start.sh"])
        #expect(try seen(given, []).isSeen(.sync) == nil && seen(given, []).isOn(.sync) == false)
        #expect(try seen(given, [(71, nil)]).isSeen(.sync) == nil)
        #expect(try seen(given, [(71, "PATH=/bin\n\(Self.off)\n")]).isSeen(.sync) == false)
        #expect(try seen(try container([Self.on]), []).isSeen(.sync) == true)
    }

    @Test("A flag that only its processes name, and nobody can read, may be on")
    func named() throws {
        #expect(try seen(try container([]), [(71, "PATH=/bin\nJARVIS_USE_MESH_SYNC=${X}\n")]).names(.sync))
        #expect(try !seen(try container([]), [(71, "PATH=/bin\n")]).names(.sync))
    }

    @Test("Who contradicts whom is said, of what runs")
    func dispute() {
        func said(_ given: String, process: String? = nil, reported: Bool? = nil, isRunning: Bool = true) -> String? {
            var running = RunningEnvironment(words: "container a", lines: [given], isRunning: isRunning)
            running.processes = ProcessFlags(values: process.map { [["JARVIS_USE_MESH_SYNC": $0]] } ?? [])
            return running.dispute(.sync, reported: reported)
        }
        #expect(said(Self.off, reported: true) == "the service reports on, container a was given off")
        #expect(said(Self.off, reported: true, isRunning: false) == nil)
        #expect(said(Self.off, reported: false) == nil && said(Self.off) == nil && said("A=1", reported: true) == nil)
        #expect(said(Self.off, process: "1") == "container a was given off, its process runs with on")
        #expect(said(Self.off, process: "1", isRunning: false) == nil && said(Self.off, process: "0") == nil)
    }

    @Test("A process of that number which is not the container's tells nothing")
    func othersProcess() throws {
        let has = [(71, "PATH=/bin\n\(Self.on)\n")]
        for group in [
            "0::/\n", "0::/system.slice/docker\(Self.id).scope\n", "0::/docker/\(String(Self.id.reversed()))\n", "0::/docker/x\(Self.id)\n",
            "",
        ] {
            #expect(try seen(try container([Self.off]), has, group: group).isOn(.sync) == false, "\(group)")
        }
        for group in ["0::/system.slice/docker-\(Self.id).scope\n", "5:memory:/docker/\(Self.id)\n1:name=x:/docker/\(Self.id)/init\n"] {
            #expect(try seen(try container([Self.off]), has, group: group).isOn(.sync) == true, "\(group)")
        }
        #expect(try seen(try container([Self.off], id: "api"), has, group: "0::/docker/api\n").isOn(.sync) == false)
        #expect(try seen(try container([Self.off], pid: 0), has).isOn(.sync) == false)
    }

    @Test("Where it cannot be read the container's word holds, unless its command sets or loads variables itself")
    func unreadable() throws {
        for command in [["python", "-m", "jarvis"], ["sh", "-c", "exec python app.py"]] {
            #expect(try seen(try container([Self.off], command: command), []).isOn(.sync) == false, "\(command)")
        }
        for command in [["sh", "-c", ". ./mesh.env; exec python"], ["dotenv", "run", "python"], ["sh", "-c", "\(Self.on) exec python"]] {
            let running = try seen(try container([Self.off], command: command), [])
            #expect(running.isOn(.sync) == nil && running.given(.sync) == nil, "\(command)")
            #expect(try seen(try container([], command: command), []).mayRun(.sync), "\(command)")
            #expect(try seen(try container([Self.on], command: command), []).isOn(.sync) == true)
            #expect(try seen(try container([Self.off], command: command), [(71, "PATH=/bin\n\(Self.off)\n")]).isOn(.sync) == false)
            #expect(try seen(try container([Self.off], entrypoint: command), []).isOn(.sync) == nil)
        }
    }

    @Test("A command that sets one flag says nothing of the other, and one whose processes can be read says nothing that they do not")
    func commandOfOne() throws {
        let setter = try container([], command: ["sh", "-c", "\(Self.on) exec python"])
        let running = try seen(setter, [])
        #expect(running.mayRun(.sync) && !running.mayRun(.attestation))
        #expect(try !seen(setter, [(71, "PATH=/bin\n")]).mayRun(.sync))
        #expect(try !seen(try container([]), []).mayRun(.sync))
    }

    @Test("Of a real process: what it was started with, and what its child has; no other variable is kept")
    func realProcess() throws {
        try Fixture.with { fixture in
            let child = try ChildProcess(
                ["/bin/sh", "-c", "\(Self.on) sleep 60; true"], output: fixture.path("output"),
                environment: ["JARVIS_USE_MESH_SYNC": "0", "SECRET": "s"])
            defer { child.stop() }
            let expected = [["JARVIS_USE_MESH_SYNC": "0"], ["JARVIS_USE_MESH_SYNC": "1"]]
            try waitUntil("the child has become its program") { ProcessFlags(of: child.processID).values == expected }
        }
        #expect(ProcessFlags(of: .max).values.isEmpty)
    }
}

/// Words of a container's command that set or load variables.
@Suite(.ownThread) struct CommandVariablesTests {
    @Test(
        "A script that loads variables from a file, by any statement of it; a program's own words are none",
        arguments: [
            (["python", "--env-file=.env"], true), (["python", "--env-file", ".env"], true), (["sh", "-c", ". ./a.env && python"], true),
            (["sh", "-c", "cd /app; source a.env; exec python"], true), (["sh", "-c", "cd /app\nsource a.env"], true),
            (["sh", "-c", "true | (. ./a.env)"], true), (["sh", "-c", "export $(cat a.env); python"], true),
            (["sh", "-c", "if x; then . ./a.env; fi"], true), (["sh", "-c", "{ . ./a.env; }"], true),
            (["sh", "-c", "for i in a; do source $i; done"], true), (["sh", "-c", "exec env /usr/bin/dotenv run python"], true),
            (["dotenv", "run", "python"], true), (["sh -c '. ./a.env; exec python'"], true),
            (["/bin/bash -ec \"source a.env; python\""], true),
            (["sh -c 'exec python app.py'"], false), (["sh -c 'echo . a.env'"], false), (["sh app.sh ."], false),
            (["sh", "-c", "set -a; cat a"], true), (["sh", "-c", "set -o allexport; cat a"], true),
            (["sh", "-c", "set -e; exec python app.py"], false), (["ls", "."], false), (["sh", "-c", "export"], false),
            (["python", "source.py"], false), (["sh", "-c", "echo . a.env"], false),
        ])
    func loads(words: [String], isLoaded: Bool) { #expect((CommandVariables.loader(words) != nil) == isLoaded, "\(words)") }

    @Test("A word that names a mesh variable, by either name")
    func sets() {
        for name in ["JARVIS_USE_MESH_SYNC", "JARVIS_MESH_SYNC_ENABLED", "JARVIS_USE_MESH_ATTEST", "JARVIS_MESH_ATTESTATION_ENABLED"] {
            #expect(CommandVariables.setter(["sh", "-c", "\(name)=1 python"]) != nil)
        }
        #expect(CommandVariables.setter(["sh", "-c", "JARVIS_PORT=1 python"]) == nil)
    }
}

/// What a directory's times say of the moment in which a container was made at its path.
@Suite(.ownThread) struct PlacedDirectoryTests {
    private func times(born: Int64?, modified: Int64, changed: Int64) -> FileTimes {
        FileTimes(
            born: born.map { Timestamp(milliseconds: $0) }, modified: Timestamp(milliseconds: modified),
            changed: Timestamp(milliseconds: changed))
    }

    @Test("One that is younger, or was moved since, is in doubt; entries that changed since are no doubt")
    func doubt() {
        let made = Timestamp(milliseconds: 1000)
        for (times, isDoubtful) in [
            (times(born: 500, modified: 700, changed: 700), false), (times(born: 500, modified: 2000, changed: 2000), false),
            (times(born: 500, modified: 700, changed: 2000), true), (times(born: 1001, modified: 2000, changed: 2000), true),
            (times(born: nil, modified: 2000, changed: 2000), false), (times(born: nil, modified: 700, changed: 900), false),
            (times(born: 1000, modified: 700, changed: 1000), false),
        ] { #expect((PlacedDirectory.doubt(times, madeAt: made) != nil) == isDoubtful, "\(times)") }
    }

    @Test("The real times of a directory: being renamed changes one of them alone")
    func renamed() throws {
        try Fixture.with { fixture in
            try fixture.makeDirectory("a")
            let before = try Files.times(fixture.path("a"))
            #expect(before.changed == before.modified)
            try waitUntil("the file system's clock has gone on") {
                #expect(rename(fixture.path("a"), fixture.path("b")) == 0 && rename(fixture.path("b"), fixture.path("a")) == 0)
                return try Files.times(fixture.path("a")).changed.milliseconds > before.changed.milliseconds
            }
            #expect(try Files.times(fixture.path("a")).modified == before.modified)
            #expect(throws: SystemError.self) { try Files.times(fixture.path("gone")) }
        }
    }
}
